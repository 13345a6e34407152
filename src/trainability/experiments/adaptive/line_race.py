r"""Who fits a straight line first? Chapter 15 of ai-edu, on its data, with its rates, and what forty seeds make of it.

The points, their loss and the mini-batches, the same for all methods, are those of :mod:`~trainability.tasks.line`.
"""

import numpy as np

from ...bench.reached import first_reached, settled
from ...named import Named
from ...rule import Rule
from ...rules import adadelta, adagrad, adam, momentum, nesterov, rmsprop, sgd
from ...sweeping import sweep
from ...tasks.line import BATCH, Lines, lines, loss, walk
from ..descent.faults import momentum_twice
from .surface_race import METHODS, rate_grid, suited

# The rates of ai-edu, and its constants where they differ from this book's.
LEVEL3 = {
    "SGD 0.2": sgd(lr=0.2),
    "Momentum 0.02": momentum(lr=0.02),
    "RMSProp 0.05": rmsprop(lr=0.05, eps=0, eps_inside=1e-6),
    "Adam 0.2": adam(lr=0.2),
}
LEVEL4 = {
    "SGD 0.1": sgd(lr=0.1),
    "SGD 0.5": sgd(lr=0.5),
    "Momentum 0.05": momentum(lr=0.05),
    "Nag 0.05": momentum_twice(lr=0.05),
    "AdaGrad 1": adagrad(lr=1.0, eps=1e-6),
    "AdaDelta": adadelta(rho=0.9, eps=1e-5),
    "RMSProp 0.1": rmsprop(lr=0.1, eps=0, eps_inside=1e-6),
    "Adam 0.5": adam(lr=0.5),
}
COUNTS3 = dict(zip(LEVEL3, (148, 128, 130, 107)))  # what it took, as printed: updates here,
COUNTS4 = dict(zip(LEVEL4, (161, 50, 42, 41, 67, 326, 59, 43)))  # records there
BESIDE = {f"Adam {lr}": adam(lr=lr) for lr in (0.05, 0.1, 0.2)} | {"Nesterov 0.05": nesterov(lr=0.05)}


def losses(data: Lines, rules: dict[str, Rule], *, updates: int) -> Named:
    """The loss on all points before, between and after the updates, with axes name, seed, update.

    Examples
    --------
    >>> losses(lines(seeds=3, n=50, noise=0.1), LEVEL3, updates=20)
    Named(name: 4, seed: 3, update: 21)
    """
    found = [loss(data, walk(data, rule, updates=updates)[:, 0]).T for rule in rules.values()]
    return Named(found, {"name": [*rules], "seed": range(len(data.floor)), "update": range(updates + 1)})


def detour(way: np.ndarray, until: np.ndarray) -> np.ndarray:
    """Length of the path over the distance from its start to its end: 1 is straight.

    Parameters
    ----------
    way : ndarray, shape (T + 1, n, 2)
    until : ndarray of int, shape (n,)
        The step, from 1, at which each path ends.

    Examples
    --------
    Along two sides of a square, and then back again:

    >>> way = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])[:, None]
    >>> [float(detour(way, np.array([t]))[0].round(3)) for t in (1, 2, 3)]
    [1.0, 1.414, 3.0]
    """
    runs = np.arange(way.shape[1])
    length = np.linalg.norm(np.diff(way, axis=0), axis=-1).cumsum(axis=0)
    return length[until - 1, runs] / np.linalg.norm(way[until, runs] - way[0], axis=-1)


def records(*, names: list[str], seeds: int, updates: int) -> dict[str, Named]:
    """ai-edu's level 4: 100 points, with noise of standard deviation 0.2, a record every tenth of an epoch, the goal a loss of 0.02.

    Parameters
    ----------
    names : list of str
        Keys of ``LEVEL4`` or of ``BESIDE``, which adds what the note lacks.
    seeds, updates : int

    Returns
    -------
    dict of Named, float32, axes name, seed
        ``records`` to the goal, infinite where it is not reached; ``detour`` of the path until 1.5 times the floor is
        touched; ``w`` and ``b``, the largest on the way; ``rest``, the mean loss of the last quarter, over the floor.

    Examples
    --------
    >>> records(names=["SGD 0.1", "Adam 0.05"], seeds=3, updates=40)["detour"]
    Named(name: 2, seed: 3)
    """
    data, runs = lines(seeds=seeds, n=100, noise=0.2), {"seed": range(seeds)}
    floor = Named(data.floor, runs)

    def run(name):
        way = walk(data, (LEVEL4 | BESIDE)[name], updates=updates)[:, 0]
        value = Named(loss(data, way), {"update": range(updates + 1)} | runs)
        touched = np.minimum(first_reached(value < 1.5 * floor, "update"), updates)
        w, b = way.max(axis=0).T
        return {
            "records": first_reached(value.take(update=slice(None, None, 2)) < 0.02, "update") / 2,
            "detour": Named(detour(way, touched.values.astype(int)), runs),
            "w": Named(w, runs),
            "b": Named(b, runs),
            "rest": value.take(update=slice(-updates // 4, None)).mean("update") / floor,
        }

    return {key: array.astype(np.float32) for key, array in sweep(run, {"name": names}).items()}


def tuned(*, methods: list[str], rates: int, seeds: int, epochs: int) -> dict[str, Named]:
    """When each method, at each rate of the common grid, comes near the floor of its own data.

    The data are ai-edu's: 200 points, with noise of standard deviation 0.1.

    Returns
    -------
    dict of Named, float32, axes method, rate, seed
        Updates, infinite beyond ``epochs`` epochs: ``touch`` until the loss is below 1.5 times the floor, ``half`` until it
        stays there for at least one more epoch, ``tenth`` until it stays below 1.1 times the floor.

    Examples
    --------
    >>> tuned(methods=["sgd"], rates=2, seeds=3, epochs=1)["half"]
    Named(method: 1, rate: 2, seed: 3)
    """
    data, grid, epoch = lines(seeds=seeds, n=200, noise=0.1), rate_grid(rates), 200 // BATCH
    last = (epochs + 1) * epoch

    def run(method):
        rule = METHODS[method](lr=np.reshape(grid, (-1, 1, 1)))
        with np.errstate(over="ignore", invalid="ignore"):
            ratio = loss(data, walk(data, rule, updates=last, settings=rates)) / data.floor
        ratio = Named(ratio, {"update": range(last + 1), "rate": grid, "seed": range(seeds)})
        return {
            "touch": first_reached(ratio.take(update=slice(epochs * epoch + 1)) < 1.5, "update"),
            "half": settled(ratio < 1.5, epoch, "update"),
            "tenth": settled(ratio < 1.1, epoch, "update"),
        }

    return {key: array.astype(np.float32) for key, array in sweep(run, {"method": methods}).items()}


def judged(times: Named, choosing: slice, judging: slice) -> tuple[dict[str, Rule], dict[str, Named]]:
    """Each method at the rate of the least median time over some seeds, and its times over others.

    Examples
    --------
    >>> times = Named([[[1.0, 9.0, 9.0], [3.0, 3.0, 4.0]]], {"method": ["sgd"], "rate": [0.1, 0.2], "seed": range(3)})
    >>> rates, taken = judged(times, slice(2), slice(2, None))
    >>> rates["sgd"], taken["sgd"].values
    (sgd(lr=0.2), array([4.]))
    """
    rates = suited(times.take(seed=choosing).median("seed"))
    return rates, {m: times.at(method=m, rate=rule.hyper["lr"]).take(seed=judging) for m, rule in rates.items()}
