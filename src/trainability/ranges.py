"""What a number may be, said where it is defined: ``lr: Rate = 0.01`` is checked, documented and tried over all of its range.

Examples
--------
>>> @ranged
... def scaled(x, *, by: Part = 0.5):
...     return by * x
>>> scaled(3.0, by=1.0)
Traceback (most recent call last):
    ...
ValueError: by must be in [0, 1); got 1.0
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from inspect import get_annotations, signature
from math import inf
from typing import Annotated, Any, TypeVar

import numpy as np


@dataclass(frozen=True)
class Range:
    """The numbers from ``low`` to ``high``: with an end where ``ends`` has a square bracket; ``whole`` ones alone.

    Examples
    --------
    >>> str(Range(0, 1, "[)")), 0 in Range(0, 1, "(]"), float("nan") in Range(-inf, inf, "()")
    ('[0, 1)', False, False)
    """

    low: float
    high: float
    ends: str
    whole: bool = False

    def __str__(self):
        return f"{self.ends[0]}{self.low}, {self.high}{self.ends[1]}".replace("inf", "∞")

    def __contains__(self, value: Any) -> bool:
        """Whether a number, or every number of an array, is in it."""
        above = self.low <= value if self.ends[0] == "[" else self.low < value
        below = value <= self.high if self.ends[1] == "]" else value < self.high
        return above and below if value.__class__ in (float, int) else bool(np.all(above & below))

    def check(self, name: str, value: Any) -> None:
        """Raise ``TypeError`` on what is no number, ``ValueError`` on one out of range; both name value and range."""
        if value.__class__ is (int if self.whole else float) and value in self:
            return
        kinds, what = ("iu", "an integer") if self.whole else ("iuf", "a number")
        if not is_numeric(value, kinds):
            raise TypeError(f"{name} must be {what} in {self}; got {value!r}")
        if np.asarray(value) not in self:
            raise ValueError(f"{name} must be in {self}; got {value}")


def is_numeric(value: Any, kinds: str = "biuf") -> bool:
    """Whether it is a number, or an array of them, of one of NumPy's ``kinds``."""
    try:
        return not isinstance(value, str | bytes) and np.asarray(value).dtype.kind in kinds
    except (ValueError, TypeError):  # lists of unequal lengths
        return False


Finite = Annotated[float, Range(-inf, inf, "()")]
Finites = Annotated[tuple[float, ...], Range(-inf, inf, "()")]
RATE = Range(0, inf, "[)")
Rate = Annotated[float, RATE]
Positive = Annotated[float, Range(0, inf, "()")]
Part = Annotated[float, Range(0, 1, "[)")]
Share = Annotated[float, Range(0, 1, "()")]
Fraction = Annotated[float, Range(0, 1, "[]")]
Factor = Annotated[float, Range(1, inf, "[)")]
Number = Annotated[int, Range(0, inf, "[)", whole=True)]
COUNT = Range(1, inf, "[)", whole=True)
Count = Annotated[int, COUNT]


class Lengths:
    """What the shape of an array may be."""

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, tuple | list) or not all(isinstance(n, int | np.integer) and n >= 0 for n in value):
            raise TypeError(f"{name} must be a tuple of integers from 0 on; got {value!r}")


class Random:
    """One of NumPy's generators; the legacy one, too, where what is drawn must be that of others."""

    def __init__(self, *kinds: type):
        self.kinds = kinds

    def check(self, name: str, value: Any) -> None:
        if not isinstance(value, self.kinds):
            raise TypeError(
                f"{name} must be a numpy.random.{self.kinds[0].__name__}, as np.random.default_rng(0) is; got {value!r}"
            )


Shape = Annotated[tuple[int, ...], Lengths()]
Rng = Annotated[np.random.Generator, Random(np.random.Generator)]
AnyRng = Annotated[np.random.Generator, Random(np.random.Generator, np.random.RandomState)]


def checks(defined: Any) -> dict[str, Any]:
    """What checks the arguments of a function, or the fields of a class, by their names: what their annotations state."""
    stated = get_annotations(defined).items()
    return {name: each for name, hint in stated for each in getattr(hint, "__metadata__", ()) if hasattr(each, "check")}


def ranges(defined: Any) -> dict[str, Range]:
    """Those of them that are ranges."""
    return {name: each for name, each in checks(defined).items() if isinstance(each, Range)}


def listed(stated: dict[str, Range]) -> str:
    """A sentence that says them, for a docstring."""
    return f"Ranges: {', '.join(f'``{name}`` {each}' for name, each in stated.items())}."


_F = TypeVar("_F", bound=Callable[..., Any])


def ranged(defined: _F) -> _F:
    """Decorates a function or a class that states ranges: a call out of them is an error, and its docstring says them."""
    if isinstance(defined, type):
        initial = defined.__init__
        defined.__init__ = _checking(initial)
        defined.__doc__ = _extended(defined.__doc__, ranges(_first(initial)))
        return defined
    checked = _checking(defined)
    checked.__doc__ = _extended(defined.__doc__, ranges(_first(defined)))
    return checked


def _first(function):
    """What a function wraps, if it does."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def _checking(function):
    stated, arguments = checks(_first(function)), signature(function)

    @wraps(function)
    def checked(*args, **named):
        for name, value in _given(arguments, args, named):
            if name in stated:
                stated[name].check(name, value)
        return function(*args, **named)

    return checked


def _given(arguments, args, named) -> Iterator[tuple[str, Any]]:
    """The arguments of a call by their names; a call that lacks one, or has too many, is left to Python."""
    try:
        return iter(arguments.bind(*args, **named).arguments.items())
    except TypeError:
        return iter(())


class Ranged:
    """A base of dataclasses whose fields state ranges: they are checked when one is made, and its docstring says them."""

    def __init_subclass__(cls):
        cls.__doc__ = _extended(cls.__doc__, ranges(cls))

    def __post_init__(self):
        for name, each in ranges(type(self)).items():
            each.check(f"{name} of {type(self).__name__}", getattr(self, name))


def _extended(doc, stated):
    """A docstring with its ranges, before its first section or at its end."""
    if not doc or not stated:
        return doc
    lines = doc.rstrip().splitlines()
    indent = " " * min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    at = next((i for i, line in enumerate(lines) if line.strip() and set(line.strip()) == {"-"}), len(lines) + 1) - 1
    head, rest = "\n".join(lines[:at]).rstrip(), "\n".join(lines[at:])
    return f"{head}\n\n{indent}{listed(stated)}\n" + (f"\n{rest}\n{indent}" if rest else indent)
