"""Was it the course's seed? Its exercise with momentum again, with points, weights and batches of ten seeds."""

import numpy as np

from ...activations import relu
from ...datasets import moons
from ...fit import Minibatches
from ...initializers import kaiming_normal
from ...losses import binary_cross_entropy
from ...rule import Descent
from ...training import train
from .moons_net import RULES, WIDTHS
from ...tasks.networks import mlp


def learn(*, rules: list[str], seeds: int, epochs: int, every: int = 100) -> dict[str, np.ndarray]:
    """Train by some of the course's ``RULES``, all from the same starts on the same mini-batches.

    Returns
    -------
    dict of ndarray
        By name of the rule: ``(2, epochs // every, seeds)``, the loss and the accuracy on all 300 points.

    Examples
    --------
    >>> learn(rules=["heavy ball"], seeds=4, epochs=200)["heavy ball"].shape
    (2, 2, 4)
    """
    network = mlp(WIDTHS, relu)
    x, labels = (np.stack(part) for part in zip(*(moons(np.random.default_rng(seed)) for seed in range(seeds))))
    target = labels[..., None].astype(float)
    steps = -(-x.shape[-2] // 64)

    def history(rule):
        rng = np.random.default_rng(seeds)
        theta = network.initial(rng, runs=(seeds,), W=kaiming_normal)
        batches = Minibatches(network, binary_cross_entropy, x, target, 64, rng, runs=(seeds,))

        def losses(theta):
            return binary_cross_entropy(network(x, theta)[0], target)[0]

        def accuracy(theta):
            return np.mean((network(x, theta)[0] > 0) == target, axis=(-2, -1))

        run = train(Descent(batches, theta, rule), steps * epochs, every=steps * every, on_all=losses, accuracy=accuracy)
        return np.stack([run["on_all"], run["accuracy"]]).astype(np.float32)

    return {name: history(RULES[name]) for name in rules}
