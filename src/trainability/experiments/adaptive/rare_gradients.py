r"""Where does Adam go when the large gradients are the rare ones? The counter-example of Reddi et al. 2018, section 3.

On [-1, 1] the functions are linear: of slope C at every ``period``-th step, of slope -1 at the others. As long as C exceeds
``period`` - 1, their sum is least at -1.
"""

from collections.abc import Callable
from itertools import count

import numpy as np

from ...rule import Descent, Rule


def shrinking(lr) -> Callable:
    r"""The rate of the regret theorem, :math:`\eta_t = \eta/\sqrt t`, as a schedule."""
    return lambda t: lr / np.sqrt(t)


def slope(t, *, C: float = 3.0, period: int = 3):
    """The slope at steps ``t``: ``C`` at t = 1, 1 + period, ..., else -1.

    Examples
    --------
    >>> slope(np.arange(1, 7))
    array([ 3., -1., -1.,  3., -1., -1.])
    """
    return np.where(np.mod(t, period) == 1 % period, C, -1.0)


def drift(beta2, *, C: float = 3.0, period: int = 3) -> np.ndarray:
    r"""How far Adam without momentum moves in a cycle in the long run, in learning rates; upwards is wrong.

    Behind ``i`` small slopes the second moment has settled at

    .. math:: v_i = 1 + (C^2 - 1) \frac{(1-\beta_2)\,\beta_2^i}{1-\beta_2^p}

    Examples
    --------
    >>> drift(np.array([0.0, 0.1, 0.9])).round(2)
    array([ 1.  ,  0.68, -0.44])
    """
    beta2, i = np.asarray(beta2)[..., None], np.arange(period)
    v = 1 + (C**2 - 1) * (1 - beta2) * beta2**i / (1 - beta2**period)
    return -(slope(i + 1, C=C, period=period) / np.sqrt(v)).sum(axis=-1)


def walk(rule: Rule, *, steps: int, C: float = 3.0, period: int = 3) -> np.ndarray:
    """Where ``rule`` goes from 0, projected to [-1, 1] after each step, shape ``(steps + 1,)``.

    Examples
    --------
    Plain descent finds the least sum, the worst is at the other end:

    >>> from trainability.rules import sgd
    >>> walk(sgd(lr=0.1), steps=300)[-3:].round(1)
    array([-1. , -0.9, -0.8])
    """
    times = count(1)

    def objective(theta, g):
        g[...] = slope(next(times), C=C, period=period)
        return (g * theta).sum(axis=-1)

    theta, points = np.zeros(1), np.zeros(steps + 1)
    for t, _ in zip(range(1, steps + 1), Descent(objective, theta, rule)):
        points[t] = np.clip(theta, -1, 1, out=theta)[0]
    return points


def regret(points: np.ndarray, *, C: float = 3.0, period: int = 3) -> np.ndarray:
    """The mean loss of the points so far minus that of staying at -1, shape ``(steps,)``.

    Examples
    --------
    Who stays at +1 loses, per step, twice the mean slope:

    >>> float(regret(np.ones(301))[-1])
    0.6666666666666666
    """
    t = np.arange(1, len(points))
    return np.cumsum(slope(t, C=C, period=period) * (points[:-1] + 1)) / t
