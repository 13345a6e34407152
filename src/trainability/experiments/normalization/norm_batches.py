"""How small may a batch be for batch normalization?

A network 196-32-32-10 of rectifiers learns digits (8192 of the sample of MNIST, shrunk to 14 by 14 pixels) by plain SGD,
with batches of every size, at every learning rate of a grid, and always from the same number of images. Other images of the
sample are for choosing rates, the test images for judging.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from ...bench.at_rates import at_rates
from ...bench.measures import accuracy, rms_of
from ...datasets import one_hot
from ...fit import Fit, Minibatches
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...normalization import BatchNorm, Running
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import digits, first, shrunk, start
from ...tasks.networks import KINDS, mlp

N = 8192
WIDTHS = [196, 32, 32, 10]
LAST = Running(rate=1.0, unbiased=False)  # the statistics of the last batch alone


def accuracies(network: Network, size: int, sample: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict[str, Callable]:
    """Measures: the accuracy on images ``x`` of labels ``y``, by what batch normalization normalizes with.

    ``running``: the averages that it kept in training. ``whole``: mean and variance over all of ``sample``, exactly.
    ``batch``: those of the test images themselves, in batches of ``size``.
    """
    full = len(x) // size * size
    parts, labels = x[:full].reshape(-1, size, x.shape[-1]), y[:full].reshape(-1, size)

    def running(theta):
        return accuracy(network, theta, x, y)

    def whole(theta):
        twin = Network(*(BatchNorm(layer.n, running=LAST) if isinstance(layer, BatchNorm) else layer for layer in network.layers))
        twin.training(sample, theta)
        return accuracy(twin, theta, x, y)

    def batch(theta):
        return (network(parts, theta[..., None, :])[0].argmax(axis=-1) == labels).mean(axis=(-2, -1))

    return {"running": running, "whole": whole, "batch": batch}


def first_gradients(sizes: list[int], *, kind: str, batches: int = 100, seed: int = 0) -> np.ndarray:
    """The rms of the first gradient of each layer's weights, ``(sizes, layers, batches)``, on batches of each size.

    Examples
    --------
    Of two numbers, standardized, only the order is left, and that has no slope, but where it changes:

    >>> first = first_gradients([2, 64], kind="batch norm")[:, 0]
    >>> first.max(axis=-1) > 100 * np.median(first, axis=-1)
    array([ True, False])
    """
    (x, y), rng = first(N), np.random.default_rng(seed)
    x, target, network = shrunk(x), one_hot(y), mlp(WIDTHS, KINDS[kind])
    theta = np.tile(network.initial(rng, dtype=np.float32, W=kaiming_normal), (batches, 1))
    found = []
    for size in sizes:
        rows, g = rng.integers(N, size=(batches, size)), np.empty_like(theta)
        Fit(network, cross_entropy, x[rows], target[rows])(theta, g)
        found.append(rms_of([W for W, *_ in filter(None, network.params(g)) if W.ndim == 3]).T)
    return np.array(found)


def race(*, sizes: list[int], kinds: list[str], rates: list[float], seeds: int, images: int, every: int) -> dict[str, Named]:
    """Train with all sizes at all rates; the runs of one seed share their start, and those of one size their batches.

    Parameters
    ----------
    sizes : list of int
        Images in a batch: powers of two, at most 2048.
    images, every : int
        How many images each run sees, and how many from one measurement to the next.

    Returns
    -------
    dict of Named, float32, axes size, kind, rate, seed, image
        The :func:`accuracies` on the 2000 test images, after so many images, and ``validation``: by running averages, on the
        1808 images of the sample that no run learns from.

    Examples
    --------
    >>> race(sizes=[256], kinds=["plain"], rates=[0.1, 1.0], seeds=1, images=512, every=512)["whole"]
    Named(size: 1, kind: 1, rate: 2, seed: 1, image: 1)
    """
    (x, y), (sample, unseen) = first(N), digits()
    x, target, test = shrunk(x), one_hot(y), shrunk(unseen.x)
    spare, labels = shrunk(sample.x[N:]), sample.y[N:]

    def run(size, kind):
        network = mlp(WIDTHS, KINDS[kind])
        starts = np.stack([start(network, seed) for seed in range(seeds)])
        batches = Minibatches(network, cross_entropy, x, target, size, np.random.default_rng(size), runs=(seeds,))
        measures = accuracies(network, size, x[:2048], test, unseen.y)
        measures["validation"] = partial(accuracy, network, x=spare, y=labels)
        found = at_rates(
            starts,
            batches,
            sgd(lr=np.float32(rates)[:, None, None]),
            {"rate": rates, "seed": range(seeds)},
            images // size,
            every // size,
            time={"image": range(every, images + 1, every)},
            **measures,
        )
        return {name: found[name].astype(np.float32) for name in measures}

    return sweep(run, {"size": sizes, "kind": kinds})
