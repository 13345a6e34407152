"""What does the plateau of the wave look like, and what is left of the race on it without the noise of mini-batches?

ai-edu's network and start, as in :mod:`~trainability.experiments.descent.wave_net`, on a hundred even points of the wave
itself: no label noise, no mini-batches, so no seed. An epoch is a hundred updates, as there.
"""

import numpy as np

from ...activations import sigmoid
from ...datasets import noisy_wave, wave
from ...fit import Fit
from ...losses import squared_error
from ...rule import Descent
from ...rules import momentum, nesterov, sgd
from ...training import train
from .faults import momentum_twice
from ...tasks.networks import mlp
from .wave_net import STARTS

NETWORK = mlp([1, 3, 1], sigmoid)
UPDATES = 100  # in an epoch
RULES = {
    "sgd 1": sgd(lr=1.0),
    "momentum": momentum(lr=0.1, mu=0.9),
    "nesterov": nesterov(lr=0.1, mu=0.9),
    "momentum twice": momentum_twice(lr=0.1, mu=0.9),
}


def still() -> Fit:
    """Half the mean squared error on the still wave, as an objective."""
    x = (np.arange(100.0)[:, None] + 0.5) / 100
    return Fit(NETWORK, squared_error, x, wave(x))


def start() -> np.ndarray:
    """The parameters from which ai-edu starts, biases zero."""
    theta = np.zeros(NETWORK.size)
    (W1, _), _, (W2, _) = NETWORK.params(theta)
    W1[...], W2[..., 0] = STARTS["momentum"]
    return theta


def walk(*, epochs: int, every: int = 10) -> dict[str, np.ndarray]:
    """The parameters, ``(epochs // every, P)``, on the way of each of ``RULES``.

    Examples
    --------
    >>> walk(epochs=2, every=1)["nesterov"].shape
    (2, 10)
    """

    def parameters(rule):
        theta = start()
        return train(Descent(still(), theta, rule), UPDATES * epochs, UPDATES * every, passed=np.copy)["passed"]

    return {name: parameters(rule) for name, rule in RULES.items()}


def landscape(theta: np.ndarray, step: float = 1e-4) -> dict[str, np.ndarray]:
    """What the still loss looks like at points ``(n, P)``.

    Returns
    -------
    dict of ndarray
        ``loss``, ``(n,)``; ``gradient``, ``(n, P)``; ``curvature``, ``(n, P)``, the eigenvalues of the Hessian from the
        smallest, by central differences of ``step``.

    Examples
    --------
    >>> at = landscape(walk(epochs=1, every=1)["sgd 1"])
    >>> at["loss"].shape, at["curvature"].shape
    ((1,), (1, 10))
    """
    shifts = step * np.concatenate([np.eye(NETWORK.size), -np.eye(NETWORK.size), np.zeros((1, NETWORK.size))])
    points = theta[:, None] + shifts
    g = np.empty_like(points)
    loss = still()(points, g)
    ahead, behind, here = np.split(g, [NETWORK.size, 2 * NETWORK.size], axis=1)
    hessian = (ahead - behind) / (2 * step)
    return {
        "loss": loss[:, -1],
        "gradient": here[:, 0],
        "curvature": np.linalg.eigvalsh((hessian + hessian.mT) / 2),
    }


def batch_gradients(theta: np.ndarray, rng: np.random.Generator, *, size: int = 10, draws: int = 100) -> np.ndarray:
    """Gradients ``(n, draws, P)`` on independent mini-batches of the noisy wave at points ``(n, P)``."""
    x, target = noisy_wave(rng, n=draws * size)
    points = np.repeat(theta[:, None], draws, axis=1)
    g = np.empty_like(points)
    Fit(NETWORK, squared_error, x.reshape(draws, size, 1), target.reshape(draws, size, 1))(points, g)
    return g
