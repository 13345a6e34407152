"""How small may a batch be for batch normalization?

A network 196-32-32-10 of rectifiers learns digits (8192 of the sample of MNIST, shrunk to 14 by 14 pixels) by plain SGD,
with batches of every size, at every learning rate of a grid, and always from the same number of images.
"""

from functools import partial

import numpy as np

from ...datasets import mnist_sample, one_hot
from ...fit import Fit, Minibatches
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm, Running
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from ..signals.depth import rms
from .normed import KINDS, accuracy, stack
from ..descent.schedule_race import shrunk

N = 8192
WIDTHS = [196, 32, 32, 10]
LAST = Running(rate=1.0, unbiased=False)  # the statistics of the last batch alone
STATISTICS = ("running", "whole", "batch")


def accuracies(network, theta: np.ndarray, size: int, sample: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """The accuracy on images ``x``, for each of ``STATISTICS`` that batch normalization may normalize by.

    ``running``: the averages that it kept in training. ``whole``: mean and variance over all of ``sample``, exactly.
    ``batch``: those of the test images themselves, in batches of ``size``.
    """
    whole = _twin(network)
    whole.training(sample, theta)
    full = len(x) // size * size
    batches = network(x[:full].reshape(-1, size, x.shape[-1]), theta[..., None, :])[0].argmax(axis=-1)
    return [
        accuracy(network, theta, x, y),
        accuracy(whole, theta, x, y),
        (batches == y[:full].reshape(-1, size)).mean(axis=(-2, -1)),
    ]


def _twin(network):
    """The same layers with running statistics of their own: those of the last batch."""
    return Network(*(BatchNorm(layer.n, running=LAST) if isinstance(layer, BatchNorm) else layer for layer in network.layers))


def first_gradients(sizes: list[int], *, kind: str, batches: int = 100, seed: int = 0) -> np.ndarray:
    """The rms of the first gradient of each layer's weights, ``(sizes, layers, batches)``, on batches of each size.

    Examples
    --------
    Of two numbers, standardized, only the order is left, and that has no slope, but where it changes:

    >>> first = first_gradients([2, 64], kind="batch norm")[:, 0]
    >>> first.max(axis=-1) > 100 * np.median(first, axis=-1)
    array([ True, False])
    """
    digits, _ = mnist_sample()
    x, target, rng = shrunk(digits.x[:N]), one_hot(digits.y[:N]), np.random.default_rng(seed)
    network = stack(WIDTHS, KINDS[kind])
    theta = np.tile(network.initial(rng, dtype=np.float32, W=kaiming_normal), (batches, 1))
    found = []
    for size in sizes:
        rows, g = rng.integers(N, size=(batches, size)), np.empty_like(theta)
        Fit(network, cross_entropy, x[rows], target[rows])(theta, g)
        found.append([rms(W.reshape(batches, -1)) for W, *_ in filter(None, network.params(g)) if W.ndim == 3])
    return np.array(found)


def race(
    *, sizes: list[int], kinds: list[str], rates: list[float], seeds: int, images: int, every: int = 2048
) -> dict[str, np.ndarray]:
    """Train with all sizes at all rates; the runs of one seed share their start, and those of one size their batches.

    Parameters
    ----------
    sizes : list of int
        Images in a batch: powers of two, at most 2048.
    kinds : list of str
        Some of :data:`~.normed.KINDS`.
    rates : list of float
        Learning rates.
    seeds, images, every : int
        How many repetitions, how many images each of them sees, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (sizes, kinds, seeds, rates, images // every)
        The accuracies on the 2000 test images, by ``STATISTICS``.

    Examples
    --------
    >>> found = race(sizes=[256], kinds=["plain"], rates=[0.1, 1.0], seeds=1, images=512, every=512)
    >>> list(found), found["whole"].shape
    (['running', 'whole', 'batch'], (1, 1, 1, 2, 1))
    """
    digits, unseen = mnist_sample()
    x, target, test = shrunk(digits.x[:N]), one_hot(digits.y[:N]), shrunk(unseen.x)

    def run(size, kind):
        network = stack(WIDTHS, KINDS[kind])
        starts = [network.initial(np.random.default_rng(seed), dtype=np.float32, W=kaiming_normal) for seed in range(seeds)]
        theta = np.repeat(np.stack(starts)[:, None], len(rates), axis=1)
        batches = Minibatches(network, cross_entropy, x, target, size, np.random.default_rng(size), runs=(seeds, 1))
        steps = Descent(batches, theta, sgd(lr=np.float32(rates)[:, None]))
        measure = partial(accuracies, network, size=size, sample=x[:2048], x=test, y=unseen.y)
        found = train(steps, images // size, every // size, accuracy=measure)["accuracy"]  # (measurements, 3, seeds, rates)
        return dict(zip(STATISTICS, np.moveaxis(found, (1, 0), (0, -1)).astype(np.float32)))

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # too large a rate diverges, and is shown
        return sweep(run, {"size": sizes, "kind": kinds})
