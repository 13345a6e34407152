"""Does a quadratic have the signature of table 1? Momentum and Nesterov's method for as many steps, each momentum at its best rate.

No network, no noise: curvatures spread evenly on a logarithmic scale up to 1. All methods are linear, so each direction is run once, from 1, and
counts as much as a start is long there.
"""

from collections.abc import Sequence

import numpy as np

from ...named import Named
from ...rule import Descent
from ...rules import momentum, nesterov
from ...theory.convergence import bowl
from ...training import train

RULES = {"momentum": momentum, "nesterov": nesterov}


def losses(
    *,
    condition: float,
    steps: int,
    momenta: Sequence[float],
    rates: Sequence[float],
    starts: int,
    tilt: float = 0.0,
    directions: int = 100,
) -> Named:
    r"""The loss after ``steps`` over that of the start, axes rule, mu, rate and start; infinite where it diverged.

    Parameters
    ----------
    condition : float
        The largest curvature, which is 1, over the least.
    steps : int
        Of each descent.
    momenta, rates : list of float
        All are tried with all.
    starts : int
        How many; normal in each direction, with a deviation of :math:`\lambda^{-\text{tilt}/2}`: 0 is the same for all, 1 the same loss in all.
    directions : int
        How many curvatures there are.

    Examples
    --------
    The least rate serves the flattest direction worst, and that is what is left:

    >>> losses(condition=100.0, steps=50, momenta=[0.0], rates=[0.5, 1.0], starts=1).at(rule="momentum", mu=0.0, start=0).argmin("rate")
    np.float64(1.0)
    """
    curvature = np.geomspace(1 / condition, 1, directions)
    energy = np.random.default_rng(0).standard_normal((starts, directions)) ** 2 * curvature ** (1 - tilt) / 2
    left = np.array([[_left(rule, mu, np.outer(rates, curvature), steps) for mu in momenta] for rule in RULES.values()])
    with np.errstate(over="ignore", invalid="ignore"):
        share = left @ energy.T / energy.sum(axis=1)
    axes = {"rule": [*RULES], "mu": momenta, "rate": rates, "start": range(starts)}
    return Named(np.where(np.isfinite(share), share, np.inf), axes)


def _left(rule, mu, x, steps):
    """The square of what is left of 1 in each direction, of rate times curvature ``x``."""
    theta = np.ones_like(x)
    with np.errstate(over="ignore", invalid="ignore"):
        train(Descent(bowl(x), theta, rule(lr=1.0, mu=mu)), steps)
        return theta**2
