"""A hidden unit becomes two, and the network does not notice.

Write ``double``, then run

    pytest why_not_zero.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def double(W, b, V, unit, share):
    """The network ``tanh(x @ W + b) @ V`` with one of its hidden units doubled, so that its output stays the same.

    Parameters
    ----------
    W, b, V : ndarray, shapes (inputs, units), (units,) and (units, outputs)
        The network. These arrays are left as they are.
    unit : int
        The unit to double. The new one, its twin, comes last.
    share : float
        What part of the unit's output weights goes to the twin. The unit keeps the rest.

    Returns
    -------
    W, b, V : ndarray
        The network with one unit more.
    """
    raise NotImplementedError


def network():
    rng = np.random.default_rng(0)
    return rng.standard_normal((3, 4)), rng.standard_normal(4), rng.standard_normal((4, 2))


def test_one_unit_more():
    shapes = [part.shape for part in double(*network(), 1, 0.3)]
    assert shapes == [(3, 5), (5,), (5, 2)], f"four units of three inputs and two outputs become five, not {shapes}"


def test_twins_are_equal():
    W, b, _ = network()
    wide, biases, _ = double(*network(), 1, 0.3)
    alike = np.array_equal(wide[:, 1], wide[:, 4]) and biases[1] == biases[4]
    assert alike and np.array_equal(wide[:, :4], W) and np.array_equal(biases[:4], b), (
        "both twins read what the unit has read, with its weights and its bias: only the output can be shared, tanh is not linear"
    )


def test_together_they_say_what_one_said():
    _, _, V = network()
    _, _, high = double(*network(), 1, 0.3)
    assert np.allclose(high[1] + high[4], V[1]), (
        f"the twins' output weights add up to {high[1] + high[4]}, where the unit had {V[1]}"
    )
    assert np.allclose(high[4], 0.3 * V[1]), f"the twin's share is 0.3, not {high[4, 0] / V[1, 0]:.1f}"


def test_the_output_is_the_same():
    x = np.random.default_rng(1).standard_normal((5, 3))
    (W, b, V), (wide, biases, high) = network(), double(*network(), 2, 0.9)
    assert np.allclose(np.tanh(x @ wide + biases) @ high, np.tanh(x @ W + b) @ V), "the outputs have changed"


def test_what_was_given_is_left():
    given = network()
    double(*given, 1, 0.3)
    assert all(map(np.array_equal, given, network())), "the arrays that were given have changed: change a copy"
