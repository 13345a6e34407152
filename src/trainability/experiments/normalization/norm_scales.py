"""Does batch normalization make the scale of the first weights irrelevant?

Saito 2016, section 6.3.2: five hidden layers of 100 rectifiers learn the first 1000 images of MNIST from normal weights of
sixteen standard deviations, the same for every layer; batches of 100 drawn with replacement, plain SGD.
"""

from functools import partial
from itertools import islice

import numpy as np

from ...activations import relu
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches, draws
from ...initializers import normal
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from ..signals.depth import rms
from .normed import accuracy, hidden_weights, plain, stack

N, SIZE = 1000, 100
EPOCH = N // SIZE
WIDTHS = [784, 100, 100, 100, 100, 100, 10]
STDS = np.logspace(0, -4, 16)
KINDS = {"plain": plain} | {
    f"eps {eps}": lambda n, eps=float(eps): Network(BatchNorm(n, eps=eps), relu) for eps in ("1e-3", "1e-5", "1e-6", "1e-8")
}  # the source has 1e-6


def start(network: Network, stds: np.ndarray, seed: int) -> np.ndarray:
    """Parameters ``(len(stds), P)``, float32: the same draws at every scale, and in every one of ``KINDS``."""
    return np.stack(
        [network.initial(np.random.default_rng(seed), dtype=np.float32, W=partial(normal, std=std)) for std in stds]
    )


def learn(
    *, kinds: list[str], scales: int, rates: list[float], seeds: int, epochs: int, every: int = 2
) -> dict[str, np.ndarray]:
    """Train from all scales at all rates; the runs of one seed share draws and batches.

    Parameters
    ----------
    kinds : list of str
        Some of ``KINDS``.
    scales : int
        How many of the ``STDS``, from the largest.
    rates : list of float
        Learning rates.
    seeds, epochs, every : int
        How many repetitions, how many epochs of ten updates, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (kinds, seeds, rates, scales, epochs // every)
        ``accuracy``: on the 1000 images, in inference.

    Examples
    --------
    >>> learn(kinds=["plain"], scales=2, rates=[0.01], seeds=1, epochs=2)["accuracy"].shape
    (1, 1, 1, 2, 1)
    """
    images, _ = mnist_sample()
    x, y = images.x[:N], images.y[:N]

    def run(kind, seed):
        network = stack(WIDTHS, KINDS[kind])
        theta = np.tile(start(network, STDS[:scales], seed), (len(rates), 1, 1))

        batches = Minibatches(network, cross_entropy, x, one_hot(y), SIZE, np.random.default_rng([seed, 1]), sample=draws)
        measure = partial(accuracy, network, x=x, y=y)
        rule = sgd(lr=np.float32(rates)[:, None, None])
        with np.errstate(over="ignore", invalid="ignore"):  # too large a scale or rate diverges, and is shown
            history = train(Descent(batches, theta, rule), epochs * EPOCH, every * EPOCH, accuracy=measure)
        return {"accuracy": np.moveaxis(history["accuracy"], 0, -1).astype(np.float32)}

    return sweep(run, {"kind": kinds, "seed": range(seeds)})


def strides(steps: int, *, kind: str, rate: float, seed: int = 0) -> np.ndarray:
    """How long each update is beside the weights that it changes: rms over rms, for each hidden layer and all ``STDS``.

    Returns
    -------
    ndarray, shape (steps, 16, 5)

    Examples
    --------
    >>> strides(1, kind="plain", rate=0.0).max()
    np.float64(0.0)
    """
    images, _ = mnist_sample()
    network = stack(WIDTHS, KINDS[kind])
    theta, rng = start(network, STDS, seed), np.random.default_rng([seed, 1])
    batches = Minibatches(network, cross_entropy, images.x[:N], one_hot(images.y[:N]), SIZE, rng, sample=draws)
    found, before = [], theta.copy()
    with np.errstate(over="ignore", invalid="ignore"):  # as in learn
        for _ in islice(Descent(batches, theta, sgd(lr=rate)), steps):
            moved, old = (hidden_weights(network, change) for change in (theta - before, before))
            found.append([_size(step) / _size(W) for step, W in zip(moved, old)])
            before[...] = theta
    return np.moveaxis(found, 1, -1)


def _size(W):
    return rms(W.reshape(len(W), -1))


def first_variances(std: float, eps: float, seed: int = 0) -> np.ndarray:
    """The mean variance that enters each normalization before training, ``(5,)``, with the whole 1000 images as one batch.

    Examples
    --------
    A sum of 100 rectified normal variables, each times a weight, has 100 (1/2 - 1/(2 pi)) = 34 times its variance:

    >>> (first_variances(0.1, 1e-5)[1:3] / 0.1**2).round(-1)
    array([30., 30.], dtype=float32)
    """
    images, _ = mnist_sample()
    network = stack(WIDTHS, lambda n: Network(BatchNorm(n, eps=eps), relu))
    x, found = images.x[:N], []
    for layer, params in zip(network.layers, network.params(start(network, [std], seed)[0])):
        if "gamma" in layer.shapes:
            found.append(x.var(axis=0).mean())
        x, *_ = layer(x, *params)
    return np.array(found)
