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
from typing import Annotated, Any, ParamSpec, TypeVar

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
Rate = Annotated[float, Range(0, inf, "[)")]
Positive = Annotated[float, Range(0, inf, "()")]
Part = Annotated[float, Range(0, 1, "[)")]
Share = Annotated[float, Range(0, 1, "()")]
Fraction = Annotated[float, Range(0, 1, "[]")]
Factor = Annotated[float, Range(1, inf, "[)")]
Number = Annotated[int, Range(0, inf, "[)", whole=True)]
COUNT = Range(1, inf, "[)", whole=True)
Count = Annotated[int, COUNT]


def ranges(defined: Any) -> dict[str, Range]:
    """The ranges of the arguments of a function, or of the fields of a class, that state one."""
    stated = get_annotations(defined).items()
    return {name: each for name, hint in stated for each in getattr(hint, "__metadata__", ()) if isinstance(each, Range)}


def listed(stated: dict[str, Range]) -> str:
    """A sentence that says them, for a docstring."""
    return f"Ranges: {', '.join(f'``{name}`` {each}' for name, each in stated.items())}."


_P = ParamSpec("_P")
_R = TypeVar("_R")


def ranged(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorates a function that states ranges: a call out of them is an error, and its docstring says them."""
    stated, arguments = ranges(getattr(function, "__wrapped__", function)), signature(function)

    @wraps(function)
    def checked(*args, **named):
        for name, value in _given(arguments, args, named):
            if name in stated:
                stated[name].check(name, value)
        return function(*args, **named)

    if function.__doc__ and function.__name__ != "__init__":
        checked.__doc__ = _extended(function.__doc__, listed(stated))
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
        stated = ranges(cls)
        if stated and cls.__doc__:
            cls.__doc__ = _extended(cls.__doc__, listed(stated))

    def __post_init__(self):
        for name, each in ranges(type(self)).items():
            each.check(f"{name} of {type(self).__name__}", getattr(self, name))


def _extended(doc, sentence):
    """A docstring with a sentence before its first section, or at its end."""
    head, underline, rest = _first_section(doc)
    indent = " " * _indent(doc)
    return (
        f"{head.rstrip()}\n\n{indent}{sentence}\n\n{indent}{underline}{rest}"
        if underline
        else f"{doc.rstrip()}\n\n{indent}{sentence}\n"
    )


def _first_section(doc):
    lines = doc.splitlines(keepends=True)
    for i, line in enumerate(lines[1:], 1):
        if set(line.strip()) == {"-"} and len(line.strip()) > 2:
            return "".join(lines[: i - 1]), lines[i - 1].lstrip(), "".join(lines[i:])
    return doc, "", ""


def _indent(doc):
    later = [line for line in doc.splitlines()[1:] if line.strip()]
    return min((len(line) - len(line.lstrip()) for line in later), default=4)
