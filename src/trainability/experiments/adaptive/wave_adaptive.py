"""Which rate does each adaptive method want on a wave? ai-edu's own net, data and start, its rates and constants.

A run ends well when its loss on noise-free points is 0.001. The note's source runs each method once; here each seed has
its own noise and order of mini-batches.
"""

import numpy as np

from ...named import Named
from ...rules import adadelta, adagrad, adam, rmsprop
from ...tasks.wave import fit

RULES = {
    "adagrad": (adagrad(eps=1e-6), (0.3, 0.5, 0.7)),
    "rmsprop": (rmsprop(rho=0.9, eps=0, eps_inside=1e-6), (0.1, 0.01, 0.005)),
    "adam": (adam, (0.1, 0.01, 0.005, 0.001)),
    "adadelta": (adadelta(rho=0.9, eps=1e-5), (1.0,)),
}
METHODS = [f"{name} {lr:g}" for name, (_, rates) in RULES.items() for lr in rates]


def race(*, seeds: int, epochs: int, every: int = 10) -> dict[str, Named]:
    """Train by each of ``RULES`` at each of its rates; those of a rule share one descent.

    Returns
    -------
    dict of Named, float32, axes method, seed, epoch
        ``loss``: on the noise-free points.

    Examples
    --------
    >>> loss = race(seeds=3, epochs=2, every=1)["loss"]
    >>> loss, loss.at(method="rmsprop 0.01")
    (Named(method: 11, seed: 3, epoch: 2), Named(seed: 3, epoch: 2))
    """
    runs = [
        fit(rule(lr=np.reshape(rates, (-1, 1, 1))), {"rate": rates}, start="adaptive", seeds=seeds, epochs=epochs, every=every)
        for rule, rates in RULES.values()
    ]
    axes = {"method": METHODS, "seed": range(seeds), "epoch": range(every, epochs + 1, every)}
    return {"loss": Named(np.concatenate(runs), axes)}
