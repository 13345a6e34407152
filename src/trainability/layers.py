"""Layers: functions that also return the linear map they are at a point.

A layer is called as ``layer(x, *params)`` and returns ``y, pull, push``. ``push(dx, *dparams)`` is the
Jacobian: how the output moves when input and parameters do. ``pull(dy, *dparams)`` is its transpose,
backpropagation: it *writes* the gradients of the parameters into ``dparams`` and returns ``dx``. What
either needs of the forward pass lives in its closure, so nothing is cached on a layer, and one layer may
be evaluated at two points at once.

A call never changes a layer. Others may stand for it, on the same parameters: ``layer.training``, which changes what
the layer keeps from call to call, ``layer.inference``, once training is over, and ``layer.on_data``, where the input is
data and no gradient in it is wanted.

Inputs are ``(..., N, n)``: a batch of ``N`` rows behind any number of leading axes, which are
independent runs. Parameters carry the same leading axes.

Layers, losses and descents compute in ``float32``, ``float64`` or wider, whatever they are given. Integers and truth
values, such as the bytes of images, take the precision of the parameters, or ``float64`` where there are none. Half
precision, in which sums and guards against division by zero are lost, is refused with a ``TypeError``, as is all else.
"""

from copy import copy
from typing import Any, Self

import numpy as np

from .precision import are_floating, floating, kind
from .ranges import Count, ranged


@ranged
class Dense:
    r"""The affine map of each row of a batch.

    .. math:: y = x W + b

    Parameters
    ----------
    n_in, n_out : int
        Width of the input and of the output: ``W`` is ``(..., n_in, n_out)``, ``b`` is ``(..., n_out)``.

    Raises
    ------
    ValueError
        On a call whose input is not ``(..., N, n_in)``, or whose parameters have other shapes.

    Examples
    --------
    >>> import numpy as np
    >>> y, pull, push = Dense(2, 1)(np.array([[3.0, 4.0]]), np.array([[1.0], [2.0]]), np.array([5.0]))
    >>> y
    array([[16.]])
    >>> dW, db = np.empty((2, 1)), np.empty(1)
    >>> pull(np.array([[1.0]]), dW, db), dW.T, db
    (array([[1., 2.]]), array([[3., 4.]]), array([1.]))
    """

    def __init__(self, n_in: Count, n_out: Count):
        self.shapes: dict[str, tuple[int, ...]] = {"W": (n_in, n_out), "b": (n_out,)}

    def __repr__(self):
        return "Dense({}, {})".format(*self.shapes["W"])

    def __call__(self, x: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        if not are_floating(x, W, b):
            W, b = floating(W, self), floating(b, self)
            x = floating(x, self, W)
        if W.ndim < 2 or x.ndim < 2 or x.shape[-1] != W.shape[-2]:
            raise ValueError(f"{self} takes inputs of shape (..., N, {self.shapes['W'][0]}); got {x.shape}")

        def pull(dy, dW, db):
            np.matmul(x.mT, dy, out=dW)
            np.sum(dy, axis=-2, out=db)
            return self.back(dy, W)

        def push(dx, dW, db):
            return dx @ W + x @ dW + db[..., None, :]

        if b.shape[-1:] != W.shape[-1:]:
            raise ValueError(f"{self} takes W and b of shapes (..., n_in, n_out) and (..., n_out); got {W.shape} and {b.shape}")
        try:
            return x @ W + b[..., None, :], pull, push
        except ValueError:
            raise ValueError(
                f"leading axes of {self} are runs, and must broadcast: x is {kind(x)}, W {kind(W)}, b {kind(b)}"
            ) from None

    def back(self, dy: np.ndarray, W: np.ndarray) -> np.ndarray | None:
        """The gradient in the input."""
        return dy @ W.mT

    @property
    def on_data(self) -> Self:
        """The layer where its input is data: its ``pull`` spares the gradient in them, and returns None."""
        layer = copy(self)
        layer.back = _spared
        return layer


def _spared(dy, W):
    return None
