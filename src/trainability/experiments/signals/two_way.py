"""How does the size of the signal change on the way up, and that of the gradient on the way down?

A network before any training. Random inputs enter at the bottom, random gradients at the top; what is measured is
what passes each layer, for several independent networks at once.
"""

from typing import Callable, NamedTuple

import numpy as np

from ...activations import Activation, tanh
from ...bench.measures import rms
from ...bench.signals import Signals, signals
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


class Sizes(NamedTuple):
    """The rms of what passes each layer, ``(runs, layers)``."""

    activations: np.ndarray  # behind each activation function
    gradients: np.ndarray  # in those activations
    weights: np.ndarray  # the gradients in the weights


def two_way(widths: list[int], law: Callable, rng: np.random.Generator, **setup) -> Sizes:
    """The sizes of all that :func:`passage` returns, to which all arguments go.

    Examples
    --------
    At fan-in scale a wide layer in between keeps the signal; the gradient in it is smaller by the root of ten:

    >>> from trainability.activations import linear
    >>> from trainability.initializers import lecun_normal
    >>> sizes = two_way([100, 1000, 100], lecun_normal, np.random.default_rng(0), activation=linear, rows=10)
    >>> sizes.activations.mean(axis=0).round(1), sizes.gradients.mean(axis=0).round(1)
    (array([1., 1.]), array([0.3, 1. ]))
    """
    return Sizes(*(np.stack([rms(a.reshape(len(a), -1)) for a in arrays], axis=-1) for arrays in passage(widths, law, rng, **setup)))


def spreads(layers: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Two standard deviations of activations ``(runs, rows, width)``, by layer: ``(runs, layers)`` each.

    The first is that of all numbers of a layer together, which is what its histogram shows. The second is that of
    one unit over the inputs: what the layer knows of which input it was given.

    Examples
    --------
    Two units that differ, but not from input to input:

    >>> together, over_inputs = spreads([np.array([[[1.0, 3.0], [1.0, 3.0]]])])
    >>> float(together[0, 0]), float(over_inputs[0, 0])
    (1.0, 0.0)
    """
    wide = [a.astype(np.float64) for a in layers]
    together = [a.std(axis=(-2, -1)) for a in wide]
    over_inputs = [np.sqrt(a.var(axis=-2).mean(axis=-1)) for a in wide]
    return np.stack(together, axis=-1), np.stack(over_inputs, axis=-1)
