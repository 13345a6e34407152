r"""How near does a descent with noise in its gradient come to the minimum, under which schedule of the rate?

The gradient of the bowl :math:`\lambda\theta^2/2`, plus noise of mean zero and standard deviation :math:`\sigma`, fresh at
each step. Nothing has to be simulated: step :math:`t` of rate :math:`\eta_t` changes the mean square exactly by

.. math:: \mathbb{E}\,\theta_t^2 = (1 - \eta_t\lambda)^2\, \mathbb{E}\,\theta_{t-1}^2 + \eta_t^2\sigma^2 .
"""

import numpy as np


def mean_square(rates: np.ndarray, *, start: float, curvature: float = 1.0, noise: float = 1.0) -> np.ndarray:
    """The mean of the squared distance to the minimum after each step.

    Parameters
    ----------
    rates : ndarray, shape (T, ...)
        The rate of each step, along the first axis.
    start : float
        The distance at first.
    curvature, noise : float
        Of the bowl, and the standard deviation of the noise in a gradient.

    Returns
    -------
    ndarray, shape (T, ...)

    Examples
    --------
    At the rate 1/t of Robbins and Monro it is 1/t from the first step on:

    >>> mean_square(1 / np.arange(1.0, 5.0), start=10.0)
    array([1.        , 0.5       , 0.33333333, 0.25      ])
    """
    keep, add = (1 - curvature * rates) ** 2, (noise * rates) ** 2
    passed = np.empty_like(keep)
    square = np.full(keep.shape[1:], float(start) ** 2)
    for i in range(len(keep)):
        square = passed[i] = keep[i] * square + add[i]
    return passed


def floor(rate: float, *, curvature: float = 1.0, noise: float = 1.0) -> float:
    r"""Where a constant rate ends.

    .. math:: \mathbb{E}\,\theta_\infty^2 = \frac{\eta\,\sigma^2}{\lambda\,(2 - \eta\lambda)}

    Examples
    --------
    >>> floor(1.0), round(floor(0.02), 4)
    (1.0, 0.0101)
    """
    return rate * noise**2 / (curvature * (2 - rate * curvature))
