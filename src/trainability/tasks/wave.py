"""The wave of ai-edu's chapter 15: a network 1-3-1 of logistic units, a thousand noisy points, two starts that it drew once."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ..activations import sigmoid
from ..bench.at_rates import at_rates
from ..bench.contest import Problem
from ..bench.seeds import of_seeds
from ..datasets import noisy_wave, wave
from ..fit import Fit, Minibatches
from ..losses import squared_error
from ..named import Named
from ..rule import Rule
from .networks import mlp

NETWORK = mlp([1, 3, 1], sigmoid)
GOAL = 0.001
UPDATES = 100  # in an epoch
GRID = np.linspace(0, 1, 200)[:, None]  # where it is validated, without noise

# The weights that ai-edu drew once and stored: between input and hidden units, between those and the output.
STARTS = {
    "momentum": ([1.19375303, 0.74092175, -0.91614249], [0.60291225, 0.84336839, -0.20750915]),
    "adaptive": ([1.15892272, -1.06893327, -1.03939223], [-0.26659580, -0.92625318, 1.12772034]),
}


def start(name: str) -> np.ndarray:
    """The parameters, ``(P,)``, of one of ``STARTS``; biases are zero."""
    theta = np.zeros(NETWORK.size)
    (W1, _), _, (W2, _) = NETWORK.params(theta)
    W1[...], W2[..., 0] = STARTS[name]
    return theta


def noisy(name: str, seeds: int) -> Problem:
    """From one of ``STARTS``, in mini-batches of 10; each seed has its own noise and its own order.

    Its measure, ``validation``, is half the mean squared error on 200 noise-free points.
    """
    x, target = of_seeds(noisy_wave, seeds)
    batches = Minibatches(NETWORK, squared_error, x, target, 10, np.random.default_rng(seeds), runs=(seeds,))

    def validation(theta):
        return squared_error(NETWORK(GRID, theta)[0], wave(GRID))[0]

    return Problem(start(name), batches, {"validation": validation})


def still() -> Fit:
    """Half the mean squared error on a hundred even points of the wave itself, as an objective."""
    x = (np.arange(100.0)[:, None] + 0.5) / 100
    return Fit(NETWORK, squared_error, x, wave(x))


def follow(
    rule: Rule,
    axes: Mapping[str, Sequence] = {},
    *,
    start: str,
    seeds: int = 10,
    epochs: int = 10_000,
    every: int = 50,
    **measures: Callable,
) -> dict[str, Named]:
    """What is measured while ``rule`` trains on the :func:`noisy` wave.

    Parameters
    ----------
    rule : Rule
        Its hyperparameters broadcast against ``(*axes, seeds, 10)``.
    axes : dict
        Names and labels of axes of settings, such as ``{"rate": rates}``.
    start : str
        Which of ``STARTS``.
    seeds, epochs, every : int
        How many seeds, for how long (100 updates an epoch), and from how many epochs to how many it is measured.
    **measures : callable
        Functions of the parameters of all runs, besides the loss.

    Returns
    -------
    dict of Named, float32, along ``axes``, seed and epoch
        ``loss``: the validation loss. And the measures.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> rates = [0.1, 1.0]
    >>> rule, bias = sgd(lr=np.reshape(rates, (-1, 1, 1))), lambda theta: theta[..., -1]
    >>> follow(rule, {"rate": rates}, start="momentum", seeds=3, epochs=2, every=1, bias=bias)
    {'loss': Named(rate: 2, seed: 3, epoch: 2), 'bias': Named(rate: 2, seed: 3, epoch: 2)}
    """
    theta, objective, validation = noisy(start, seeds)
    axes, time = {**axes, "seed": range(seeds)}, {"epoch": range(every, epochs + 1, every)}
    run = at_rates(theta, objective, rule, axes, UPDATES * epochs, UPDATES * every, time=time, **validation, **measures)
    run["loss"] = run.pop("validation")
    return {name: array.astype(np.float32) for name, array in run.items()}


def fit(rule: Rule, axes: Mapping[str, Sequence] = {}, **how) -> Named:
    """The validation loss alone of :func:`follow`."""
    return follow(rule, axes, **how)["loss"]
