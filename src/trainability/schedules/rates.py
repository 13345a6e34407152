"""Schedules of the learning rate. ``start`` is the value at ``t = 0``, the step before the first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Piecewise:
    """``values[i]`` until step ``boundaries[i]``, that step included; the last value for ever.

    Raises
    ------
    ValueError
        If there is not one value more than boundaries, or the boundaries do not increase.

    Examples
    --------
    >>> Piecewise((0.1, 0.01), (100,))(np.array([1, 100, 101]))
    array([0.1 , 0.1 , 0.01])
    """

    values: tuple[float, ...]
    boundaries: tuple[float, ...]

    def __post_init__(self):
        if len(self.values) != len(self.boundaries) + 1:
            raise ValueError(f"{len(self.boundaries)} boundaries part {len(self.boundaries) + 1} values; got {len(self.values)}")
        if list(self.boundaries) != sorted(set(self.boundaries)):
            raise ValueError(f"boundaries must increase; got {self.boundaries}")

    def __call__(self, t: Any) -> Any:
        return np.asarray(self.values)[np.searchsorted(self.boundaries, t)]


@dataclass(frozen=True)
class InverseTime:
    r"""Down like one over the step.

    .. math:: \eta_t = \frac{\eta_0}{1 + \beta t}
    """

    start: float
    beta: float

    def __call__(self, t: Any) -> Any:
        return self.start / (1 + self.beta * t)


@dataclass(frozen=True)
class Exponential:
    r"""Down by the same factor every step.

    .. math:: \eta_t = \eta_0\, \beta^t
    """

    start: float
    beta: float

    def __call__(self, t: Any) -> Any:
        return self.start * self.beta**t


@dataclass(frozen=True)
class NaturalExponential:
    r"""The same as :class:`Exponential` with the factor :math:`e^{-\beta}`.

    .. math:: \eta_t = \eta_0\, e^{-\beta t}
    """

    start: float
    beta: float

    def __call__(self, t: Any) -> Any:
        return self.start * np.exp(-self.beta * t)


@dataclass(frozen=True)
class Cosine:
    r"""Down along half a cosine until step ``T``, and level after it (Loshchilov & Hutter 2017, eq. 5).

    .. math::

        u &= \min(t/T, 1) \\
        \eta_t &= \eta_T + \frac{\eta_0 - \eta_T}{2} (1 + \cos \pi u)

    Examples
    --------
    >>> Cosine(1.0, 100)(np.array([0, 50, 100, 200]))
    array([1. , 0.5, 0. , 0. ])
    """

    start: float
    T: int
    stop: float = 0.0

    def __call__(self, t: Any) -> Any:
        return self.stop + (self.start - self.stop) * (1 + np.cos(np.pi * np.minimum(t / self.T, 1))) / 2


@dataclass(frozen=True)
class Warmup:
    r"""Another schedule, or a number, :math:`\alpha_t`, reached in ``steps`` equal steps (Goyal et al. 2017, section 2.2).

    .. math:: \eta_t = \min(t/T, 1)\, \alpha_t

    Examples
    --------
    >>> Warmup(0.1, 5)(np.array([1, 5, 9]))
    array([0.02, 0.1 , 0.1 ])
    """

    schedule: Callable[[Any], Any] | float
    steps: int

    def __call__(self, t: Any) -> Any:
        return _value(self.schedule, t) * np.minimum(t / self.steps, 1)


@dataclass(frozen=True)
class Switch:
    """``first`` until step ``at``, that step included, then ``then``: schedules of ``t``, or numbers.

    Examples
    --------
    The momentum of Sutskever et al. 2013 rises slowly, and falls to 0.9 for the last thousand updates:

    >>> from trainability.schedules import SutskeverMomentum
    >>> Switch(SutskeverMomentum(0.99), 4000, 0.9)(np.array([1, 1000, 4000, 4001]))
    array([0.5       , 0.9       , 0.97058824, 0.9       ])
    """

    first: Callable[[Any], Any] | float
    at: int
    then: Callable[[Any], Any] | float

    def __call__(self, t: Any) -> Any:
        return np.where(t <= self.at, _value(self.first, t), _value(self.then, t))


@dataclass(frozen=True)
class Triangular:
    r"""Up and down in straight lines between ``low`` and ``high``, ``half`` steps each way (Smith 2017, section 3.1).

    .. math::

        m &= \left\lfloor 1 + \frac{t}{2h} \right\rfloor \\
        b &= |t/h - 2m + 1| \\
        c &= \max(0, 1 - b) \\
        \eta_t &= \eta_{\min} + (\eta_{\max} - \eta_{\min})\, c

    Examples
    --------
    >>> Triangular(0.0, 1.0, 2)(np.arange(7))
    array([0. , 0.5, 1. , 0.5, 0. , 0.5, 1. ])
    """

    low: float
    high: float
    half: int

    def __call__(self, t: Any) -> Any:
        m = np.floor(1 + t / (2 * self.half))
        b = np.abs(t / self.half - 2 * m + 1)
        return self.low + (self.high - self.low) * np.maximum(0, 1 - b)


@dataclass(frozen=True)
class WarmRestarts:
    r"""SGDR: cosines from ``high`` to ``low``, each period ``growth`` times the last (Loshchilov & Hutter 2017, eq. 5).

    Step :math:`\tau = 0, 1, \dots` of period :math:`m`, which is :math:`T_m` steps long, has the rate

    .. math::

        c &= \frac{1 + \cos(\pi \tau / T_m)}{2} \\
        \eta_t &= \eta_{\min} + (\eta_{\max} - \eta_{\min})\, c

    Examples
    --------
    >>> WarmRestarts(0.0, 1.0, period=2, growth=2)(np.arange(7))
    array([1.        , 0.5       , 1.        , 0.85355339, 0.5       ,
           0.14644661, 1.        ])
    """

    low: float
    high: float
    period: int
    growth: float = 1.0

    def __call__(self, t: Any) -> Any:
        if self.growth == 1:
            u = t % self.period / self.period
        else:
            ratio = 1 + t / self.period * (self.growth - 1)
            m = np.floor(np.log(ratio) / np.log(self.growth) + 1e-12)  # restarts before t
            u = (ratio / self.growth**m - 1) / (self.growth - 1)
        return self.low + (self.high - self.low) * (1 + np.cos(np.pi * u)) / 2


@dataclass(frozen=True)
class OneCycle:
    """Up to ``high`` over the first ``rise`` of ``T`` steps, then down to almost nothing, each along half a cosine (Smith & Topin 2018).

    From ``high / 25`` to ``high / 250000``, as PyTorch and Optax have it.

    Examples
    --------
    >>> OneCycle(1.0, 10)(np.array([0, 3, 10]))
    array([4.e-02, 1.e+00, 4.e-06])
    """

    high: float
    T: int
    rise: float = 0.3

    def __call__(self, t: Any) -> Any:
        peak = self.rise * self.T
        up = Cosine(self.high / 25, peak, self.high)
        down = Cosine(self.high, self.T - peak, self.high / 25e4)
        return np.where(t <= peak, up(t), down(np.maximum(t - peak, 0)))


def _value(schedule, t):
    return schedule(t) if callable(schedule) else schedule
