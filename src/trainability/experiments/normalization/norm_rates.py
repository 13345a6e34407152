"""Which learning rates, and which first weights, does a deep network stand with batch normalization and without?"""

import numpy as np

from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from ..signals.depth import rms
from .normed import KINDS, WIDTHS, accuracy, digits, hidden_weights, learner, stack, start


def race(*, kinds: list[str], gains: list[float], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """Train at all rates from Kaiming's weights times all gains; the runs of one seed share draws and batches.

    Parameters
    ----------
    kinds : list of str
        Some of :data:`~.normed.KINDS`.
    gains, rates : list of float
        Factors on the first weights, and learning rates.
    seeds, steps, every : int
        Repetitions, updates of each, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (kinds, gains, seeds, rates, steps // every)
        ``loss``: the mean loss of the batches since the last measurement. ``accuracy``: on the test images.
        ``size``, with a last axis of layers: the rms of the weights of each hidden layer.

    Examples
    --------
    >>> run = race(kinds=["batch norm"], gains=[1.0], rates=[0.1, 1.0], seeds=1, steps=4, every=2)
    >>> run["loss"].shape, run["size"].shape
    ((1, 1, 1, 2, 2), (1, 1, 1, 2, 2, 4))
    """
    _, unseen = digits()

    def run(kind, gain, seed):
        network = stack(WIDTHS, KINDS[kind])
        theta = np.tile(start(network, seed, gain), (len(rates), 1))

        def size(theta):
            return np.stack([rms(W.reshape(len(theta), -1)) for W in hidden_weights(network, theta)], axis=-1)

        with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
            history = train(
                Descent(learner(network, seed), theta, sgd(lr=np.float32(rates)[:, None])), steps, every,
                accuracy=lambda theta: accuracy(network, theta, unseen.x, unseen.y), size=size,
            )
        return {name: np.float32(history[name].swapaxes(0, 1)) for name in ("loss", "accuracy", "size")}

    return sweep(run, {"kind": kinds, "gain": gains, "seed": range(seeds)})
