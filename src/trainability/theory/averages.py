"""Which gain does an activation function ask for? Averages over a normal input, by quadrature."""

from collections.abc import Callable

import numpy as np

from ..activations import Activation

# The trapezoidal rule: its error is below 1e-6 for functions with a kink at zero, and rounding for smooth ones.
Z = np.linspace(-12, 12, 24_001)
WEIGHT = np.exp(-(Z**2) / 2) / np.exp(-(Z**2) / 2).sum()


def average(f: Callable, std: float = 1.0) -> float:
    """The mean of ``f(z)`` over a normal ``z`` of mean 0 and standard deviation ``std``.

    Examples
    --------
    >>> round(average(np.square, std=3.0), 6)
    9.0
    """
    return float(WEIGHT @ f(std * Z))


def gain(activation: Activation) -> float:
    r"""The gain at which a layer hands on the mean square it got, if that is 1.

    .. math:: \mathrm{gain}^2 \; \mathbb{E}\,f(z)^2 = 1, \qquad z \sim \mathcal{N}(0, 1)

    Examples
    --------
    >>> from trainability.activations import relu
    >>> round(gain(relu), 6)
    1.414214
    """
    return average(lambda z: activation.f(z) ** 2) ** -0.5


def shrink(activation: Activation, std: float) -> float:
    r"""What an activation function leaves of a small difference between two inputs, or of a gradient on its way back.

    .. math:: \sqrt{\mathbb{E}\,f'(z)^2}, \qquad z \sim \mathcal{N}(0, \mathrm{std}^2)

    The weights before it contribute another factor, their standard deviation times the root of the width.

    Examples
    --------
    >>> from trainability.activations import relu, sigmoid
    >>> round(shrink(relu, std=3.0) ** 2, 3), round(shrink(sigmoid, std=0.001), 3)
    (0.5, 0.25)
    """
    return average(lambda z: activation.slope(z, activation.f(z)) ** 2, std) ** 0.5
