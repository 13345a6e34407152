"""A fit that can be asked for more than its gradient: for what second-order methods need."""

from collections.abc import Callable
from copy import copy
from typing import Any, Self

import numpy as np

from ..fit import Fit
from ..network import Network
from .gauss_newton import Product, gauss_newton
from .preconditioner import martens_preconditioner, squared_gradients


class Curved(Fit):
    """The loss of a network on fixed data, with its curvature.

    Parameters and errors are those of :class:`~trainability.fit.Fit`; the inputs may be sequences, ``(T, N, n_in)``, of which the network
    says something once for each case. Of a layer that training changes, such as batch normalization,
    only calls for the gradient change what it keeps.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> from trainability.network import Network
    >>> fit = Curved(Network(Dense(1, 1)), squared_error, x=np.array([[1.0], [3.0]]), target=np.array([[2.0], [4.0]]))
    >>> theta, v = np.array([2.0, 1.0]), np.array([0.0, 1.0])
    >>> float(fit.value(theta)), fit.product(theta)(v), fit.damped(theta, 10.0)(v)
    (2.5, array([2., 1.]), array([ 2., 11.]))
    >>> fit.rows(slice(1)).x
    array([[1.]])
    """

    def __init__(self, network: Network, loss: Callable[..., Any], x: np.ndarray, target: np.ndarray):
        super().__init__(network, loss, x[-1] if np.ndim(x) > np.ndim(target) else x, target)
        self.x = x

    def value(self, theta: np.ndarray) -> Any:
        """The loss alone: a third of the work of a gradient."""
        y, *_ = self.network.on_data(self.x, theta)
        return self.loss(y, self.target)[0]

    def product(self, theta: np.ndarray) -> Product:
        """Products with the Gauss-Newton matrix: ``product(theta)(v)`` is Gv; see :func:`gauss_newton`."""
        return gauss_newton(self.network, self.loss, self.x, self.target, theta)

    def damped(self, theta: np.ndarray, damping: float) -> Product:
        r"""Products with :math:`G + \lambda I`."""
        return damped(self.product(theta), damping)

    def preconditioner(self, theta: np.ndarray, damping: float) -> np.ndarray | float:
        """The diagonal that conjugate gradients divide by; see :func:`martens_preconditioner`."""
        squares = squared_gradients(self.network, self.loss, self.x, self.target, theta)
        return martens_preconditioner(squares, damping)

    def rows(self, rows: Any) -> Self:
        """The same on some of the cases, by their indices."""
        part = copy(self)
        part.x, part.target = self.x[..., rows, :], self.target[..., rows, :]
        return part


def damped(product: Product, damping: float) -> Product:
    """Products with a matrix to whose diagonal the damping is added."""

    def with_damping(v):
        Gv = product(v)
        Gv += damping * v
        return Gv

    return with_damping


def needs_curved(objective: Any, what: str) -> None:
    """Raise unless an objective has a curvature to ask for."""
    if not isinstance(objective, Curved):
        raise TypeError(f"{what} needs a Curved, for products with its curvature; got {objective!r}")


def one_run(theta: Any, what: str) -> None:
    """Raise unless these are the parameters of one run, to be changed in place."""
    if not isinstance(theta, np.ndarray) or theta.dtype.char not in "fdg" or not theta.flags.writeable:
        raise TypeError(f"{what} changes its parameters in place: a writable array of floats; got {type(theta).__name__}")
    if theta.ndim != 1:
        raise ValueError(f"{what} takes one run, parameters of shape (P,); got {theta.shape}")
