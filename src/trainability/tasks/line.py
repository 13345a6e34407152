r"""A straight line through noisy points: half the mean squared error, and all there is to know of it.

It is a quadratic in :math:`\theta = (w, b)`: its floor at the least-squares line, plus
:math:`\frac12 (\theta - \theta^*)^\top H\, (\theta - \theta^*)`, with the same :math:`H` everywhere. Each seed has its own points
and its own order of mini-batches.
"""

from typing import NamedTuple

import numpy as np

from ..bench.seeds import of_seeds
from ..datasets import noisy_line
from ..fit import Minibatches
from ..layers import Dense
from ..losses import squared_error
from ..network import Network
from ..rule import Rule
from ..training import path

BATCH = 5


class Lines(NamedTuple):
    """Noisy points about a line, one set for each seed, and all there is to know of their loss.

    ``x`` and ``target`` have the shape ``(seeds, n, 1)``, ``best``, the least-squares :math:`(w, b)`, ``(seeds, 2)``, ``floor``, the loss there,
    ``(seeds,)``, and ``hessian`` ``(seeds, 2, 2)``.
    """

    x: np.ndarray
    target: np.ndarray
    best: np.ndarray
    floor: np.ndarray
    hessian: np.ndarray


def lines(*, seeds: int, n: int, noise: float) -> Lines:
    """Points of :func:`~trainability.datasets.noisy_line`, from the generators of seeds 0, 1, ...

    Examples
    --------
    Without noise the best line is the true one, and the floor is zero:

    >>> still = lines(seeds=2, n=50, noise=0.0)
    >>> still.best.round(6), bool(still.floor.max() < 1e-20)
    (array([[2., 3.],
           [2., 3.]]), True)
    """
    x, target = of_seeds(lambda rng: noisy_line(rng, n, noise), seeds)
    inputs = np.concatenate([x, np.ones_like(x)], axis=-1)
    hessian = inputs.mT @ inputs / n
    best = np.linalg.solve(hessian, inputs.mT @ target / n)
    floor = np.mean((inputs @ best - target) ** 2, axis=(-2, -1)) / 2
    return Lines(x, target, best[..., 0], floor, hessian)


def loss(data: Lines, theta: np.ndarray) -> np.ndarray:
    """Half the mean squared error on all points, at parameters ``(..., seeds, 2)``.

    Examples
    --------
    >>> still = lines(seeds=1, n=50, noise=0.0)
    >>> loss(still, np.array([[2.0, 4.0]]))
    array([0.5])
    """
    away = theta - data.best
    return data.floor + np.einsum("...i,...ij,...j->...", away, data.hessian, away) / 2


def walk(data: Lines, rule: Rule, *, updates: int, settings: int = 1) -> np.ndarray:
    """The parameters before, between and after ``updates`` mini-batches of five, from zero.

    Parameters
    ----------
    data : Lines
    rule : Rule
        Its hyperparameters may be arrays ``(settings, 1, 1)``.
    updates, settings : int

    Returns
    -------
    ndarray, shape (updates + 1, settings, seeds, 2)

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> walk(lines(seeds=3, n=50, noise=0.1), sgd(lr=0.1), updates=20).shape
    (21, 1, 3, 2)
    """
    seeds = len(data.x)
    batches = Minibatches(
        Network(Dense(1, 1)), squared_error, data.x, data.target, BATCH, np.random.default_rng(seeds), runs=(seeds,)
    )
    return path(batches, np.zeros((settings, seeds, 2)), rule, updates)
