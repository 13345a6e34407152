"""The descent that applies a rule."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..precision import WIDE, fits, kind
from ..ranges import COUNT, is_numeric
from ..state import agree
from .update import Rule


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
    block : int, optional
        Elements updated at a time; by default, what suits the rule. It changes the speed, never the result.

    Yields
    ------
    ndarray or float
        The value before each step.

    Raises
    ------
    TypeError
        If ``theta`` is no array of floats; on the first step, if the objective returns no number for each run.
    ValueError
        If ``theta`` is read-only or has no axis, or ``block`` is less than 1; on a step, if a hyperparameter does not broadcast against it.

    Notes
    -----
    A step that raises, in the objective or before, has not been taken: everything is as it was, the parameters of a rule
    that looks ahead to a rounding. A copy, and what comes back from a pickle, goes on by itself.

    Parameters, gradient and state are of one precision, that of ``theta``; half precision is refused, see
    :mod:`~trainability.layers`.

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

    def __init__(
        self, objective: Callable[[np.ndarray, np.ndarray], Any], theta: np.ndarray, rule: Rule, block: int | None = None
    ):
        if not isinstance(theta, np.ndarray) or theta.dtype.char not in WIDE:
            raise TypeError(f"theta must be an array of floats, float32 or wider, to be changed in place; got {kind(theta)}")
        if theta.ndim == 0 or not theta.flags.writeable:
            raise ValueError(f"theta must be writable, of shape (..., P); got {kind(theta)}")
        if not isinstance(rule, Rule) or not callable(objective):
            raise TypeError(f"a descent needs a function and a Rule; got {objective!r} and {rule!r}")
        block = rule.block if block is None else block
        COUNT.check("block", block)
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
            if np.ndim(value) and not fits(value.shape, self.theta.shape):
                raise ValueError(f"{name} must broadcast against theta of shape {self.theta.shape}; got {value.shape}")
        value = self._value(hyper)
        self.t += 1
        for (theta, g, *state), here in self._parts(hyper):
            self.rule.update(theta, g, self.t, *state, **here)
        return value

    def _value(self, hyper):
        """Take value and gradient, ahead where the rule looks there."""
        if self.rule.ahead:
            for (theta, _, *state), here in self._parts(hyper):
                self.rule.ahead(theta, *state, **here)
        try:
            value = self.objective(self.theta, self.g)
            if self.t == 0 and not (is_numeric(value) and np.shape(value) in ((), self.theta.shape[:-1])):
                raise TypeError(
                    f"the objective must write the gradient to g and return a number for each run; it returned {kind(value)}"
                )
        except BaseException:
            if self.rule.ahead:
                self._back(hyper)
            raise
        return value.copy() if isinstance(value, np.ndarray) and value.base is not None else value  # no view of theta

    def _back(self, hyper):
        """Undo the look-ahead, which has added to the parameters what depends on the state alone."""
        for (theta, _, *state), here in self._parts(hyper):
            move = np.zeros_like(theta)
            self.rule.ahead(move, *state, **here)
            theta -= move

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


def _part(value, block):
    """The block of a hyperparameter that differs from parameter to parameter; any other as it is."""
    return value[..., block] if np.ndim(value) and value.shape[-1] > 1 else value
