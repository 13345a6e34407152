"""What an update rule is."""

import dis
from collections.abc import Callable
from functools import cache, update_wrapper
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

import numpy as np

from ..ranges import is_numeric, listed, ranges


class Rule:
    """An elementwise update of the parameters, and its hyperparameters.

    Wraps ``update(theta, g, t, *state, **hyper)``, which changes the parameters ``theta`` in place from
    their gradient ``g`` at step ``t = 1, 2, ...``. Each further positional argument names an array like
    ``theta`` that starts at zero and is kept from step to step. Each keyword-only argument is a
    hyperparameter: a number, an array that broadcasts against ``theta``, or a schedule, that is a
    function of ``t`` returning either. Its annotation may state the range it must be in (:mod:`~trainability.ranges`).

    Parameters
    ----------
    update : callable
        The update, which reads as its equation.
    ahead : callable, optional
        ``ahead(theta, *state, **hyper)`` moves ``theta`` in place to where the gradient is taken.
    **hyper
        Hyperparameters other than the defaults of ``update``.

    Raises
    ------
    TypeError
        If the update binds the name of an array that it should change to another one, or has a hyperparameter without a
        default; on a call, if a hyperparameter is unknown, or is none of the three kinds.
    ValueError
        If a hyperparameter is out of its range; what a schedule gives is looked at on its step.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> sgd
    sgd(lr=0.01)
    >>> sgd(lr=0.5)
    sgd(lr=0.5)
    >>> sgd(speed=3)
    Traceback (most recent call last):
        ...
    TypeError: sgd has no hyperparameter speed; it has lr
    """

    __name__: str
    block = 49_152  #: elements at a time; parameters, gradient, two states and the temporaries then stay in cache

    def __init__(self, update: Callable[..., Any], ahead: Callable[..., Any] | None = None, **hyper: Any):
        arguments = signature(update).parameters.values()
        arrays = [a.name for a in arguments if a.kind is a.POSITIONAL_OR_KEYWORD]
        self.update, self.ahead = update, ahead
        self.state_names = tuple(arrays[3:])
        self.hyper = {a.name: a.default for a in arguments if a.kind is a.KEYWORD_ONLY} | hyper
        self.ranges = ranges(update)
        update_wrapper(self, update)
        if lost := _rebound(update.__code__) & {*arrays[:1], *arrays[3:]}:
            name = min(lost)
            raise TypeError(f"{self.__name__} binds {name} to another array, which is lost; change it in place: {name} -= ...")
        for name, value in self.hyper.items():
            if value is Parameter.empty:
                raise TypeError(f"the hyperparameter {name} of {self.__name__} needs a default")
            if not callable(value):
                self._check(name, value)
        if self.ranges and self.__doc__:
            self.__doc__ = f"{update.__doc__.rstrip()}\n\n    {listed(self.ranges)}\n"

    def _check(self, name, value):
        if not is_numeric(value):
            raise TypeError(f"{name} of {self.__name__} must be a number, an array or a schedule; got {value!r}")
        if name in self.ranges:
            self.ranges[name].check(f"{name} of {self.__name__}", value)

    def __call__(self, **hyper: Any) -> "Rule":
        """This rule with other hyperparameters; ``TypeError`` names one it does not have."""
        if unknown := hyper.keys() - self.hyper.keys():
            raise TypeError(f"{self.__name__} has no hyperparameter {', '.join(sorted(unknown))}; it has {', '.join(self.hyper)}")
        return Rule(self.update, self.ahead, **self.hyper | hyper)

    def __repr__(self):
        return f"{self.__name__}({', '.join(f'{name}={value}' for name, value in self.hyper.items())})"

    def __reduce__(self):
        return _named, (self.__module__, self.__name__, self.hyper)

    def lookahead(self, ahead: Callable[..., Any]) -> "Rule":
        """Set, as a decorator, the in-place move of ``theta`` to where its gradient is taken: it adds what depends on the state."""
        self.ahead = ahead
        return self

    def at(self, t: int, dtype: np.typing.DTypeLike = float) -> dict[str, Any]:
        """The hyperparameters at step ``t``: Python floats, which leave any precision alone, and arrays of ``dtype``."""
        values = {name: self._scheduled(name, value(t)) if callable(value) else value for name, value in self.hyper.items()}
        return {name: v if v.__class__ is float else _resolved(v, dtype) for name, v in values.items()}

    def _scheduled(self, name, value):
        number = float(value) if isinstance(value, float) else value  # NumPy's own compare slowly
        within = self.ranges.get(name)
        if not (number.__class__ is float and within and number in within):
            self._check(name, value)
        return number


def _resolved(value, dtype):
    return float(value) if np.ndim(value) == 0 else np.asarray(value, dtype)


def _named(module, name, hyper):
    return getattr(import_module(module), name)(**hyper)


@cache
def _rebound(code):
    """The local names that a function binds anew: not by an operation in place, as ``theta -= g``."""
    each = list(dis.get_instructions(code))
    stores = ((before, after) for before, after in zip(each, each[1:]) if after.opname.startswith("STORE_FAST"))
    in_place = lambda each: each.opname == "BINARY_OP" and each.argrepr.endswith("=")
    return {name for before, after in stores if not in_place(before) for name in _stored(after)}


def _stored(store):
    return store.argval[:1] if isinstance(store.argval, tuple) else (store.argval,)
