"""Schedules: a hyperparameter as a function of the step ``t = 1, 2, ...``, or of an array of steps.

A schedule can be asked for any step and plotted at once, and needs no state: all but one are written in closed form.
Any of them may drive any hyperparameter; they are sorted by the one they were made for.
"""

from .momenta import NesterovMomentum, NesterovSequence, SutskeverMomentum
from .rates import (
    Cosine,
    Exponential,
    InverseTime,
    NaturalExponential,
    OneCycle,
    Piecewise,
    Switch,
    Triangular,
    WarmRestarts,
    Warmup,
)

__all__ = [
    "Piecewise",
    "InverseTime",
    "Exponential",
    "NaturalExponential",
    "Cosine",
    "Warmup",
    "Switch",
    "Triangular",
    "WarmRestarts",
    "OneCycle",
    "SutskeverMomentum",
    "NesterovMomentum",
    "NesterovSequence",
]
