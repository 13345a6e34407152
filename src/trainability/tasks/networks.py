"""Networks of dense layers that differ in what follows each of them."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from ..activations import relu
from ..layers import Dense
from ..network import Network
from ..normalization import BatchNorm


def mlp(widths: list[int], hidden: Callable, output: Callable | None = None) -> Network:
    """Dense layers from width to width, each but the last followed by ``hidden``, the last by ``output``, or nothing.

    Parameters
    ----------
    widths : list of int
        Of the input and of every layer.
    hidden : layer, or callable
        One layer that serves everywhere, such as an activation function, or ``hidden(n)``, which makes what follows ``n`` units.
    output : layer, optional
        What follows the last.

    Examples
    --------
    >>> mlp([784, 100, 10], relu)
    Network(Dense(784, 100), relu, Dense(100, 10))
    >>> mlp([784, 100, 10], normalized)
    Network(Dense(784, 100), BatchNorm(100), relu, Dense(100, 10))
    """
    *inner, last = pairwise(widths)
    layers = (layer for n_in, n in inner for layer in (Dense(n_in, n), hidden if hasattr(hidden, "shapes") else hidden(n)))
    return Network(*layers, Dense(*last), *([output] if output else []))


def normalized(n: int) -> Network:
    """Batch normalization of ``n`` units, then the rectifier."""
    return Network(BatchNorm(n), relu)


KINDS = {"plain": relu, "batch norm": normalized}


def hidden_weights(network: Network, theta: np.ndarray) -> list[np.ndarray]:
    """The views of ``theta`` that are the weights of all dense layers but the last.

    Examples
    --------
    >>> network = mlp([784, 100, 10], normalized)
    >>> [W.shape for W in hidden_weights(network, network.initial(np.random.default_rng(0)))]
    [(784, 100)]
    """
    return [params[0] for layer, params in zip(network.layers[:-1], network.params(theta)) if "W" in layer.shapes]
