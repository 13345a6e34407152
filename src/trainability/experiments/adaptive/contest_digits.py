"""The contest on handwritten digits, and Saito's comparison of four optimizers at rates of his choice (2016, section 6.1.8)."""

from collections.abc import Callable

from ...activations import relu
from ...bench import contest
from ...bench.at_rates import as_stored, at_rates
from ...fit import draws
from ...initializers import kaiming_normal, lecun_normal
from ...named import Named
from ...network import Network
from ...rules import adagrad, adam, momentum, sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, learner, start, unseen_accuracy
from ...tasks.networks import mlp

SMALL = mlp([784, 50, 50, 10], relu)
DEEP = mlp([784, *[32] * 8, 10], relu)
SAITO = mlp(WIDTHS, relu)
STARTS = {"2/n": kaiming_normal, "1/n": lecun_normal}
SAITOS = {
    "sgd": sgd(lr=0.01),
    "momentum": momentum(lr=0.01),
    "adagrad": adagrad(lr=0.01),
    "adam": adam(lr=0.001),
    "sgd, tenfold rate": sgd(lr=0.1),
}


def digits(network: Network, seed: int, law: Callable = kaiming_normal) -> contest.Problem:
    """The sample of MNIST in mini-batches of 64; ``accuracy`` is on its 2,000 test images."""
    return contest.Problem(start(network, seed, law), learner(network, seed), {"accuracy": unseen_accuracy(network)})


def small(**settings) -> dict[str, Named]:
    """Two hidden layers of 50 rectifiers, He's start; settings and results are those of :func:`~trainability.bench.contest.race`.

    Examples
    --------
    >>> small(methods=["sgd"], low=-1.0, rates=2, seeds=1, steps=4, every=2)["accuracy"]
    Named(method: 1, rate: 2, seed: 1, step: 2)
    """
    return contest.race(lambda seed: digits(SMALL, seed), **settings)


def small_again(**settings) -> dict[str, Named]:
    """The same on other seeds and a closer grid: :func:`~trainability.bench.contest.again`."""
    return contest.again(lambda seed: digits(SMALL, seed), **settings)


def deep(*, starts: list[str], **settings) -> dict[str, Named]:
    """Eight hidden layers of 32 rectifiers, from some of ``STARTS``."""
    return sweep(lambda start: contest.race(lambda seed: digits(DEEP, seed, STARTS[start]), **settings), {"start": starts})


def deep_again(*, centres: dict[str, dict[str, float]], **settings) -> dict[str, Named]:
    """The same on other seeds and a closer grid, whose centres each of ``STARTS`` has for itself."""

    def begin(start):
        return contest.again(lambda seed: digits(DEEP, seed, STARTS[start]), centres=centres[start], **settings)

    return sweep(begin, {"start": [*centres]})


def saito(*, names: list[str], seeds: int, steps: int, every: int = 20) -> dict[str, Named]:
    """Four hidden layers of 100 rectifiers, He's start, batches of 128 drawn with replacement, some of ``SAITOS``.

    Returns
    -------
    dict of Named, float32, axes name, seed, step
        ``loss``: the mean loss of the batches since the last measurement.

    Examples
    --------
    >>> saito(names=["sgd", "adam"], seeds=1, steps=4, every=2)["loss"]
    Named(name: 2, seed: 1, step: 2)
    """

    def run(name, seed):
        return at_rates(start(SAITO, seed), learner(SAITO, seed, size=128, sample=draws), SAITOS[name], {}, steps, every)

    return as_stored(sweep(run, {"name": names, "seed": range(seeds)}))
