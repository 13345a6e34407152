"""Does momentum carry a descent out of local minima? Rastrigin's egg box has one at every pair of integers."""

import numpy as np

from ...named import Named
from ...rule import Descent
from ...rules import momentum
from ...surfaces import rastrigin
from ...training import train


def ends(starts: np.ndarray, *, rates: list[float], mu: float, steps: int) -> Named:
    r"""The values at which heavy balls come to rest, along rate and start.

    Parameters
    ----------
    starts : ndarray, shape (n, 2)
        Where they begin.
    rates : list of float
        Their rates; below :math:`2(1+\mu)/397` they converge, for the curvature of the minima is 397.
    mu : float
        Their momentum, in [0, 1).
    steps : int
        For how long they roll.

    Examples
    --------
    A small plain descent rests in the minimum of its own dent, beside (1, 1), (2, 1) and so on:

    >>> ends(np.array([[1.2, 0.8], [2.2, 0.8]]), rates=[0.001], mu=0.0, steps=100).values.round(2)
    array([[1.99, 4.97]])
    """
    theta = np.tile(starts, (len(rates), 1, 1))
    train(Descent(rastrigin, theta, momentum(lr=np.reshape(rates, (-1, 1, 1)), mu=mu)), steps)
    return Named(rastrigin.value(theta[..., 0], theta[..., 1]), {"rate": rates, "start": range(len(starts))})
