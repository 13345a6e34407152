"""Turn the weights of each unit, and keep their length.

Write ``turn``, then run

    pytest why_and_what.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def turn(W, g, lr):
    """One step of descent, after which the weights of each unit are brought back to the length they had.

    Parameters
    ----------
    W : ndarray, shape (n_in, n_out)
        Weights: a column is a unit. This array is left as it is.
    g : ndarray, shape (n_in, n_out)
        The gradient.
    lr : float
        The learning rate.

    Returns
    -------
    ndarray, shape (n_in, n_out)
        The new weights, each column in the direction that the step gives it.
    """
    raise NotImplementedError


def test_one_unit():
    found = turn(np.array([[3.0], [4.0]]), np.array([[-4.0], [3.0]]), 1.0)[:, 0]
    assert np.isclose(found[0], 7 * found[1]), f"(3, 4) less (-4, 3) has the direction of (7, 1), and not of {found.round(3)}"
    length = np.linalg.norm(found)
    assert not np.isclose(length, np.sqrt(50)), (
        "a step at right angles has made the weights longer, √50 in place of 5: bring them back"
    )
    assert not np.isclose(length, 1), "the weights were 5 long, and are 1 long now: bring them back to the length they had"
    assert np.isclose(length, 5), f"the weights were 5 long, and are {length:.3f} long now"


def test_every_unit_has_a_length_of_its_own():
    W = np.array([[3.0, 1.0], [4.0, 0.0]])
    lengths = np.linalg.norm(turn(W, np.array([[-4.0, 0.0], [3.0, 0.0]]), 1.0), axis=0)
    assert np.allclose(lengths, [5, 1]), (
        f"two units of lengths 5 and 1 have got the lengths {lengths.round(3)}: is the length that of the whole matrix?"
    )


def test_a_step_that_is_not_at_right_angles():
    found = turn(np.array([[2.0], [0.0]]), np.array([[-4.0], [-8.0]]), 0.5)[:, 0]
    assert np.allclose(found, np.sqrt([2, 2])), (
        f"(2, 0) less half of (-4, -8) is (4, 4), which of length 2 is (√2, √2), not {found.round(3)}"
    )


def test_only_the_effective_rate_counts():
    rng = np.random.default_rng(0)
    W, g = rng.standard_normal((2, 5, 3))
    found = turn(10 * W, g / 10, 100 * 0.3)
    assert np.allclose(found, 10 * turn(W, g, 0.3)), (
        "weights ten times as long have a tenth of the gradient, and at a hundred times the rate they should turn as far"
    )


def test_the_weights_stay_as_they_are():
    W = np.array([[3.0], [4.0]])
    turn(W, np.array([[-4.0], [3.0]]), 1.0)
    assert np.array_equal(W, [[3.0], [4.0]]), f"W itself has become {W.ravel().round(3)}: return a new array"
