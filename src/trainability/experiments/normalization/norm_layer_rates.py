"""Which layers of a normalized network need the larger rate when all weights start small?

The network and the images of :mod:`.norm_scales`. The weights of its last layer are as small as the others, and not normalized.
"""

import numpy as np

from ...bench.measures import accuracy
from ...rule import Descent
from ...rules import sgd
from ...tasks.digits import first
from ...tasks.networks import mlp
from ...training import train
from .norm_scales import KINDS, WIDTHS, N, batches, starts

LAYERS = "hidden weights", "gamma and beta", "last layer"


def by_layer(network, rate: float, factor: float) -> np.ndarray:
    """Learning rates ``(3, P)``, float32: ``rate``, and ``factor`` times that for one of ``LAYERS`` in each row."""
    lrs = np.full((len(LAYERS), network.size), rate, np.float32)
    *hidden, last = filter(None, network.params(lrs))
    for row, layers in enumerate((hidden[::2], hidden[1::2], [last])):
        for views in layers:
            for view in views:
                view[row] *= factor
    return lrs


def learn(*, std: float, rate: float, factor: float, steps: int, seed: int = 0) -> dict[str, float]:
    """The accuracy in training when one of ``LAYERS`` has ``factor`` times the rate; all three share draws and batches.

    Examples
    --------
    >>> list(learn(std=0.1, rate=0.01, factor=10, steps=1))
    ['hidden weights', 'gamma and beta', 'last layer']
    """
    network = mlp(WIDTHS, KINDS["eps 1e-6"])
    theta = np.repeat(starts(network, [std], seed), len(LAYERS), axis=0)
    train(Descent(batches(network, seed), theta, sgd(lr=by_layer(network, rate, factor))), steps)
    return dict(zip(LAYERS, map(float, accuracy(network, theta, *first(N)))))
