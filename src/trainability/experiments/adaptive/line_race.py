r"""Who fits a straight line first? Chapter 15 of ai-edu, on its data, with its rates, and what forty seeds make of it.

The points, their loss and the mini-batches, the same for all methods, are those of :mod:`~trainability.tasks.line`.
"""

import numpy as np

from ... import rules as package
from ...rules import adadelta, adagrad, adam, momentum, nesterov, rmsprop, sgd
from ...tasks.line import BATCH, lines, loss, walk
from ..descent.faults import momentum_twice
from .surface_race import rate_grid, settled

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


def first(reached: np.ndarray) -> np.ndarray:
    """The first index at which it is True, along the first axis; infinite where it never is.

    Examples
    --------
    >>> first(np.array([[False, False], [True, False], [False, False]]))
    array([ 1., inf])
    """
    return np.where(reached.any(axis=0), reached.argmax(axis=0), np.inf)


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


def records(*, names: list[str], seeds: int, updates: int) -> dict[str, np.ndarray]:
    """ai-edu's level 4: 100 points, with noise of standard deviation 0.2, a record every tenth of an epoch, the goal a loss of 0.02.

    Parameters
    ----------
    names : list of str
        Keys of ``LEVEL4`` or of ``BESIDE``, which adds what the note lacks.
    seeds, updates : int

    Returns
    -------
    dict of ndarray
        Of shape ``(names, seeds)``: ``records`` to the goal, infinite where it is not reached; ``detour`` of the path until 1.5 times the
        floor is touched; ``w`` and ``b``, the largest on the way; ``rest``, the mean loss of the last quarter, over the floor.

    Examples
    --------
    >>> records(names=["SGD 0.1", "Adam 0.05"], seeds=3, updates=40)["detour"].shape
    (2, 3)
    """
    data = lines(seeds=seeds, n=100, noise=0.2)
    measured = {"records": [], "detour": [], "w": [], "b": [], "rest": []}
    for name in names:
        way = walk(data, (LEVEL4 | BESIDE)[name], updates=updates)[:, 0]
        value = loss(data, way)
        touch = np.minimum(first(value < 1.5 * data.floor), updates).astype(int)
        largest = way.max(axis=0)
        rest = value[-updates // 4 :].mean(axis=0) / data.floor
        for key, numbers in zip(measured, (first(value[::2] < 0.02), detour(way, touch), largest[:, 0], largest[:, 1], rest)):
            measured[key].append(numbers)
    return {key: np.stack(rows).astype(np.float32) for key, rows in measured.items()}


def tuned(*, methods: list[str], rates: int, seeds: int, epochs: int) -> dict[str, np.ndarray]:
    """When each method, at each rate of the common grid, comes near the floor of its own data.

    The data are ai-edu's: 200 points, with noise of standard deviation 0.1.

    Returns
    -------
    dict of ndarray
        Updates, of shape ``(methods, rates, seeds)``, infinite beyond ``epochs`` epochs: ``touch`` until the loss is below 1.5 times the floor,
        ``half`` until it stays there for at least one more epoch, ``tenth`` until it stays below 1.1 times the floor.

    Examples
    --------
    >>> tuned(methods=["sgd"], rates=2, seeds=3, epochs=1)["half"].shape
    (1, 2, 3)
    """
    data = lines(seeds=seeds, n=200, noise=0.1)
    lr, epoch = np.reshape(rate_grid(rates), (-1, 1, 1)), 200 // BATCH
    taken = {"touch": [], "half": [], "tenth": []}
    for name in methods:
        with np.errstate(over="ignore", invalid="ignore"):
            way = walk(data, getattr(package, name)(lr=lr), updates=(epochs + 1) * epoch, settings=rates)
            ratio = loss(data, way) / data.floor
        taken["touch"].append(first(ratio[: epochs * epoch + 1] < 1.5))
        taken["half"].append(settled(ratio < 1.5, epoch))
        taken["tenth"].append(settled(ratio < 1.1, epoch))
    return {name: np.stack(steps).astype(np.float32) for name, steps in taken.items()}
