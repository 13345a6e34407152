"""Schedules of the momentum."""

from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

import numpy as np

from ..ranges import Fraction, Positive, Ranged


@dataclass(frozen=True)
class SutskeverMomentum(Ranged):
    r"""The momentum of Sutskever et al. 2013, eq. 5: each halving of its distance to 1 takes twice as long as the last.

    .. math::

        n &= \lfloor t/T \rfloor + 1 \\
        \mu_t &= \min(1 - 2^{-1 - \log_2 n}, \mu_{\max})

    Examples
    --------
    >>> SutskeverMomentum(0.99)(np.array([1, 250, 1000, 100_000]))
    array([0.5 , 0.75, 0.9 , 0.99])
    """

    limit: Fraction
    period: Positive = 250

    def __call__(self, t: Any) -> Any:
        return np.minimum(1 - 0.5 / (t // self.period + 1), self.limit)


@dataclass(frozen=True)
class NesterovMomentum:
    r"""What Nesterov's momentum comes to after some steps (Sutskever et al. 2013, section 3); see :class:`NesterovSequence`.

    .. math:: \mu_t = 1 - \frac{3}{t + 5}
    """

    def __call__(self, t: Any) -> Any:
        return 1 - 3 / (t + 5)


@dataclass(frozen=True)
class NesterovSequence:
    r"""Nesterov's momentum itself (Nesterov 1983, as Sutskever et al. 2013, appendix A.1, write it), from :math:`a_0 = 1`.

    .. math::

        a_{t+1} &= \frac{1 + \sqrt{4 a_t^2 + 1}}{2} \\
        \mu_t &= \frac{a_t - 1}{a_{t+1}}

    The one schedule without a closed form. Nesterov's method has :math:`\mu_0` on its second step, the
    first that has a velocity: with ``mu=NesterovSequence()`` the momentum is two steps ahead of his.

    Examples
    --------
    >>> NesterovSequence()(np.array([0, 1, 1000])).round(4)
    array([0.    , 0.2818, 0.997 ])
    """

    def __call__(self, t: Any) -> Any:
        return _nesterov(int(np.max(t)).bit_length())[np.asarray(t, int)]


@cache
def _nesterov(bits):
    """The momenta of steps 0 to 2**bits - 1, so that all the steps of a descent cost no more than its last one."""
    a = [1.0]
    while len(a) <= 2**bits:
        a.append((1 + sqrt(4 * a[-1] ** 2 + 1)) / 2)
    a = np.array(a)
    return (a[:-1] - 1) / a[1:]
