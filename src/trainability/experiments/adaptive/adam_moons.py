"""What do Adam's corrections, constants and relatives do to a training run, each at its best rate and off it?

A network 2-16-1 of tanh units learns two moons of 300 points in mini-batches of 30.
"""

import numpy as np

from ...activations import tanh
from ...bench.at_rates import as_stored, at_rates
from ...initializers import xavier_normal
from ...named import Named
from ...rules import adam, momentum, nadam
from ...sweeping import sweep
from ...tasks.moons import two_moons
from ...tasks.networks import mlp
from .adam_faults import adam_printed, adam_uncorrected, adam_without_power
from .rare_gradients import shrinking

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
    "shrinking": lambda lr: adam(lr=shrinking(lr)),
    "nadam": nadam,
    "momentum": momentum,
}


def learn(*, rates: list[float], seeds: int, steps: int, every: int = 50) -> dict[str, Named]:
    """Train by all ``RULES``; the runs of one seed share points, start and batches.

    Returns
    -------
    dict of Named, float32, axes rule, rate, seed, step
        ``loss``: on all 300 points.

    Examples
    --------
    >>> learn(rates=[0.01, 0.1], seeds=3, steps=100)["loss"]
    Named(rule: 11, rate: 2, seed: 3, step: 2)
    """
    axes, lr = {"rate": rates, "seed": range(seeds)}, np.reshape(rates, (-1, 1, 1))

    def run(rule):
        theta, batches, measures = two_moons(NETWORK, xavier_normal, seeds=seeds, size=30)
        return at_rates(theta, batches, RULES[rule](lr=lr), axes, steps, every, **measures)["loss_on_all"]

    return as_stored({"loss": sweep(run, {"rule": [*RULES]})})
