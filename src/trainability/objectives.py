"""Objectives from objectives: what changes the gradient wraps the function that computes it.

An objective is ``objective(theta, g) -> value``, as :class:`~trainability.rule.Descent` calls it. Each
function here takes one and returns another. They compose by being called: ``clip_norm(l2(fit, 1e-4), 5.0)``.
"""

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np

Objective = Callable[[np.ndarray, np.ndarray], Any]


def clip_norm(objective: Objective, limit: float) -> Objective:
    """The gradient scaled down to norm ``limit`` where it is longer, run by run (Pascanu et al. 2013, algorithm 1).

    Examples
    --------
    >>> def slope(theta, g):
    ...     g[...] = [3.0, 4.0]
    ...     return 0.0
    >>> g = np.empty(2)
    >>> _ = clip_norm(slope, 1.0)(np.zeros(2), g)
    >>> g
    array([0.6, 0.8])
    """

    def clipped(theta, g):
        value = objective(theta, g)
        norm = np.linalg.norm(np.asarray(g, float), axis=-1, keepdims=True)  # squares of float32 soon overflow
        g *= limit / np.maximum(norm, limit)
        return value

    return clipped


def clip_value(objective: Objective, limit: float) -> Objective:
    """Every element of the gradient clipped to [-limit, limit], which turns the gradient, too."""

    def clipped(theta, g):
        value = objective(theta, g)
        np.clip(g, -limit, limit, out=g)
        return value

    return clipped


def l2(objective: Objective, strength: float) -> Objective:
    r"""The objective plus :math:`\frac\lambda2 \lVert\theta\rVert^2`, over all parameters."""

    def penalized(theta, g):
        value = objective(theta, g)
        g += strength * theta
        return value + strength / 2 * (theta**2).sum(axis=-1)

    return penalized


def gradient_noise(objective: Objective, rng: np.random.Generator, eta: float = 0.01, gamma: float = 0.55) -> Objective:
    r"""Gaussian noise of variance :math:`\eta/(1+t)^\gamma` on the gradient, t = 0, 1, ... (Neelakantan et al. 2015, eq. 1)."""
    steps = count()

    def noisy(theta, g):
        value = objective(theta, g)
        variance = eta / (1 + next(steps)) ** gamma
        g += np.sqrt(variance) * rng.standard_normal(g.shape)
        return value

    return noisy
