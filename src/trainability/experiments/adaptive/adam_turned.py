"""Who still gets down a ravine that does not lie along the axes, and how steep may it be?"""

import numpy as np

from ...bench.at_rates import at_rates
from ...bench.reached import first_reached
from ...bench.turned import rotation
from ...named import Named
from ...rule import Rule
from ...surfaces import quadratic


def steps_down(
    rule: Rule,
    rates: np.ndarray,
    starts: np.ndarray,
    *,
    conditions: np.ndarray,
    angle: float,
    goal: float = 1e-4,
    limit: int = 1000,
) -> Named:
    """Steps until the value of a turned quadratic is first at or below ``goal``.

    Parameters
    ----------
    starts : ndarray, shape (S, 2)
        Where the runs set out, in the axes of the *ravine*: they turn with it.
    conditions : ndarray, shape (C,)
        The steep curvature of each ravine; the flat one is 1.
    angle : float
        By which the ravines are turned, in radians.

    Returns
    -------
    Named, axes condition, rate, start
        Infinite where more than ``limit`` steps are needed.

    Examples
    --------
    Plain descent at the rate 1/condition does not see the angle:

    >>> from trainability.rules import sgd
    >>> ravine = {"conditions": np.array([10.0]), "goal": 1e-6, "limit": 100}
    >>> [steps_down(sgd, np.array([0.1]), np.ones((1, 2)), angle=angle, **ravine).max() for angle in (0.0, 0.5)]
    [np.float64(63.0), np.float64(63.0)]
    """
    steep, lr = (np.reshape(a, (-1, 1, 1)) for a in (conditions, rates))
    axes = {"condition": conditions, "rate": rates, "start": range(len(starts))}
    objective, time = quadratic(steep, angle), {"step": range(limit + 1)}  # a value is that before its step
    return first_reached(at_rates(starts @ rotation(angle).T, objective, rule(lr=lr), axes, limit + 1, time=time)["loss"] <= goal)
