"""Once training is over, batch normalization is affine, and so is the layer before it: the two are one."""

import numpy as np

from ...network import Network
from ...normalization import BatchNorm


def folded(network: Network, theta: np.ndarray) -> tuple[Network, np.ndarray]:
    """The network after training with each batch normalization put into the dense layer before it.

    Parameters
    ----------
    network : Network
        With every :class:`~trainability.normalization.BatchNorm` right behind a :class:`~trainability.layers.Dense`.
    theta : ndarray, shape (P,)
        Its parameters.

    Returns
    -------
    network, theta
        Without normalizations: the same function, of fewer parameters.

    Examples
    --------
    >>> from ...layers import Dense
    >>> network = Network(Dense(2, 3), BatchNorm(3))
    >>> slim, theta = folded(network, network.initial(np.random.default_rng(0)))
    >>> slim, network.size - slim.size
    (Network(Dense(2, 3)), 6)
    """
    layers, kept = [], []
    for layer, params in zip(network.layers, network.params(theta)):
        if isinstance(layer, BatchNorm):
            (W, b), (gamma, beta) = kept.pop(), params
            mean, var = layer.mean.astype(theta.dtype), layer.var.astype(theta.dtype)
            slope = gamma / np.sqrt(var + layer.eps)
            kept.append([W * slope, (b - mean) * slope + beta])
        else:
            layers.append(layer)
            kept.append(params)
    return Network(*layers), np.concatenate([param.ravel() for params in kept for param in params])
