"""What do Adam's corrections, constants and relatives do to a training run, each at its best rate and off it?

A network 2-16-1 of tanh units learns two moons of 300 points in mini-batches of 30.
"""

import numpy as np

from ...activations import tanh
from ...datasets import moons
from ...fit import Minibatches
from ...initializers import xavier_normal
from ...losses import binary_cross_entropy
from ...rule import Descent
from ...rules import adam, momentum, nadam
from ...training import train
from .adam_faults import adam_printed, adam_uncorrected, adam_without_power
from .rare_gradients import shrinking
from ...tasks.networks import mlp

NETWORK = mlp([2, 16, 1], tanh)
RULES = {
    "adam": adam,
    "adam, .99": adam(beta2=0.99),
    "uncorrected": adam_uncorrected,
    "uncorrected, .9999": adam_uncorrected(beta2=0.9999),
    "without power": adam_without_power,
    "without power, .99": adam_without_power(beta2=0.99),
    "printed": adam_printed,
    "printed, .99": adam_printed(beta2=0.99),
    "shrinking": adam,
    "nadam": nadam,
    "momentum": momentum,
}


def learn(*, rates: list[float], seeds: int, steps: int, every: int = 50) -> dict[str, np.ndarray]:
    """Train by all ``RULES`` at all ``rates``; the runs of one seed share points, start and batches.

    Parameters
    ----------
    rates : list of float
        Learning rates; ``shrinking`` divides them by the root of the step.
    seeds, steps : int
        How many seeds, and how many mini-batches.
    every : int
        Steps between two measurements.

    Returns
    -------
    dict of ndarray, shape (steps // every, rates, seeds)
        By name of the rule: the loss on all 300 points.

    Examples
    --------
    >>> learn(rates=[0.01, 0.1], seeds=3, steps=100)["nadam"].shape
    (2, 2, 3)
    """
    x, labels = (np.stack(part) for part in zip(*(moons(np.random.default_rng(seed)) for seed in range(seeds))))
    target = labels[..., None].astype(float)
    lr = np.reshape(rates, (-1, 1, 1))

    def story(rule):
        rng = np.random.default_rng(seeds)
        theta = NETWORK.initial(rng, runs=(seeds,), W=xavier_normal) + np.zeros((len(rates), 1, 1))
        batches = Minibatches(NETWORK, binary_cross_entropy, x, target, 30, rng, runs=(seeds,))

        def on_all(theta):
            return binary_cross_entropy(NETWORK(x, theta)[0], target)[0]

        return train(Descent(batches, theta, rule), steps, every, on_all=on_all)["on_all"].astype(np.float32)

    return {name: story(rule(lr=shrinking(lr) if name == "shrinking" else lr)) for name, rule in RULES.items()}


def tuned(losses: np.ndarray, last: int = 2) -> tuple[np.ndarray, int]:
    """The mean of the ``last`` measurements of a story, ``(rates, seeds)``, and the index of the rate of the least median.

    Examples
    --------
    >>> tuned(np.array([[[9.0], [9.0]], [[3.0], [2.0]]]), last=1)
    (array([[3.],
           [2.]]), 1)
    """
    ends = losses[-last:].mean(axis=0)
    return ends, int(np.median(ends, axis=1).argmin())
