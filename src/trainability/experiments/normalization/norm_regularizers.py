"""Does batch normalization make L2 and dropout less necessary, with few images to train on, and with some labels wrong?"""

from functools import partial

import numpy as np

from ...activations import relu
from ...datasets import one_hot
from ...dropout import Dropout
from ...fit import Minibatches
from ...losses import cross_entropy
from ...network import Network
from ...normalization import BatchNorm
from ...objectives import l2
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from ...bench.contest import at, best
from .normed import WIDTHS, accuracy, digits, stack, start

VALIDATION = 2000  # the last images of the sample; each seed trains on others of the first
SIZE = 50


def follow(n: int, rng: np.random.Generator, *, norm: bool, drop: float) -> Network:
    """What follows a dense layer: normalization if ``norm``, the rectifier, and dropout of a part ``drop``, if any.

    Examples
    --------
    >>> follow(100, np.random.default_rng(0), norm=True, drop=0.2)
    Network(BatchNorm(100), relu, Dropout(0.2))
    """
    return Network(*[BatchNorm(n)] * norm, relu, *[Dropout(drop, rng)] * (drop > 0))


def mislabelled(y: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Labels 0 to 9 of which each is wrong with probability ``share``.

    Examples
    --------
    >>> y = np.zeros(1000, int)
    >>> bool(abs((mislabelled(y, 0.3, np.random.default_rng(0)) > 0).mean() - 0.3) < 0.05)
    True
    """
    return np.where(rng.random(y.shape) < share, (y + rng.integers(1, 10, y.shape)) % 10, y)


def race(
    *,
    wrong: list[float],
    norms: list[bool],
    decays: list[float],
    drops: list[float],
    rates: list[float],
    images: int,
    seeds: int,
    steps: int,
    every: int,
) -> dict[str, np.ndarray]:
    """Train on few images, every seed on others, without help, with L2 of each strength, and with dropout of each part.

    Parameters
    ----------
    wrong : list of float
        Shares of wrong labels among the training images.
    norms : list of bool
        Without batch normalization, with it.
    decays, drops : list of float
        Strengths of L2, on all parameters, and parts that are dropped behind each rectifier.
    rates : list of float
        Learning rates.
    images : int
        How many to train on, batches of 50.
    seeds, steps, every : int
        Repetitions, updates of each, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (wrong, norms, 1 + decays + drops, seeds, rates, steps // every)
        ``validation``, ``accuracy``: the share of right answers on validation images and on test images.

    Examples
    --------
    >>> settings = dict(wrong=[0.3], norms=[True], decays=[0.1], drops=[0.5], rates=[0.1], images=100)
    >>> race(**settings, seeds=1, steps=4, every=2)["accuracy"].shape
    (1, 1, 3, 1, 1, 2)
    """
    sample, unseen = digits()
    if seeds * images > len(sample.x) - VALIDATION:
        raise ValueError(f"{seeds} seeds of {images} images are more than the {len(sample.x) - VALIDATION} there are to train on")
    helps = [(0.0, 0.0), *((decay, 0.0) for decay in decays), *((0.0, drop) for drop in drops)]
    sets = {"validation": (sample.x[-VALIDATION:], sample.y[-VALIDATION:]), "accuracy": unseen}

    def run(share, norm, help, seed):
        decay, drop = help
        network = stack(WIDTHS, partial(follow, rng=np.random.default_rng([seed, 2]), norm=norm, drop=drop))
        own = slice(images * seed, images * (seed + 1))
        labels = mislabelled(sample.y[own], share, np.random.default_rng([seed, 3]))
        batches = Minibatches(network, cross_entropy, sample.x[own], one_hot(labels), SIZE, np.random.default_rng([seed, 1]))
        theta = np.tile(start(network, seed), (len(rates), 1))
        measures = {name: lambda theta, xy=xy: accuracy(network, theta, *xy) for name, xy in sets.items()}
        with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
            history = train(Descent(l2(batches, decay), theta, sgd(lr=np.float32(rates)[:, None])), steps, every, **measures)
        return {name: np.float32(history[name].T) for name in sets}

    return sweep(run, {"share": wrong, "norm": norms, "help": helps, "seed": range(seeds)})


def judged(validation: np.ndarray, accuracy: np.ndarray) -> np.ndarray:
    """The accuracy of each seed at the strength, rate and time to stop that did best in validation on *all other* seeds.

    Parameters
    ----------
    validation, accuracy : ndarray, shape (strengths, seeds, rates, looks)
        As from :func:`race`, for one kind of help.

    Returns
    -------
    ndarray, shape (seeds,)

    Examples
    --------
    >>> validation = np.array([[0.5, 0.5, 0.5], [0.4, 0.6, 0.6]])[:, :, None, None]
    >>> judged(validation, np.array([[10, 11, 12], [20, 21, 22]])[:, :, None, None])
    array([20, 11, 12])
    """
    by_seed = [np.moveaxis(values, 1, 0).reshape(values.shape[1], -1) for values in (validation, accuracy)]
    return at(by_seed[1], best(-by_seed[0]))
