"""What becomes of one random input on its way through a hundred random layers?

The networks of Dellinger 2019: an input of ``n`` standard normal numbers, and layer after layer of fresh
weights ``W`` of shape ``(n, n)``, each followed by an activation function. Nothing is trained.
"""

from typing import Callable

import numpy as np

from ...activations import Activation, linear, relu, tanh
from ...bench.measures import rms
from ...initializers import kaiming_normal, lecun_normal, normal, standard_uniform, xavier_normal, xavier_uniform


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
    >>> from trainability.initializers import lecun_normal
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


def spread(*, seeds: int, n=512, depth=100) -> dict[str, np.ndarray]:
    """The rms at every depth of many networks, ``(seeds, depth + 1)``, for each entry of ``LAWS``."""
    return {
        name: np.stack([rms(descend(law, np.random.default_rng(seed), n=n, depth=depth, activation=f)) for seed in range(seeds)])
        for name, (law, f) in LAWS.items()
    }


def products(*, draws: int, n=512, std=1.0) -> dict[str, np.ndarray]:
    """Mean and mean square of ``x W``, ``(draws,)`` each, for fresh Gaussian ``x`` and ``W`` of standard deviation ``std``.

    One number for all ``n`` outputs of a draw, as the source notes have it.
    """
    rng = np.random.default_rng(0)
    y = (rng.standard_normal(n) @ normal((n, n), rng, std=std) for _ in range(draws))
    mean, square = zip(*((v.mean(), np.mean(v**2)) for v in y))
    return {"mean": np.array(mean), "square": np.array(square)}
