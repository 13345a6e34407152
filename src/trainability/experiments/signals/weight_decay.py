r"""Do weights that start small end small, with weight decay and without?

A network 784-20-10 of rectifiers learns 500 digits by SGD, batches of 50, rate 0.1, from normal weights of
several standard deviations. Weight decay adds :math:`\lambda\theta` to the gradient.
"""

from functools import partial

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import rms
from ...initializers import normal
from ...named import Named
from ...objectives import l2
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import first, learner, start, unseen_accuracy
from ...tasks.networks import mlp

NETWORK = mlp([784, 20, 10], relu)
RATE = 0.1
STARTS = [0.01, 0.1, 0.4]
DECAYS = [0.0, 0.01]


def learn(*, seeds: int, steps: int, every=50, offset=0) -> dict[str, Named]:
    """Train from all ``STARTS`` with all ``DECAYS``, in float32; the runs of one seed share draws and batches. The first is ``offset``.

    Returns
    -------
    dict of Named, axes decay, std, seed, step
        ``size``: the rms of all parameters. ``unused``: that of the weights of pixels that are blank in all 500
        digits. ``accuracy``: on the test images.
    """
    data = first(500)
    blank = ~data.x.any(axis=0)

    def unused(theta):
        (W, _), *_ = NETWORK.params(theta)
        return rms(W[..., blank, :].reshape(len(theta), -1))

    def run(decay, seed):
        theta = np.stack([start(NETWORK, seed, partial(normal, std=std)) for std in STARTS])
        batches = l2(learner(NETWORK, seed, data, size=50), decay)
        measures = {"size": rms, "unused": unused, "accuracy": unseen_accuracy(NETWORK)}
        found = at_rates(theta, batches, sgd(lr=RATE), {"std": STARTS}, steps, every, **measures)
        return {name: found[name] for name in measures}

    return as_stored(sweep(run, {"decay": DECAYS, "seed": range(offset, offset + seeds)}), dtype=None)
