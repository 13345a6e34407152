"""How many iterations does batch normalization save on MNIST, and what does each of them cost?

The network and the rule of ai-edu's last experiment with batch normalization: 784-128-64-32-16-10 rectifiers, batches of
64, plain SGD at 0.1. The first twentieth of the training images is for validation; a run ends when its loss there is low enough.
"""

import time
from functools import partial
from itertools import islice

import numpy as np

from ...datasets import Split, mnist, mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from .normed import accuracy, normalized, plain, stack

WIDTHS = [784, 128, 64, 32, 16, 10]
SIZE = 64
EVERY = 45  # a twentieth of an epoch of 57,000 images
DATA = {"sample": mnist_sample, "full": mnist}
GOAL = {"sample": 0.3, "full": 0.12}
STARTS = {"fan-out": partial(kaiming_normal, fan="out"), "fan-in": kaiming_normal}


# What follows each hidden layer, and the factor on the learning rate of gamma and beta.
VARIANTS = {"plain": (plain, 1), "normalized": (normalized, 1), "as in the source": (normalized, SIZE)}


def own_rates(network: Network, lr: float, factor: float) -> np.ndarray:
    """A learning rate for each parameter, ``(P,)``: ``lr``, and ``factor`` times that for gamma and beta.

    ai-edu takes the mean over the batch for the gradients of weights and biases, the sum for those of gamma and beta.

    Examples
    --------
    >>> own_rates(stack([1, 1, 1], normalized), 0.1, 64)
    array([0.1, 0.1, 6.4, 6.4, 0.1, 0.1], dtype=float32)
    """
    lrs = np.full(network.size, lr, np.float32)
    for layer, views in zip(network.layers, network.params(lrs)):
        if isinstance(layer, BatchNorm):
            for view in views:
                view *= factor
    return lrs


def descent(variant: str, start: str, lr: float, seed: int, train: Split) -> tuple[Network, np.ndarray, Descent]:
    """A network, its parameters ``(P,)``, float32, and what moves them. The variants of one seed share weights and batches."""
    hidden, factor = VARIANTS[variant]
    network = stack(WIDTHS, hidden)
    theta = network.initial(np.random.default_rng(seed), dtype=np.float32, W=STARTS[start])
    batches = Minibatches(network, cross_entropy, train.x, one_hot(train.y), SIZE, np.random.default_rng([seed, 1]))
    return network, theta, Descent(batches, theta, sgd(lr=own_rates(network, lr, factor)))


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
) -> dict[str, np.ndarray]:
    """Train until the validation loss is at or below the goal of the data, or is no number any more.

    Parameters
    ----------
    data, starts, variants : list of str
        Some of ``DATA``, ``STARTS`` and ``VARIANTS``.
    rates : list of float
        Learning rates.
    seeds, limit : int
        How many repetitions, and at most how many iterations of each.

    Returns
    -------
    dict of ndarray of float32, shape (data, starts, variants, rates, seeds, limit // EVERY)
        ``loss``: on the validation images every ``EVERY`` iterations, not a number after the end. ``accuracy``: on the
        test images where the goal was reached, not a number elsewhere.

    Examples
    --------
    >>> found = race(data=["sample"], starts=["fan-in"], variants=["plain"], rates=[0.1], seeds=1, limit=90)
    >>> found["loss"].shape
    (1, 1, 1, 1, 1, 2)
    """

    def on(data):
        run = partial(_run, splits(data), GOAL[data], limit)
        return sweep(run, {"start": starts, "variant": variants, "lr": rates, "seed": range(seeds)})

    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
        return sweep(on, {"data": data})


def _run(splits, goal, limit, start, variant, lr, seed):
    train, valid, test = splits
    network, theta, steps = descent(variant, start, lr, seed, train)
    target = one_hot(valid.y)
    loss, correct = np.full((2, limit // EVERY), np.nan, np.float32)
    for check in range(limit // EVERY):
        for _ in islice(steps, EVERY):
            pass
        loss[check], *_ = cross_entropy(network.inference(valid.x, theta)[0], target)
        if not loss[check] > goal:
            break
    if loss[check] <= goal:
        correct[check] = accuracy(network, theta, test.x, test.y)
    return {"loss": loss, "accuracy": correct}


def iterations(reached: np.ndarray) -> np.ndarray:
    """Iterations until the goal was reached, from the accuracies of :func:`race`; infinite where it never was.

    Examples
    --------
    >>> iterations(np.array([[np.nan, 0.97, np.nan], [np.nan] * 3]))
    array([90., inf])
    """
    there = ~np.isnan(reached)
    return np.where(there.any(axis=-1), EVERY * (there.argmax(axis=-1) + 1.0), np.inf)


def clock(variants: list[str], *, turns: int, steps: int) -> np.ndarray:
    """Milliseconds per iteration, ``(variants, turns)``: the variants take turns of so many steps each, in one process.

    Examples
    --------
    >>> clock(["plain", "normalized"], turns=2, steps=3).shape
    (2, 2)
    """
    train, *_ = splits("sample")
    running = [descent(variant, "fan-in", 0.1, 0, train)[2] for variant in variants]
    seconds = np.empty((len(variants), turns))
    for turn in range(turns):
        for i, steps_of in enumerate(running):
            begin = time.perf_counter()
            for _ in islice(steps_of, steps):
                pass
            seconds[i, turn] = time.perf_counter() - begin
    return 1000 * seconds / steps
