r"""What does a sigmoid do to its inputs, when the weights before it are very small or very large?

A unit's input is normal, of standard deviation ``tau``, if its weights are; averages over it are integrals.
"""

import numpy as np

from ...activations import sigmoid
from ...initializers import normal
from ...theory.averages import average


def curvature(tau: float) -> float:
    r"""The share of a sigmoid's variance that no straight line explains: near 0, :math:`\tau^4/24`.

    Examples
    --------
    >>> round(24 * curvature(0.1) / 0.1**4, 2)
    0.99
    """
    variance = average(lambda z: (sigmoid.f(z) - 0.5) ** 2, tau)
    covariance = average(lambda z: z * (sigmoid.f(z) - 0.5), tau)
    return 1 - covariance**2 / (variance * tau**2)


def measured_curvature(tau: float, rng: np.random.Generator, *, n=100, rows=1000) -> float:
    """That share in a real layer: ``n`` sigmoids of ``n`` normal inputs, fitted by least squares over ``rows`` inputs.

    Examples
    --------
    >>> abs(measured_curvature(1.0, np.random.default_rng(0)) / curvature(1.0) - 1) < 0.2
    True
    """
    x = rng.standard_normal((rows, n))
    y = sigmoid.f(x @ normal((n, n), rng, std=tau / np.sqrt(n)))
    y -= y.mean(axis=0)
    x -= x.mean(axis=0)
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float((rest**2).sum() / (y**2).sum()) * rows / (rows - n - 1)  # the fit has n + 1 free numbers


def slopes(tau: float) -> tuple[float, float]:
    """Mean and median slope of a sigmoid.

    Examples
    --------
    >>> mean, median = slopes(10.0)
    >>> round(mean, 3), round(median, 3)
    (0.039, 0.001)
    """
    quartile = 0.6744897501960817 * tau  # half of all inputs are closer to 0
    return average(lambda z: sigmoid.slope(z, sigmoid.f(z)), tau), float(sigmoid.slope(quartile, sigmoid.f(quartile)))
