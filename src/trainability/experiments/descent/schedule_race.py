"""Which schedule of the learning rate trains a small network best in a fixed number of steps?

A network 196-32-10 of rectifiers learns digits (the sample of MNIST, shrunk to 14 by 14 pixels) by plain SGD. Every
schedule has its largest rate tuned on the same grid, starts from the same weights and sees the same batches.
"""

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored
from ...datasets import Split, one_hot
from ...fit import Fit
from ...losses import cross_entropy
from ...named import Named
from ...rule import Descent
from ...rules import sgd
from ...schedules import Cosine, Exponential, InverseTime, OneCycle, Piecewise, Triangular, WarmRestarts, Warmup
from ...sweeping import sweep
from ...tasks.digits import digits, learner, shrunk, start
from ...tasks.networks import mlp
from .misprints import CosineWithoutPi

NETWORK = mlp([196, 32, 10], relu)

# Each from its largest rate and the number of steps. What falls without an end of its own falls to a hundredth.
SCHEDULES = {
    "constant": lambda high, T: Piecewise((high,), ()),
    "piecewise constant": lambda high, T: Piecewise((high, high / 10, high / 100), (T // 2, 3 * T // 4)),
    "inverse time": lambda high, T: InverseTime(high, 99 / T),
    "exponential": lambda high, T: Exponential(high, 0.01 ** (1 / T)),
    "cosine": lambda high, T: Cosine(high, T),
    "cosine without π": lambda high, T: CosineWithoutPi(high, T),
    "warm-up, constant": lambda high, T: Warmup(high, T // 10),
    "warm-up, cosine": lambda high, T: Warmup(Cosine(high, T), T // 10),
    "triangular": lambda high, T: Triangular(high / 100, high, T // 10),
    "warm restarts": lambda high, T: WarmRestarts(0.0, high, (T + 1) / 7, 2),  # three periods; the next would start at T + 1
    "one-cycle": lambda high, T: OneCycle(high, T),
}


def race(*, budget: int, rates: list[float], seeds: int, steps: int, size: int = 16, every: int = 100) -> dict[str, Named]:
    """Train by each of ``SCHEDULES`` at each of the largest rates.

    Parameters
    ----------
    budget : int
        The number of steps that every schedule is made for.
    rates : list of float
        The grid.
    seeds : int
        How many draws of weights and of batches, the same for all.
    steps : int
        How many steps to take, at most the budget.
    size : int
        Images in a batch.
    every : int
        Steps from one measurement to the next.

    Returns
    -------
    dict of Named, float32, axes schedule, rate, seed, step
        Losses on the 2000 test images: ``last``, of the last parameters; ``mean``, of the average of all
        since the middle of the budget, before which it is not a number.

    Examples
    --------
    >>> race(budget=100, rates=[0.01, 0.1], seeds=1, steps=20, every=10)["last"]
    Named(schedule: 11, rate: 2, seed: 1, step: 2)
    """
    (x, y), unseen = digits()
    data, test = Split(shrunk(x), y), Fit(NETWORK, cross_entropy, shrunk(unseen.x), one_hot(unseen.y))
    high = np.reshape(rates, (-1, 1))
    schedules = [make(high, budget) for make in SCHEDULES.values()]
    rule = sgd(lr=lambda t: np.stack([schedule(t) for schedule in schedules]))
    axes = {"schedule": [*SCHEDULES], "rate": rates, "step": range(every, steps + 1, every)}

    def run(seed):
        theta = np.tile(start(NETWORK, seed), (len(schedules), len(rates), 1))
        total, spare, last, mean = np.zeros_like(theta), np.empty_like(theta), [], []
        batches = learner(NETWORK, seed, data, size=size)
        for t, _ in zip(range(1, steps + 1), Descent(batches, theta, rule, block=theta.size)):
            if past := max(0, t - budget // 2):
                total += theta
            if t % every == 0:
                last.append(test(theta, spare))
                mean.append(test(total / past, spare) if past else np.full(theta.shape[:-1], np.nan))
        return {name: Named(np.stack(losses, axis=-1), axes) for name, losses in (("last", last), ("mean", mean))}

    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
        return as_stored(sweep(run, {"seed": range(seeds)}))
