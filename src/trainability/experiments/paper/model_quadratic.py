"""On a quadratic from the middle of Hessian-free, how far do conjugate gradients, momentum and Nesterov's method get in as many steps?

Figure 5 of the paper: the small autoencoder of :mod:`.hf_race` in place of that of Curves. The quadratic is the damped Gauss-Newton model of the
next update, of 28,000 parameters. What a method of first order sees of it is kept, see :mod:`~trainability.theory.krylov`.
"""

from collections.abc import Sequence
from itertools import islice

import numpy as np

from ...conjugate import conjugate_gradients
from ...losses import binary_cross_entropy
from ...named import Named
from ...rule import Rule
from ...rules import momentum, nesterov
from ...second import Curved
from ...tasks.autoencoders import curves
from ...theory.convergence import bowl
from ...theory.krylov import lanczos, tridiagonal
from ...training import path
from .hf_race import IMAGES, NETWORK, hf

RULES = {"momentum": momentum, "nesterov": nesterov}


def seen(*, seeds: Sequence[int], updates: Sequence[int], steps: int) -> dict[str, Named]:
    """``diagonal``, axes seed, update and row, and ``beside``: the tridiagonal matrix of the quadratic that comes after so many updates.

    ``slope``, axes seed and update, is the length of the gradient there, ``damping`` what was added to the curvature.
    """
    found = [_model(theta, damping, steps) for seed in seeds for theta, damping in _on_the_way(seed, updates)]
    axes = {"seed": seeds, "update": updates}
    ends = {"diagonal": {"row": range(steps)}, "beside": {"row": range(steps - 1)}, "slope": {}, "damping": {}}
    return {
        name: Named(np.reshape(values, (len(seeds), len(updates), *np.shape(values[0]))), axes | end)
        for values, (name, end) in zip(zip(*found), ends.items())
    }


def _on_the_way(seed, updates):
    """Parameters and damping after each of these numbers of updates, in order."""
    method = hf(NETWORK, curves(IMAGES, 12), seed)
    for update in updates:
        for _ in islice(method, update - method.t):
            pass
        yield method.theta.astype(float), method.damping


def _model(theta, damping, steps):
    """The quadratic there, as it is seen."""
    fit, g = Curved(NETWORK, binary_cross_entropy, *[curves(IMAGES, 12)] * 2), np.empty_like(theta)
    fit(theta, g)
    return *lanczos(fit.damped(theta, damping), -g, steps), np.linalg.norm(g), damping


def race(found: dict[str, Named], *, rates: Sequence[float], momenta: Sequence[float], steps: int) -> dict[str, Named]:
    """``gain``, axes method, seed, update and step: by how much each method has lowered what was :func:`seen`, from the start to the last step.

    ``rate``, times the largest curvature, and ``mu`` are those of the grid with the largest gain at the end. Conjugate gradients have none.
    """
    seeds, updates = found["slope"].axes["seed"], found["slope"].axes["update"]
    gain, chosen = np.empty((3, len(seeds), len(updates), steps + 1)), np.full((2, 3, len(seeds), len(updates)), np.nan)
    for i, seed in enumerate(seeds):
        for j, update in enumerate(updates):
            T, slope = matrix(found, seed=seed, update=update)
            gain[0, i, j] = by_conjugate_gradients(T[:steps, :steps], slope, steps)
            for k, rule in enumerate(RULES.values(), 1):
                each = by_rule(T[:steps, :steps], slope, rule, rates, momenta, steps)
                best = np.unravel_index(each[..., -1].argmax(), each.shape[:2])
                gain[k, i, j], chosen[:, k, i, j] = each[best], (rates[best[0]], momenta[best[1]])
    axes = {"method": ["conjugate gradients", *RULES], "seed": seeds, "update": updates}
    return {
        "gain": Named(gain, axes | {"step": range(steps + 1)}),
        "rate": Named(chosen[0], axes),
        "mu": Named(chosen[1], axes),
    }


def matrix(found: dict[str, Named], **place: int) -> tuple[np.ndarray, float]:
    """The matrix and the slope at one place, ``seed=`` and ``update=``, of what was :func:`seen`."""
    return tridiagonal(*(found[name].at(**place).values for name in ("diagonal", "beside"))), float(found["slope"].at(**place))


def by_conjugate_gradients(T: np.ndarray, slope: float, steps: int) -> np.ndarray:
    """The gain from the start, 0, to the last step, ``(steps + 1,)``.

    Examples
    --------
    >>> by_conjugate_gradients(np.diag([1.0, 2.0]), 1.0, 1)
    array([0. , 0.5])
    """
    b = slope * np.eye(len(T))[0]
    gains = [0.0, *(-float(step.value) for step in islice(conjugate_gradients(lambda d: d @ T, b), steps))]
    return np.array(gains + gains[-1:] * (steps + 1 - len(gains)))


def by_rule(T: np.ndarray, slope: float, rule: Rule, rates: Sequence[float], momenta: Sequence[float], steps: int) -> np.ndarray:
    """The gain of each rate, times the largest curvature, and momentum, ``(rates, momenta, steps + 1)``; minus infinity where it flies away.

    Examples
    --------
    >>> by_rule(np.diag([1.0, 2.0]), 1.0, momentum, [0.5, 1.0], [0.0], 2).round(4)
    array([[[0.    , 0.2188, 0.3418]],
    <BLANKLINE>
           [[0.    , 0.375 , 0.4688]]])
    """
    curvature, Q = np.linalg.eigh(T)
    minimum = slope * Q[0] / curvature
    scaled = rule(lr=np.reshape(rates, (-1, 1, 1)) / curvature[-1], mu=np.reshape(momenta, (1, -1, 1)))
    with np.errstate(over="ignore", invalid="ignore"):
        way = path(bowl(curvature), np.tile(-minimum, (len(rates), len(momenta), 1)), scaled, steps)
        gain = np.moveaxis((curvature * (minimum**2 - way**2)).sum(axis=-1) / 2, 0, -1)
    return np.where(np.isfinite(gain), gain, -np.inf)
