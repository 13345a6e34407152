"""Which first weights let a deep network learn, and at which learning rates?

After Saito 2016, section 6.2.3: four hidden layers of 100 units learn MNIST (here the sample of it that comes with the
package) by plain SGD, batches of 128, from several laws for the first weights. Biases start at zero.
"""

from functools import partial

import numpy as np

from ...activations import relu, sigmoid
from ...datasets import mnist_sample, one_hot
from ...fit import Minibatches
from ...initializers import kaiming_normal, lecun_normal, normal, variance_scaling
from ...losses import cross_entropy
from ...rule import Descent
from ...rules import sgd
from ...training import train
from ...bench.measures import rms
from ...bench.signals import signals
from ...tasks.networks import mlp

WIDTHS = [784, 100, 100, 100, 100, 10]
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
    return np.stack([NETWORK[kind].initial(np.random.default_rng(seed), dtype=np.float32, W=law) for law in LAWS[kind].values()])


def first_gradients(kind: str, *, seeds: int, rows=200) -> np.ndarray:
    """The rms of the first gradient of each weight matrix, ``(seeds, laws, layers)``, over the first ``rows`` images.

    Examples
    --------
    >>> first_gradients("relu", seeds=1).shape
    (1, 3, 5)
    """
    images, _ = mnist_sample()
    target = one_hot(images.y[:rows])
    theta = np.stack([starts(kind, seed) for seed in range(seeds)])
    weights = signals(NETWORK[kind], theta, images.x[:rows], lambda y: cross_entropy(y, target)[1]).weights
    return np.stack([rms(dW.reshape(*dW.shape[:-2], -1)) for dW in weights], axis=-1)


def race(*, kind: str, seeds: int, steps: int, rates: list[float], every=20) -> dict[str, np.ndarray]:
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

    Returns
    -------
    dict of ndarray, shape (seeds, rates, laws, steps // every)
        ``loss``: the mean loss of the batches since the last measurement. ``accuracy``: on the test images.

    Examples
    --------
    >>> start = race(kind="relu", seeds=1, steps=4, rates=[0.01, 0.1], every=2)
    >>> start["loss"].shape, start["accuracy"].shape
    ((1, 2, 3, 2), (1, 2, 3, 2))
    """
    network, (images, unseen) = NETWORK[kind], mnist_sample()
    target, lr = one_hot(images.y), np.float32(rates)[:, None, None]

    def accuracy(theta):
        return (network(unseen.x, theta)[0].argmax(axis=-1) == unseen.y).mean(axis=-1)

    runs = []
    for seed in range(seeds):
        theta = np.tile(starts(kind, seed), (len(rates), 1, 1))
        batches = Minibatches(network, cross_entropy, images.x, target, 128, np.random.default_rng([seed, 1]))
        with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
            run = train(Descent(batches, theta, sgd(lr=lr)), steps, every, accuracy=accuracy)
        runs.append([np.moveaxis(values, 0, -1) for values in (run["loss"], run["accuracy"])])
    return {name: np.stack(values) for name, values in zip(("loss", "accuracy"), zip(*runs))}
