"""What does the noise of mini-batches change in the race on the still wave of :mod:`~trainability.experiments.descent.wave_still`?"""

import numpy as np

from ...fit import Minibatches
from ...losses import squared_error
from ...rule import Descent
from ...training import train
from .wave_still import NETWORK, RULES, UPDATES, start, still


def race(*, seeds: int, epochs: int, every: int = 10) -> dict[str, np.ndarray]:
    """The still loss, ``(epochs // every, seeds)``, on the way of each of ``RULES`` in mini-batches of ten.

    Each seed deals the hundred points in an order of its own.

    Examples
    --------
    >>> race(seeds=3, epochs=2, every=1)["nesterov"].shape
    (2, 3)
    """
    whole = still()

    def losses(rule):
        theta = np.repeat(start()[None], seeds, axis=0)
        batches = Minibatches(NETWORK, squared_error, whole.x, whole.target, 10, np.random.default_rng(seeds), runs=(seeds,))
        spare = np.empty_like(theta)
        run = train(Descent(batches, theta, rule), UPDATES * epochs, UPDATES * every, still=lambda theta: whole(theta, spare))
        return run["still"].astype(np.float32)

    return {name: losses(rule) for name, rule in RULES.items()}
