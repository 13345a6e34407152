"""Does momentum carry a descent out of local minima? Rastrigin's egg box has one at every pair of integers."""

from itertools import islice

import numpy as np

from ...rule import Descent
from ...rules import momentum
from ...surfaces import rastrigin


def ends(starts: np.ndarray, *, lr, mu: float, steps: int) -> np.ndarray:
    r"""The values at which heavy balls come to rest.

    Parameters
    ----------
    starts : ndarray, shape (n, 2)
        Where they begin.
    lr : array-like, shape (R,)
        Their rates; below :math:`2(1+\mu)/397` they converge, for the curvature of the minima is 397.
    mu : float
        Their momentum, in [0, 1).
    steps : int
        For how long they roll.

    Returns
    -------
    ndarray, shape (R, n)

    Examples
    --------
    A small plain descent rests in the minimum of its own dent, beside (1, 1), (2, 1) and so on:

    >>> ends(np.array([[1.2, 0.8], [2.2, 0.8]]), lr=[0.001], mu=0.0, steps=100).round(2)
    array([[1.99, 4.97]])
    """
    theta = np.repeat(starts[None], len(lr), axis=0)
    for _ in islice(Descent(rastrigin, theta, momentum(lr=np.reshape(lr, (-1, 1, 1)), mu=mu)), steps):
        pass
    return rastrigin.value(theta[..., 0], theta[..., 1])
