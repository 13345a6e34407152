r"""The loss of the smallest recurrent network, and the cliff in it (Qiu 2020, figure 7.5, after Pascanu et al. 2013, figure 6).

One unit, no input, a hundred steps: :math:`h_t = \sigma(w h_{t-1} + b)` from :math:`h_0 = 0.3`, and the loss
:math:`(h_{100} - 0.65)^2`.
"""

import numpy as np

from ...activations import sigmoid
from ...surfaces import surface

START, TARGET, T = 0.3, 0.65, 100


def unroll(w, b) -> tuple:
    r"""The last state and its slopes in ``w`` and ``b``, carried along from step to step.

    .. math::

        h_t &= \sigma(w h_{t-1} + b) \\
        \frac{\partial h_t}{\partial w} &= h_t (1-h_t) \Bigl(h_{t-1} + w \frac{\partial h_{t-1}}{\partial w}\Bigr) \\
        \frac{\partial h_t}{\partial b} &= h_t (1-h_t) \Bigl(1 + w \frac{\partial h_{t-1}}{\partial b}\Bigr)

    Examples
    --------
    Without a weight every state is the sigmoid of the bias:

    >>> np.array(unroll(0.0, 0.0))
    array([0.5  , 0.125, 0.25 ])
    """
    h, dw, db = START, 0.0, 0.0
    for _ in range(T):
        last, h = h, sigmoid.f(w * h + b)
        slope = h * (1 - h)
        dw, db = slope * (last + w * dw), slope * (1 + w * db)
    return h, dw, db


@surface(minimum=None, extent=(0, 10, -6, 0))
def cliff(w, b):
    r"""The loss :math:`(h_{100} - 0.65)^2`; it is zero along a line that ends in the cliff."""
    return (unroll(w, b)[0] - TARGET) ** 2


@cliff.gradient
def cliff(w, b):
    h, dw, db = unroll(w, b)
    return 2 * (h - TARGET) * dw, 2 * (h - TARGET) * db


def wall(w: np.ndarray) -> np.ndarray:
    r"""The bias at which the last state crosses its target, for weights ``w`` of one axis, by bisection.

    For :math:`w > 1/0.21` the first state, 0.3, is then an unstable fixed point, and :math:`b = \ln\frac{0.3}{0.7} - 0.3\,w`.

    Examples
    --------
    >>> wall(np.array([5.5])).round(4), round(np.log(0.3 / 0.7) - 0.3 * 5.5, 4)
    (array([-2.4973]), np.float64(-2.4973))
    """
    low, high = np.full_like(w, -10.0), np.full_like(w, 10.0)
    for _ in range(60):
        middle = (low + high) / 2
        below = unroll(w, middle)[0] < TARGET
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return high


def steepest(w: np.ndarray) -> np.ndarray:
    """The largest gradient norm of the :func:`cliff` found near its :func:`wall`, for weights ``w`` of one axis.

    Examples
    --------
    >>> steepest(np.array([3.0, 5.0])) > 1000
    array([False,  True])
    """
    near = np.geomspace(1e-12, 0.1, 200)
    w, b = w[:, None], wall(w)[:, None] + np.concatenate([-near, near])
    return np.hypot(*cliff.slopes(w, b)).max(axis=-1)
