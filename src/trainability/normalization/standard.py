"""Subtract the mean, divide by the standard deviation; and what every normalization does next."""

from typing import Any

import numpy as np

from ..precision import WIDE, filled, floating, kind, meet
from ..ranges import RATE, Count, Number, Rate, ranged


@ranged
class Normalization:
    """``y = gamma x̂ + beta``, where ``standardize(x)`` returns x̂ and its Jacobian, a symmetric one."""

    def __init__(self, n: Count, *, spatial: Number = 0, eps: Rate = 1e-5):
        self.n, self.width, self.eps, self.spatial = n, (n,), eps, spatial
        self.shapes: dict[str, tuple[int, ...]] = {"gamma": (n,), "beta": (n,)}
        self.rows = tuple(range(-2 - spatial, -1))
        self.lift = (..., *[None] * len(self.rows), slice(None))

    def __repr__(self):
        return f"{type(self).__name__}({self.n}{self.settings()})"

    def settings(self):
        """What differs from the usual, as arguments are written."""
        usual = (("spatial", self.spatial, 0), ("eps", self.eps, 1e-5))
        return "".join(f", {name}={value}" for name, value, default in usual if value != default)

    def checked(self, x, *params):
        """The input as it is computed with, in the precision of the parameters."""
        x = floating(x, self, floating(params[0], self))
        if x.ndim <= len(self.rows) or x.shape[-1] != self.n:
            between = "".join(f"{name}, " for name in "HWDT"[: len(self.rows) - 1])
            raise ValueError(f"{self} takes inputs of shape (..., N, {between}{self.n}); got {x.shape}")
        if x.size == 0:
            raise ValueError(f"{self} takes one row at least; got an array of shape {x.shape}")
        for each in params:
            if each.__class__ is not np.ndarray or each.shape != self.width or each.dtype.char not in WIDE:
                self._check_runs(x, each)
        return x

    def _check_runs(self, x, param):
        """Raise unless a parameter that is not just of the width has the leading axes of the input."""
        if floating(param, self).shape[-1:] != self.width:
            raise ValueError(f"{self} takes parameters of shape (..., {self.n}); got {kind(param)}")
        if param.size == 0 or not meet(param.shape[:-1], x.shape[: -len(self.rows) - 1]):
            raise ValueError(f"leading axes of {self} are runs, and must broadcast; got {kind(x)} and {kind(param)}")

    def __call__(self, x: np.ndarray, gamma: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        x = self.checked(x, gamma, beta)
        xhat, jacobian = self.standardize(x)
        gamma, beta = gamma[self.lift], beta[self.lift]

        def pull(dy, dgamma, dbeta):
            np.sum(dy * xhat, axis=self.rows, out=dgamma)
            np.sum(dy, axis=self.rows, out=dbeta)
            return jacobian(gamma * dy)

        def push(dx, dgamma, dbeta):
            return gamma * jacobian(dx) + dgamma[self.lift] * xhat + dbeta[self.lift]

        return gamma * xhat + beta, pull, push


def average(a: np.ndarray, axis: int | tuple) -> np.ndarray:
    """The mean over ``axis``, which is kept; in half the time of ``np.mean`` on small arrays, and no more precise."""
    total = np.add.reduce(a, axis, keepdims=True)
    return total * total.dtype.type(total.size / a.size)


def standardize(x: np.ndarray, axis: int | tuple, eps: float) -> tuple[np.ndarray, ...]:
    r"""Subtract the mean over ``axis`` and divide by the standard deviation.

    .. math:: \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}

    Parameters
    ----------
    x : ndarray
    axis : int or tuple
        Over which mean and variance, the biased one, are taken.
    eps : float
        Added to the variance.

    Returns
    -------
    xhat : ndarray
        Like ``x``.
    scale, mean, var : ndarray
        One over the root, the mean and the variance, with ``axis`` kept.

    Raises
    ------
    ValueError
        If there is nothing over which the mean could be taken.

    Examples
    --------
    >>> standardize(np.array([1.0, 5.0]), axis=-1, eps=0.0)
    (array([-1.,  1.]), array([0.5]), array([3.]), array([4.]))
    """
    x = filled(x, "standardize")
    RATE.check("eps", eps)
    mean = average(x, axis)
    centred = x - mean
    var = average(centred * centred, axis)
    scale = 1 / np.sqrt(var + eps)
    return centred * scale, scale, mean, var


def tangent(d: np.ndarray, xhat: np.ndarray, scale: np.ndarray, axis: int | tuple) -> np.ndarray:
    r"""The Jacobian of :func:`standardize` applied to ``d``; it is symmetric, hence its own transpose.

    .. math:: J d = \frac{d - \overline{d} - \hat x\, \overline{\hat x d}}{\sqrt{\sigma^2 + \epsilon}}

    It takes from ``d`` its mean and its part along x̂: shifting and stretching ``x`` changes nothing.

    Examples
    --------
    >>> xhat, scale, *_ = standardize(np.array([1.0, 5.0, 9.0]), -1, 0.0)
    >>> tangent(3 + 2 * xhat, xhat, scale, -1).round(12) + 0.0
    array([0., 0., 0.])
    """
    return scale * (d - average(d, axis) - xhat * average(xhat * d, axis))
