"""How far down Saito's ravine, or the same one turned, does each rule get from starts all around it?"""

from collections.abc import Mapping, Sequence

import numpy as np

from ...bench.turned import rotation, turned
from ...named import Named
from ...rule import Rule
from ...surfaces import ravine
from ...sweeping import sweep
from ...training import path

DISTANCE = np.hypot(-7, 2)  # of Saito's start from the minimum


def heights(rules: Mapping[str, Rule], *, rates: Sequence[float], seeds: Sequence[int], angle: float, steps: int = 30) -> Named:
    """The height after ``steps`` steps of each rule at each rate; infinite where it left for ever.

    Parameters
    ----------
    seeds : sequence of int
        Each draws the direction of a start, in the axes of the ravine; it is as far from the minimum as Saito's.
    angle : float
        By which the ravine is turned, and its starts with it, in radians.

    Returns
    -------
    Named, axes rule, rate, seed

    Examples
    --------
    Plain descent does not see the angle:

    >>> from trainability.rules import sgd
    >>> ways = {"rates": [0.1, 0.9], "seeds": range(3)}
    >>> straight, slanted = (heights({"descent": sgd}, angle=angle, **ways) for angle in (0.0, 0.5))
    >>> straight, bool(np.allclose(straight, slanted))
    (Named(rule: 1, rate: 2, seed: 3), True)
    """
    Q = rotation(angle)
    way = np.array([np.random.default_rng(seed).uniform(0, 2 * np.pi) for seed in seeds])
    starts = np.tile(DISTANCE * np.stack([np.cos(way), np.sin(way)], axis=-1) @ Q.T, (len(rates), 1, 1))
    f, lr = turned(ravine, Q), np.reshape(rates, (-1, 1, 1))

    def run(rule):
        with np.errstate(over="ignore", invalid="ignore"):
            end = path(f, starts, rules[rule](lr=lr), steps)[-1]
            height = f(end, np.empty_like(end))
        return Named(np.nan_to_num(height, nan=np.inf, posinf=np.inf), {"rate": rates, "seed": seeds})

    return sweep(run, {"rule": [*rules]})
