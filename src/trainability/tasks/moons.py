"""Two moons of 300 points, of which each seed draws its own."""

from collections.abc import Callable

import numpy as np

from ..bench.contest import Problem
from ..bench.seeds import of_seeds
from ..datasets import moons
from ..fit import Minibatches
from ..losses import binary_cross_entropy
from ..network import Network


def two_moons(network: Network, law: Callable, *, seeds: int, size: int) -> Problem:
    """A network of one output from weights of ``law``, ``(seeds, P)``, in mini-batches; each seed has its own start and order, too.

    Its measures are ``loss_on_all`` and ``accuracy``, on all 300 points.
    """
    x, labels = of_seeds(moons, seeds)
    target, rng = labels[..., None].astype(float), np.random.default_rng(seeds)
    theta = network.initial(rng, runs=(seeds,), W=law)
    batches = Minibatches(network, binary_cross_entropy, x, target, size, rng, runs=(seeds,))

    def loss_on_all(theta):
        return binary_cross_entropy(network(x, theta)[0], target)[0]

    def accuracy(theta):
        return np.mean((network(x, theta)[0] > 0) == target, axis=(-2, -1))

    return Problem(theta, batches, {"loss_on_all": loss_on_all, "accuracy": accuracy})
