"""How far does the gradient at a point tell the loss ahead, with batch normalization and without?

After Santurkar et al. 2018, section 3: go from the parameters against the gradient and see, at every distance, the loss
and how much the gradient has changed.
"""

from collections.abc import Callable

import numpy as np

from ...bench.at_rates import as_stored
from ...datasets import one_hot
from ...fit import Fit
from ...losses import cross_entropy
from ...named import Named
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, first, learner, start
from ...tasks.networks import KINDS, mlp
from ...training import train

IMAGES = 500


def probe(kind: str) -> Fit:
    """The loss of a fresh network of one of :data:`~trainability.tasks.networks.KINDS`, in training, on the first images of the sample."""
    x, y = first(IMAGES)
    return Fit(mlp(WIDTHS, KINDS[kind]), cross_entropy, x, one_hot(y))


def ray(objective: Callable, theta: np.ndarray, steps: list[float]) -> dict[str, np.ndarray]:
    r"""Loss and gradient along :math:`\theta - \eta\, g`, where g is the gradient at θ.

    Parameters
    ----------
    objective : callable
        As :class:`~trainability.rule.Descent` calls it.
    theta : ndarray, shape (..., P)
        Where the rays begin.
    steps : list of float
        The η.

    Returns
    -------
    dict of ndarray
        ``start`` and ``norm``, shape ``(...)``: the loss at θ and the length of g. ``loss``, ``change`` and ``cosine``, shape
        ``(..., steps)``: the loss ahead, the distance of the gradient there from g over the length of g, and the cosine of
        the angle between the two.

    Examples
    --------
    On a bowl of curvature 2 a step of η changes the gradient by 2 η:

    >>> def bowl(theta, g):
    ...     g[...] = 2 * theta
    ...     return (theta**2).sum(axis=-1)
    >>> ray(bowl, np.array([3.0]), [0.1, 0.25])["change"]
    array([0.2, 0.5])
    """
    g, ahead = np.empty_like(theta), np.empty_like(theta)
    value = objective(theta, g)
    norm = np.linalg.norm(g, axis=-1)
    losses, changes, cosines = [], [], []
    for eta in steps:
        losses.append(objective(theta - eta * g, ahead))
        changes.append(np.linalg.norm(ahead - g, axis=-1) / norm)
        cosines.append((ahead * g).sum(axis=-1) / (norm * np.linalg.norm(ahead, axis=-1)))
    along = {"loss": losses, "change": changes, "cosine": cosines}
    return {"start": value, "norm": norm} | {name: np.stack(values, axis=-1) for name, values in along.items()}


def along_training(
    *, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int, ahead: list[float]
) -> dict[str, Named]:
    """Train networks at several rates and look ``ahead`` along a :func:`ray` every few steps, always on the same images.

    Returns
    -------
    dict of Named, float32, axes kind, rate, seed, step
        What a :func:`ray` returns, ``loss``, ``change`` and ``cosine`` also along ahead.

    Examples
    --------
    >>> looks = along_training(kinds=["plain"], rates=[0.1], seeds=1, steps=4, every=2, ahead=[0.1, 0.2, 0.4])
    >>> looks["norm"], looks["loss"]
    (Named(kind: 1, rate: 1, seed: 1, step: 2), Named(kind: 1, rate: 1, seed: 1, step: 2, ahead: 3))
    """

    def run(kind, seed):
        network, images = mlp(WIDTHS, KINDS[kind]), probe(kind)
        theta, looks = np.tile(start(network, seed), (len(rates), 1)), []
        descent = Descent(learner(network, seed), theta, sgd(lr=np.float32(rates)[:, None]))
        with np.errstate(over="ignore", invalid="ignore"):  # too far ahead the loss overflows, and is shown
            train(descent, steps, every, look=lambda theta: looks.append(ray(images, theta, ahead)))
        axes = {"rate": rates, "step": range(every, steps + 1, every)}
        seen = {name: np.stack([look[name] for look in looks], axis=1) for name in looks[0]}
        return {name: Named(array, axes if array.ndim == 2 else axes | {"ahead": ahead}) for name, array in seen.items()}

    return as_stored(sweep(run, {"kind": kinds, "seed": range(seeds)}))
