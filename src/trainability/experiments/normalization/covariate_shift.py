"""Does batch normalization help because the distribution of a layer's inputs stays the same?

After Santurkar et al. 2018, section 2: noise behind the normalization makes the distributions jump from step to step.
Does the network still learn as well?
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from ...activations import Activation, linear, relu
from ...bench.at_rates import as_stored, at_rates
from ...datasets import one_hot
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, first, learner, start, unseen_accuracy
from ...tasks.networks import mlp
from ...training import train

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
    return mlp(WIDTHS, partial(KINDS[kind], rng=rng))


def twins(kind: str, seed: int) -> tuple[Network, Network]:
    """A network to train and the same to watch, each with noise of its own."""
    return network(kind, np.random.default_rng([seed, 2])), network(kind, np.random.default_rng([seed, 3]))


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
    learning, watched = twins(kind, seed)
    look = partial(inputs, watched, x=first(PROBES).x)
    before = look(theta := start(learning, seed))
    return np.stack([before, *train(Descent(learner(learning, seed), theta, sgd(lr=lr)), steps, every, seen=look)["seen"]])


def movement(network: Network, theta: np.ndarray, x: np.ndarray) -> Callable:
    """A measure ``(..., layers)``: how far the inputs of the median unit have :func:`moved` since it was last taken, first from ``theta``."""
    last = inputs(network, theta, x)

    def since_last(theta):
        nonlocal last
        before, last = last, inputs(network, theta, x)
        return np.moveaxis(np.median(moved(before, last), axis=-1), 0, -1)

    return since_last


def race(*, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train some of ``KINDS`` and see how their layers' inputs move.

    Networks of one seed share first weights and batches, whatever their kind and rate.

    Returns
    -------
    dict of Named, float32, axes kind, rate, seed, step
        ``loss``, noise and all. Without noise, of the network whose training is over, ``clean``, the loss on a thousand training
        images, and ``accuracy``. ``moved``, also along layer: the :func:`movement` since the last measurement.

    Examples
    --------
    >>> race(kinds=["plain"], rates=[0.1], seeds=2, steps=4, every=2)["moved"]
    Named(kind: 1, rate: 1, seed: 2, step: 2, layer: 4)
    """
    x, labels = first(TRAINED_ON)
    target = one_hot(labels)

    def run(kind, seed):
        learning, watched = twins(kind, seed)
        theta = np.tile(start(learning, seed), (len(rates), 1))
        return at_rates(
            theta,
            learner(learning, seed),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            parts={"layer": range(1, 5)},
            clean=lambda theta: cross_entropy(learning.inference(x, theta)[0], target)[0],
            accuracy=unseen_accuracy(learning),
            moved=movement(watched, theta, first(PROBES).x),
        )

    return as_stored(sweep(run, {"kind": kinds, "seed": range(seeds)}))
