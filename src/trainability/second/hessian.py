"""Products with the Hessian, and the Hessian itself, by differences of gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .gauss_newton import Product

Objective = Callable[[np.ndarray, np.ndarray], Any]


def hessian_product(objective: Objective, theta: np.ndarray) -> Product:
    r"""The function :math:`v \mapsto Hv` at ``theta``, from two gradients each.

    .. math:: Hv \approx \frac{\nabla f(\theta + hv) - \nabla f(\theta - hv)}{2h}

    :math:`h` is such that the parameters move by the cube root of the rounding unit, relative to their size: then what is left out, of order
    h², and what rounding adds, of order 1/h, are about equal. In double precision some ten digits are right.

    Parameters
    ----------
    objective : callable
        As that of :class:`~trainability.rule.Descent`; it must be the same at every call.
    theta : ndarray, shape (..., P)
        Where; it is not changed. Leading axes are independent runs.

    Examples
    --------
    >>> from trainability.surfaces import ravine
    >>> hessian_product(ravine, np.array([-7.0, 2.0]))(np.array([1.0, 1.0])).round(8)
    array([0.1, 2. ])
    """
    theta, there = theta.copy(), np.empty_like(theta)
    reach = np.cbrt(np.finfo(theta.dtype).eps) * (1 + _length(theta))

    def product(v):
        size = _length(v)
        h = reach / np.where(size > 0, size, 1)
        objective(theta + h * v, there)
        ahead = there.copy()
        objective(theta - h * v, there)
        return (ahead - there) / (2 * h)

    return product


def hessian(objective: Objective, theta: np.ndarray) -> np.ndarray:
    """The Hessian at ``theta``, shape ``(..., P, P)``, symmetric, column by column: two gradients for each parameter.

    Examples
    --------
    >>> from trainability.surfaces import saddle
    >>> hessian(saddle, np.array([0.5, 0.0])).round(6) + 0.0
    array([[ 2.,  0.],
           [ 0., -2.]])
    """
    product = hessian_product(objective, theta)
    columns = [product(np.broadcast_to(unit, theta.shape)) for unit in np.eye(theta.shape[-1], dtype=theta.dtype)]
    H = np.stack(columns, axis=-1)
    return (H + H.mT) / 2


def _length(v):
    return np.sqrt(np.vecdot(v, v))[..., None]
