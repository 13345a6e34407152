"""Why does Adam at the rate 0.1 never fit ai-edu's wave: are its steps too long for the place, or is it in the wrong place?"""

import numpy as np

from ..activations import sigmoid
from ..datasets import noisy_wave, wave
from ..losses import squared_error
from ..network import Minibatches
from ..rule import Descent
from ..rules import adam
from ..schedules import Piecewise
from ..training import train
from .signals import mlp
from .wave_net import STARTS

GRID = np.linspace(0, 1, 200)[:, None]


def apart(outputs: np.ndarray) -> np.ndarray:
    """How far the two most alike of some hidden units are from being one: 1 minus the modulus of their correlation.

    At 0 one is a multiple of the other and a constant, and the layer behind cannot tell them from a single unit.

    Parameters
    ----------
    outputs : ndarray, shape (..., N, H)
        Of ``H`` units, for ``N`` inputs.

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> x = np.linspace(0, 1, 5)
    >>> float(apart(np.stack([x, x**2, 3 - 2 * x], axis=-1)).round(9))
    0.0
    """
    unit = outputs - outputs.mean(axis=-2, keepdims=True)
    unit /= np.linalg.norm(unit, axis=-2, keepdims=True)
    one, other = np.triu_indices(unit.shape[-1], 1)
    return 1 - abs((unit.mT @ unit)[..., one, other]).max(axis=-1)


def learn(*, first: list[float], second: list[float], until: int, seeds: int, epochs: int, every: int = 10) -> dict[str, np.ndarray]:
    """Train the wave of :mod:`~trainability.experiments.wave_net` by Adam, and change the rate on the way.

    Parameters
    ----------
    first, second : lists of float, of equal length R
        Learning rates up to epoch ``until``, and after it.
    until, seeds, epochs, every : int
        Epochs at the first rate, seeds, epochs in all, and epochs from one measurement to the next.

    Returns
    -------
    dict of ndarray
        ``losses``, on noise-free points, and ``apart``, of the hidden units on them: shape (epochs // every, R, seeds).

    Examples
    --------
    >>> learn(first=[0.1, 0.01], second=[0.01, 0.01], until=1, seeds=3, epochs=2, every=1)["apart"].shape
    (2, 2, 3)
    """
    network = mlp([1, 3, 1], sigmoid)
    theta = np.zeros((len(first), seeds, network.size))
    (W1, b1), _, (W2, _) = network.params(theta)
    W1[...], W2[..., 0] = STARTS["adaptive"]
    x, target = (np.stack(part) for part in zip(*(noisy_wave(np.random.default_rng(seed)) for seed in range(seeds))))
    objective = Minibatches(network, squared_error, x, target, 10, np.random.default_rng(seeds), runs=(seeds,))
    updates = x.shape[1] // 10
    lr = Piecewise((np.reshape(first, (-1, 1, 1)), np.reshape(second, (-1, 1, 1))), (updates * until,))

    def losses(theta):
        return squared_error(network(GRID, theta)[0], wave(GRID))[0]

    def alike(theta):
        return apart(sigmoid(network.layers[0](GRID, W1, b1)[0])[0])

    kept = train(Descent(objective, theta, adam(lr=lr)), theta, updates * epochs, updates * every, losses=losses, apart=alike)
    return {name: kept[name].astype(np.float32) for name in ("losses", "apart")}
