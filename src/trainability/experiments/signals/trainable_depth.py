"""Which depth can be trained, from which scale of the weights?"""

import numpy as np

from ...activations import tanh
from ...datasets.digits import mnist_sample
from ...datasets.targets import one_hot
from ...fit import Minibatches
from ...initializers import lecun_normal
from ...losses import cross_entropy
from ...rule import Descent
from ...rules import sgd
from ...training import train
from ...tasks.networks import mlp


def losses(*, depths: list[int], sigmas: list[float], rates: list[float], seeds: int, steps: int, n=100, batch=100, every=20):
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
    dict
        ``loss``: float32, shape ``(depths, rates, seeds, sigmas, steps // every)``.

    Examples
    --------
    >>> loss = losses(depths=[3], sigmas=[1.0, 2.0], rates=[0.1], seeds=1, steps=40, n=20)["loss"]
    >>> loss.shape, bool((loss < np.log(10)).all())
    ((1, 1, 1, 2, 2), True)
    """
    images, _ = mnist_sample()
    x, target = (images.x - images.x.mean()) / images.x.std(), one_hot(images.y)
    scale = np.asarray(sigmas)[:, None, None]

    def run(depth, rate, seed):
        rng = np.random.default_rng(seed)
        network = mlp([784, *[n] * depth, 10], tanh)
        theta = network.initial(rng, runs=(len(sigmas),), dtype=np.float32, W=lambda shape, rng: scale * lecun_normal(shape[-2:], rng))
        descent = Descent(Minibatches(network, cross_entropy, x, target, batch, rng), theta, sgd(lr=rate))
        return train(descent, steps, every)["loss"].T

    with np.errstate(over="ignore", invalid="ignore"):
        return {"loss": np.array([[[run(d, rate, s) for s in range(seeds)] for rate in rates] for d in depths], np.float32)}
