"""How does the size of the signal change on the way up, and that of the gradient on the way down?

A network before any training. Random inputs enter at the bottom, random gradients at the top; what is measured is
what passes each layer, for several independent networks at once.
"""

from collections.abc import Callable

import numpy as np

from ...activations import Activation, tanh
from ...bench.measures import rms_of
from ...bench.signals import Signals, signals
from ...named import Named
from ...tasks.networks import mlp

FUNNEL = [480, 384, 307, 246, 197, 157, 126, 101, 81, 64, 52]  # a fifth narrower at each layer
ZIGZAG = [400, 80] * 5 + [400]


def passage(
    widths: list[int], law: Callable, rng: np.random.Generator, *, activation: Activation = tanh, runs=10, rows=1, **laws
) -> Signals:
    """Send standard normal inputs up, and standard normal gradients down, through networks drawn by ``law``.

    Parameters
    ----------
    widths : list of int
        Of the input and of every layer.
    law : callable
        Initializer of the weights.
    rng : Generator
        Draws weights, inputs and gradients.
    activation : Activation
        Follows every layer.
    runs, rows : int
        How many networks, and how many inputs to each.
    **laws
        Initializers of other parameters, as ``b=``; zero where none is given.

    Returns
    -------
    Signals
        Arrays ``(runs, rows, width)``, float32, and ``(runs, n_in, n_out)`` for the weights.
    """
    network = mlp(widths, activation, activation)
    theta = network.initial(rng, runs=(runs,), dtype=np.float32, W=law, **laws)
    x, dy = (rng.standard_normal((runs, rows, n), dtype=np.float32) for n in (widths[0], widths[-1]))
    return signals(network, theta, x, lambda y: dy)


def sizes(passed: Signals) -> dict[str, Named]:
    """How large is what has passed each layer of some networks, :func:`passage`.

    Returns
    -------
    dict of Named, axes run, layer
        The rms of the ``signal`` behind each activation function, of the ``gradient`` in it, and of that in the ``weights``.
        The standard deviation of all numbers of a layer ``together``, which is what its histogram shows, and that of one
        unit ``over_inputs``: what the layer knows of which input it was given.
    """
    wide = [a.astype(np.float64) for a in passed.activations]
    found = {
        "signal": rms_of(passed.activations),
        "gradient": rms_of(passed.gradients),
        "weights": rms_of(passed.weights),
        "together": np.stack([a.std(axis=(-2, -1)) for a in wide], axis=-1),
        "over_inputs": np.stack([np.sqrt(a.var(axis=-2).mean(axis=-1)) for a in wide], axis=-1),
    }
    return {name: Named(size, {"run": range(len(size)), "layer": range(1, len(wide) + 1)}) for name, size in found.items()}


def two_way(widths: list[int], law: Callable, rng: np.random.Generator, **setup) -> dict[str, Named]:
    """The :func:`sizes` of a :func:`passage`, to which all arguments go.

    Examples
    --------
    At fan-in scale a wide layer in between keeps the signal; the gradient in it is smaller by the root of ten:

    >>> from trainability.activations import linear
    >>> from trainability.initializers import lecun_normal
    >>> found = two_way([100, 1000, 100], lecun_normal, np.random.default_rng(0), activation=linear, rows=10)
    >>> [found[name].mean("run").values.round(1).tolist() for name in ("signal", "gradient")]
    [[1.0, 1.0], [0.3, 1.0]]
    """
    return sizes(passage(widths, law, rng, **setup))


def predicted(widths: list[int], variance: Callable) -> dict[str, Named]:
    r"""The rms of signal and gradient in linear layers, from ``variance(n_in, n_out)`` of their weights, along layer.

    A layer multiplies the square of the signal by :math:`n_\text{in}\sigma^2`, that of the gradient by :math:`n_\text{out}\sigma^2`.

    Examples
    --------
    >>> predicted([100, 1000, 100], lambda n_in, n_out: 1 / n_in)["gradient"].values.round(1)
    array([0.3, 1. ])
    """
    n_in, n_out = np.array([widths[:-1], widths[1:]])
    squares = np.cumprod(n_in * variance(n_in, n_out)), np.cumprod([1, *(n_out * variance(n_in, n_out))[:0:-1]])[::-1]
    return {name: Named(square**0.5, {"layer": range(1, len(widths))}) for name, square in zip(("signal", "gradient"), squares)}
