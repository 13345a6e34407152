r"""How far does a rule that divides by its past gradients go, when they are rare, steady, or steep only once?

Along a gradient of constant size Adagrad's steps are :math:`\eta/\sqrt{k}`, whatever the size, and :math:`k` counts the
gradients other than zero. A steep one in the past acts like many ordinary ones.
"""

from collections.abc import Callable
from itertools import count

import numpy as np

STEEP = 100.0  # the slope of the cliff, where that of the plain below it is 1
EDGE = 10.0  # how far from the minimum the cliff begins


def occasional(periods: list[int], sizes: list[float]) -> Callable:
    """An objective whose gradient in coordinate ``i`` is ``sizes[i]`` at every ``periods[i]``-th call, and zero at the others.

    Parameters
    ----------
    periods, sizes : lists of equal length P
        How often, and how steep.

    Examples
    --------
    >>> slope, g = occasional([1, 2], [1.0, 5.0]), np.empty(2)
    >>> for t in range(2):
    ...     _ = slope(np.zeros(2), g)
    ...     print(g)
    [1. 0.]
    [1. 5.]
    """
    periods, sizes, calls = np.asarray(periods), np.asarray(sizes), count(1)

    def objective(theta, g):
        g[...] = sizes * (next(calls) % periods == 0)
        return (sizes * theta / periods).sum(axis=-1)

    return objective


def cliff(theta: np.ndarray, g: np.ndarray):
    """The distance to zero, on a plain of slope 1 that ends, ``EDGE`` away, at the foot of a cliff of slope ``STEEP``.

    Examples
    --------
    >>> g = np.empty(1)
    >>> float(cliff(np.array([11.0]), g)), g
    (110.0, array([100.]))
    """
    above = np.maximum(np.abs(theta) - EDGE, 0)
    g[...] = np.sign(theta) * np.where(above > 0, STEEP, 1.0)
    return (np.abs(theta) + (STEEP - 1) * above).sum(axis=-1)


def steps_across(distance: float, lr: float, s: float = 0.0) -> float:
    r"""About how many steps Adagrad takes along a slope of 1, if it has the sum of squares ``s`` already.

    From :math:`\eta \sum_k 1/\sqrt{s + k} \approx 2\eta\,(\sqrt{s + n} - \sqrt s)`:

    .. math:: n = \frac{d}{\eta} \sqrt s + \Bigl(\frac{d}{2\eta}\Bigr)^2

    Examples
    --------
    >>> steps_across(10.0, lr=1.0), steps_across(10.0, lr=1.0, s=10_000.0)
    (25.0, 1025.0)
    """
    return distance / lr * float(np.sqrt(s)) + (distance / (2 * lr)) ** 2
