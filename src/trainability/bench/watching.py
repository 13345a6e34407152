"""A look at a rule while it works."""

from functools import wraps
from typing import Callable

from ..rule import Rule


def watched(rule: Rule, every: int, look: Callable) -> Rule:
    """The same rule, which shows ``look(theta, *state)`` what it has after every so many steps: views, to be copied.

    Examples
    --------
    >>> from trainability.rules import adagrad
    >>> from trainability.training import path
    >>> def slope(theta, g):
    ...     g[...] = 2.0
    ...     return 2 * theta.sum(axis=-1)
    >>> _ = path(slope, [0.0], watched(adagrad(lr=0.5), 2, lambda theta, s: print(theta.round(3), s)), 4)
    [-0.854] [8.]
    [-1.392] [16.]
    """

    @wraps(rule.update)
    def update(theta, g, t, *state, **hyper):
        rule.update(theta, g, t, *state, **hyper)
        if t % every == 0:
            look(theta, *state)

    return Rule(update, rule.ahead, **rule.hyper)
