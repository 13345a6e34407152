"""Structural damping: a step of a recurrent network is kept from tearing its hidden states away, not only its parameters."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..losses import squared_error
from ..network import Network
from ..ranges import Number, Rate, ranged
from .curved import Curved, damped
from .gauss_newton import Product, at_rest


@ranged
def structural(
    network: Network,
    loss: Callable[..., Any],
    x: np.ndarray,
    target: np.ndarray,
    theta: np.ndarray,
    *,
    hidden: Number,
    weight: Rate,
) -> Product:
    r"""The function :math:`v \mapsto (G + w S)v` at ``theta`` (Martens & Sutskever 2011, section 3.2).

    .. math:: S = J_h^\top H_D J_h

    is the Gauss-Newton matrix of the distance :math:`D = \frac1{2N} \lVert h(\theta + v) - h(\theta) \rVert^2` that the hidden states
    move by; :math:`J_h` is their Jacobian. The forward pass of a product meets the change of the states anyway, and the backward pass
    takes one more summand there: so it costs nothing.

    Parameters
    ----------
    network, loss, x, target, theta
        As in :func:`gauss_newton`.
    hidden : int
        The states are what this many first layers of the network put out, one at least.
    weight : float
        :math:`w`, in the paper :math:`\lambda\mu`.

    Examples
    --------
    A unit that reads 2, with weight and bias, and one that doubles what it says: the states add a quarter of what the outputs have.

    >>> from trainability.layers import Dense
    >>> two, chain = np.array([[2.0]]), Network(Dense(1, 1), Dense(1, 1))
    >>> theta, v = np.array([1.0, 0.0, 2.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.0])
    >>> structural(chain, squared_error, two, two, theta, hidden=1, weight=0.0)(v)
    array([16.,  8.,  8.,  4.])
    >>> structural(chain, squared_error, two, two, theta, hidden=1, weight=1.0)(v)
    array([20., 10.,  8.,  4.])
    """
    if not 1 <= hidden < len(network.layers):
        raise ValueError(f"hidden states are behind 1 to {len(network.layers) - 1} layers of {network}; got hidden={hidden}")
    below, above = Network(*network.layers[:hidden]), Network(*network.layers[hidden:])
    cut, (below, start) = below.size, at_rest(below, x)
    h, pull_h, push_h = below(x, theta[..., :cut])
    y, pull_y, push_y = above(h, theta[..., cut:])
    _, _, curve = loss(y, target)
    _, _, curve_h = squared_error(h, h)

    def product(v):
        Gv = np.empty_like(v)
        dh = push_h(start, v[..., :cut])
        back = pull_y(curve(push_y(dh, v[..., cut:])), Gv[..., cut:])
        pull_h(back + weight * curve_h(dh), Gv[..., :cut])
        return Gv

    return product


class Structured(Curved):
    r"""A :class:`Curved` whose damping is structural: products with :math:`G + \lambda I + \lambda\mu S`, without a preconditioner.

    Parameters
    ----------
    network, loss, x, target
        As in :class:`Curved`.
    hidden : int
        See :func:`structural`.
    mu : float
        How much the hidden states count beside the parameters.
    """

    def __init__(self, network: Network, loss: Callable[..., Any], x: np.ndarray, target: np.ndarray, hidden: int, mu: float):
        super().__init__(network, loss, x, target)
        self.hidden, self.mu = hidden, mu

    def damped(self, theta: np.ndarray, damping: float) -> Product:
        weight = damping * self.mu
        product = structural(self.network, self.loss, self.x, self.target, theta, hidden=self.hidden, weight=weight)
        return damped(product, damping)

    def preconditioner(self, theta: np.ndarray, damping: float) -> float:
        return 1.0
