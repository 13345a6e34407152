r"""What happens to the size, the angle and the gradient of signals in a deep network of infinite width?

Layers are :math:`y_l = \phi(y_{l-1} W_l)`, without biases; the weights have mean 0 and standard deviation
:math:`\sigma/\sqrt n`. For :math:`n \to \infty` every :math:`y_{l-1} W_l` is Gaussian, and the mean square ``q``
of the signal, the correlation ``c`` of two signals and the growth ``chi`` of a squared gradient follow from one
layer to the next by Gaussian averages (Poole et al. 2016; Schoenholz et al. 2017, who write ``q`` for what
is :math:`\sigma^2 q` here, the mean square before the activation function).
"""

from typing import NamedTuple

import numpy as np

from ..activations import Activation
from .averages import average, shrink


def next_q(activation: Activation, sigma: float, q: float) -> float:
    r"""The mean square one layer on, :math:`\mathbb{E}\,\phi(\sigma\sqrt q\,z)^2`."""
    return average(lambda h: activation.f(h) ** 2, std=sigma * np.sqrt(q))


def chi(activation: Activation, sigma: float, q: float | None = None) -> float:
    r"""The factor of a layer on the mean square of a gradient, :math:`\sigma^2\,\mathbb{E}\,\phi'(\sigma\sqrt q\,z)^2`.

    If no ``q`` is given, at its :func:`fixed_point`: inside a deep network.

    Examples
    --------
    >>> from trainability.activations import relu, tanh
    >>> round(chi(tanh, sigma=1.0, q=0.0), 6), round(chi(relu, sigma=2**0.5, q=7.0), 2)
    (1.0, 1.0)
    """
    q = fixed_point(activation, sigma) if q is None else q
    return float(sigma * shrink(activation, std=sigma * np.sqrt(q))) ** 2


def next_c(activation: Activation, sigma: float, q: float, c: float) -> float:
    r"""The correlation of two signals of mean square ``q`` one layer on.

    .. math::
        c \to \frac{\mathbb{E}\,\phi(\sigma\sqrt q\,z_1)\,\phi(\sigma\sqrt q\,(c z_1 + \sqrt{1-c^2}\,z_2))}
                  {\mathbb{E}\,\phi(\sigma\sqrt q\,z)^2}

    Examples
    --------
    Of two orthogonal inputs, a rectifier layer makes outputs of correlation 1/π (Cho & Saul 2009, eq. 6):

    >>> from trainability.activations import relu
    >>> round(next_c(relu, sigma=1.0, q=1.0, c=0.0) * np.pi, 2)
    1.0
    """
    z = np.arange(-8.95, 9, 0.1)  # a coarse grid, as it has to be squared
    w = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()
    first = activation.f(sigma * np.sqrt(q) * z)
    second = activation.f(sigma * np.sqrt(q) * (c * z[:, None] + np.sqrt(1 - c**2) * z))
    return float((w * first) @ (second @ w) / (w @ first**2))


def fixed_point(activation: Activation, sigma: float) -> float:
    """The mean square that a bounded activation, ``|phi| <= 1``, keeps from layer to layer; 0 if there is no other.

    Examples
    --------
    >>> from trainability.activations import tanh
    >>> round(fixed_point(tanh, 0.9), 6), round(fixed_point(tanh, 1.5), 3)
    (0.0, 0.353)
    """
    low, high = 0.0, 1.0
    for _ in range(50):
        q = (low + high) / 2
        low, high = (q, high) if next_q(activation, sigma, q) > q else (low, q)
    return high


class Course(NamedTuple):
    """What happens to signals with depth: arrays ``(..., depth + 1)``, from the input on."""

    q: np.ndarray  # mean square of the signal
    c: np.ndarray  # correlation of two signals
    gradient: np.ndarray  # mean square of the gradient, over that at the last layer


def theory(activation: Activation, sigma: float, *, depth: int, q: float = 1.0, c: float = 0.6) -> Course:
    """The course at infinite width, of inputs of mean square ``q`` and correlation ``c``.

    Examples
    --------
    >>> from trainability.activations import tanh
    >>> round(float(np.sqrt(theory(tanh, 1.0, depth=100).q[-1])), 4)
    0.0712
    """
    sizes, correlations, factors = [q], [c], []
    for _ in range(depth):
        q, c = sizes[-1], correlations[-1]
        sizes.append(next_q(activation, sigma, q))
        correlations.append(next_c(activation, sigma, q, c))
        factors.append(chi(activation, sigma, q))
    factors.append(1.0)
    behind = np.cumprod(factors[::-1])[::-1]  # of all layers after each
    return Course(np.array(sizes), np.array(correlations), behind)
