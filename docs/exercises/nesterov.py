"""Nesterov's method as he published it, with a momentum that grows.

Write ``accelerated``, then run

    pytest nesterov.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def accelerated(gradient, theta, lr, steps):
    """The iterates of Nesterov's method with the momentum of his paper.

    Step t+1 looks ahead along the last step, by the momentum mu, takes the gradient there, and from there a plain step.
    The momentum is mu = (a - 1) / a', with a' = (1 + sqrt(4 a² + 1)) / 2, from a = 1 on. It is 0 in the second step,
    the first that has a step to look along.

    Parameters
    ----------
    gradient : callable
        ``gradient(theta)``.
    theta : ndarray of float, shape (P,)
        Where to start.
    lr : float
        The rate.
    steps : int
        How many.

    Returns
    -------
    ndarray, shape (steps + 1, P)
        The iterates, the start first.
    """
    raise NotImplementedError


def three_steps():
    """Down the parabola theta²/2 from 1 at the rate 1/2: the iterates, and where gradients were taken."""
    points = []

    def gradient(theta):
        points.append(float(theta[0]))
        return theta.copy()

    return accelerated(gradient, np.ones(1), 0.5, 3)[:, 0], points


def test_two_steps():
    way, _ = three_steps()
    assert np.allclose(way[:3], [1, 0.5, 0.25]), (
        f"the second step has no momentum yet, so that halving leads to 0.25, not {way[2]:.3f}"
    )


def test_looks_ahead():
    _, points = three_steps()
    assert len(points) == 3, f"three steps take three gradients, not {len(points)}"
    assert abs(points[2] - 0.25) > 1e-3, "the third gradient was taken at 0.25, where the descent stands: look ahead first"
    assert np.isclose(points[2], 0.17955, atol=1e-5), (
        f"the third gradient belongs at 0.25 - 0.2818 · 0.25 = 0.1796, not at {points[2]:.4f}: check the momentum"
    )


def test_comes_back():
    way, points = three_steps()
    assert np.isclose(way[3], points[2] / 2), (
        f"from 0.1796, where it looked, a plain step leads to 0.0898, not {way[3]:.4f}: does the momentum count twice?"
    )


def test_guarantee():
    curvatures = np.geomspace(1e-4, 1, 50)
    way = accelerated(lambda theta: curvatures * theta, np.ones(50), 1.0, 300)
    loss, bound = way[1:] ** 2 @ curvatures / 2, 2 * 50 / np.arange(2, 302) ** 2
    assert (loss <= bound).all(), (
        f"after {np.argmax(loss > bound) + 1} steps the loss is above Nesterov's bound of 2|θ₀ - θ*|²/(η (t + 1)²)"
    )
