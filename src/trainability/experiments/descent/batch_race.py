"""How many updates, and how many examples, does a network need with mini-batches of each size, at its best rate?

A network 196-32-10 of rectifiers learns the first 1024 digits of the sample of MNIST, shrunk to 14 by 14 pixels, by plain SGD.
"""

import time

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.reached import first_reached
from ...datasets import one_hot
from ...fit import Fit, Minibatches
from ...losses import cross_entropy
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import first, shrunk, start
from ...tasks.networks import mlp

N = 1024
NETWORK = mlp([196, 32, 10], relu)


def digits() -> Fit:
    """The cross-entropy on all the digits at once; ``x`` is ``(N, 196)``, ``target`` ``(N, 10)``, both float32."""
    x, y = first(N)
    return Fit(NETWORK, cross_entropy, shrunk(x), one_hot(y))


def updates_between(size: int, often: int = 1) -> int:
    """Updates between two measurements: a quarter of an epoch for small batches, four updates for large ones, or a part of that.

    Examples
    --------
    >>> [updates_between(size) for size in (1, 16, 64, 1024)], updates_between(1024, often=2)
    ([256, 16, 4, 4], 2)
    """
    return max(4, N // (4 * size)) // often


def race(*, sizes: list[int], rates: list[float], seeds: int, measurements: int, often: int = 1) -> dict[str, Named]:
    """Train with all batch sizes at all rates. At every rate the runs of one seed share start and batches.

    Parameters
    ----------
    sizes : list of int
        Examples in a mini-batch, from 1 to 1024, which is all.
    rates : list of float
        Learning rates.
    seeds : int
        How many repetitions.
    measurements : int
        How many times the loss is measured, every :func:`updates_between` updates.
    often : int
        How many times as often.

    Returns
    -------
    dict of Named, float16, to store it in little room, axes size, rate, seed, measurement
        ``loss``: on all 1024 digits.

    Examples
    --------
    >>> race(sizes=[256, 1024], rates=[0.1], seeds=2, measurements=1)["loss"]
    Named(size: 2, rate: 1, seed: 2, measurement: 1)
    """
    whole = digits()
    starts = np.stack([start(NETWORK, seed) for seed in range(seeds)])
    axes, time = {"rate": rates, "seed": range(seeds)}, {"measurement": range(1, measurements + 1)}

    def on_all(theta):
        return cross_entropy(NETWORK(whole.x, theta)[0], whole.target)[0]

    def run(size):
        batches = Minibatches(NETWORK, cross_entropy, whole.x, whole.target, size, np.random.default_rng(size), runs=(seeds,))
        rule, every = sgd(lr=np.float32(rates)[:, None, None]), updates_between(size, often)
        return {"loss": at_rates(starts, batches, rule, axes, every * measurements, every, time=time, on_all=on_all)["on_all"]}

    return as_stored(sweep(run, {"size": sizes}), np.float16, "measurement")


def updates_to(goal: float, loss: Named, often: int = 1) -> Named:
    """Updates until the measured loss is first at or below ``goal``; infinite where it never is.

    Parameters
    ----------
    goal : float
        A loss.
    loss : Named
        As from :func:`race`.
    often : int
        As there.

    Examples
    --------
    >>> updates_to(0.3, Named([[2.0, 0.3, 0.1], [2.0, 1.0, 0.5]], {"size": [64, 1024], "measurement": [1, 2, 3]})).values
    array([ 8., inf])
    """
    sizes = loss.axes["size"]
    return first_reached(loss <= goal, "measurement") * Named([updates_between(size, often) for size in sizes], {"size": sizes})


def clock(*, sizes: list[int], turns: int) -> dict[str, np.ndarray]:
    """``us``: microseconds per example, ``(sizes, turns)``, of one gradient of so many examples. The sizes take turns, in one process.

    Examples
    --------
    >>> clock(sizes=[1, 64], turns=2)["us"].shape
    (2, 2)
    """
    whole, theta = digits(), start(NETWORK, seed=0)
    g, seconds = np.empty_like(theta), np.empty((len(sizes), turns))
    for turn in range(turns):
        for i, size in enumerate(sizes):
            x, target = whole.x[:size], whole.target[:size]
            begin = time.perf_counter()
            whole.on(x, target, theta, g)
            seconds[i, turn] = time.perf_counter() - begin
    return {"us": 1e6 * seconds / np.reshape(sizes, (-1, 1))}
