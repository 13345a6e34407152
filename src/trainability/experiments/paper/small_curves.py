"""What the questions on deep autoencoders share: *Curves* in miniature, and runs of it side by side.

The images are 2,000 curves of 12 x 12 pixels, the network 144-72-36-18-6 and its mirror image, with batches of 50. Runs of one seed share
weights and batches.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from ...bench.at_rates import at_rates
from ...named import Named
from ...rule import Rule
from ...rules import momentum, nesterov
from ...schedules import SutskeverMomentum, Switch
from ...tasks.autoencoders import ENCODERS, autoencoder, curves, error, learner, starts

NETWORK = autoencoder(ENCODERS["small curves"])
IMAGES, SIZE, BATCH = 2000, 12, 50

# The columns of table 1: which momentum, and how far it rises. N is Nesterov's, M the classical one; without any they are the same.
COLUMNS = {"0": (nesterov, 0.0)} | {
    f"{limit}{letter}".lstrip("0"): (rule, limit)
    for letter, rule in (("N", nesterov), ("M", momentum))
    for limit in (0.9, 0.99, 0.995, 0.999)
}


def column(name: str, *, rate: float | np.ndarray, period: float, updates: int, last: int = 0) -> Rule:
    """The rule of one of ``COLUMNS``: its momentum rises by equation 5, and is 0.9 at most for the ``last`` updates.

    Examples
    --------
    >>> rule = column(".99N", rate=0.01, period=8, updates=2000, last=100)
    >>> rule.__name__, [round(float(rule.hyper["mu"](t)), 3) for t in (1, 32, 1900, 1901)]
    ('nesterov', [0.5, 0.9, 0.99, 0.9])
    """
    rule, limit = COLUMNS[name]
    return rule(lr=rate, mu=Switch(SutskeverMomentum(limit, period), updates - last, min(limit, 0.9)))


def errors(
    rule: Rule, seeds: range, axes: Mapping[str, Sequence] = {}, *, updates: int, every: int, law: Callable | None = None
) -> Named:
    """The squared error per image, on all images, of runs side by side.

    Parameters
    ----------
    rule : Rule
        Its hyperparameters broadcast against ``(*axes, seeds, P)``.
    seeds : range
        Of weights and batches.
    axes : dict
        Names and labels of axes of settings: ``{"rate": rates}``.
    updates, every : int
        How many updates, and how many from one look to the next.
    law : callable, optional
        Of the first weights, if they are not to be sparse.

    Returns
    -------
    Named, axes of settings, seed, step

    Examples
    --------
    >>> rule = column("0", rate=np.float32([0.1, 0.01])[:, None, None], period=8, updates=4)
    >>> errors(rule, range(3), {"rate": [0.1, 0.01]}, updates=4, every=2)
    Named(rate: 2, seed: 3, step: 2)
    """
    images = curves(IMAGES, SIZE)
    first = starts(NETWORK, seeds, *([law] if law else []))
    batches, look = learner(NETWORK, images, seeds, BATCH), partial(error, NETWORK, images=images)
    return at_rates(first, batches, rule, dict(axes) | {"seed": seeds}, updates, every, error=look)["error"]
