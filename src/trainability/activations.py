"""Activation functions: layers without parameters that act on each element.

Examples
--------
The softplus is a rectifier without the corner:

>>> import numpy as np
>>> x = np.array([-2.0, 0.0, 20.0])
>>> relu(x)[0], softplus(x)[0].round(3)
(array([ 0.,  0., 20.]), array([ 0.127,  0.693, 20.   ]))
"""

from collections.abc import Callable
from typing import Any

import numpy as np


class Activation:
    """A function of each element, called as a layer (see :mod:`~trainability.layers`).

    Parameters
    ----------
    name : str
        What it is called in legends, and in :data:`~trainability.initializers.GAIN` if it is there.
    f : callable
        The function, ``y = f(x)``.
    slope : callable
        Its derivative, ``slope(x, y)``, written in whichever of the two is simpler.

    Examples
    --------
    >>> import numpy as np
    >>> y, pull, push = relu(np.array([-1.0, 2.0]))
    >>> y, pull(np.array([10.0, 10.0]))
    (array([0., 2.]), array([ 0., 10.]))
    """

    shapes: dict[str, tuple[int, ...]] = {}

    def __init__(self, name: str, f: Callable[..., Any], slope: Callable[..., Any]):
        self.name, self.f, self.slope = name, f, slope

    def __repr__(self):
        return self.name

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        y = self.f(x)

        def pull(dy):
            return dy * self.slope(x, y)

        return y, pull, pull  # a diagonal Jacobian is its own transpose


def leaky(a: float) -> Activation:
    """The leaky rectifier, y = x for x > 0 and a x elsewhere (He et al. 2015, eq. 1)."""
    return Activation("leaky_relu", lambda x: np.where(x > 0, x, a * x), lambda x, y: np.where(x > 0, x.dtype.type(1), a))


def _logistic(x):
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))  # never overflows, exact in both tails


# Klambauer et al. 2017, eq. 14: the fixed point of mean 0 and variance 1.
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

linear = Activation("linear", lambda x: x, lambda x, y: np.ones_like(x))
sigmoid = Activation("sigmoid", _logistic, lambda x, y: y * (1 - y))
tanh = Activation("tanh", np.tanh, lambda x, y: 1 - y * y)
softsign = Activation("softsign", lambda x: x / (1 + np.abs(x)), lambda x, y: (1 - np.abs(y)) ** 2)
relu = Activation("relu", lambda x: np.maximum(x, 0), lambda x, y: (x > 0).astype(x.dtype))
leaky_relu = leaky(0.01)
elu = Activation("elu", lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))), lambda x, y: np.where(x > 0, 1, y + 1))
selu = Activation(
    "selu",
    lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0))),
    lambda x, y: np.where(x > 0, SELU_SCALE, y + SELU_SCALE * SELU_ALPHA),
)
softplus = Activation("softplus", lambda x: np.logaddexp(x, 0), lambda x, y: _logistic(x))
silu = Activation("silu", lambda x: x * _logistic(x), lambda x, y: _logistic(x) * (1 + x - y))
