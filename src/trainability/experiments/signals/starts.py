"""Which first weights let a deep network learn, and at which learning rates?

After Saito 2016, section 6.2.3: four hidden layers of 100 units learn MNIST (here the sample of it that comes with the
package) by plain SGD, batches of 128, from several laws for the first weights. Biases start at zero.
"""

from functools import partial

import numpy as np

from ...activations import relu, sigmoid
from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import rms_of
from ...bench.signals import signals
from ...datasets import one_hot
from ...fit import Fit
from ...initializers import kaiming_normal, lecun_normal, normal, variance_scaling
from ...losses import cross_entropy
from ...named import Named
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, first, learner, start, unseen_accuracy
from ...tasks.networks import mlp

NETWORK = {"relu": mlp(WIDTHS, relu), "sigmoid": mlp(WIDTHS, sigmoid)}
LAWS = {
    "relu": {"std 0.01": partial(normal, std=0.01), "1/n": lecun_normal, "2/n": kaiming_normal},
    "sigmoid": {
        "std 1": normal,
        "std 0.01": partial(normal, std=0.01),
        "1/n": lecun_normal,
        "16/n": partial(variance_scaling, gain=4.0),  # the slope of the sigmoid at zero is 1/4
    },
}


def starts(kind: str, seed: int) -> np.ndarray:
    """Parameters ``(laws, P)``, float32: for each of ``LAWS[kind]`` the same draws, times its standard deviation."""
    return np.stack([start(NETWORK[kind], seed, law) for law in LAWS[kind].values()])


def first_gradients(kind: str, *, seeds: int, rows=200) -> Named:
    """The rms of the first gradient of each weight matrix, over the first ``rows`` images: axes law, seed, layer.

    Examples
    --------
    >>> first_gradients("relu", seeds=1)
    Named(law: 3, seed: 1, layer: 5)
    """
    x, y = first(rows)
    theta = np.stack([starts(kind, seed) for seed in range(seeds)], axis=1)
    weights = signals(NETWORK[kind], theta, x, lambda output: cross_entropy(output, one_hot(y))[1]).weights
    return Named(rms_of(weights), {"law": [*LAWS[kind]], "seed": range(seeds), "layer": range(1, 6)})


def unmoved(kind: str, *, lr: float, seed=0, rows=200) -> Named:
    """The share of the third layer's weights that the first step leaves what they were, bit for bit: along law."""
    x, y = first(rows)
    before, theta = starts(kind, seed), starts(kind, seed)
    next(Descent(Fit(NETWORK[kind], cross_entropy, x, one_hot(y)), theta, sgd(lr=lr)))
    before, after = (NETWORK[kind].params(each)[4][0] for each in (before, theta))
    return Named((before == after).mean(axis=(1, 2)), {"law": [*LAWS[kind]]})


def race(*, kind: str, seeds: int, steps: int, rates: list[float], every=20, offset=0) -> dict[str, Named]:
    """Train from all laws at all rates.

    The laws start from the same draws and see the same batches, at every rate, seed by seed.

    Parameters
    ----------
    kind : {"relu", "sigmoid"}
        The activation function, and with it the laws to compare.
    seeds, steps : int
        How many repetitions, and updates of each.
    rates : list of float
        Learning rates.
    every : int
        Updates between two measurements.
    offset : int
        The first of the seeds.

    Returns
    -------
    dict of Named, axes rate, law, seed, step
        ``loss``: the mean loss of the batches since the last measurement. ``accuracy``: on the test images.

    Examples
    --------
    >>> race(kind="relu", seeds=1, steps=4, rates=[0.01, 0.1], every=2)
    {'loss': Named(rate: 2, law: 3, seed: 1, step: 2), 'accuracy': Named(rate: 2, law: 3, seed: 1, step: 2)}
    """
    network, rule = NETWORK[kind], sgd(lr=np.float32(rates)[:, None, None])

    def run(seed):
        batches, axes = learner(network, seed, size=128), {"rate": rates, "law": [*LAWS[kind]]}
        return at_rates(starts(kind, seed), batches, rule, axes, steps, every, accuracy=unseen_accuracy(network))

    return as_stored(sweep(run, {"seed": range(offset, offset + seeds)}), dtype=None)
