"""What an update rule is, and the descent that applies one."""

import dis
from collections.abc import Callable, Mapping
from functools import update_wrapper
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

import numpy as np

BLOCK = 49_152  # elements; parameters, gradient, two states and the temporaries then stay in cache


class Rule:
    """An elementwise update of the parameters, and its hyperparameters.

    Wraps ``update(theta, g, t, *state, **hyper)``, which changes the parameters ``theta`` in place from
    their gradient ``g`` at step ``t = 1, 2, ...``. Each further positional argument names an array like
    ``theta`` that starts at zero and is kept from step to step. Each keyword-only argument is a
    hyperparameter: a number, an array that broadcasts against ``theta``, or a schedule, that is a
    function of ``t`` returning either.

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

    def __init__(self, update: Callable[..., Any], ahead: Callable[..., Any] | None = None, **hyper: Any):
        arguments = signature(update).parameters.values()
        arrays = [a.name for a in arguments if a.kind is a.POSITIONAL_OR_KEYWORD]
        self.update, self.ahead = update, ahead
        self.state_names = tuple(arrays[3:])
        self.hyper = {a.name: a.default for a in arguments if a.kind is a.KEYWORD_ONLY} | hyper
        update_wrapper(self, update)
        if lost := _rebound(update) & {*arrays[:1], *arrays[3:]}:
            name = min(lost)
            raise TypeError(f"{self.__name__} binds {name} to another array, which is lost; change it in place: {name} -= ...")
        for name, value in self.hyper.items():
            if value is Parameter.empty:
                raise TypeError(f"the hyperparameter {name} of {self.__name__} needs a default")
            if not (callable(value) or _is_numeric(value)):
                raise TypeError(f"{name} of {self.__name__} must be a number, an array or a schedule; got {value!r}")

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
        """Set, as a decorator, the in-place move of ``theta`` to where its gradient is taken."""
        self.ahead = ahead
        return self

    def at(self, t: int, dtype: np.typing.DTypeLike = float) -> dict[str, Any]:
        """The hyperparameters at step ``t``: Python floats, which leave any precision alone, and arrays of ``dtype``."""
        values = {name: value(t) if callable(value) else value for name, value in self.hyper.items()}
        return {name: float(v) if np.ndim(v) == 0 else np.asarray(v, dtype) for name, v in values.items()}


def _named(module, name, hyper):
    return getattr(import_module(module), name)(**hyper)


def _rebound(function):
    """The local names that a function binds anew: not by an operation in place, as ``theta -= g``."""
    code = list(dis.get_instructions(function))
    stores = ((before, after) for before, after in zip(code, code[1:]) if after.opname.startswith("STORE_FAST"))
    in_place = lambda each: each.opname == "BINARY_OP" and each.argrepr.endswith("=")
    return {name for before, after in stores if not in_place(before) for name in _stored(after)}


def _stored(store):
    return store.argval[:1] if isinstance(store.argval, tuple) else (store.argval,)


def _is_numeric(value):
    return not isinstance(value, str) and np.asarray(value).dtype.kind in "biuf"


class Descent:
    """An iterator that moves parameters down an objective, in place.

    Each step resolves the hyperparameters, looks ahead where the rule does, takes the gradient, and
    applies the rule block by block, so that its textbook expressions find their temporaries in cache.

    Parameters
    ----------
    objective : callable
        ``objective(theta, g)`` writes the gradient at ``theta`` to ``g`` and returns the value there,
        of shape ``theta.shape[:-1]``.
    theta : ndarray of float, shape (..., P)
        The parameters, changed in place. Leading axes are independent runs.
    rule : Rule
        The update.
    block : int
        Elements updated at a time. It changes the speed, never the result.

    Yields
    ------
    ndarray or float
        The value before each step.

    Raises
    ------
    TypeError
        If ``theta`` is no array of floats; on the first step, if the objective returns no number for each run.
    ValueError
        If ``theta`` is read-only or has no axis; on a step, if a hyperparameter does not broadcast against it.

    Notes
    -----
    A step that raises, in the objective or before, has not been taken: everything is as it was. A copy, and what comes
    back from a pickle, goes on by itself.

    Examples
    --------
    Ten steps of size 0.1 down the parabola θ²/2, from two starts at once; each step multiplies by 0.9:

    >>> import numpy as np
    >>> from itertools import islice
    >>> from trainability.rules import sgd
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> theta = np.array([[1.0], [-2.0]])
    >>> values = list(islice(Descent(parabola, theta, sgd(lr=0.1)), 10))
    >>> theta / 0.9**10
    array([[ 1.],
           [-2.]])
    """

    def __init__(self, objective: Callable[[np.ndarray, np.ndarray], Any], theta: np.ndarray, rule: Rule, block: int = BLOCK):
        if not isinstance(theta, np.ndarray) or not np.issubdtype(theta.dtype, np.floating):
            raise TypeError(f"theta must be an array of floats, to be changed in place; got {_kind(theta)}")
        if theta.ndim == 0 or not theta.flags.writeable:
            raise ValueError(f"theta must be writable, of shape (..., P); got {_kind(theta)}")
        self.objective, self.theta, self.rule, self.t = objective, theta, rule, 0
        self.g = np.zeros_like(theta)
        self.state = {name: np.zeros_like(theta) for name in rule.state_names}
        self.block = block
        self._divide()

    def _divide(self):
        """The blocks: views of the parameters, the gradient and the state."""
        width = max(1, self.block * self.theta.shape[-1] // max(1, self.theta.size))
        blocks = [slice(i, i + width) for i in range(0, self.theta.shape[-1], width)]
        self.blocks = [(block, [a[..., block] for a in (self.theta, self.g, *self.state.values())]) for block in blocks]

    def __getstate__(self):
        return {name: kept for name, kept in vars(self).items() if name != "blocks"}

    def __setstate__(self, state):
        vars(self).update(state)
        self._divide()

    def __iter__(self) -> "Descent":
        return self

    def __next__(self) -> Any:
        hyper = self.rule.at(self.t + 1, self.theta.dtype)
        for name, value in hyper.items():
            if np.ndim(value) and not _fits(value.shape, self.theta.shape):
                raise ValueError(f"{name} must broadcast against theta of shape {self.theta.shape}; got {value.shape}")
        value = self._value(hyper)
        if self.t == 0 and not (_is_numeric(value) and np.shape(value) in ((), self.theta.shape[:-1])):
            raise TypeError(
                f"the objective must write the gradient to g and return a number for each run; it returned {_kind(value)}"
            )
        self.t += 1
        for (theta, g, *state), here in self._parts(hyper):
            self.rule.update(theta, g, self.t, *state, **here)
        return value

    def _value(self, hyper):
        """Take value and gradient, ahead where the rule looks there."""
        if not self.rule.ahead:
            return self.objective(self.theta, self.g)
        before = self.theta.copy()
        for (theta, _, *state), here in self._parts(hyper):
            self.rule.ahead(theta, *state, **here)
        try:
            return self.objective(self.theta, self.g)
        except BaseException:
            self.theta[...] = before
            raise

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from step to step, by name: the parameters, the state of the rule and its name, the number of steps."""
        kept = {name: kept.copy() for name, kept in self.state.items()}
        return {"rule": self.rule.__name__, "theta": self.theta.copy(), "t": self.t} | kept

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of another rule, or of parameters of another kind."""
        agree(state, self.state_dict())
        self.t = int(state["t"])
        for name, kept in {"theta": self.theta, **self.state}.items():
            kept[...] = state[name]

    def _parts(self, hyper):
        """Block by block: parameters, gradient and state, as views, and the hyperparameters that hold there."""
        for block, arrays in self.blocks:
            yield arrays, {name: _part(value, block) for name, value in hyper.items()}


def agree(state: Mapping[str, Any], own: Mapping[str, Any], where: str = "") -> None:
    """Raise ``ValueError`` unless a state can take the place of one's own: the same names, texts, shapes and precisions.

    Examples
    --------
    >>> agree({"t": 3, "rule": "adam"}, {"t": 0, "rule": "nadam"})
    Traceback (most recent call last):
        ...
    ValueError: rule is 'adam'; here it is 'nadam'
    """
    if state.keys() != own.keys():
        raise ValueError(f"what is kept{where} is {', '.join(sorted(state))}; here it is {', '.join(sorted(own))}")
    for name, value in own.items():
        kept = np.asarray(state[name])
        if value is None:
            continue
        if isinstance(value, str) and value != str(kept):
            raise ValueError(f"{name}{where} is {str(kept)!r}; here it is {value!r}")
        if isinstance(value, np.ndarray) and (kept.shape, kept.dtype) != (value.shape, value.dtype):
            raise ValueError(f"{name}{where} is {_kind(kept)}; here it is {_kind(value)}")


def _fits(shape, whole):
    """Whether an array of ``shape`` broadcasts against one of shape ``whole`` without enlarging it."""
    return len(shape) <= len(whole) and all(n in (1, m) for n, m in zip(shape[::-1], whole[::-1]))


def _part(value, block):
    """The block of a hyperparameter that differs from parameter to parameter; any other as it is."""
    return value[..., block] if np.ndim(value) and value.shape[-1] > 1 else value


def _kind(theta):
    if isinstance(theta, np.ndarray):
        return f"{'' if theta.flags.writeable else 'read-only '}{theta.dtype} array of shape {theta.shape}"
    return type(theta).__name__
