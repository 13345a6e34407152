"""Which descents arrive at the foot of the cliff: clipped, or slower?"""

import numpy as np

from ...bench.at_rates import at_rates
from ...named import Named
from ...objectives import clip_norm, clip_value
from ...rules import sgd
from ...sweeping import sweep
from .cliff import cliff


def starting_points(n: int) -> np.ndarray:
    """Points ``(n, 2)``, uniform in [3, 7] for the weight and in [-4, -1] for the bias, on both sides of the cliff."""
    return np.random.default_rng(0).uniform([3, -4], [7, -1], (n, 2))


def arrivals(
    *, rates: list[float], norms: list[float], values: list[float], starts: int, steps: int, every=100
) -> dict[str, Named]:
    """Descend the :func:`~trainability.experiments.descent.cliff.cliff` from :func:`starting_points`.

    Parameters
    ----------
    rates : list of float
        Learning rates, the same for all.
    norms, values : list of float
        Limits for clipping by norm and by value.
    starts : int
        How many points.
    steps, every : int
        Updates of each descent, and between two measurements.

    Returns
    -------
    dict of Named, float32, axes rate, start, step
        The loss: ``plain``, without clipping; ``norm`` and ``value``, with an axis ``limit`` before.

    Examples
    --------
    >>> run = arrivals(rates=[0.1, 1.0], norms=[0.1], values=[0.1], starts=3, steps=4, every=2)
    >>> run["plain"], run["norm"]
    (Named(rate: 2, start: 3, step: 2), Named(limit: 1, rate: 2, start: 3, step: 2))
    """
    points, axes = starting_points(starts), {"rate": rates, "start": range(starts)}

    def losses(objective):
        rule = sgd(lr=np.reshape(rates, (-1, 1, 1)))
        run = at_rates(points, objective, rule, axes, steps, every, reached=lambda theta: cliff.value(*np.moveaxis(theta, -1, 0)))
        return run["reached"].astype(np.float32)

    return {
        "plain": losses(cliff),
        "norm": sweep(lambda limit: losses(clip_norm(cliff, limit)), {"limit": norms}),
        "value": sweep(lambda limit: losses(clip_value(cliff, limit)), {"limit": values}),
    }
