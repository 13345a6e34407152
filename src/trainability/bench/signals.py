"""How large are activations and gradients, layer by layer, before any training?"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..activations import Activation
from ..network import Network


class Signals(NamedTuple):
    """What passes each layer of a network once, forward and backward: lists of ``(..., N, width)`` arrays."""

    activations: list[np.ndarray]
    gradients: list[np.ndarray]  # of the loss, in those activations
    weights: list[np.ndarray]  # of the loss, in the weights W of each dense layer


def signals(network: Network, theta: np.ndarray, x: np.ndarray, dy: Callable) -> Signals:
    """Send inputs forward and a gradient backward.

    Parameters
    ----------
    network : Network
        Dense layers and activations.
    theta : ndarray, shape (..., P)
        Its parameters.
    x : ndarray, shape (..., N, n_in)
        The inputs.
    dy : callable
        The gradient that enters at the output, as a function of the output.

    Returns
    -------
    Signals
        The activations behind each activation function, the gradients there, and those of all weights.
    """
    outputs, pulls = [], []
    for layer, params in zip(network.layers, network.params(theta)):
        x, pull, _ = layer(x, *params)
        outputs.append(x)
        pulls.append(pull)
    grads = network.params(np.empty_like(theta))
    gradients = [dy(x)]
    for pull, into in zip(reversed(pulls), reversed(grads)):
        gradients.insert(0, pull(gradients[0], *into))
    behind = [i for i, layer in enumerate(network.layers) if isinstance(layer, Activation)]
    return Signals([outputs[i] for i in behind], [gradients[i + 1] for i in behind], [W for W, *_ in filter(None, grads)])
