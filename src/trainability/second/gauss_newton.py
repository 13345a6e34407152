"""Products with the Gauss-Newton matrix: forward through the network, through the loss's own curvature, and back."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..layers import Dense
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
    still, start = at_rest(network, x)
    y, pull, push = still(x, theta)
    _, _, curve = loss(y, target)

    def product(v):
        Gv = np.empty_like(v)
        pull(curve(push(start, v)), Gv)
        return Gv

    return product


def at_rest(network: Network, x: np.ndarray) -> tuple[Network, np.ndarray | None]:
    """The network where its input is data, and how they move, for ``push``: not at all, and a dense first layer spares that, too."""
    first, *rest = network.on_data.layers
    if isinstance(first, Dense):
        return Network(_Resting(first), *rest), None
    return Network(first, *rest), np.zeros_like(x)


class _Resting:
    """A dense layer whose input does not move: its ``push`` spares a product."""

    def __init__(self, layer):
        self.layer, self.shapes = layer, layer.shapes

    def __call__(self, x, W, b):
        y, pull, _ = self.layer(x, W, b)

        def push(dx, dW, db):
            return x @ dW + db[..., None, :]

        return y, pull, push
