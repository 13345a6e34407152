"""Losses: each returns its value, its gradient, and the product with its Hessian.

A loss is called as ``loss(y, target)`` with outputs ``y`` of shape ``(..., N, K)`` and targets of shape
``(..., N, K)``, and returns ``value, dy, curve``: the mean over the ``N`` rows, of shape ``(...)``; the
gradient of that mean in ``y``; and ``curve(v)``, the Hessian in ``y`` applied to ``v``.

Examples
--------
Between the Jacobian of a network and its transpose, ``curve`` makes the product of the Gauss-Newton matrix with a vector.
Of a linear network that is the Hessian in the parameters; here its first column, the means of x₁x₁, x₁x₂ and x₁:

>>> from trainability.layers import Dense
>>> x, target, layer = np.array([[1.0, 0.0], [2.0, 1.0]]), np.zeros((2, 1)), Dense(2, 1)
>>> W, b, V, c = np.ones((2, 1)), np.zeros(1), np.array([[1.0], [0.0]]), np.zeros(1)
>>> y, pull, push = layer(x, W, b)
>>> value, dy, curve = squared_error(y, target)
>>> GV, Gc = np.empty((2, 1)), np.empty(1)
>>> _ = pull(curve(push(np.zeros_like(x), V, c)), GV, Gc)
>>> GV.T, Gc
(array([[2.5, 1. ]]), array([1.5]))
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from .precision import floating, meet

Loss = tuple[Any, np.ndarray, Callable[[np.ndarray], np.ndarray]]


def cross_entropy(y: np.ndarray, target: np.ndarray) -> Loss:
    r"""Softmax cross-entropy of logits ``y`` with one-hot rows, or any distributions, ``target``.

    .. math:: L = -\frac1N \sum_i \sum_k t_{ik} \log \frac{e^{y_{ik}}}{\sum_j e^{y_{ij}}}

    Raises
    ------
    ValueError
        If ``y`` has fewer than two axes, or none of something, or its last two and those of ``target`` differ.

    Examples
    --------
    Ten classes and no opinion cost log 10:

    >>> import numpy as np
    >>> value, dy, curve = cross_entropy(np.zeros((1, 10)), np.eye(10)[:1])
    >>> float(value), float(dy[0, 0])
    (2.302585092994046, -0.9)
    """
    y, target = _checked(y, target)
    y = y - np.maximum.reduce(y, axis=-1, keepdims=True)
    log_p = y - np.log(np.add.reduce(np.exp(y), axis=-1, keepdims=True))
    p, n = np.exp(log_p), y.shape[-2]

    def curve(v):
        return p * (v - (p * v).sum(axis=-1, keepdims=True)) / n

    with np.errstate(invalid="ignore"):
        value = -_mean(log_p * target)
    if _is_lost(value):
        value = -_mean(_weighed(log_p, target))
    return value, (p - target) / n, curve


def binary_cross_entropy(y: np.ndarray, target: np.ndarray) -> Loss:
    r"""Cross-entropy of each logit in ``y`` with a target in [0, 1], summed over the columns.

    .. math:: L = \frac1N \sum_i \sum_k \log(1 + e^{y_{ik}}) - t_{ik}\, y_{ik}

    Raises
    ------
    ValueError
        If ``y`` has fewer than two axes, or none of something, or its last two and those of ``target`` differ.

    Examples
    --------
    >>> import numpy as np
    >>> value, dy, curve = binary_cross_entropy(np.array([[0.0]]), np.array([[1.0]]))
    >>> float(value), float(dy[0, 0])
    (0.6931471805599453, -0.5)
    """
    y, target = _checked(y, target)
    p, n = np.exp(-np.logaddexp(0, -y)), y.shape[-2]

    def curve(v):
        return p * (1 - p) * v / n

    with np.errstate(invalid="ignore"):
        value = _mean(np.logaddexp(0, y) - target * y)
    if _is_lost(value):
        apart = _weighed(np.maximum(y, 0), 1 - target) + _weighed(np.maximum(-y, 0), target)
        value = _mean(np.logaddexp(0, -np.abs(y)) + apart)
    return value, (p - target) / n, curve


def squared_error(y: np.ndarray, target: np.ndarray) -> Loss:
    r"""Half the squared distance of each row to its target.

    .. math:: L = \frac1{2N} \sum_i \lVert y_i - t_i \rVert^2

    Raises
    ------
    ValueError
        If ``y`` has fewer than two axes, or none of something, or its last two and those of ``target`` differ.

    Examples
    --------
    >>> import numpy as np
    >>> value, dy, curve = squared_error(np.array([[3.0], [1.0]]), np.array([[1.0], [1.0]]))
    >>> float(value), dy.T
    (1.0, array([[1., 0.]]))
    """
    y, target = _checked(y, target)
    e, n = y - target, y.shape[-2]

    def curve(v):
        return v / n

    return _mean(e * e) / 2, e / n, curve


def _checked(y, target):
    y = floating(y, "a loss")
    target = floating(target, "a loss", y)
    if y.ndim < 2 or y.shape[-2:] != target.shape[-2:]:
        raise ValueError(f"outputs and targets must both be (..., N, K); got shapes {y.shape} and {target.shape}")
    if y.size == 0 or y.shape != target.shape and not meet(y.shape, target.shape):
        raise ValueError(f"a loss needs a row at least, and runs that broadcast; got shapes {y.shape} and {target.shape}")
    return y, target


def _mean(values):
    """The mean over the rows of the sums over the columns; in half the time of the methods, to the same bits."""
    return np.add.reduce(np.add.reduce(values, axis=-1), axis=-1) / values.shape[-2]


def _is_lost(value):
    """Whether it is NaN, perhaps from 0 times infinity."""
    return value != value if value.ndim == 0 else np.isnan(value).any()


def _weighed(values, weights):
    """Their product, 0 wherever the weight is 0: what has none counts nothing, be it infinite."""
    with np.errstate(invalid="ignore"):
        return np.where(weights == 0, 0, values * weights)
