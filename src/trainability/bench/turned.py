"""The same objective along other axes: what is left of a method that goes by coordinates?

Plain descent and momentum do not know the axes. Turn the objective and the start by an orthogonal matrix, and their
paths turn with them. A rule that treats each coordinate by itself has to find its way anew.
"""

from collections.abc import Callable

import numpy as np


def turned(objective: Callable, Q: np.ndarray) -> Callable:
    r"""The objective :math:`\theta \mapsto f(\theta Q)`, whose gradient is :math:`\nabla f(\theta Q)\, Q^\top`.

    Parameters
    ----------
    objective : callable
        ``f``, of parameters ``(..., P)``.
    Q : ndarray, shape (P, P)
        Orthogonal. What ``f`` has at ``x``, the result has at ``x @ Q.T``.

    Examples
    --------
    Saito's ravine, an eighth of a turn to the left:

    >>> from trainability.surfaces import ravine
    >>> Q, g = rotation(np.pi / 4), np.empty(2)
    >>> value = turned(ravine, Q)(np.array([-10.0, 2.0]) @ Q.T, g)
    >>> round(float(value), 9), (g @ Q).round(9)
    (9.0, array([-1.,  4.]))
    """

    def seen(theta, g):
        value = objective(theta @ Q, g)
        g[...] = g @ Q.T
        return value

    return seen


def rotation(angle: float) -> np.ndarray:
    """The matrix ``Q`` with which :func:`turned` turns the plane to the left by ``angle`` radians.

    Examples
    --------
    >>> (np.array([1.0, 0.0]) @ rotation(np.pi / 2).T).round()
    array([0., 1.])
    """
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])
