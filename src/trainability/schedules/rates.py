"""Schedules of the learning rate. ``start`` is the value at ``t = 0``, the step before the first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..ranges import Factor, Finite, Finites, Fraction, Positive, Ranged, Rate, Share, is_numeric


@dataclass(frozen=True)
class Piecewise(Ranged):
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

    values: Finites
    boundaries: Finites

    def __post_init__(self):
        super().__post_init__()
        if len(self.values) != len(self.boundaries) + 1:
            raise ValueError(f"{len(self.boundaries)} boundaries part {len(self.boundaries) + 1} values; got {len(self.values)}")
        if list(self.boundaries) != sorted(set(self.boundaries)):
            raise ValueError(f"boundaries must increase; got {self.boundaries}")

    def __call__(self, t: Any) -> Any:
        return np.asarray(self.values)[np.searchsorted(self.boundaries, t)]


@dataclass(frozen=True)
class InverseTime(Ranged):
    r"""Down like one over the step.

    .. math:: \eta_t = \frac{\eta_0}{1 + \beta t}
    """

    start: Finite
    beta: Rate

    def __call__(self, t: Any) -> Any:
        return self.start / (1 + self.beta * t)


@dataclass(frozen=True)
class Exponential(Ranged):
    r"""Down by the same factor every step.

    .. math:: \eta_t = \eta_0\, \beta^t
    """

    start: Finite
    beta: Fraction

    def __call__(self, t: Any) -> Any:
        return self.start * self.beta**t


@dataclass(frozen=True)
class NaturalExponential(Ranged):
    r"""The same as :class:`Exponential` with the factor :math:`e^{-\beta}`.

    .. math:: \eta_t = \eta_0\, e^{-\beta t}
    """

    start: Finite
    beta: Rate

    def __call__(self, t: Any) -> Any:
        return self.start * np.exp(-self.beta * t)


@dataclass(frozen=True)
class Cosine(Ranged):
    r"""Down along half a cosine until step ``T``, and level after it (Loshchilov & Hutter 2017, eq. 5).

    .. math::

        u &= \min(t/T, 1) \\
        \eta_t &= \eta_T + \frac{\eta_0 - \eta_T}{2} (1 + \cos \pi u)

    Examples
    --------
    >>> Cosine(1.0, 100)(np.array([0, 50, 100, 200]))
    array([1. , 0.5, 0. , 0. ])
    """

    start: Finite
    T: Positive
    stop: Finite = 0.0

    def __call__(self, t: Any) -> Any:
        return _half_cosine(t, self.start, self.T, self.stop)


def _half_cosine(t, start, T, stop):
    return stop + (start - stop) * (1 + np.cos(np.pi * np.minimum(t / T, 1))) / 2


@dataclass(frozen=True)
class Warmup(Ranged):
    r"""Another schedule, or a number, :math:`\alpha_t`, reached in ``steps`` equal steps (Goyal et al. 2017, section 2.2).

    .. math:: \eta_t = \min(t/T, 1)\, \alpha_t

    Examples
    --------
    >>> Warmup(0.1, 5)(np.array([1, 5, 9]))
    array([0.02, 0.1 , 0.1 ])
    """

    schedule: Callable[[Any], Any] | float
    steps: Positive

    def __post_init__(self):
        super().__post_init__()
        _check(self, "schedule")

    def __call__(self, t: Any) -> Any:
        return _value(self.schedule, t) * np.minimum(t / self.steps, 1)


@dataclass(frozen=True)
class Switch(Ranged):
    """``first`` until step ``at``, that step included, then ``then``: schedules of ``t``, or numbers.

    Examples
    --------
    The momentum of Sutskever et al. 2013 rises slowly, and falls to 0.9 for the last thousand updates:

    >>> from trainability.schedules import SutskeverMomentum
    >>> Switch(SutskeverMomentum(0.99), 4000, 0.9)(np.array([1, 1000, 4000, 4001]))
    array([0.5       , 0.9       , 0.97058824, 0.9       ])
    """

    first: Callable[[Any], Any] | float
    at: Finite
    then: Callable[[Any], Any] | float

    def __post_init__(self):
        super().__post_init__()
        _check(self, "first")
        _check(self, "then")

    def __call__(self, t: Any) -> Any:
        return np.where(t <= self.at, _value(self.first, t), _value(self.then, t))


@dataclass(frozen=True)
class Triangular(Ranged):
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

    low: Finite
    high: Finite
    half: Positive

    def __call__(self, t: Any) -> Any:
        m = np.floor(1 + t / (2 * self.half))
        b = np.abs(t / self.half - 2 * m + 1)
        return self.low + (self.high - self.low) * np.maximum(0, 1 - b)


@dataclass(frozen=True)
class WarmRestarts(Ranged):
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

    low: Finite
    high: Finite
    period: Positive
    growth: Factor = 1.0

    def __call__(self, t: Any) -> Any:
        if self.growth == 1:
            u = t % self.period / self.period
        else:
            ratio = 1 + t / self.period * (self.growth - 1)
            m = np.floor(np.log(ratio) / np.log(self.growth) + 1e-12)  # restarts before t
            u = (ratio / self.growth**m - 1) / (self.growth - 1)
        return self.low + (self.high - self.low) * (1 + np.cos(np.pi * u)) / 2


@dataclass(frozen=True)
class OneCycle(Ranged):
    """Up to ``high`` over the first ``rise`` of ``T`` steps, then down to almost nothing, each along half a cosine (Smith & Topin 2018).

    From ``high / 25`` to ``high / 250000``, as PyTorch and Optax have it.

    Examples
    --------
    >>> OneCycle(1.0, 10)(np.array([0, 3, 10]))
    array([4.e-02, 1.e+00, 4.e-06])
    """

    high: Finite
    T: Positive
    rise: Share = 0.3

    def __call__(self, t: Any) -> Any:
        peak = self.rise * self.T
        up = _half_cosine(t, self.high / 25, peak, self.high)
        down = _half_cosine(np.maximum(t - peak, 0), self.high, self.T - peak, self.high / 25e4)
        return np.where(t <= peak, up, down)


def _check(self, name):
    schedule = getattr(self, name)
    if not (callable(schedule) or is_numeric(schedule)):
        raise TypeError(f"{name} of {type(self).__name__} must be a number or a schedule; got {schedule!r}")


def _value(schedule, t):
    return schedule(t) if callable(schedule) else schedule
