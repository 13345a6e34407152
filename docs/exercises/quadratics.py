"""A heavy ball that takes the best rate and the best momentum at each step.

Write ``best_ball``, then run

    pytest quadratics.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def best_ball(A, b, steps):
    """The points of a heavy ball on the quadratic theta·A·theta / 2 - b·theta, from zero, at rest.

    Each step is a rate times the negative gradient and a momentum times the last step, with the rate and the momentum for
    which the quadratic is least after the step. In the first there is no last step, and only the rate to choose.

    Parameters
    ----------
    A : ndarray of float, shape (P, P)
        Symmetric, its eigenvalues positive.
    b : ndarray of float, shape (P,)
        Not zero.
    steps : int
        How many, at most P.

    Returns
    -------
    ndarray, shape (steps + 1, P)
        The points, the start first.
    """
    raise NotImplementedError


A = np.diag([1.0, 4.0, 9.0])
b = np.array([1.0, 2.0, 3.0])


def value(theta):
    return theta @ A @ theta / 2 - b @ theta


def test_first_step():
    way = best_ball(A, b, 1)
    assert np.shape(way) == (2, 3) and not np.any(way[0]), "one step gives two points, of which the first is zero"
    assert way[1] @ b > 0, f"the first step leads against the gradient; the gradient of it is A theta - b, at zero -b, not {b}"
    assert np.allclose(way[1], b / 7), (
        f"along b the quadratic is least at b/7 = (0.143, 0.286, 0.429), not at {np.round(way[1], 3)}: how curved is the quadratic along it?"
    )


def test_second_step():
    way = best_ball(A, b, 2)
    last, g = way[1], A @ way[1] - b
    seen = g @ (A @ way[2] - b) / (g @ g)
    assert abs(seen) < 1e-8 or abs(last @ (A @ way[2] - b)) < 1e-8, (
        "after the second step the slope along the gradient must be zero"
    )
    assert not np.allclose(way[2], last - g @ g / (g @ A @ g) * g), "that is steepest descent: the last step counts, too"
    assert abs(seen) < 1e-8, (
        f"a little along the gradient the quadratic is lower still, by a slope of {abs(seen):.2f}: choose both at once, rate and momentum"
    )


def test_three_steps_in_three_dimensions():
    end = best_ball(A, b, 3)[-1]
    assert np.allclose(end, [1, 0.5, 1 / 3]), f"the third step leads to the minimum, (1, 0.5, 0.333), not to {np.round(end, 3)}"
