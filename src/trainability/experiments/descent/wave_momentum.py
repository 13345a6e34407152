"""Which method fits a wave first: plain descent, momentum, Nesterov's, or ai-edu's version of it? Its own net, data and start.

A run ends well when its loss on noise-free points is 0.001. The note's source runs each method once; here each seed has
its own noise and order of mini-batches.
"""

import numpy as np

from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.wave import fit
from .wave_still import RULES

SLOW = {"sgd 0.1": sgd(lr=0.1), "sgd 0.3": sgd(lr=0.3)}
METHODS = SLOW | RULES


def race(*, seeds: int, epochs: int, every: int = 10) -> dict[str, Named]:
    """Train by each of ``METHODS``; those that arrive early are followed for three thousand epochs at most.

    Returns
    -------
    dict of Named, float32, axes method, seed, epoch
        ``loss``: on the noise-free points; not a number after 3000 epochs of all but the ``SLOW``.

    Examples
    --------
    >>> race(seeds=3, epochs=2, every=1)["loss"]
    Named(method: 6, seed: 3, epoch: 2)
    """

    def run(method):
        until = epochs if method in SLOW else min(epochs, 3000)
        loss = np.full((seeds, epochs // every), np.float32(np.nan))
        loss[:, : until // every] = fit(METHODS[method], start="momentum", seeds=seeds, epochs=until, every=every)
        return Named(loss, {"seed": range(seeds), "epoch": range(every, epochs + 1, every)})

    return {"loss": sweep(run, {"method": [*METHODS]})}
