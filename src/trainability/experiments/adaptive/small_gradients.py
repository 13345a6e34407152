"""How small are the gradients that a rule has to divide by? Those of a deep network of sigmoids, before any training."""

import numpy as np

from ...activations import sigmoid
from ...bench.signals import signals
from ...initializers import xavier_normal
from ...tasks.networks import mlp


def of_sigmoids(widths: list[int], rng: np.random.Generator, rows: int = 100) -> np.ndarray:
    """The rms gradient of the weights of each layer, first to last, on ``rows`` normal inputs and targets, from Xavier's start.

    Examples
    --------
    >>> of_sigmoids([30, 50, 50, 1], np.random.default_rng(0)).round(4)
    array([0.001 , 0.0011, 0.0174])
    """
    network = mlp(widths, sigmoid)
    theta = network.initial(rng, W=xavier_normal)
    x, target = rng.normal(size=(rows, widths[0])), rng.normal(size=(rows, widths[-1]))
    seen = signals(network, theta, x, lambda y: (y - target) / rows)
    return np.array([np.sqrt(np.mean(dW**2)) for dW in seen.weights])
