"""Why do some methods get stuck on ai-edu's wave? Two of its three hidden units become one.

Units of the same weights get the same gradients, and from then on they are one unit for good. What is left is a network of two.
"""

import numpy as np

from ...named import Named
from ...rules import adadelta, rmsprop, sgd
from ...schedules import Piecewise
from ...sweeping import sweep
from ...tasks.wave import NETWORK, UPDATES, follow


def gap(theta: np.ndarray) -> np.ndarray:
    """The distance ``(...)`` of the two hidden units that are nearest to each other, in input weight and bias.

    Examples
    --------
    >>> float(gap(np.array([1.0, 8.0, 4.0, 0.0, 0.0, 4.0, 9.0, 9.0, 9.0, 9.0])))  # units (1, 0), (8, 0) and (4, 4)
    5.0
    """
    (W, b), *_ = NETWORK.params(theta)
    units = np.stack([W[..., 0, :], b], axis=-1)
    first, second = (units[..., pair, :] for pair in np.triu_indices(3, 1))
    return np.linalg.norm(first - second, axis=-1).min(axis=-1)


def story(*, seeds: int, epochs: int, drop: int, every: int = 10) -> dict[str, Named]:
    """Train by ai-edu's RMSprop and Adadelta, and by plain descent. ``annealed`` is RMSprop at 0.1, and at 0.001 after epoch ``drop``.

    Returns
    -------
    dict of Named, float32, axes method, seed, epoch
        ``loss``: on noise-free points. ``gap``: see :func:`gap`.

    Examples
    --------
    >>> story(seeds=3, epochs=2, drop=1, every=1)["gap"]
    Named(method: 5, seed: 3, epoch: 2)
    """
    edu = rmsprop(rho=0.9, eps=0, eps_inside=1e-6)
    methods = {
        "rmsprop 0.1": edu(lr=0.1),
        "rmsprop 0.01": edu(lr=0.01),
        "annealed": edu(lr=Piecewise((0.1, 0.001), (UPDATES * drop,))),
        "adadelta": adadelta(rho=0.9, eps=1e-5),
        "sgd 1": sgd(lr=1.0),
    }

    def run(method):
        return follow(methods[method], start="adaptive", seeds=seeds, epochs=epochs, every=every, gap=gap)

    return sweep(run, {"method": [*methods]})
