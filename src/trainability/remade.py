"""Functions that functions return, so that they pickle and copy: by what made them."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Made:
    """A function, and the call that makes it again."""

    def __init__(self, function: Callable[..., Any], make: Callable[..., Any], args: tuple, named: dict):
        self.function, self.make, self.args, self.named = function, make, args, named

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)

    def __repr__(self):
        given = [*map(repr, self.args), *(f"{name}={value!r}" for name, value in self.named.items())]
        return f"{self.make.__name__}({', '.join(given)})"

    def __reduce__(self):
        return partial(self.make, **self.named), self.args


def remade(make: Callable[_P, _R]) -> Callable[_P, _R]:
    """Decorates a function of a module that returns a function: what it returns pickles."""

    @wraps(make)
    def making(*args, **named):
        return Made(make(*args, **named), making, args, named)

    return making
