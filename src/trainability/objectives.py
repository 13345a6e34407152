"""Objectives from objectives: what changes the gradient wraps the function that computes it.

An objective is ``objective(theta, g) -> value``, as :class:`~trainability.rule.Descent` calls it. Each
function here takes one and returns another. They compose by being called: ``clip_norm(l2(fit, 1e-4), 5.0)``.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .ranges import Positive, Rate, Rng, ranged
from .remade import remade
from .state import agree, generator_state, put_back

__all__ = ["clip_norm", "clip_value", "l2", "gradient_noise"]

Objective = Callable[[np.ndarray, np.ndarray], Any]


@remade
@ranged
def clip_norm(objective: Objective, limit: Positive) -> Objective:
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
        g *= limit / np.maximum(length(g), limit)
        return value

    return clipped


def length(g: np.ndarray) -> np.ndarray:
    """The norm of each run in double precision, its axis kept; no square overflows or underflows to a wrong one.

    Examples
    --------
    >>> length(np.array([3e-200, 4e-200])), length(np.array([3e160, 4e160]))
    (array([5.e-200]), array([5.e+160]))
    """
    g = np.asarray(g, float)
    with np.errstate(over="ignore"):
        norm = np.sqrt(np.add.reduce(g * g, axis=-1, keepdims=True))
    least, most = (norm.item(),) * 2 if norm.size == 1 else (norm.min(initial=1), norm.max(initial=1))
    if g.size and not 1e-140 < least <= most < 1e150:  # NaN, too
        norm = _far(g, norm)
    return norm


def _far(g, norm):
    """The norm where it is out of the range in which squares can be trusted, by way of the largest element."""
    largest = np.abs(g).max(axis=-1, keepdims=True)
    unit = np.where((largest > 0) & (largest < np.inf), largest, 1)
    far = (norm <= 1e-140) | (norm >= 1e150)
    return np.where(far, unit * np.sqrt(np.add.reduce((g / unit) ** 2, axis=-1, keepdims=True)), norm)


@remade
@ranged
def clip_value(objective: Objective, limit: Positive) -> Objective:
    """Every element of the gradient clipped to [-limit, limit], which turns the gradient, too."""

    def clipped(theta, g):
        value = objective(theta, g)
        np.clip(g, -limit, limit, out=g)
        return value

    return clipped


@remade
@ranged
def l2(objective: Objective, strength: Rate) -> Objective:
    r"""The objective plus :math:`\frac\lambda2 \lVert\theta\rVert^2`, over all parameters."""

    def penalized(theta, g):
        value = objective(theta, g)
        g += strength * theta
        return value + (
            strength / 2 * (theta**2).sum(axis=-1) if np.ndim(strength) == 0 else (strength / 2 * theta**2).sum(axis=-1)
        )

    return penalized


@ranged
def gradient_noise(objective: Objective, rng: Rng, eta: Rate = 0.01, gamma: Rate = 0.55) -> Objective:
    r"""Gaussian noise of variance :math:`\eta/(1+t)^\gamma` on the gradient, t = 0, 1, ... (Neelakantan et al. 2015, eq. 1).

    What it returns keeps its step and the state of its generator: it is a part of what :func:`~trainability.checkpoint.save`
    must write down, if the training is to go on alike.
    """
    return _Noisy(objective, rng, eta, gamma)


class _Noisy:
    def __init__(self, objective, rng, eta, gamma):
        self.objective, self.rng, self.eta, self.gamma, self.t = objective, rng, eta, gamma, 0

    def __call__(self, theta, g):
        value = self.objective(theta, g)
        variance = self.eta / (1 + self.t) ** self.gamma
        g += np.sqrt(variance) * self.rng.standard_normal(g.shape)
        self.t += 1
        return value

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from call to call: how many there were, and its generator."""
        return {"t": self.t, "rng": generator_state(self.rng)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of another kind of generator."""
        agree(state, dict.fromkeys(self.state_dict()))
        put_back(self.rng, state["rng"])
        self.t = int(state["t"])
