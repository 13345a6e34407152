"""Do small batches leave places that the gradient of all the data gets stuck in?

A network 1-3-1 of tanh, small enough to get stuck, learns a hundred points of the noisy wave, stretched to [-1, 1] and fourfold in
height. Afterwards every run goes on with all the data, which takes the noise out of its loss and shows whether it still falls.
"""

from functools import partial

import numpy as np

from ...activations import tanh
from ...bench.at_rates import as_stored
from ...datasets import noisy_wave
from ...fit import Fit, Minibatches
from ...initializers import normal
from ...losses import squared_error
from ...named import Named
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.networks import mlp
from ...training import train

NETWORK = mlp([1, 3, 1], tanh)
EVERY = 500


def points() -> tuple[np.ndarray, np.ndarray]:
    """The hundred points, ``(100, 1)`` and ``(100, 1)``."""
    x, y = noisy_wave(np.random.default_rng(0), 100)
    return 2 * x - 1, 4 * y


def descend(*, sizes: list[int], rates: list[float], seeds: int, noisy: int, calm: int) -> dict[str, Named]:
    """Train from the same starts with all batch sizes at all rates.

    Parameters
    ----------
    sizes : list of int
        Examples in a mini-batch, from 1 to 100, which is all.
    rates : list of float
        Learning rates.
    seeds : int
        Starts; each has mini-batches of its own.
    noisy, calm : int
        How often 500 updates are made with mini-batches, and then with all the data.

    Returns
    -------
    dict of Named, float32, axes size, rate, seed, step
        ``loss``: on all points, after every 500 updates.

    Examples
    --------
    >>> descend(sizes=[1, 10], rates=[0.1], seeds=3, noisy=1, calm=1)["loss"]
    Named(size: 2, rate: 1, seed: 3, step: 2)
    """
    x, target = points()
    starts = NETWORK.initial(np.random.default_rng(1), runs=(seeds,), W=partial(normal, std=2.0), b=normal)
    axes = {"seed": range(seeds), "step": range(EVERY, EVERY * (noisy + calm) + 1, EVERY)}

    def whole(theta):
        return squared_error(NETWORK(x, theta)[0], target)[0]

    def run(size, rate):
        theta, rng, losses = starts.copy(), np.random.default_rng([2, size]), []
        shaken = Minibatches(NETWORK, squared_error, x, target, size, rng, runs=(seeds,))
        for objective, times in ((shaken, noisy), (Fit(NETWORK, squared_error, x, target), calm)):
            losses += [*train(Descent(objective, theta, sgd(lr=rate)), EVERY * times, EVERY, whole=whole)["whole"]]
        return {"loss": Named(np.stack(losses, axis=1), axes)}

    return as_stored(sweep(run, {"size": sizes, "rate": rates}))
