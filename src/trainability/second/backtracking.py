"""Which of the points on the way of conjugate gradients to move to: the last is the best of the model, not always of the objective."""

from collections.abc import Callable, Iterable
from math import ceil, inf
from typing import NamedTuple

import numpy as np

from ..conjugate import Conjugate
from ..ranges import Count, Factor, ranged


class Picked(NamedTuple):
    """What :func:`backtracked` came to: the last point, ``(P,)``, the one that was picked, its value, and the number of steps."""

    last: np.ndarray
    best: np.ndarray
    value: float
    steps: int


@ranged
def backtracked(
    steps: Iterable[Conjugate], start: np.ndarray, f: Callable[[np.ndarray], float], first: Count = 5, growth: Factor = 1.3
) -> Picked:
    """Take all steps, and pick the point that one comes to by going back from the last for as long as ``f`` falls.

    Tried are step ``first``, then each that is ``growth`` times further, and the last (Martens 2010, section 4.6).
    Going back need not wait for the end: of the points tried, the one to come to is the last that is no higher than the one before
    it. So ``f`` is taken on the way, and two points are kept, however many there were.

    Parameters
    ----------
    steps : iterable of Conjugate
        Of one run.
    start : ndarray, shape (P,)
        Where the steps start, which is picked if there are none.
    f : callable
        The objective at a point of the way.

    Examples
    --------
    The tenth step is higher than the seventh:

    >>> way = [Conjugate(np.array([float(i)]), 0.0, None) for i in range(1, 11)]
    >>> backtracked(way, np.zeros(1), f=lambda x: abs(x[0] - 6)).best
    array([7.])
    """
    due, before, best, last, i, tried = float(first), inf, None, start, 0, None
    for i, step in enumerate(steps, 1):
        last = step.x
        if i == ceil(due):
            due, tried = due * growth, i
            before, best = _lower(f, last, before, best)
    if tried != i:
        before, best = _lower(f, last, before, best)
    return Picked(last, *best, i)


def _lower(f, x, before, best):
    """The value at a point, and the point to go back to if this was the last."""
    value = _number(f(x))
    return value, (x, value) if value <= before else best


def _number(value):
    """What is no number is above all numbers."""
    return float(value) if value == value else inf
