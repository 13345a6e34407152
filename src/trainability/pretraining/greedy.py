"""Layer upon layer: each is trained on what the one below says, then all are unrolled into a deep autoencoder."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..ranges import Count, Number, Rng, Shape, ranged
from ..rule import Descent, Rule
from ..training import train
from .coder import Coder


@ranged
def pretrain(
    layers: Sequence[Any],
    x: np.ndarray,
    rules: Sequence[Rule],
    steps: Number,
    rng: Rng,
    *,
    W: Callable[..., np.ndarray],
    size: Count = 100,
    runs: Shape = (),
) -> tuple[list[np.ndarray], np.ndarray]:
    """Greedy layer-wise pre-training (Hinton & Salakhutdinov 2006; Bengio et al. 2007).

    Parameters
    ----------
    layers : list of Boltzmann or Denoising
        From the data upwards: the hidden units of each are the visible ones of the next.
    x : ndarray, shape (N, n_in)
        The data; their precision is that of the parameters.
    rules : list of Rule
        The update of each layer.
    steps : int
        How many updates each layer makes.
    rng : Generator
        Draws weights, batches, and what else the layers draw.
    W : callable
        The law of the first weights, see :mod:`~trainability.initializers`; all else starts at zero.
    size : int
        Rows in a batch.
    runs : tuple
        Leading axes: independent runs.

    Returns
    -------
    thetas : list of ndarray, shape (*runs, P)
        The parameters of each layer.
    losses : ndarray, shape (layers, steps, *runs)
        What the objective of each layer said before each update.

    Raises
    ------
    ValueError
        If there are not as many rules as layers, or the layers do not fit upon one another.

    Examples
    --------
    >>> import numpy as np
    >>> from functools import partial
    >>> from trainability.datasets import curve_images
    >>> from trainability.initializers import normal
    >>> from trainability.pretraining import Boltzmann, GAUSSIAN
    >>> from trainability.rules import momentum
    >>> images, _ = curve_images(np.random.default_rng(0), 500, size=8)
    >>> layers = [Boltzmann(64, 20), Boltzmann(20, 6, hidden=GAUSSIAN)]
    >>> rules = [momentum(lr=0.1), momentum(lr=0.001)]
    >>> thetas, errors = pretrain(layers, images, rules, 100, np.random.default_rng(1), W=partial(normal, std=0.1), runs=(3,))
    >>> [theta.shape for theta in thetas], errors.shape
    ([(3, 1364), (3, 146)], (2, 100, 3))
    >>> unrolled(layers, thetas).shape  # of the network 64-20-6-20-64
    (3, 2910)
    """
    _check(layers, rules, x)
    thetas, losses = [], []
    for layer, rule in zip(layers, rules):
        theta = np.zeros((*runs, layer.size), x.dtype)
        weights, _, _ = layer.params(theta)
        weights[...] = W(weights.shape, rng)
        losses.append(train(Descent(layer.learner(x, size, rng, runs), theta, rule), steps)["losses"])
        thetas.append(theta)
        x = layer.encode(x, theta)
    return thetas, np.array(losses)


def _check(layers, rules, x):
    if not layers or len(layers) != len(rules):
        raise ValueError(f"each layer needs a rule; got {len(layers)} layers and {len(rules)} rules")
    widths = [layer.shapes["W"] for layer in layers]
    below = [x.shape[-1], *(n_out for _, n_out in widths)]
    for layer, (n_in, _), n in zip(layers, widths, below):
        if n_in != n:
            raise ValueError(f"{layer} is to read {n_in} units; below it there are {n}")


def unrolled(layers: Sequence[Coder], thetas: Sequence[np.ndarray]) -> np.ndarray:
    """The parameters ``(..., P)`` of the deep autoencoder that the layers make: up by their weights, down by the transposes.

    They are those of a :class:`~trainability.network.Network` of dense layers: first each ``W`` and ``b``, from the data to the code, then, from
    the code to the data, each transpose of ``W`` and ``c``.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.pretraining import Boltzmann
    >>> unrolled([Boltzmann(2, 1)], [np.array([1.0, 2.0, 3.0, 4.0, 5.0])])
    array([1., 2., 3., 1., 2., 4., 5.])
    """
    params = [layer.params(theta) for layer, theta in zip(layers, thetas, strict=True)]
    up = [each for W, b, _ in params for each in (W, b)]
    down = [each for W, _, c in reversed(params) for each in (W.mT, c)]
    runs = thetas[0].shape[:-1]
    return np.concatenate([each.reshape(*runs, -1) for each in (*up, *down)], axis=-1)
