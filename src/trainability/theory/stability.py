r"""For which rate and momentum does a method come to rest? Jury's three conditions on a polynomial of second degree.

In a direction of curvature :math:`\lambda` a method with a velocity is a recursion of two terms, and all there is to know is in
the roots of :math:`z^2 - Sz + P`, whose sum is :math:`S` and whose product is :math:`P`. Here :math:`x = \eta\lambda`.
"""

import numpy as np


def jury(total, product) -> np.ndarray:
    r"""What must be positive if both roots are to lie inside the unit circle, and need be no more: :math:`1-S+P,\ 1+S+P,\ 1-P`.

    Parameters
    ----------
    total, product : array-like
        Sum and product of the roots.

    Returns
    -------
    ndarray, shape (3, ...)
        The polynomial at 1, the polynomial at -1, and what the product lacks of 1.

    Examples
    --------
    Roots of 1/2 and -2, of which the second is outside:

    >>> jury(-1.5, -1.0)
    array([ 1.5, -1.5,  2. ])
    """
    total, product = np.broadcast_arrays(total, product)
    return np.stack([1 - total + product, 1 + total + product, 1 - product])


def heavy_ball(x, mu) -> tuple:
    r"""Sum and product of the roots of the heavy ball, :math:`S = 1 + \mu - x` and :math:`P = \mu`.

    Examples
    --------
    >>> heavy_ball(1.5, 0.5)
    (0.0, 0.5)
    """
    return 1 + mu - x, mu


def look_ahead(x, mu) -> tuple:
    r"""Those of Nesterov's method, :math:`S = (1+\mu)(1-x)` and :math:`P = \mu(1-x)`.

    Examples
    --------
    >>> look_ahead(1.5, 0.5)
    (-0.75, -0.25)
    """
    return (1 + mu) * (1 - x), mu * (1 - x)
