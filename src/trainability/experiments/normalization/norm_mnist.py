"""How many iterations does batch normalization save on MNIST, and what does each of them cost?

The network and the rule of ai-edu's last experiment with batch normalization: 784-128-64-32-16-10 rectifiers, batches of
64, plain SGD at 0.1. The first twentieth of the training images is for validation; a run ends when its loss there is low enough.
"""

import time
from functools import partial

import numpy as np

from ...activations import relu
from ...bench.measures import accuracy
from ...datasets import Split, mnist, mnist_sample, one_hot
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import learner, start
from ...tasks.networks import mlp, normalized
from ...training import train

WIDTHS = [784, 128, 64, 32, 16, 10]
SIZE = 64
EVERY = 45  # a twentieth of an epoch of 57,000 images
DATA = {"sample": mnist_sample, "full": mnist}
GOAL = {"sample": 0.3, "full": 0.12}
STARTS = {"fan-out": partial(kaiming_normal, fan="out"), "fan-in": kaiming_normal}

# What follows each hidden layer, and the factor on the learning rate of gamma and beta.
VARIANTS = {"plain": (relu, 1), "normalized": (normalized, 1), "as in the source": (normalized, SIZE)}


def own_rates(network: Network, lr: float, factor: float) -> np.ndarray:
    """A learning rate for each parameter, ``(P,)``: ``lr``, and ``factor`` times that for gamma and beta.

    ai-edu takes the mean over the batch for the gradients of weights and biases, the sum for those of gamma and beta.

    Examples
    --------
    >>> own_rates(mlp([1, 1, 1], normalized), 0.1, 64)
    array([0.1, 0.1, 6.4, 6.4, 0.1, 0.1], dtype=float32)
    """
    lrs = np.full(network.size, lr, np.float32)
    for layer, views in zip(network.layers, network.params(lrs)):
        if isinstance(layer, BatchNorm):
            for view in views:
                view *= factor
    return lrs


def descent(variant: str, law: str, lr: float, seed: int, data: Split) -> tuple[Network, Descent]:
    """A network, and what moves its parameters ``(P,)``, float32. The variants of one seed share weights and batches."""
    hidden, factor = VARIANTS[variant]
    network = mlp(WIDTHS, hidden)
    batches = learner(network, seed, data, size=SIZE)
    return network, Descent(batches, start(network, seed, STARTS[law]), sgd(lr=own_rates(network, lr, factor)))


def splits(data: str) -> tuple[Split, Split, Split]:
    """The images to train on, to validate with and to test, of one of ``DATA``.

    Examples
    --------
    >>> [len(split.y) for split in splits("sample")]
    [9500, 500, 2000]
    """
    images, test = DATA[data]()
    n = len(images.y) // 20
    return Split(images.x[n:], images.y[n:]), Split(images.x[:n], images.y[:n]), test


def race(
    *, data: list[str], starts: list[str], variants: list[str], rates: list[float], seeds: int, limit: int
) -> dict[str, Named]:
    """Train until the validation loss is at or below the goal of the data, or is no number any more, or the limit is reached.

    Returns
    -------
    dict of Named, float32, axes data, start, variant, rate, seed, step
        ``loss``: on the validation images every ``EVERY`` iterations, not a number after the end. ``accuracy``: on the
        test images where the goal was reached, not a number elsewhere.

    Examples
    --------
    >>> race(data=["sample"], starts=["fan-in"], variants=["plain"], rates=[0.1], seeds=1, limit=90)["loss"]
    Named(data: 1, start: 1, variant: 1, rate: 1, seed: 1, step: 2)
    """

    def on(data):
        run = partial(_run, splits(data), GOAL[data], limit)
        return sweep(run, {"start": starts, "variant": variants, "rate": rates, "seed": range(seeds)})

    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
        return sweep(on, {"data": data})


def _run(splits, goal, limit, start, variant, rate, seed):
    learned, valid, test = splits
    network, steps = descent(variant, start, rate, seed, learned)
    target, checks = one_hot(valid.y), range(EVERY, limit + 1, EVERY)
    loss, correct = np.full((2, len(checks)), np.nan, np.float32)
    for check in range(len(checks)):
        train(steps, EVERY)
        loss[check], *_ = cross_entropy(network.inference(valid.x, steps.theta)[0], target)
        if not loss[check] > goal:
            break
    if loss[check] <= goal:
        correct[check] = accuracy(network, steps.theta, *test)
    return {"loss": Named(loss, {"step": checks}), "accuracy": Named(correct, {"step": checks})}


def clock(*, variants: list[str], turns: int, steps: int) -> dict[str, np.ndarray]:
    """``ms``: milliseconds per iteration, ``(variants, turns)``. The variants take turns of so many steps each, in one process.

    Examples
    --------
    >>> clock(variants=["plain", "normalized"], turns=2, steps=3)["ms"].shape
    (2, 2)
    """
    learned, *_ = splits("sample")
    running = [descent(variant, "fan-in", 0.1, 0, learned)[1] for variant in variants]
    seconds = np.empty((len(variants), turns))
    for turn in range(turns):
        for i, descending in enumerate(running):
            begin = time.perf_counter()
            train(descending, steps)
            seconds[i, turn] = time.perf_counter() - begin
    return {"ms": 1000 * seconds / steps}
