"""Conjugate gradients: the least of a quadratic, from products with its matrix alone."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from .precision import fits, floating, kind

__all__ = ["Conjugate", "conjugate_gradients"]


class Conjugate(NamedTuple):
    """What a step of :func:`conjugate_gradients` has come to.

    Attributes
    ----------
    x : ndarray, shape (..., P)
        The point, an array of its own for each step.
    value : ndarray, shape (...)
        The quadratic there.
    residual : ndarray, shape (..., P)
        :math:`b - Ax`, the negative gradient; carried along, not computed anew.
    """

    x: np.ndarray
    value: np.ndarray
    residual: np.ndarray


def conjugate_gradients(
    product: Callable[[np.ndarray], np.ndarray], b: np.ndarray, x: np.ndarray | None = None, M: np.ndarray | float = 1.0
) -> Iterator[Conjugate]:
    r"""Steps towards the minimum of :math:`q(x) = \frac12 x^\top A x - b^\top x`, where :math:`Ax = b` (Hestenes & Stiefel 1952, section 3).

    .. math::

        x_{t+1} &= x_t + \alpha_t d_t, & \alpha_t &= \frac{r_t^\top y_t}{d_t^\top A d_t}, & y_t &= M^{-1} r_t \\
        r_{t+1} &= r_t - \alpha_t A d_t, & d_{t+1} &= y_{t+1} + \frac{r_{t+1}^\top y_{t+1}}{r_t^\top y_t}\, d_t

    Each step goes to the least of :math:`q` in the span of all directions so far. It ends where the residual is zero, and where
    :math:`d^\top A d \le 0`: there :math:`q` has no minimum, and the point before stands. Runs that have ended stay while others go
    on. Rounding keeps a residual from zero; take as many steps as are wanted.

    Parameters
    ----------
    product : callable
        ``product(d)`` is :math:`Ad`, of the shape of ``d``; :math:`A` symmetric, and of each run its own if you like.
    b : ndarray, shape (..., P)
        Leading axes are independent runs.
    x : ndarray, shape (..., P), optional
        Where to start: zero, if not given. It is not changed.
    M : ndarray or float
        The diagonal of a preconditioner, positive, that broadcasts against ``b``: good where :math:`M^{-1}A` is closer to a multiple of
        the identity than :math:`A`.

    Yields
    ------
    Conjugate
        Point, value and residual *after* each step.

    Raises
    ------
    ValueError
        If start or product are not of the shape of ``b``, or ``M`` does not broadcast against it, or is not positive.

    Examples
    --------
    Two dimensions, two steps:

    >>> A, b = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, 0.0])
    >>> for x, value, residual in conjugate_gradients(lambda d: d @ A, b):
    ...     print(x.round(3), round(float(value), 3), abs(residual).max().round(3))
    [0.5 0. ] -0.25 0.5
    [ 0.6 -0.2] -0.3 0.0
    """
    b = floating(b, "conjugate_gradients")
    x = np.zeros_like(b) if x is None else floating(x, "conjugate_gradients", like=b)
    if x.shape != b.shape:
        raise ValueError(f"the start must be of the shape of b, {b.shape}; got {x.shape}")
    if not fits(np.shape(M), b.shape):
        raise ValueError(f"M must broadcast against b of shape {b.shape}; got shape {np.shape(M)}")
    if not np.all(np.asarray(M) > 0):
        raise ValueError(f"M must be positive; its least element is {np.min(M)}")
    Ax = product(x)
    if np.shape(Ax) != b.shape:
        raise ValueError(f"the product must be of the shape of b, {b.shape}; got {kind(Ax)} of shape {np.shape(Ax)}")
    return _steps(product, b, x, b - Ax, M)


def _steps(product, b, x, r, M):
    """The steps, from a start with its residual."""
    d = y = r / M
    ry = _dot(r, y)
    moving = np.ones(ry.shape, bool)
    while True:
        Ad = product(d)
        curvature = _dot(d, Ad)
        moving &= curvature > 0
        if not moving.any():
            return
        alpha = np.divide(ry, curvature, out=np.zeros_like(ry), where=moving)
        x = x + alpha * d
        r = r - alpha * Ad
        yield Conjugate(x, -_dot(x, b + r)[..., 0] / 2, r)  # A x = b - r
        y = r / M
        ry, before = _dot(r, y), ry
        d = y + np.divide(ry, before, out=np.zeros_like(ry), where=moving) * d


def _dot(a, b):
    """The inner product of each run, its axis kept."""
    return np.vecdot(a, b)[..., None]
