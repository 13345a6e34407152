"""A fair contest of update rules: one grid of learning rates for all, one budget, the same starts and batches.

A *problem* is a function of the seed that returns a :class:`Problem`. What a rule is worth on it is its loss at its best
rate, and that rate is chosen by other seeds than the one it is judged on.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from ..named import Named
from ..rules import adadelta, adagrad, adam, momentum, nadam, nesterov, rmsprop, sgd
from ..schedules import Cosine
from ..sweeping import sweep
from .at_rates import as_stored, at_rates

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
) -> dict[str, Named]:
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
    dict of Named, float32, axes method, rate, seed, step
        ``loss``: the mean of the losses before the updates since the last measurement. And the measures of the problem.

    Examples
    --------
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> def start(seed):
    ...     return Problem(np.ones(1), parabola, {})
    >>> race(start, methods=["sgd", "adam"], low=-2, rates=3, seeds=4, steps=10, every=5)["loss"]
    Named(method: 2, rate: 3, seed: 4, step: 2)
    """
    lrs = grid(low, rates)

    def run(method, seed):
        theta, objective, measures = problem(seed)
        return at_rates(theta, objective, METHODS[method](lrs[:, None], steps), {"rate": lrs}, steps, every, **measures)

    return as_stored(sweep(run, {"method": methods, "seed": range(seeds)}))


def again(
    problem: Callable,
    *,
    centres: Mapping[str, float],
    offsets: list[float],
    first: int,
    seeds: int,
    steps: int,
    every: int,
    methods: Mapping[str, Callable] = METHODS,
) -> dict[str, Named]:
    """The same race on other problems, at rates closer together about those that the first ones chose.

    Parameters
    ----------
    problem, seeds, steps, every
        As in :func:`race`.
    centres : dict
        For each method the exponent of ten of its best rate on the problems before.
    offsets : list of float
        What is added to that exponent: the same for every method.
    first : int
        The first of the seeds: one that had no say in ``centres``.
    methods : dict
        What the names in ``centres`` stand for.

    Returns
    -------
    dict of Named, float32, axes method, offset, seed, step

    Examples
    --------
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> def start(seed):
    ...     return Problem(np.ones(1), parabola, {})
    >>> closer = again(start, centres={"sgd": -0.5, "adam": -1}, offsets=[-0.25, 0.0], first=4, seeds=2, steps=10, every=5)
    >>> closer["loss"], closer["loss"].axes["seed"]
    (Named(method: 2, offset: 2, seed: 2, step: 2), range(4, 6))
    """

    def run(method, seed):
        theta, objective, measures = problem(seed)
        lrs = 10 ** (centres[method] + np.array(offsets))
        return at_rates(theta, objective, methods[method](lrs[:, None], steps), {"offset": offsets}, steps, every, **measures)

    return as_stored(sweep(run, {"method": [*centres], "seed": range(first, first + seeds)}))
