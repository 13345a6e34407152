"""Does batch normalization make the scale of the first weights irrelevant?

Saito 2016, section 6.3.2: five hidden layers of 100 rectifiers learn the first 1000 images of MNIST from normal weights of
sixteen standard deviations, the same for every layer; batches of 100 drawn with replacement, plain SGD.
"""

from functools import partial
from itertools import islice

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import accuracy, rms_of
from ...fit import Minibatches, draws
from ...initializers import normal
from ...named import Named
from ...network import Network
from ...normalization import BatchNorm
from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import first, learner, start
from ...tasks.networks import hidden_weights, mlp

N, SIZE = 1000, 100
EPOCH = N // SIZE
WIDTHS = [784, 100, 100, 100, 100, 100, 10]
STDS = np.logspace(0, -4, 16)
KINDS = {"plain": relu} | {
    f"eps {eps}": lambda n, eps=float(eps): Network(BatchNorm(n, eps=eps), relu) for eps in ("1e-3", "1e-5", "1e-6", "1e-8")
}  # the source has 1e-6


def starts(network: Network, stds: np.ndarray, seed: int) -> np.ndarray:
    """Parameters ``(len(stds), P)``, float32: the same draws at every scale, and in every one of ``KINDS``."""
    return np.stack([start(network, seed, partial(normal, std=std)) for std in stds])


def batches(network: Network, seed: int) -> Minibatches:
    """The loss on batches of the 1000 images, drawn with replacement, in the order of one seed."""
    return learner(network, seed, first(N), size=SIZE, sample=draws)


def learn(*, kinds: list[str], scales: int, rates: list[float], seeds: int, epochs: int, every: int = 2) -> dict[str, Named]:
    """Train from all scales at all rates; the runs of one seed share draws and batches.

    Parameters
    ----------
    scales : int
        How many of the ``STDS``, from the largest.
    epochs, every : int
        How many epochs of ten updates, and how many from one measurement to the next.

    Returns
    -------
    dict of Named, float32, axes kind, std, rate, seed, step
        ``accuracy``: on the 1000 images, in inference.

    Examples
    --------
    >>> learn(kinds=["plain"], scales=2, rates=[0.01], seeds=1, epochs=2)["accuracy"]
    Named(kind: 1, std: 2, rate: 1, seed: 1, step: 1)
    """
    (x, y), stds = first(N), STDS[:scales]

    def run(kind, seed):
        network = mlp(WIDTHS, KINDS[kind])
        found = at_rates(
            starts(network, stds, seed)[:, None],
            batches(network, seed),
            sgd(lr=np.float32(rates)[:, None]),
            {"std": stds, "rate": rates},
            epochs * EPOCH,
            every * EPOCH,
            accuracy=partial(accuracy, network, x=x, y=y),
        )
        return {"accuracy": found["accuracy"]}

    return as_stored(sweep(run, {"kind": kinds, "seed": range(seeds)}))


def strides(steps: int, *, kind: str, rate: float, seed: int = 0) -> Named:
    """How long each update is beside the weights that it changes, rms over rms: along step, std and layer.

    Examples
    --------
    >>> strides(1, kind="plain", rate=0.0).max()
    np.float64(0.0)
    """
    network = mlp(WIDTHS, KINDS[kind])
    theta = starts(network, STDS, seed)
    found, before = [], theta.copy()
    with np.errstate(over="ignore", invalid="ignore"):  # as in learn
        for _ in islice(Descent(batches(network, seed), theta, sgd(lr=rate)), steps):
            moved, old = (rms_of(hidden_weights(network, change)) for change in (theta - before, before))
            found.append(moved / old)
            before[...] = theta
    return Named(found, {"step": range(1, steps + 1), "std": STDS, "layer": range(1, 6)})


def first_variances(std: float, eps: float, seed: int = 0) -> np.ndarray:
    """The mean variance that enters each normalization before training, ``(5,)``, with the whole 1000 images as one batch.

    Examples
    --------
    A sum of 100 rectified normal variables, each times a weight, has 100 (1/2 - 1/(2 pi)) = 34 times its variance:

    >>> (first_variances(0.1, 1e-5)[1:3] / 0.1**2).round(-1)
    array([30., 30.], dtype=float32)
    """
    network = mlp(WIDTHS, lambda n: Network(BatchNorm(n, eps=eps), relu))
    x, found = first(N).x, []
    for layer, params in zip(network.layers, network.params(starts(network, [std], seed)[0])):
        if "gamma" in layer.shapes:
            found.append(x.var(axis=0).mean())
        x, *_ = layer(x, *params)
    return np.array(found)
