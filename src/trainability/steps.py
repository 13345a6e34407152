"""The steps of a descent, and what goes on around them."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

import numpy as np


class Steps(Protocol):
    """The face of :class:`~trainability.rule.Descent` and of all that moves parameters, ``theta``, by steps, yielding the value before each."""

    @property
    def theta(self) -> np.ndarray: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __next__(self) -> Any: ...


_P = ParamSpec("_P")


def around(steps: Callable[Concatenate[Steps, _P], Iterator[Any]]) -> Callable[Concatenate[Steps, _P], Steps]:
    """Decorates a generator function of a descent: what goes on around the steps keeps the face of the descent.

    Examples
    --------
    >>> from trainability.rule import Descent
    >>> from trainability.rules import sgd
    >>> @around
    ... def halving(descent):
    ...     for value in descent:
    ...         yield value
    ...         descent.theta /= 2
    >>> descent = halving(Descent(lambda theta, g: 0.0, np.ones(1), sgd))
    >>> next(descent), descent.theta
    (0.0, array([1.]))
    >>> next(descent), descent.theta
    (0.0, array([0.5]))
    """

    @wraps(steps)
    def wrapped(descent, /, *args, **named):
        return _Around(descent, steps(descent, *args, **named))

    return wrapped


class _Around:
    def __init__(self, descent, steps):
        self.descent, self.steps = descent, steps

    @property
    def theta(self):
        return self.descent.theta

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.steps)

    def close(self):
        """End what goes on around the steps, from the outside in; no step follows."""
        self.steps.close()
        close = getattr(self.descent, "close", None)
        if close:
            close()


def positive(**counts: int) -> None:
    """Raise ``ValueError`` on a count that is less than 1, ``TypeError`` on one that is no integer.

    Examples
    --------
    >>> positive(every=0)
    Traceback (most recent call last):
        ...
    ValueError: every must be at least 1; got 0
    """
    for name, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, (int, np.integer)):
            raise TypeError(f"{name} must be an integer; got {count!r}")
        if count < 1:
            raise ValueError(f"{name} must be at least 1; got {count}")
