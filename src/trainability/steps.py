"""The steps of a descent, and what goes on around them."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

import numpy as np

__all__ = ["Steps", "around"]


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
        return Around(descent, steps(descent, *args, **named))

    return wrapped


class Around:
    """What goes on around the steps of a descent, with the face of the descent."""

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
        if end := getattr(self.steps, "close", None):
            end()
        close = getattr(self.descent, "close", None)
        if close:
            close()


def forgotten(steps: Any, kept: Iterable[Any]) -> list[Any]:
    """What goes on around a descent and has a state, but is not kept, though the descent itself is."""
    known, lost = set(map(id, kept)), []
    while isinstance(steps, Around):
        if hasattr(steps, "state_dict") and id(steps) not in known:
            lost.append(steps)
        steps = steps.descent
    return lost if id(steps) in known else []
