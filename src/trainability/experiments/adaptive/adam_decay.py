r"""Does weight decay treat weights alike whose gradients differ in size?

The weights start at 1, and their gradients are noise: nothing but decay moves them in the mean.
"""

import numpy as np

from ...objectives import l2
from ...rule import Descent, Rule
from ...training import train


def shrunk(
    rule: Rule, rng: np.random.Generator, *, scales: np.ndarray, strength: float = 0.0, runs: int = 500, steps: int = 2000
) -> np.ndarray:
    r"""The weights after ``steps`` steps.

    Parameters
    ----------
    rule : Rule
        May decay weights itself.
    scales : ndarray, shape (P,)
        Standard deviation of the gradient of each weight.
    strength : float
        Of a penalty :math:`\frac\lambda2\theta^2` in the objective.

    Returns
    -------
    ndarray, shape (runs, P)

    Examples
    --------
    Under plain descent the penalty is a decay, the same for all weights:

    >>> from trainability.rules import sgd
    >>> ends = shrunk(sgd(lr=0.01), np.random.default_rng(0), scales=np.array([1.0, 0.1]), strength=1.0, steps=100)
    >>> ends.mean(axis=0).round(1), round(0.99**100, 2)
    (array([0.4, 0.4]), 0.37)
    """

    def noise(theta, g):
        g[...] = scales * rng.standard_normal(theta.shape)
        return np.zeros(len(theta))

    theta = np.ones((runs, len(scales)))
    train(Descent(l2(noise, strength), theta, rule), steps)
    return theta
