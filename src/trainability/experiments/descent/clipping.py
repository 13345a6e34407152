"""Which descents arrive at the foot of the cliff: clipped, or slower?"""

from functools import partial

import numpy as np

from ...objectives import clip_norm, clip_value
from ...rule import Descent
from ...rules import sgd
from ...training import train
from .cliff import cliff


def arrivals(*, rates: list[float], norms: list[float], values: list[float], starts: int, steps: int, every=100) -> dict[str, np.ndarray]:
    """Descend the :func:`~trainability.experiments.descent.cliff.cliff` from random points on both sides of it.

    Parameters
    ----------
    rates : list of float
        Learning rates, the same for all.
    norms, values : list of float
        Limits for clipping by norm and by value.
    starts : int
        How many points, uniform in [3, 7] for the weight and in [-4, -1] for the bias.
    steps, every : int
        Updates of each descent, and between two measurements.

    Returns
    -------
    dict of ndarray, float32
        The loss: ``plain``, without clipping, ``(rates, steps // every, starts)``; ``norm`` and ``value``, with
        an axis of limits before.

    Examples
    --------
    >>> run = arrivals(rates=[0.1, 1.0], norms=[0.1], values=[], starts=3, steps=4, every=2)
    >>> run["plain"].shape, run["norm"].shape, run["value"].shape
    ((2, 2, 3), (1, 2, 2, 3), (0,))
    """
    points = np.random.default_rng(0).uniform([3, -4], [7, -1], (starts, 2))
    lr = np.reshape(rates, (-1, 1, 1))

    def losses(objective):
        theta = np.tile(points, (len(rates), 1, 1))
        run = train(Descent(objective, theta, sgd(lr=lr)), steps, every, loss_after=lambda theta: cliff.value(*np.moveaxis(theta, -1, 0)))
        return np.moveaxis(run["loss_after"], 0, 1)

    clipped = {"norm": map(partial(clip_norm, cliff), norms), "value": map(partial(clip_value, cliff), values)}
    runs = {"plain": losses(cliff)} | {name: [losses(objective) for objective in objectives] for name, objectives in clipped.items()}
    return {name: np.array(run, np.float32) for name, run in runs.items()}
