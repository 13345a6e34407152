"""In which order should images be shown: shuffled, as they lie, sorted, or from the easy to the hard ones?"""

from collections.abc import Callable, Iterator
from math import ceil

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import accuracy
from ...datasets import Split, one_hot
from ...fit import batches
from ...losses import cross_entropy
from ...named import Named
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import halved, learner, start
from ...tasks.networks import mlp
from ...training import train
from ..normalization.norm_regularizers import mislabelled

NETWORK = mlp([196, 50, 10], relu)
IMAGES, SIZE = 4096, 64
FIRST, GROWING = 0.1, 0.5  # a curriculum begins with this share of the images, and has all after this part of the updates


def repeated(order: np.ndarray, size: int) -> Iterator[np.ndarray]:
    """Mini-batches in one order, epoch after epoch.

    Examples
    --------
    >>> epochs = repeated(np.array([2, 0, 1]), 2)
    >>> [next(epochs).tolist() for _ in range(3)]
    [[2, 0], [1], [2, 0]]
    """
    while True:
        yield from np.split(order, range(size, len(order), size))


def growing(order: np.ndarray, size: int, steps: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Mini-batches drawn from the first of ``order``: a tenth of it at first, all of it after half of ``steps``.

    Examples
    --------
    >>> pool = growing(np.arange(100), 50, 4, np.random.default_rng(0))
    >>> [bool(next(pool).max() < most) for most in (10, 60, 100)]
    [True, True, True]
    """
    t = 0
    while True:
        share = min(1.0, FIRST + (1 - FIRST) * t / (GROWING * steps))
        yield order[rng.integers(ceil(share * len(order)), size=size)]
        t += 1


def difficulty(given: Split, other: Split, seed: int) -> np.ndarray:
    """The loss on each image of a network that was trained on others, in one epoch, shape ``(n,)``."""
    theta = start(NETWORK, [seed, 5])
    train(Descent(learner(NETWORK, [seed, 5], other, size=SIZE), theta, sgd(lr=0.2)), len(other.x) // SIZE)
    out, *_ = NETWORK(given.x, theta)
    each, *_ = cross_entropy(out[:, None], one_hot(given.y)[:, None])
    return each


ORDERS: dict[str, Callable] = {  # each makes the mini-batches from labels, difficulties, the number of updates and a generator
    "reshuffled": lambda y, hard, steps, rng: batches(len(y), SIZE, rng),
    "shuffled once": lambda y, hard, steps, rng: repeated(rng.permutation(len(y)), SIZE),
    "sorted": lambda y, hard, steps, rng: repeated(np.argsort(y, kind="stable"), SIZE),
    "easy first": lambda y, hard, steps, rng: growing(np.argsort(hard), SIZE, steps, rng),
    "hard first": lambda y, hard, steps, rng: growing(np.argsort(-hard), SIZE, steps, rng),
    "any first": lambda y, hard, steps, rng: growing(rng.permutation(len(y)), SIZE, steps, rng),
}


def race(*, wrong: list[float], orders: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train a hidden layer of 50 rectifiers on 4,096 digits of 14 by 14 pixels, in batches of 64.

    Parameters
    ----------
    wrong : list of float
        Shares of wrong labels among the training images, and among those that difficulty is learned from.
    orders : list of str
        Some of ``ORDERS``.

    Returns
    -------
    dict of Named, float32, axes wrong, order, rate, seed, step
        ``accuracy`` on the test images.

    Examples
    --------
    >>> race(wrong=[0.0], orders=["sorted"], rates=[0.1, 0.2], seeds=1, steps=2, every=1)["accuracy"]
    Named(wrong: 1, order: 1, rate: 2, seed: 1, step: 2)
    """
    (x, y), test = halved()

    def run(wrong, order, seed):
        labels = mislabelled(y, wrong, np.random.default_rng([seed, 3]))
        given, other = Split(x[:IMAGES], labels[:IMAGES]), Split(x[IMAGES:][:IMAGES], labels[IMAGES:][:IMAGES])
        hard = difficulty(given, other, seed)
        found = at_rates(
            start(NETWORK, seed),
            learner(NETWORK, seed, given, size=SIZE, sample=lambda n, size, rng, runs: ORDERS[order](given.y, hard, steps, rng)),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            accuracy=lambda theta: accuracy(NETWORK, theta, *test),
        )
        return {"accuracy": found["accuracy"]}

    return as_stored(sweep(run, {"wrong": wrong, "order": orders, "seed": range(seeds)}))
