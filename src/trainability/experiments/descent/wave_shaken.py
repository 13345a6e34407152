"""What does the noise of mini-batches change in the race on the still wave of :mod:`~trainability.experiments.descent.wave_still`?"""

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...fit import Minibatches
from ...losses import squared_error
from ...named import Named
from ...sweeping import sweep
from ...tasks.wave import NETWORK, UPDATES, start, still
from .wave_still import RULES


def race(*, seeds: int, epochs: int, every: int = 10) -> dict[str, Named]:
    """Train by each of ``RULES`` in mini-batches of ten; each seed deals the hundred points in an order of its own.

    Returns
    -------
    dict of Named, float32, axes rule, seed, epoch
        ``loss``: on all the points.

    Examples
    --------
    >>> race(seeds=3, epochs=2, every=1)["loss"]
    Named(rule: 4, seed: 3, epoch: 2)
    """
    whole, spare, axes = still(), np.empty((seeds, NETWORK.size)), {"seed": range(seeds)}
    updates, time = (UPDATES * epochs, UPDATES * every), {"epoch": range(every, epochs + 1, every)}

    def on_all(theta):
        return whole(theta, spare)

    def run(rule):
        batches = Minibatches(NETWORK, squared_error, whole.x, whole.target, 10, np.random.default_rng(seeds), runs=(seeds,))
        return {"loss": at_rates(start("momentum"), batches, RULES[rule], axes, *updates, time=time, on_all=on_all)["on_all"]}

    return as_stored(sweep(run, {"rule": [*RULES]}), time="epoch")
