"""Does batch normalization help because the distribution of a layer's inputs stays the same?

After Santurkar et al. 2018, section 2: noise behind the normalization makes the distributions jump from step to step.
Does the network still learn as well?
"""

from functools import partial

import numpy as np

from ...activations import Activation, linear, relu
from ...datasets import one_hot
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from .normed import WIDTHS, accuracy, digits, learner, stack, start

PROBES = 500  # images on which the inputs are seen
TRAINED_ON = 1000  # images on which the loss is taken


class Noise:
    r"""Each unit shifted and stretched at random, by other amounts at every call, the same for all rows and all runs.

    .. math:: y_j = s_j x_j + m_j, \qquad s_j \sim U(1 - a, 1 + a), \quad m_j \sim U(-a, a)

    After algorithm 1 in the appendix of Santurkar et al. 2018, which adds a little noise of each example's own.

    Parameters
    ----------
    rng : Generator
        Draws the noise.
    size : float
        How much, a.

    Attributes
    ----------
    inference : Activation
        What stands for it once training is over: there is no noise then.

    Examples
    --------
    >>> y, pull, push = Noise(np.random.default_rng(0))(np.zeros((3, 2)))
    >>> np.ptp(y, axis=0), bool(np.ptp(y) > 0)  # alike for all examples, not for all units
    (array([0., 0.]), True)
    """

    shapes: dict = {}
    inference = linear

    def __init__(self, rng: np.random.Generator, size: float = 0.5):
        self.rng, self.size = rng, size

    def __repr__(self):
        return f"Noise({self.size})"

    def __call__(self, x):
        stretch, shift = self.rng.uniform(-self.size, self.size, (2, x.shape[-1])).astype(x.dtype)
        stretch += 1

        def pull(dy):
            return dy * stretch

        return x * stretch + shift, pull, pull


KINDS = {
    "plain": lambda n, rng: relu,
    "noisy plain": lambda n, rng: Network(Noise(rng), relu),
    "batch norm": lambda n, rng: Network(BatchNorm(n), relu),
    "noisy batch norm": lambda n, rng: Network(BatchNorm(n), Noise(rng), relu),
}


def network(kind: str, rng: np.random.Generator) -> Network:
    """A fresh network of one of ``KINDS``; ``rng`` draws its noise, if it has any."""
    return stack(WIDTHS, partial(KINDS[kind], rng=rng))


def inputs(network: Network, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What enters each activation function, in training: ``(layers, ..., N, n)`` for hidden layers of one width ``n``."""
    seen = []
    for layer, params in zip(network.layers, network.params(theta)):
        if isinstance(layer, Activation):
            seen.append(x)
        x, *_ = layer(x, *params)
    return np.stack(seen)


def moved(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    r"""How far the distribution of each column has moved, in its own standard deviations.

    The Wasserstein distance between two samples of equal size: sort both, and take the mean of the distances.

    Parameters
    ----------
    before, after : ndarray, shape (..., N, n)

    Returns
    -------
    ndarray, shape (..., n)

    Examples
    --------
    >>> x = np.array([[1.0], [-1.0]])
    >>> moved(x, x + 3), moved(x, -x), moved(10 * x, 5 * x)
    (array([3.]), array([0.]), array([0.5]))
    """
    return np.abs(np.sort(after, axis=-2) - np.sort(before, axis=-2)).mean(axis=-2) / before.std(axis=-2)


def skew_and_kurtosis(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Skewness and excess kurtosis of each column of ``(..., N, n)``; both are 0 for a Gaussian.

    Examples
    --------
    >>> skew_and_kurtosis(np.array([[-1.0], [1.0]]))
    (array([0.]), array([-2.]))
    """
    z = (x - x.mean(axis=-2, keepdims=True)) / x.std(axis=-2, keepdims=True)
    return (z**3).mean(axis=-2), (z**4).mean(axis=-2) - 3


def watch(kind: str, *, lr: float, seed: int, steps: int, every: int) -> np.ndarray:
    """The inputs of all hidden units on the first images of the sample, while a network learns.

    Returns
    -------
    ndarray, shape (1 + steps // every, layers, PROBES, n)
        Before the first step and after every few.

    Examples
    --------
    >>> watch("batch norm", lr=0.1, seed=0, steps=4, every=2).shape
    (3, 4, 500, 100)
    """
    seen, _ = _watch(kind, np.float32([lr]), seed, steps, every)
    return np.stack(seen)[:, :, 0]


def _watch(kind, rates, seed, steps, every, **measures):
    """The inputs seen while a network learns, and the history; ``measures`` are functions of network and parameters."""
    images, _ = digits()
    learning, watching = (network(kind, np.random.default_rng([seed, i])) for i in (2, 3))  # each its own noise
    theta, seen = np.tile(start(learning, seed), (len(rates), 1)), []

    def look(theta):
        seen.append(inputs(watching, theta, images.x[:PROBES]))
        return 0

    look(theta)
    descent = Descent(learner(learning, seed), theta, sgd(lr=rates[:, None]))
    history = train(descent, steps, every, look=look, **{name: partial(f, learning) for name, f in measures.items()})
    return seen, history


def race(*, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """Train some of ``KINDS`` and see how their layers' inputs move.

    Networks of one seed share first weights and batches, whatever their kind and rate.

    Parameters
    ----------
    kinds : list of str
        Which networks.
    rates : list of float
        Learning rates.
    seeds, steps, every : int
        Repetitions, updates of each, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (kinds, seeds, rates, steps // every)
        ``loss``: the mean loss of the batches since the last measurement, noise and all. ``clean``, ``accuracy``: the loss
        on some training images and the accuracy on the test images, of the network whose training is over, without noise.
        ``moved``, with a last axis of layers: how far the inputs of the median unit have :func:`moved` since the last measurement.

    Examples
    --------
    >>> race(kinds=["plain"], rates=[0.1], seeds=2, steps=4, every=2)["moved"].shape
    (1, 2, 1, 2, 4)
    """
    images, unseen = digits()
    x, target = images.x[:TRAINED_ON], one_hot(images.y[:TRAINED_ON])

    def clean(network, theta):
        return cross_entropy(network.inference(x, theta)[0], target)[0]

    def right(network, theta):
        return accuracy(network, theta, unseen.x, unseen.y)

    def run(kind, seed):
        seen, history = _watch(kind, np.float32(rates), seed, steps, every, clean=clean, accuracy=right)
        history["moved"] = np.stack([np.median(moved(*pair), axis=-1).T for pair in zip(seen, seen[1:])])
        return {name: np.float32(np.moveaxis(history[name], 0, 1)) for name in ("loss", "clean", "accuracy", "moved")}

    return sweep(run, {"kind": kinds, "seed": range(seeds)})
