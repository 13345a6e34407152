r"""Do weights that start small end small, with weight decay and without?

A network 784-20-10 of rectifiers learns 500 digits by SGD, batches of 50, rate 0.1, from normal weights of
several standard deviations. Weight decay adds :math:`\lambda\theta` to the gradient.
"""

import numpy as np

from ...activations import relu
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import normal
from ...losses import cross_entropy
from ...objectives import l2
from ...rule import Descent
from ...rules import sgd
from ...training import train
from ...bench.measures import rms
from ...tasks.networks import mlp

NETWORK = mlp([784, 20, 10], relu)
RATE = 0.1
STARTS = [0.01, 0.1, 0.4]
DECAYS = [0.0, 0.01]


def learn(*, seeds: int, steps: int, every=50) -> dict[str, np.ndarray]:
    """Train from all ``STARTS`` with all ``DECAYS``, in float32; the runs of one seed share draws and batches.

    Returns
    -------
    dict of ndarray, shape (seeds, decays, starts, steps // every)
        ``size``: the rms of all parameters. ``unused``: that of the weights of pixels that are blank in all 500
        digits. ``accuracy``: on the test images.
    """
    images, unseen = mnist_sample()
    x, target = images.x[:500], one_hot(images.y[:500])
    blank = ~x.any(axis=0)

    def accuracy(theta):
        return (NETWORK(unseen.x, theta)[0].argmax(axis=-1) == unseen.y).mean(axis=-1)

    def unused(theta):
        (W, _), *_ = NETWORK.params(theta)
        return rms(W[..., blank, :].reshape(len(theta), -1))

    def run(seed, decay):
        theta = np.stack(
            [
                NETWORK.initial(np.random.default_rng(seed), dtype=np.float32, W=lambda shape, rng: normal(shape, rng, std=std))
                for std in STARTS
            ]
        )
        batches = Minibatches(NETWORK, cross_entropy, x, target, 50, np.random.default_rng([seed, 1]))
        history = train(
            Descent(l2(batches, decay), theta, sgd(lr=RATE)), steps, every, size=rms, unused=unused, accuracy=accuracy
        )
        return np.stack([history[name].T for name in ("size", "unused", "accuracy")])

    runs = np.stack([[run(seed, decay) for decay in DECAYS] for seed in range(seeds)])
    return dict(zip(("size", "unused", "accuracy"), np.moveaxis(runs, 2, 0)))
