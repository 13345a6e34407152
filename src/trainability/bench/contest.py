"""A fair contest of update rules: one grid of learning rates for all, one budget, the same starts and batches.

A *problem* is a function of the seed that returns a :class:`Problem`. What a rule is worth on it is its loss at its best
rate, and that rate is chosen by other seeds than the one it is judged on.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from ..rule import Descent
from ..rules import adadelta, adagrad, adam, momentum, nadam, nesterov, rmsprop, sgd
from ..schedules import Cosine
from ..sweeping import sweep
from ..training import train

RULES = {rule.__name__: rule for rule in (sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam, nadam)}
METHODS = {name: lambda lr, steps, rule=rule: rule(lr=lr) for name, rule in RULES.items()} | {
    f"{name}, cosine": lambda lr, steps, rule=RULES[name]: rule(lr=Cosine(lr, steps)) for name in ("sgd", "momentum", "adam")
}


class Problem(NamedTuple):
    """What is minimized from where: parameters ``(P,)``, an objective, and more to measure than its loss."""

    theta: np.ndarray
    objective: Callable
    measures: dict[str, Callable]


def grid(low: float, rates: int) -> np.ndarray:
    """Learning rates from ``10**low``, two to a decade.

    Examples
    --------
    >>> grid(-1.0, 3).round(3)
    array([0.1  , 0.316, 1.   ])
    """
    return 10 ** (low + np.arange(rates) / 2)


def race(
    problem: Callable, *, methods: list[str], low: float, rates: int, seeds: int, steps: int, every: int
) -> dict[str, np.ndarray]:
    """Every method at every rate on the same problems.

    Parameters
    ----------
    problem : callable
        ``problem(seed)``, a :class:`Problem`: the same for every method and rate.
    methods : list of str
        Some of ``METHODS``.
    low, rates
        The :func:`grid`.
    seeds, steps, every : int
        How many problems, how many updates of each, and how many from one measurement to the next: a divisor of ``steps``.

    Returns
    -------
    dict of ndarray of float32, shape (methods, seeds, rates, steps // every)
        ``loss``: the mean of the losses before the updates since the last measurement. And the measures of the problem.

    Examples
    --------
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> def start(seed):
    ...     return Problem(np.ones(1), parabola, {})
    >>> race(start, methods=["sgd", "adam"], low=-2, rates=3, seeds=4, steps=10, every=5)["loss"].shape
    (2, 4, 3, 2)
    """
    run = partial(_run, problem, grid(low, rates), steps, every)
    return sweep(run, {"method": methods, "seed": range(seeds)})


def _run(problem, rates, steps, every, method, seed):
    start, objective, measures = problem(seed)
    theta = np.tile(start, (len(rates), 1))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # too large a rate diverges, and is shown
        run = train(Descent(objective, theta, METHODS[method](rates[:, None], steps)), steps, every, **measures)
        return {name: np.moveaxis(run[name], 0, -1).astype(np.float32) for name in ("loss", *measures)}


def finite(loss: np.ndarray) -> np.ndarray:
    """Losses with infinity for what is not a number: both have diverged."""
    return np.where(np.isnan(loss), np.inf, loss)


def best(loss: np.ndarray) -> np.ndarray:
    """The index of the rate to use on each seed: that of the least median loss over *all other* seeds.

    Parameters
    ----------
    loss : ndarray, shape (..., seeds, rates)
        Of at least two seeds.

    Returns
    -------
    ndarray of int, shape (..., seeds)

    Examples
    --------
    One lucky run does not choose its own rate:

    >>> best(np.array([[0.1, 1.0], [9.0, 1.0], [9.0, 1.0]]))
    array([1, 1, 1])
    """
    seeds = loss.shape[-2]
    others = np.array([np.delete(np.arange(seeds), seed) for seed in range(seeds)])
    return np.median(finite(loss)[..., others, :], axis=-2).argmin(axis=-1)


def at(values: np.ndarray, index: np.ndarray) -> np.ndarray:
    """``values``, ``(..., seeds, rates)``, of each seed at the rate that :func:`best` found for it."""
    return np.take_along_axis(values, index[..., None], axis=-1)[..., 0]


class Interval(NamedTuple):
    """A sample's median, its second smallest and second largest: of ten independent, these hold the true median with 97.9 %."""

    low: float
    median: float
    high: float

    def __format__(self, spec):
        return f"{self.median:{spec}} [{self.low:{spec}}, {self.high:{spec}}]"


def compare(ours: np.ndarray, theirs: np.ndarray) -> Interval:
    r"""The ratio of two losses, seed by seed.

    With ten independent pairs the interval covers the median unless nine fall to one side: :math:`1 - 2\,(1 + 10)/2^{10}`.

    Examples
    --------
    >>> print(f"{compare(np.arange(1.0, 11), np.full(10, 10.0)):.2f}")
    0.55 [0.20, 0.90]
    """
    ratios = np.sort(ours / theirs)
    return Interval(ratios[1], np.median(ratios), ratios[-2])
