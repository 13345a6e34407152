"""A descent that reports the mean of its iterates (Polyak).

Write ``averaged``, then run

    pytest batches.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def averaged(gradient, theta, lr, steps, skip):
    """The mean of the iterates of a descent.

    Parameters
    ----------
    gradient : callable
        ``gradient(theta)``, which may be noisy.
    theta : ndarray of float
        Where to start. This array is left as it is.
    lr : float
        The rate, constant.
    steps : int
        How many steps, each to ``theta - lr * gradient(theta)``.
    skip : int
        How many of them are left out of the mean, the first ones.

    Returns
    -------
    ndarray like theta
        The mean of the iterates after steps ``skip + 1`` to ``steps``.
    """
    raise NotImplementedError


def descend(skip):
    """Four steps down a parabola, at a rate that halves theta: from 16 to 8, 4, 2 and 1."""
    start = np.array([16.0])
    found = averaged(lambda theta: theta, start, 0.5, 4, skip)[0]
    return float(found), start


def test_all_steps():
    found, _ = descend(0)
    assert found != 31 / 5, "6.2 is the mean of 16, 8, 4, 2 and 1: the start is no iterate"
    assert found != 1, (
        "1 is the last iterate, and the mean of 8, 4, 2, 1 is not. If you keep them all: is it one array four times?"
    )
    assert found == 15 / 4, f"the mean of 8, 4, 2 and 1 is 3.75, not {found}"


def test_skip():
    found, _ = descend(2)
    assert found != 15 / 4, "with skip = 2 the first two iterates, 8 and 4, are left out"
    assert found != 3 / 4, "the mean of 2 and 1 is their sum divided by two, however many steps were taken"
    assert found == 3 / 2, f"the mean of 2 and 1 is 1.5, not {found}"


def test_start_is_left():
    _, start = descend(0)
    assert start[0] == 16, "the theta that was given has changed: theta -= ... changes it, theta = theta - ... does not"


def test_noise():
    rng = np.random.default_rng(0)
    noisy = lambda theta: theta + rng.standard_normal(theta.shape)
    found = averaged(noisy, np.full(2000, 10.0), 0.3, 500, 100)
    assert 0.8 < 400 * found.var() < 1.3, (
        f"400 iterates leave {400 * found.var():.2f} of the variance of 400 numbers' mean; it should be about all of it"
    )
