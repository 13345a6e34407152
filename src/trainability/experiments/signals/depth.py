"""What becomes of one random input on its way through a hundred random layers?

The networks of Dellinger 2019: an input of ``n`` standard normal numbers, and layer after layer of fresh
weights ``W`` of shape ``(n, n)``, each followed by an activation function. Nothing is trained.
"""

from collections.abc import Callable

import numpy as np

from ...activations import Activation, linear, relu, tanh
from ...bench.measures import rms
from ...initializers import kaiming_normal, lecun_normal, normal, standard_uniform, xavier_normal, xavier_uniform
from ...named import Named
from ...sweeping import sweep


def descend(law: Callable, rng: np.random.Generator, *, n=512, depth=100, activation: Activation = linear, dtype=np.float32):
    """The signal at every depth, from the input on.

    Parameters
    ----------
    law : callable
        Initializer of each layer's weights, see :mod:`~trainability.initializers`.
    rng : Generator
        Draws the input, then layer after layer.
    n, depth : int
        Width and number of layers.
    activation : Activation
        Follows every layer.
    dtype : dtype
        The precision in which the network computes.

    Returns
    -------
    ndarray, shape (depth + 1, n)
        ``[0]`` is the input.

    Examples
    --------
    >>> signal = descend(lecun_normal, np.random.default_rng(0), n=100, depth=20)
    >>> signal.shape, signal.dtype, bool(0.5 < rms(signal[-1]) < 2)
    ((21, 100), dtype('float32'), True)
    """
    signal = np.empty((depth + 1, n), dtype)
    signal[0] = rng.standard_normal(n)
    with np.errstate(over="ignore", invalid="ignore"):
        for x, y in zip(signal, signal[1:]):
            y[...] = activation.f(x @ law((n, n), rng).astype(dtype))
    return signal


LAWS = {
    "linear, 1/n": (lecun_normal, linear),
    "tanh, 1/n": (lecun_normal, tanh),
    "tanh, Xavier": (xavier_uniform, tanh),
    "tanh, 1/(3n)": (standard_uniform, tanh),
    "relu, Xavier": (xavier_normal, relu),
    "relu, Kaiming": (kaiming_normal, relu),
}


def sizes(law: Callable, *, seeds: int, depth=100, **setup) -> Named:
    """The rms at every depth of many networks: axes seed and layer, of which 0 is the input. What else is said goes to :func:`descend`."""
    runs = [rms(descend(law, np.random.default_rng(seed), depth=depth, **setup)) for seed in range(seeds)]
    return Named(runs, {"seed": range(seeds), "layer": range(depth + 1)})


def spread(*, seeds: int, n=512, depth=100) -> dict[str, Named]:
    """The ``rms`` of networks from each of ``LAWS``: axes law, seed, layer."""

    def run(law):
        weights, activation = LAWS[law]
        return {"rms": sizes(weights, seeds=seeds, depth=depth, n=n, activation=activation)}

    return sweep(run, {"law": [*LAWS]})


def products(*, draws: int, n=512, std=1.0) -> dict[str, Named]:
    """Mean and mean square of ``x W``, along draw, for fresh Gaussian ``x`` and ``W`` of standard deviation ``std``.

    One number for all ``n`` outputs of a draw, as the source notes have it.
    """
    rng = np.random.default_rng(0)
    y = np.stack([rng.standard_normal(n) @ normal((n, n), rng, std=std) for _ in range(draws)])
    return {name: Named(values.mean(axis=1), {"draw": range(draws)}) for name, values in (("mean", y), ("square", y**2))}
