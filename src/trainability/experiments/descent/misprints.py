r"""Schedules as the notes print them, symbols lost, to see what each loss does.

The triangular schedule is three formulas, one put into the next. From the length :math:`h` of half a cycle:

.. math::

    m &= \left\lfloor 1 + \frac{t}{2h} \right\rfloor \\
    b &= |t/h - 2m + 1| \\
    c &= \max(0, 1 - b)

Each is a function here, and so is what is left of it in the note. :func:`height` takes either.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CosineWithoutPi:
    r"""The cosine of the note, which ends on its way down, at 0.77 of where it began.

    .. math:: \eta_t = \frac{\eta_0}{2} \Bigl(1 + \cos \frac{t}{T}\Bigr)
    """

    start: float
    T: int

    def __call__(self, t):
        return self.start * (1 + np.cos(t / self.T)) / 2


def cycle(t, half):
    """The number ``m`` of the cycle, from 1."""
    return np.floor(1 + t / (2 * half))


def position(t, half, m):
    """How far ``b`` the step is from the middle of its cycle, from 0 to 1."""
    return np.abs(t / half - 2 * m + 1)


def tip(t, m, b):
    """The height ``c`` of the triangle, from 0 to 1."""
    return np.maximum(0, 1 - b)


def cycle_misprinted(t, half):
    """The ``t`` of :func:`cycle` is lost."""
    return np.floor(1 + 2 / half)


def position_misprinted(t, half, m):
    """The first bar of the modulus in :func:`position` has become a 1 and a minus."""
    return 1 - t / half - 2 * m + 1


def tip_misprinted(t, m, b):
    """The ``b`` of :func:`tip` has become ``t/m``."""
    return np.maximum(0, 1 - t / m)


def height(t, half, *, cycle=cycle, position=position, tip=tip):
    """The height of the triangular cycle at steps ``t``, by whichever of the three formulas.

    Examples
    --------
    >>> t = np.arange(9)
    >>> height(t, 2)
    array([0. , 0.5, 1. , 0.5, 0. , 0.5, 1. , 0.5, 0. ])
    >>> height(t, 4, cycle=cycle_misprinted)
    array([0.  , 0.25, 0.5 , 0.75, 1.  , 0.75, 0.5 , 0.25, 0.  ])
    """
    m = cycle(t, half)
    return tip(t, m, position(t, half, m))
