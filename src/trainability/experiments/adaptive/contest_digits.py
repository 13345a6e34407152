"""The contest on handwritten digits, and Saito's comparison of four optimizers at rates of his choice (2016, section 6.1.8)."""

from collections.abc import Callable

import numpy as np

from ...activations import relu
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches, draws
from ...initializers import kaiming_normal, lecun_normal
from ...losses import cross_entropy
from ...network import Network
from ...rule import Descent
from ...rules import adagrad, adam, momentum, sgd
from ...sweeping import sweep
from ...training import train
from ...bench import contest
from ...tasks.networks import mlp

SMALL = mlp([784, 50, 50, 10], relu)
DEEP = mlp([784, *[32] * 8, 10], relu)
SAITO = mlp([784, 100, 100, 100, 100, 10], relu)
STARTS = {"2/n": kaiming_normal, "1/n": lecun_normal}
SAITOS = {
    "sgd": sgd(lr=0.01),
    "momentum": momentum(lr=0.01),
    "adagrad": adagrad(lr=0.01),
    "adam": adam(lr=0.001),
    "sgd, tenfold rate": sgd(lr=0.1),
}


def digits(network: Network, law: Callable, seed: int, *, size: int = 64, **sample) -> contest.Problem:
    """The sample of MNIST in mini-batches; ``accuracy`` is on its 2,000 test images."""
    images, unseen = mnist_sample()
    theta = network.initial(np.random.default_rng(seed), dtype=np.float32, W=law)
    rng = np.random.default_rng([seed, 1])
    objective = Minibatches(network, cross_entropy, images.x, one_hot(images.y), size, rng, **sample)

    def accuracy(theta):
        return (network(unseen.x, theta)[0].argmax(axis=-1) == unseen.y).mean(axis=-1)

    return contest.Problem(theta, objective, {"accuracy": accuracy})


def small(**settings) -> dict[str, np.ndarray]:
    """Two hidden layers of 50 rectifiers, He's start; settings and results are those of :func:`~.contest.race`.

    Examples
    --------
    >>> small(methods=["sgd"], low=-1.0, rates=2, seeds=1, steps=4, every=2)["accuracy"].shape
    (1, 1, 2, 2)
    """
    return contest.race(lambda seed: digits(SMALL, kaiming_normal, seed), **settings)


def deep(*, starts: list[str], **settings) -> dict[str, np.ndarray]:
    """Eight hidden layers of 32 rectifiers from some of ``STARTS``, which become the first axis."""
    return sweep(
        lambda start: contest.race(lambda seed: digits(DEEP, STARTS[start], seed), **settings), {"start": starts}
    )


def saito(*, names: list[str], seeds: int, steps: int, every: int = 20) -> dict[str, np.ndarray]:
    """Four hidden layers of 100 rectifiers, He's start, batches of 128 drawn with replacement, some of ``SAITOS``.

    Returns
    -------
    dict of ndarray of float32, shape (names, seeds, steps // every)
        ``loss``: the mean loss of the batches since the last measurement.

    Examples
    --------
    >>> saito(names=["sgd", "adam"], seeds=1, steps=4, every=2)["loss"].shape
    (2, 1, 2)
    """

    def run(name, seed):
        theta, objective, _ = digits(SAITO, kaiming_normal, seed, size=128, sample=draws)
        return {"loss": train(Descent(objective, theta, SAITOS[name]), steps, every)["loss"]}

    return sweep(run, {"name": names, "seed": range(seeds)})
