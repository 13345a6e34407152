"""A diagonal that makes conjugate gradients faster: how large the gradients of single cases are."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..layers import Dense
from ..network import Network
from ..ranges import Fraction, Rate, ranged


def squared_gradients(
    network: Network, loss: Callable[..., Any], x: np.ndarray, target: np.ndarray, theta: np.ndarray
) -> np.ndarray:
    r"""The mean over the cases of the square of each one's gradient, ``(..., P)``, for the cost of one gradient.

    Of a dense layer the gradient of case :math:`i` is :math:`x_i \delta_i^\top`, so the squares sum to the product of the squares:

    .. math:: \sum_i (x_i \delta_i^\top)^2 = (X^2)^\top \Delta^2

    Raises
    ------
    TypeError
        If a layer that has parameters is not dense.

    Examples
    --------
    Errors of 1 and 3 at inputs of 1 and 2:

    >>> from trainability.losses import squared_error
    >>> squared_gradients(Network(Dense(1, 1)), squared_error, np.array([[1.0], [2.0]]), np.array([[-1.0], [-3.0]]), np.zeros(2))
    array([18.5,  5. ])
    """
    way, y = [], x
    for layer, params in zip(network.layers, network.params(theta)):
        if layer.shapes and not isinstance(layer, Dense):
            raise TypeError(
                f"the gradients of single cases are known of dense layers and of those without parameters; got {layer}"
            )
        before = y
        y, pull, _ = layer(before, *params)
        way.append((before, pull))
    rows = y.shape[-2]
    dy = rows * loss(y, target)[1]  # the loss is a mean
    squares, passed = np.empty_like(theta), np.empty_like(theta)
    for (x, pull), views, grads in zip(way[::-1], network.params(squares)[::-1], network.params(passed)[::-1]):
        if views:
            W, b = views
            np.matmul((x**2).mT, dy**2, out=W)
            np.sum(dy**2, axis=-2, out=b)
        dy = pull(dy, *grads)
    squares /= rows
    return squares


@ranged
def martens_preconditioner(squares: np.ndarray, damping: Rate, exponent: Fraction = 0.75) -> np.ndarray:
    r"""The diagonal :math:`M = (\overline{g^2} + \lambda)^{3/4}` (Martens 2010, section 4.7).

    The exponent below 1 keeps the scales of :math:`M` from being further apart than those of the curvature.

    Examples
    --------
    >>> martens_preconditioner(np.array([15.0, 80.0]), damping=1.0)
    array([ 8., 27.])
    """
    return (squares + damping) ** exponent
