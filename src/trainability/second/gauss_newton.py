"""Products with the Gauss-Newton matrix: forward through the network, through the loss's own curvature, and back."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..network import Network

Product = Callable[[np.ndarray], np.ndarray]


def gauss_newton(network: Network, loss: Callable[..., Any], x: np.ndarray, target: np.ndarray, theta: np.ndarray) -> Product:
    r"""The function :math:`v \mapsto Gv` at ``theta`` (Schraudolph 2002, section 3).

    .. math:: G = J^\top H_L J

    with the Jacobian :math:`J` of all outputs in the parameters, and the Hessian :math:`H_L` of the loss in the outputs. It is
    positive semidefinite where the loss is convex in the outputs, and the Hessian itself where the network is linear or
    fits without error. A product costs about as much as a gradient and a third; the network is evaluated once for all of them.

    Parameters
    ----------
    network, loss
        As in :class:`~trainability.fit.Fit`; what the network keeps from call to call does not change.
    x, target : ndarray, shape (..., N, n_in) and (..., N, n_out)
        The data.
    theta : ndarray, shape (..., P)
        Where. Leading axes are independent runs.

    Returns
    -------
    callable
        Takes and returns arrays like ``theta``.

    Examples
    --------
    Of one weight and a bias, with squared error: the means of x², x and 1.

    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> x = np.array([[1.0], [3.0]])
    >>> G = gauss_newton(Network(Dense(1, 1)), squared_error, x, x, np.zeros(2))
    >>> np.array([G(v) for v in np.eye(2)])
    array([[5., 2.],
           [2., 1.]])
    """
    on_data = network.on_data
    y, pull, push = on_data(x, theta)
    _, _, curve = loss(y, target)
    start = at_rest(on_data, x)

    def product(v):
        Gv = np.empty_like(v)
        pull(curve(push(start, v)), Gv)
        return Gv

    return product


def at_rest(network: Network, x: np.ndarray) -> np.ndarray | None:
    """What ``push`` takes for data, which do not move: nothing, where the first layer can do without."""
    return None if hasattr(network.layers[0], "on_data") else np.zeros_like(x)
