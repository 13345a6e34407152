"""Deep networks on digits that differ in what follows each hidden layer: nothing, batch normalization, or more.

Four hidden layers of 100 rectifiers learn the sample of MNIST by plain SGD, batches of 64, from Kaiming's weights.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np

from ...activations import relu
from ...datasets import Split, mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import kaiming_normal
from ...layers import Dense
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm

WIDTHS = [784, 100, 100, 100, 100, 10]
SIZE = 64


@cache
def digits() -> tuple[Split, Split]:
    """The sample of MNIST, to train on and to test, read once: nobody may change its arrays."""
    return mnist_sample()


def stack(widths: list[int], hidden: Callable) -> Network:
    """Dense layers from width to width, each but the last followed by ``hidden(n)``, a layer or a network of width ``n``.

    Examples
    --------
    >>> stack([784, 100, 10], normalized)
    Network(Dense(784, 100), BatchNorm(100), relu, Dense(100, 10))
    """
    *inner, last = pairwise(widths)
    return Network(*(layer for n_in, n in inner for layer in (Dense(n_in, n), hidden(n))), Dense(*last))


def plain(n: int) -> Callable:
    """The rectifier and nothing else."""
    return relu


def normalized(n: int) -> Network:
    """Batch normalization, then the rectifier."""
    return Network(BatchNorm(n), relu)


KINDS = {"plain": plain, "batch norm": normalized}


def hidden_weights(network: Network, theta: np.ndarray) -> list[np.ndarray]:
    """The views of ``theta`` that are the weights of all dense layers but the last.

    Examples
    --------
    >>> network = stack([784, 100, 10], normalized)
    >>> [W.shape for W in hidden_weights(network, network.initial(np.random.default_rng(0)))]
    [(784, 100)]
    """
    return [params[0] for layer, params in zip(network.layers[:-1], network.params(theta)) if "W" in layer.shapes]


def start(network: Network, seed: int, gain: float = 1.0) -> np.ndarray:
    """First parameters, ``(P,)``, float32: Kaiming's weights times ``gain``.

    Networks of the same dense layers get the same weights from one seed.
    """
    return network.initial(np.random.default_rng(seed), dtype=np.float32, W=lambda shape, rng: gain * kaiming_normal(shape, rng))


def learner(network: Network, seed: int) -> Minibatches:
    """The loss of ``network`` on batches of the sample of MNIST, in the order of one seed."""
    images, _ = digits()
    return Minibatches(network, cross_entropy, images.x, one_hot(images.y), SIZE, np.random.default_rng([seed, 1]))


def accuracy(network: Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The share of images ``x`` that a network whose training is over gives their label ``y``, shape ``theta.shape[:-1]``.

    Examples
    --------
    >>> _, unseen = digits()
    >>> network = stack(WIDTHS, normalized)
    >>> bool(accuracy(network, start(network, 0), unseen.x, unseen.y) < 0.3)
    True
    """
    return (network.inference(x, theta)[0].argmax(axis=-1) == y).mean(axis=-1)
