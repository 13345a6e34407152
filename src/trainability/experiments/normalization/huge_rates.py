"""Which learning rates does a network stand if only the hidden weights, whose scale normalization divides out, get them?"""

import numpy as np

from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from .normed import KINDS, WIDTHS, accuracy, digits, hidden_weights, learner, stack, start

REST = 0.1  # the rate of all other parameters


def squares(weights: list[np.ndarray]) -> np.ndarray:
    r"""The squared length :math:`\lVert W \rVert^2` of each of some arrays ``(..., n_in, n_out)``: shape ``(..., arrays)``, float64.

    Examples
    --------
    >>> squares([np.ones((2, 3)), np.full((1, 1), 2.0)])
    array([6., 4.])
    """
    return np.stack([np.square(W, dtype=float).sum(axis=(-2, -1)) for W in weights], axis=-1)


def race(*, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """Train with the hidden weights at each of the rates and everything else at 0.1; the runs of one seed share start and batches.

    Parameters
    ----------
    kinds : list of str
        Some of :data:`~.normed.KINDS`.
    rates : list of float
        Learning rates of the hidden weights.
    seeds, steps, every : int
        Repetitions, updates of each, and how many from one measurement to the next.

    Returns
    -------
    dict of ndarray of float32, shape (kinds, seeds, rates, steps // every)
        ``loss``: the mean loss of the batches since the last measurement. ``accuracy``: on the test images. ``square``,
        with a last axis of layers: the :func:`squares` of the hidden weights.

    Examples
    --------
    >>> run = race(kinds=["batch norm"], rates=[0.1, 1000.0], seeds=1, steps=4, every=2)
    >>> run["loss"].shape, run["square"].shape
    ((1, 1, 2, 2), (1, 1, 2, 2, 4))
    """
    _, unseen = digits()

    def run(kind, seed):
        network = stack(WIDTHS, KINDS[kind])
        theta = np.tile(start(network, seed), (len(rates), 1))
        lr = np.full_like(theta, REST)
        for part in hidden_weights(network, lr):
            part[...] = np.reshape(rates, (-1, 1, 1))
        with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
            history = train(
                Descent(learner(network, seed), theta, sgd(lr=lr)), steps, every,
                accuracy=lambda theta: accuracy(network, theta, unseen.x, unseen.y),
                square=lambda theta: squares(hidden_weights(network, theta)),
            )
            return {name: np.float32(history[name].swapaxes(0, 1)) for name in ("loss", "accuracy", "square")}

    return sweep(run, {"kind": kinds, "seed": range(seeds)})
