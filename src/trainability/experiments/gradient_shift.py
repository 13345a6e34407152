"""How much do the steps of the layers below change a layer's gradient, with batch normalization and without?

This is the internal covariate shift of Santurkar et al. 2018, definition 2.1: the gradient that a layer steps along is
computed as if the others stood still, but they step at the same time.
"""

from collections.abc import Callable
from itertools import accumulate
from math import prod

import numpy as np

from ..datasets import one_hot
from ..fit import Fit
from ..losses import cross_entropy
from ..network import Network
from ..rule import Descent
from ..rules import sgd
from ..sweep import sweep
from ..training import train
from .normed import KINDS, SIZE, WIDTHS, digits, learner, stack, start


def ends(network: Network) -> list[int]:
    """Where in the flat parameters each dense layer begins, and at last where they end.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> ends(Network(Dense(2, 3), Dense(3, 1)))
    [0, 9, 13]
    """
    begins = accumulate((sum(map(prod, layer.shapes.values())) for layer in network.layers), initial=0)
    return [begin for layer, begin in zip(network.layers, begins) if "W" in layer.shapes] + [network.size]


def shift(objective: Callable, theta: np.ndarray, lr: np.ndarray, ends: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """A layer's gradient before and after the layers below have taken their step, for every layer but the first.

    Parameters
    ----------
    objective : callable
        As :class:`~trainability.rule.Descent` calls it.
    theta : ndarray, shape (..., P)
        The parameters.
    lr : ndarray, shape (..., 1)
        The learning rate of the step.
    ends : list of int
        As from :func:`ends`.

    Returns
    -------
    change, cosine : ndarray, shape (..., layers - 1)
        The length of the difference over that of the gradient before, and the cosine of the angle between the two.
    """
    before, after = np.empty_like(theta), np.empty_like(theta)
    objective(theta, before)
    change, cosine = [], []
    for begin, end in zip(ends[1:], ends[2:]):
        ahead = theta.copy()
        ahead[..., :begin] -= lr * before[..., :begin]
        objective(ahead, after)
        G, H = before[..., begin:end], after[..., begin:end]
        size = np.linalg.norm(G, axis=-1)
        change.append(np.linalg.norm(H - G, axis=-1) / size)
        cosine.append((G * H).sum(axis=-1) / (size * np.linalg.norm(H, axis=-1)))
    return np.stack(change, axis=-1), np.stack(cosine, axis=-1)


def race(*, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """Train networks of some of :data:`~.normed.KINDS` and measure the :func:`shift` on the way, each time on the same batch.

    Returns
    -------
    dict of ndarray of float32, shape (kinds, seeds, rates, steps // every, layers - 1)
        ``change`` and ``cosine``.

    Examples
    --------
    >>> race(kinds=["plain"], rates=[0.1], seeds=1, steps=4, every=2)["cosine"].shape
    (1, 1, 1, 2, 4)
    """
    images, _ = digits()
    lr = np.float32(rates)[:, None]

    def run(kind, seed):
        network, watching = stack(WIDTHS, KINDS[kind]), stack(WIDTHS, KINDS[kind])  # each with statistics of its own
        batch = Fit(watching, cross_entropy, images.x[:SIZE], one_hot(images.y[:SIZE]))
        theta = np.tile(start(network, seed), (len(rates), 1))
        descent = Descent(learner(network, seed), theta, sgd(lr=lr))
        measured = train(descent, theta, steps, every, shift=lambda theta: shift(batch, theta, lr, ends(network)))["shift"]
        change, cosine = np.moveaxis(np.float32(measured), 1, 0)
        return {"change": change.swapaxes(0, 1), "cosine": cosine.swapaxes(0, 1)}

    return sweep(run, {"kind": kinds, "seed": range(seeds)})
