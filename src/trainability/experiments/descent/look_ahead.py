"""Where is the gradient taken, and where does that matter? Nesterov's method in other forms and on other objectives."""

import numpy as np

from ...rule import Rule


@Rule
def nesterov_framework(theta, g, t, v, *, lr=0.01, mu=0.9):
    r"""Nesterov's method as PyTorch has it: no look-ahead, but every iterate is a look-ahead point.

    .. math::

        v_t &= \mu v_{t-1} + g_t \\
        \theta_t &= \theta_{t-1} - \eta\, (g_t + \mu v_t)
    """
    v *= mu
    v += g
    theta -= lr * (g + mu * v)


def down_to_zero(n: int) -> tuple[np.ndarray, np.ndarray]:
    r"""A quadratic that is hardly strongly convex: curvatures from 1 down to almost 0, and a start.

    Of half the sum of :math:`\lambda\theta^2`, plain descent of rate 1 leaves :math:`1/(4t + 2)` after :math:`t` steps, which is
    as slow as convexity allows, but for a logarithm.

    Parameters
    ----------
    n : int
        Number of curvatures. The law holds while :math:`t \ll n^2`.

    Returns
    -------
    curvature, start : ndarray, shape (n,)

    Examples
    --------
    >>> curvature, start = down_to_zero(1000)
    >>> [round(float((curvature * start**2 * (1 - curvature) ** (2 * t)).sum() / 2), 6) for t in (0, 2, 12)]
    [0.5, 0.1, 0.02]
    """
    s = (np.arange(n) + 0.5) / n
    return s**2, np.sqrt(2 / (n * s))


def kinked(theta: np.ndarray, g: np.ndarray):
    """A convex function of curvatures 25, 1 and 25 below 1, from 1 to 2, and above (Lessard, Recht & Packard 2016).

    Its minimum is 0, at 0. An objective of parameters ``(..., 1)``.

    Examples
    --------
    >>> g = np.empty(1)
    >>> float(kinked(np.array([-2.0]), g)), g
    (50.0, array([-50.]))
    """
    x = theta[..., 0]
    parts = [x < 1, x < 2]
    g[...] = np.select(parts, [25 * x, x + 24], 25 * x - 24)[..., None]
    return np.select(parts, [12.5 * x**2, x**2 / 2 + 24 * x - 12], 12.5 * x**2 - 24 * x + 36)
