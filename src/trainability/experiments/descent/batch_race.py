"""How many updates, and how many examples, does a network need with mini-batches of each size, at its best rate?

A network 196-32-10 of rectifiers learns the first 1024 digits of the sample of MNIST, shrunk to 14 by 14 pixels, by plain SGD.
"""

import numpy as np

from ...activations import relu
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...rule import Descent
from ...rules import sgd
from ...training import train
from ...tasks.networks import mlp

N = 1024
NETWORK = mlp([196, 32, 10], relu)


def digits() -> tuple[np.ndarray, np.ndarray]:
    """The images, each pixel the mean of four, ``(N, 196)``, and their targets, ``(N, 10)``; float32.

    Examples
    --------
    >>> x, target = digits()
    >>> x.shape, target.shape, x.dtype
    ((1024, 196), (1024, 10), dtype('float32'))
    """
    images, _ = mnist_sample()
    x = images.x[:N].reshape(N, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(N, 196)
    return x, one_hot(images.y[:N]).astype(np.float32)


def start(seed: int) -> np.ndarray:
    """The first parameters of one seed, ``(P,)``, float32."""
    return NETWORK.initial(np.random.default_rng(seed), dtype=np.float32, W=kaiming_normal)


def updates_between(size: int) -> int:
    """Updates between two measurements: a quarter of an epoch for small batches, four updates for large ones.

    Examples
    --------
    >>> [updates_between(size) for size in (1, 16, 64, 1024)]
    [256, 16, 4, 4]
    """
    return max(4, N // (4 * size))


def race(*, sizes: list[int], rates: list[float], seeds: int, measurements: int) -> dict[str, np.ndarray]:
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
        How often the loss is measured, every :func:`updates_between` updates.

    Returns
    -------
    dict of ndarray, shape (sizes, seeds, rates, measurements)
        ``loss``: on all 1024 digits; in float16, to store it in little room.

    Examples
    --------
    >>> race(sizes=[256, 1024], rates=[0.1], seeds=2, measurements=1)["loss"].shape
    (2, 2, 1, 1)
    """
    x, target = digits()
    starts = np.stack([start(seed) for seed in range(seeds)])

    def whole(theta):
        return cross_entropy(NETWORK(x, theta)[0], target)[0]

    def run(size):
        theta, every = np.repeat(starts[:, None], len(rates), axis=1), updates_between(size)
        batches = Minibatches(NETWORK, cross_entropy, x, target, size, np.random.default_rng(size), runs=(seeds, 1))
        descent = Descent(batches, theta, sgd(lr=np.float32(rates)[:, None]))
        return np.moveaxis(train(descent, every * measurements, every, whole=whole)["whole"], 0, -1)

    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
        return {"loss": np.stack([run(size) for size in sizes]).astype(np.float16)}


def updates_to(loss: np.ndarray, sizes: list[int], goal: float) -> np.ndarray:
    """Updates until the measured loss is first at or below ``goal``; infinite where it never is.

    Parameters
    ----------
    loss : ndarray, shape (sizes, ..., measurements)
        As from :func:`race`.
    sizes : list of int
        The batch sizes along the first axis.
    goal : float
        A loss.

    Returns
    -------
    ndarray, shape (sizes, ...)

    Examples
    --------
    >>> updates_to(np.array([[2.0, 0.3, 0.1], [2.0, 1.0, 0.5]]), [64, 1024], goal=0.3)
    array([ 8., inf])
    """
    there = loss <= goal
    first = np.where(there.any(axis=-1), there.argmax(axis=-1) + 1.0, np.inf)
    return (first.T * [updates_between(size) for size in sizes]).T
