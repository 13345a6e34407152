"""A look at a rule while it works."""

from collections.abc import Callable
from functools import wraps

import numpy as np

from ..rule import Descent, Rule
from ..training import train


class Watched(Rule):
    """The same rule, which shows ``look(theta, *state)`` what it has after every so many steps: views, to be copied.

    Examples
    --------
    >>> from trainability.rules import adagrad
    >>> from trainability.training import path
    >>> def slope(theta, g):
    ...     g[...] = 2.0
    ...     return 2 * theta.sum(axis=-1)
    >>> _ = path(slope, [0.0], Watched(adagrad(lr=0.5), 2, lambda theta, s: print(theta.round(3), s)), 4)
    [-0.854] [8.]
    [-1.392] [16.]
    """

    def __init__(self, rule: Rule, every: int, look: Callable):
        @wraps(rule.update)
        def update(theta, g, t, *state, **hyper):
            rule.update(theta, g, t, *state, **hyper)
            if t % every == 0:
                look(theta, *state)

        super().__init__(update, rule.ahead, **rule.hyper)
        self.rule, self.every, self.look = rule, every, look

    def __call__(self, **hyper) -> "Watched":
        return Watched(self.rule(**hyper), self.every, self.look)

    def __reduce__(self):
        return Watched, (self.rule, self.every, self.look)


def traced(objective: Callable, start: np.ndarray, rule: Rule, steps: int) -> dict[str, np.ndarray]:
    """The parameters, ``theta``, and the state of a rule, by name, after each step of a descent from ``start``, ``(..., P)``.

    Examples
    --------
    >>> from trainability.rules import momentum
    >>> from trainability.surfaces import ravine
    >>> traced(ravine, [-10.0, 2.0], momentum(lr=0.5), 1)
    {'theta': array([[-9.5,  0. ]]), 'v': array([[ 0.5, -2. ]])}
    """
    descent = Descent(objective, np.array(start, float), rule)
    state = {name: lambda _, kept=kept: kept for name, kept in descent.state.items()}
    history = train(descent, steps, theta=lambda theta: theta, **state)
    return {name: history[name] for name in ("theta", *state)}


def fed(rule: Rule, gradients: np.ndarray) -> dict[str, np.ndarray]:
    """What a rule makes of given gradients, ``(T, ..., P)``, wherever it looks: as :func:`traced`, from zero.

    Examples
    --------
    >>> from trainability.rules import rmsprop
    >>> fed(rmsprop(rho=0.5), np.array([[2.0], [0.0], [4.0]]))["s"].T
    array([[2. , 1. , 8.5]])
    """
    given = iter(gradients)

    def objective(theta, g):
        g[...] = next(given)
        return 0.0

    return traced(objective, np.zeros(np.shape(gradients)[1:]), rule, len(gradients))
