"""Which optimizer fits a wave first? Chapter 15 of ai-edu, on its own net, data and starts.

A network 1-3-1 with logistic hidden units learns 1000 noisy points of a wave in mini-batches of 10, until its half mean squared error on 200
noise-free points is 0.001. The note's source does it once; here each seed has its own noise and order of batches, and
all runs of a rule, with any number of settings, share one descent.
"""

import numpy as np

from ...activations import sigmoid
from ...datasets import noisy_wave, wave
from ...fit import Minibatches
from ...losses import squared_error
from ...rule import Descent, Rule
from ...rules import adadelta, adagrad, adam, rmsprop
from ...training import train
from ...tasks.networks import mlp

GOAL = 0.001

# The weights that ai-edu drew once and stored: between input and hidden units, between those and the output.
STARTS = {
    "momentum": ([1.19375303, 0.74092175, -0.91614249], [0.60291225, 0.84336839, -0.20750915]),
    "adaptive": ([1.15892272, -1.06893327, -1.03939223], [-0.26659580, -0.92625318, 1.12772034]),
}


def fit(rule: Rule, *, start: str, settings: int = 1, seeds: int = 10, epochs: int = 10_000, every: int = 50) -> np.ndarray:
    """Validation losses while ``rule`` trains from one of ``STARTS``.

    Parameters
    ----------
    rule : Rule
        Its hyperparameters may be arrays ``(settings, 1, 1)``.
    start : str
        Which of ``STARTS``.
    settings, seeds : int
        How many settings of the hyperparameters, and how many seeds for each.
    epochs, every : int
        For how long (100 updates an epoch), and after how many epochs each the loss is taken.

    Returns
    -------
    ndarray, shape (epochs // every, settings, seeds)

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> fit(sgd(lr=np.reshape([0.1, 1.0], (2, 1, 1))), start="momentum", settings=2, seeds=3, epochs=2, every=1).shape
    (2, 2, 3)
    """
    network = mlp([1, 3, 1], sigmoid)
    theta = np.zeros((settings, seeds, network.size))
    (W1, _), _, (W2, _) = network.params(theta)
    W1[...], W2[..., 0] = STARTS[start]
    x, target = (np.stack(part) for part in zip(*(noisy_wave(np.random.default_rng(seed)) for seed in range(seeds))))
    objective = Minibatches(network, squared_error, x, target, 10, np.random.default_rng(seeds), runs=(seeds,))
    grid = np.linspace(0, 1, 200)[:, None]
    updates = x.shape[1] // 10

    def validation(theta):
        return squared_error(network(grid, theta)[0], wave(grid))[0]

    descent = Descent(objective, theta, rule)
    return train(descent, updates * epochs, every=updates * every, grid=validation)["grid"].astype(np.float32)


def epochs_to_goal(losses: np.ndarray, *, every: int = 50, goal: float = GOAL) -> np.ndarray:
    """The epoch of the first loss at or below ``goal``, along the first axis; infinite where there is none.

    Examples
    --------
    >>> epochs_to_goal(np.array([[0.1, 0.1], [0.0, 0.1]]))
    array([100.,  inf])
    """
    reached = losses <= goal
    return np.where(reached.any(axis=0), every * (reached.argmax(axis=0) + 1.0), np.inf)


def _settings(*values: float) -> np.ndarray:
    return np.reshape(values, (-1, 1, 1))


def adaptive_story(*, seeds: int, epochs: int, every: int = 10) -> dict[str, np.ndarray]:
    """Losses ``(epochs // every, settings, seeds)`` of the adaptive rules at ai-edu's rates and constants."""
    long = {"start": "adaptive", "seeds": seeds, "epochs": epochs, "every": every}
    return {
        "adagrad .3, .5, .7": fit(adagrad(lr=_settings(0.3, 0.5, 0.7), eps=1e-6), settings=3, **long),
        "rmsprop .1, .01, .005": fit(rmsprop(lr=_settings(0.1, 0.01, 0.005), rho=0.9, eps=0, eps_inside=1e-6), settings=3, **long),
        "adam .1, .01, .005, .001": fit(adam(lr=_settings(0.1, 0.01, 0.005, 0.001)), settings=4, **long),
        "adadelta": fit(adadelta(rho=0.9, eps=1e-5), **long),
    }
