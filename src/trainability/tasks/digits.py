"""Handwritten digits: the sample of MNIST that comes with the package."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from ..bench.measures import accuracy
from ..datasets import Split, mnist_sample, one_hot
from ..fit import Minibatches
from ..initializers import kaiming_normal
from ..losses import cross_entropy
from ..network import Network

WIDTHS = [784, 100, 100, 100, 100, 10]  # Saito's deep network: four hidden layers of 100 units


@cache
def digits() -> tuple[Split, Split]:
    """The sample of MNIST, to train on and to test, read once: nobody may change its arrays."""
    return mnist_sample()


def first(n: int) -> Split:
    """The first ``n`` images to train on, and their labels."""
    (x, y), _ = digits()
    return Split(x[:n], y[:n])


def shrunk(images: np.ndarray) -> np.ndarray:
    """Images ``(n, 784)`` as ``(n, 196)``: the means of squares of four pixels."""
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)


@cache
def halved() -> tuple[Split, Split]:
    """The same sample at half the resolution, 14 by 14 pixels, made once: nobody may change its arrays."""
    train, test = (Split(shrunk(x), y) for x, y in digits())
    return train, test


# Saito's network of six hidden layers, which he lets overfit, and one of half its width for images of half the resolution.
SIZES = {"whole": ([784, *[100] * 6, 10], digits), "half": ([196, *[50] * 6, 10], halved)}


def start(network: Network, seed: int, law: Callable = kaiming_normal) -> np.ndarray:
    """First parameters, ``(P,)``, float32, of one seed. Networks of the same dense layers get the same draws."""
    return network.initial(np.random.default_rng(seed), dtype=np.float32, W=law)


def learner(network: Network, seed: int, data: Split | None = None, *, size: int = 64, **how) -> Minibatches:
    """The loss of a network on mini-batches of ``data``, or of the whole sample, in the order of one seed.

    ``size`` and what else is said, ``how``, go to :class:`~trainability.fit.Minibatches`.
    """
    x, y = data or digits()[0]
    return Minibatches(network, cross_entropy, x, one_hot(y), size, np.random.default_rng([seed, 1]), **how)


def unseen_accuracy(network: Network) -> Callable:
    """A measure: the share of the test images that the network, its training over, reads right.

    Examples
    --------
    >>> from trainability.tasks.networks import mlp, normalized
    >>> network = mlp(WIDTHS, normalized)
    >>> bool(unseen_accuracy(network)(start(network, seed=0)) < 0.3)
    True
    """
    _, (x, y) = digits()
    return partial(accuracy, network, x=x, y=y)
