"""Does momentum change anything? The exercise of a well-known course, step for step.

A network 2-5-2-1 of rectifiers with a logistic output learns the two moons (300 points) in mini-batches of 64. To meet
the course's printed accuracies, weights and the order of the batches come from NumPy's legacy generator, seeded as there.
"""

from itertools import count

import numpy as np

from ...activations import relu
from ...datasets import moons
from ...fit import Fit
from ...losses import binary_cross_entropy
from ...named import Named
from ...rule import Descent
from ...rules import adam, momentum, momentum_ema, sgd
from ...sweeping import sweep
from ...tasks.networks import mlp
from ...training import train

NETWORK = mlp([2, 5, 2, 1], relu)
UPDATES = 5  # in an epoch
RULES = {
    "gradient descent": sgd(lr=0.0007),
    "momentum, (1-β) form": momentum_ema(lr=0.0007, beta=0.9),
    "Adam": adam(lr=0.0007),
    "heavy ball": momentum(lr=0.0007, mu=0.9),
    "gradient descent, tenfold rate": sgd(lr=0.007),
}


def course_batches(n: int, size: int):
    """The course's mini-batches: legacy generator, seeded 11, 12, ... for one epoch after the other."""
    for seed in count(11):
        order = np.random.RandomState(seed).permutation(n)
        yield from (order[i : i + size] for i in range(0, n, size))


def course_weights(seed: int = 3) -> np.ndarray:
    """The course's start: He's scale from the legacy generator, each matrix drawn as ``(n_out, n_in)``; biases zero."""
    rng, theta = np.random.RandomState(seed), np.zeros(NETWORK.size)
    for W, _ in filter(None, NETWORK.params(theta)):
        n_in, n_out = W.shape
        W[...] = (rng.randn(n_out, n_in) * np.sqrt(2 / n_in)).T
    return theta


class CourseMinibatches(Fit):
    """The next mini-batch of the course as an objective."""

    def __init__(self, network, x, target, size=64):
        super().__init__(network, binary_cross_entropy, x, target)
        self.batches = course_batches(len(x), size)

    def __call__(self, theta, g):
        rows = next(self.batches)
        return self.on(self.x[rows], self.target[rows], theta, g)


def learn(*, rules: list[str], epochs: int, every: int = 100) -> dict[str, Named]:
    """Train by some of ``RULES``, each from the same start on the same mini-batches.

    Returns
    -------
    dict of Named, axes rule, epoch
        ``loss``: the cost as the course prints it, which is that of the last mini-batch of the epoch. ``accuracy``: on all
        300 points.

    Examples
    --------
    >>> learn(rules=["heavy ball"], epochs=200)["loss"].at(rule="heavy ball").values.round(2)
    array([0.67, 0.62])
    """
    x, labels = moons(np.random.RandomState(3))
    target = labels[:, None].astype(float)

    def accuracy(theta):
        return np.mean((NETWORK(x, theta)[0] > 0) == target)

    def run(rule):
        descent = Descent(CourseMinibatches(NETWORK, x, target), course_weights(), RULES[rule])
        history = train(descent, UPDATES * epochs, UPDATES * every, accuracy=accuracy)
        found = {"loss": history["losses"][history["step"] - 1], "accuracy": history["accuracy"]}
        return {name: Named(values, {"epoch": range(every, epochs + 1, every)}) for name, values in found.items()}

    return sweep(run, {"rule": rules})
