r"""By which factor does a step come nearer to the minimum of a quadratic, for every rate and momentum at once?

The slower of two directions counts, those of the least and the largest curvature. What :mod:`.convergence` finds with
complex roots is written here in real numbers, so that a page can compute it, too.
"""

import numpy as np

from ..surfaces import Surface, surface
from .convergence import polyak


def modulus(x, mu):
    r"""The larger modulus of the roots of :math:`z^2 - (1 + \mu - x)\,z + \mu`, as :func:`.convergence.rate` has it.

    Parameters
    ----------
    x, mu : array-like
        Rate times curvature, and momentum.

    Examples
    --------
    >>> modulus(np.array([0.5, 2.0]), 0.0), float(modulus(0.19, 0.81).round(3))
    (array([0.5, 1. ]), 0.9)
    """
    half = (1 + mu - x) / 2
    inside = half**2 - mu
    return np.where(inside < 0, np.sqrt(np.abs(mu)), np.abs(half) + np.sqrt(np.maximum(inside, 0)))


def descent_map(low: float, high: float) -> Surface:
    r"""The factor of plain descent against the rate, which diverges beyond :math:`2/\lambda_n`; least at :math:`2/(\lambda_1+\lambda_n)`.

    Parameters
    ----------
    low, high : float
        The least and the largest curvature.

    Examples
    --------
    >>> ravine = descent_map(0.1, 2.0)
    >>> [round(float(ravine.value(lr)), 3) for lr in (ravine.minimum[0], 1.0)]
    [0.905, 1.0]
    """

    @surface(minimum=(2 / (low + high), (high - low) / (high + low)), extent=(0, 2.4 / high, 0, 1.5))
    def descent_map(lr):
        return np.maximum(np.abs(1 - lr * low), np.abs(1 - lr * high))

    return descent_map


def ball_map(low: float, high: float) -> Surface:
    r"""The factor of the heavy ball over rate and momentum, which diverges beyond :math:`2(1+\mu)/\lambda_n`; least where Polyak says.

    Examples
    --------
    >>> ravine = ball_map(0.1, 2.0)
    >>> [round(float(ravine.value(*point)), 3) for point in (ravine.minimum, (0.95, 0.0), (0.1, 0.9))]
    [0.635, 0.905, 0.949]
    """
    lr, mu = polyak(high / low)

    @surface(minimum=(lr / low, mu), extent=(0, 4 / high, 0, 0.995))
    def ball_map(lr, mu):
        return np.maximum(modulus(lr * low, mu), modulus(lr * high, mu))

    return ball_map


def nesterov_map(low: float, high: float) -> Surface:
    r"""The same of Nesterov's method, the heavy ball with :math:`\mu(1-\eta\lambda)`; least where Lessard et al. 2016, table 1, say.

    Examples
    --------
    >>> ravine = nesterov_map(0.1, 2.0)
    >>> [round(float(ravine.value(*point)), 3) for point in (ravine.minimum, (0.95, 0.0), (0.7, 0.9))]
    [0.744, 0.905, 1.09]
    """
    root = np.sqrt(3 * high / low + 1)

    @surface(minimum=(4 / (3 * high + low), (root - 2) / (root + 2)), extent=(0, 4 / high, 0, 0.995))
    def nesterov_map(lr, mu):
        return np.maximum(modulus(lr * low, mu * (1 - lr * low)), modulus(lr * high, mu * (1 - lr * high)))

    return nesterov_map
