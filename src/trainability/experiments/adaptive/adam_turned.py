"""Who still gets down a ravine that does not lie along the axes, and how steep may it be?"""

import numpy as np

from ...rule import Descent, Rule
from ...surfaces import quadratic


def steps_down(
    rule: Rule, rates: np.ndarray, starts: np.ndarray, *, conditions: np.ndarray, angle: float, goal: float = 1e-4, limit: int = 1000
) -> np.ndarray:
    """Steps until the value of a turned quadratic is first at or below ``goal``.

    Parameters
    ----------
    rule : Rule
        Tried at all rates.
    rates : ndarray, shape (R,)
        Learning rates.
    starts : ndarray, shape (S, 2)
        Where the runs set out, in the axes of the *ravine*: they turn with it.
    conditions : ndarray, shape (C,)
        The steep curvature of each ravine; the flat one is 1.
    angle : float
        By which the ravines are turned, in radians.
    goal : float
        Value to be reached.
    limit : int
        Give up after so many steps.

    Returns
    -------
    ndarray of float, shape (C, R, S)
        Infinite where ``limit`` came first.

    Examples
    --------
    Plain descent at the rate 1/condition does not see the angle:

    >>> from trainability.rules import sgd
    >>> ravine = {"conditions": np.array([10.0]), "goal": 1e-6, "limit": 100}
    >>> [steps_down(sgd, np.array([0.1]), np.ones((1, 2)), angle=angle, **ravine).item() for angle in (0.0, 0.5)]
    [63.0, 63.0]
    """
    conditions, lr = (np.reshape(a, (-1, 1, 1)) for a in (conditions, rates))
    c, s = np.cos(angle), np.sin(angle)
    theta = np.tile(starts @ [[c, s], [-s, c]], (len(conditions), len(lr), 1, 1))
    descent = Descent(quadratic(conditions, angle), theta, rule(lr=lr))
    taken = np.full(theta.shape[:-1], np.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(limit + 1):
            taken[np.isinf(taken) & (next(descent) <= goal)] = t  # the value before step t + 1
    return taken
