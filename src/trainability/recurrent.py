"""Layers over time: a recurrent one, and what reads its states.

Their inputs are sequences, ``(..., T, N, n)``: ``T`` times, at each a batch of ``N`` rows, behind any number of leading
axes, which are independent runs. See :mod:`~trainability.layers` for the protocol.

Examples
--------
A network that answers once, after the last of ten times, and one that answers at each:

>>> import numpy as np
>>> from trainability.layers import Dense
>>> from trainability.network import Network
>>> x, rng = np.ones((10, 4, 2)), np.random.default_rng(0)
>>> for read in (last, every):
...     network = Network(Recurrent(2, 5), read, Dense(5, 3))
...     y, pull, push = network(x, network.initial(rng))
...     print(network, y.shape)
Network(Recurrent(2, 5), last, Dense(5, 3)) (4, 3)
Network(Recurrent(2, 5), every, Dense(5, 3)) (40, 3)
"""

from copy import copy
from typing import Any, Self

import numpy as np

from .precision import are_floating, floating, kind
from .ranges import Count, ranged

__all__ = ["Recurrent", "last", "every"]


@ranged
class Recurrent:
    r"""A layer of tanh units that reads its own last state (Sutskever et al. 2013, section 4).

    .. math::

        h_0 &= 0 \\
        h_t &= \tanh(x_t U + h_{t-1} W + b), \qquad t = 1, \dots, T

    Its ``pull`` is backpropagation through time. With :math:`s_t = 1 - h_t^2`, the slopes of the units, and what comes from
    above, :math:`dy_t`, it goes from the last time to the first:

    .. math::

        da_t = s_t \odot (dy_t + da_{t+1} W^\top), \qquad dU = \sum_t x_t^\top da_t, \quad dW = \sum_t h_{t-1}^\top da_t

    Parameters
    ----------
    n_in, n : int
        Width of the input, and how many units there are: ``U`` is ``(..., n_in, n)``, ``W`` is ``(..., n, n)``, ``b`` is
        ``(..., n)``. The input is ``(..., T, N, n_in)``, and the output, the states at all times, ``(..., T, N, n)``.

    Raises
    ------
    ValueError
        On a call whose input is not ``(..., T, N, n_in)``, or has no times, or whose parameters have other shapes.

    Examples
    --------
    One unit sees a pulse, and forgets it by half each time:

    >>> import numpy as np
    >>> pulse = np.array([0.01, 0.0, 0.0]).reshape(3, 1, 1)
    >>> h, pull, push = Recurrent(1, 1)(pulse, np.array([[1.0]]), np.array([[0.5]]), np.zeros(1))
    >>> h.ravel().round(5)
    array([0.01  , 0.005 , 0.0025])
    """

    def __init__(self, n_in: Count, n: Count):
        self.shapes: dict[str, tuple[int, ...]] = {"U": (n_in, n), "W": (n, n), "b": (n,)}

    def __repr__(self):
        return "Recurrent({}, {})".format(*self.shapes["U"])

    def __call__(self, x: np.ndarray, U: np.ndarray, W: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        if not are_floating(x, U, W, b):
            U, W, b = (floating(each, self) for each in (U, W, b))
            x = floating(x, self, U)
        self._check(x, U, W, b)
        try:
            h = _rows(x) @ U
            h += b[..., None, :]
            h = _timed(h, x)
            h = _along(h, W, lambda t, now: np.tanh(now, out=now))
        except ValueError:
            raise ValueError(
                f"leading axes of {self} are runs, and must broadcast: x is {kind(x)}, U {kind(U)}, W {kind(W)}, b {kind(b)}"
            ) from None

        def pull(dy, dU, dW, db):
            dU[...] = dW[...] = db[...] = 0
            dx, back, da = self.room(x, dy), np.ascontiguousarray(W.mT), None
            for t in reversed(range(x.shape[-3])):
                da = dy[..., t, :, :] + (0 if da is None else da @ back)
                da *= 1 - h[..., t, :, :] ** 2
                dU += x[..., t, :, :].mT @ da
                if t:
                    dW += h[..., t - 1, :, :].mT @ da
                db += da.sum(axis=-2)
                if dx is not None:
                    np.matmul(da, U.mT, out=dx[..., t, :, :])
            return dx

        def push(dx, dU, dW, db):
            da = _timed(_rows(dx) @ U + _rows(x) @ dU + db[..., None, :], x)
            da[..., 1:, :, :] += _timed(_rows(h[..., :-1, :, :]) @ dW, x[..., 1:, :, :])
            return _along(da, W, lambda t, now: np.multiply(now, 1 - h[..., t, :, :] ** 2, out=now))

        return h, pull, push

    def _check(self, x, U, W, b):
        n_in, n = self.shapes["U"]
        if x.ndim < 3 or x.shape[-1] != n_in or x.shape[-3] == 0:
            raise ValueError(f"{self} takes inputs of shape (..., T, N, {n_in}), from T = 1 on; got {x.shape}")
        if U.shape[-2:] != (n_in, n) or W.shape[-2:] != (n, n) or b.shape[-1:] != (n,):
            raise ValueError(
                f"{self} takes U, W and b of shapes (..., {n_in}, {n}), (..., {n}, {n}) and (..., {n}); "
                f"got {U.shape}, {W.shape} and {b.shape}"
            )

    def room(self, x: np.ndarray, dy: np.ndarray) -> np.ndarray | None:
        """Where ``pull`` writes the gradient in the input."""
        return np.empty((*dy.shape[:-1], x.shape[-1]), dy.dtype)

    @property
    def on_data(self) -> Self:
        """The layer where its input is data: its ``pull`` spares the gradient in them, and returns None."""
        layer = copy(self)
        layer.room = _spared
        return layer


def _spared(x, dy):
    return None


def _along(a, W, at):
    """In place, time after time: ``a[t] = at(t, a[t] + a[t - 1] W)``."""
    last = None
    for t in range(a.shape[-3]):
        now = a[..., t, :, :]
        if last is not None:
            now += last @ W
        at(t, now)
        last = now
    return a


def _rows(x):
    """All rows of all times, ``(..., T N, n)``."""
    return x.reshape(*x.shape[:-3], x.shape[-3] * x.shape[-2], x.shape[-1])


def _timed(rows, like):
    """Rows, ``(..., T N, n)``, by the times of ``like`` again."""
    return rows.reshape(*rows.shape[:-2], *like.shape[-3:-1], rows.shape[-1])


class Reading:
    """What reads the states ``(..., T, N, n)``, without parameters: :data:`last` and :data:`every`."""

    shapes: dict[str, tuple[int, ...]] = {}

    def __repr__(self):
        return self.name

    def _checked(self, x):
        x = floating(x, self)
        if x.ndim < 3 or x.shape[-3] == 0:
            raise ValueError(f"{self} reads states of shape (..., T, N, n), from T = 1 on; got {x.shape}")
        return x


class Last(Reading):
    """The rows ``(..., N, n)`` of the last time."""

    name = "last"

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        times = self._checked(x).shape[-3]

        def pull(dy):
            dx = np.zeros((*dy.shape[:-2], times, *dy.shape[-2:]), dy.dtype)
            dx[..., -1, :, :] = dy
            return dx

        return x[..., -1, :, :], pull, lambda dx: dx[..., -1, :, :]


class Every(Reading):
    """The rows ``(..., T N, n)`` of all times, one time after the other."""

    name = "every"

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        x = self._checked(x)
        return _rows(x), lambda dy: _timed(dy, x), _rows


last, every = Last(), Every()
