"""Which rate suits each method on each of several surfaces?"""

import numpy as np

from ...rule import Rule
from ...surfaces import Surface, beale, plateau, quadratic, ravine, rosenbrock, saddle
from ...training import path
from .surface_race import rate_grid

# Surfaces by what they are called, each with its start.
STOPS = {
    "ravine": (ravine, (-7.0, 2.0)),
    "turned ravine": (quadratic(20.0, np.pi / 4), (-1.8, -0.6)),
    "saddle": (saddle, (1.0, 1e-4)),
    "Beale's function": (beale, (1.0, 1.5)),
    "Rosenbrock's banana": (rosenbrock, (-1.5, 2.5)),
    "plateau": (plateau, (-6.0, 4.0)),
}


def tuned(surface: Surface, start, rule: Rule, *, steps: int) -> Rule:
    """The rule at the rate, of 41 from 0.0001 to 10, that is lowest after so many steps and has not left what is drawn.

    A rule that has no ``lr`` stays as it is.

    Examples
    --------
    On the ravine the best rate of plain descent is a little below its limit, 1:

    >>> from trainability.rules import sgd
    >>> tuned(ravine, (-7.0, 2.0), sgd, steps=60)
    sgd(lr=0.75)
    """
    if "lr" not in rule.hyper:
        return rule
    rates = rate_grid(41)
    left, right, low, high = surface.extent
    with np.errstate(over="ignore", invalid="ignore"):
        way = path(surface, np.tile(start, (41, 1)), rule(lr=rates[:, None]), steps)
        inside = ((way >= (left, low)) & (way <= (right, high))).all(axis=(0, 2))
        value = np.where(inside, surface.value(*way[-1].T), np.inf)
    return rule(lr=float(f"{rates[np.argmin(value)]:.2g}"))
