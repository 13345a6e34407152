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
from functools import partial
from typing import Any

import numpy as np

from .precision import floating
from .ranges import Finite, ranged


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
        return getattr(self, "made", self.name)

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, Any, Any]:
        x = floating(x, self)
        y = self.f(x)

        def pull(dy):
            return dy * self.slope(x, y)

        return y, pull, pull  # a diagonal Jacobian is its own transpose


@ranged
def leaky(a: Finite) -> Activation:
    """The leaky rectifier, y = x for x > 0 and a x elsewhere (He et al. 2015, eq. 1)."""
    made = Activation("leaky_relu", partial(_leaky, a), partial(_leaky_slope, a))
    if a != 0.01:
        made.made = f"leaky({a})"
    return made


def _leaky(a, x):
    return np.where(x > 0, x, a * x)


def _leaky_slope(a, x, y):
    return np.where(x > 0, x.dtype.type(1), a)


def _linear(x):
    return x


def _one(x, y):
    return np.ones_like(x)


def _logistic(x):
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))  # never overflows, exact in both tails


def _logistic_slope(x, y):
    return y * (1 - y)


def _tanh_slope(x, y):
    return 1 - y * y


def _softsign(x):
    x = _bounded(x)
    return x / (1 + np.abs(x))


def _softsign_slope(x, y):
    return (1 - np.abs(y)) ** 2


def _relu(x):
    return np.maximum(x, 0)


def _relu_slope(x, y):
    return (x > 0).astype(x.dtype)


def _elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def _elu_slope(x, y):
    return np.where(x > 0, 1, y + 1)


# Klambauer et al. 2017, eq. 14: the fixed point of mean 0 and variance 1.
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def _selu(x):
    return SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * np.expm1(np.minimum(x, 0)))


def _selu_slope(x, y):
    return np.where(x > 0, SELU_SCALE, y + SELU_SCALE * SELU_ALPHA)


def _softplus(x):
    return np.logaddexp(x, 0)


def _softplus_slope(x, y):
    return _logistic(x)


def _silu(x):
    return _bounded(x) * _logistic(x)


def _silu_slope(x, y):
    return _logistic(x) * np.where(1 + x == x, 1, 1 + _bounded(x) - y)  # where x is so large, 1 is lost beside it


def _bounded(x):
    """The same, but for infinities: those are the largest numbers there are."""
    return np.nan_to_num(x, nan=np.nan)


linear = Activation("linear", _linear, _one)
sigmoid = Activation("sigmoid", _logistic, _logistic_slope)
tanh = Activation("tanh", np.tanh, _tanh_slope)
softsign = Activation("softsign", _softsign, _softsign_slope)
relu = Activation("relu", _relu, _relu_slope)
leaky_relu = leaky(0.01)
elu = Activation("elu", _elu, _elu_slope)
selu = Activation("selu", _selu, _selu_slope)
softplus = Activation("softplus", _softplus, _softplus_slope)
silu = Activation("silu", _silu, _silu_slope)
