"""Which depth can be trained, from which scale of the weights?"""

import numpy as np

from ...activations import tanh
from ...bench.at_rates import as_stored, at_rates
from ...datasets import one_hot
from ...fit import Minibatches
from ...initializers import lecun_normal
from ...losses import cross_entropy
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import digits
from ...tasks.networks import mlp


def losses(
    *, depths: list[int], sigmas: list[float], rates: list[float], seeds: int, steps: int, n=100, batch=100, every=20
) -> dict[str, Named]:
    """The training loss of tanh networks on digits, from weights of standard deviation ``sigma / sqrt(fan-in)``.

    Parameters
    ----------
    depths : list of int
        Numbers of hidden layers, each of ``n`` units.
    sigmas : list of float
        Scales of the weights; one seed draws the same weights for all of them.
    rates : list of float
        Learning rates of plain stochastic gradient descent.
    seeds, steps, batch : int
        Networks for each setting, updates, and images in a mini-batch.
    every : int
        Updates over which a loss is averaged.

    Returns
    -------
    dict of Named, float32, axes depth, rate, sigma, seed, step
        ``loss``.

    Examples
    --------
    >>> losses(depths=[3], sigmas=[1.0, 2.0], rates=[0.1], seeds=1, steps=40, n=20)["loss"]
    Named(depth: 1, rate: 1, sigma: 2, seed: 1, step: 2)
    """
    images, _ = digits()
    x, target = (images.x - images.x.mean()) / images.x.std(), one_hot(images.y)
    scale, rule = np.reshape(sigmas, (-1, 1, 1)), sgd(lr=np.float32(rates)[:, None, None])

    def run(depth, seed):
        rng, network = np.random.default_rng(seed), mlp([784, *[n] * depth, 10], tanh)
        start = network.initial(
            rng, runs=(len(sigmas),), dtype=np.float32, W=lambda shape, rng: scale * lecun_normal(shape[-2:], rng)
        )
        batches = Minibatches(network, cross_entropy, x, target, batch, rng)
        return at_rates(start, batches, rule, {"rate": rates, "sigma": sigmas}, steps, every)

    return as_stored(sweep(run, {"depth": depths, "seed": range(seeds)}))
