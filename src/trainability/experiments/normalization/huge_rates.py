"""Which learning rates does a network stand if only the hidden weights, whose scale normalization divides out, get them?"""

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, learner, start, unseen_accuracy
from ...tasks.networks import KINDS, hidden_weights, mlp

REST = 0.1  # the rate of all other parameters


def squares(weights: list[np.ndarray]) -> np.ndarray:
    r"""The squared length :math:`\lVert W \rVert^2` of each of some arrays ``(..., n_in, n_out)``: shape ``(..., arrays)``, float64.

    Examples
    --------
    >>> squares([np.ones((2, 3)), np.full((1, 1), 2.0)])
    array([6., 4.])
    """
    return np.stack([np.square(W, dtype=float).sum(axis=(-2, -1)) for W in weights], axis=-1)


def race(*, kinds: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train with the hidden weights at each of the rates and everything else at 0.1; the runs of one seed share start and batches.

    Returns
    -------
    dict of Named, float32, axes kind, rate, seed, step
        ``loss`` and ``accuracy``. ``square``, also along layer: the :func:`squares` of the hidden weights.

    Examples
    --------
    >>> race(kinds=["batch norm"], rates=[0.1, 1000.0], seeds=1, steps=4, every=2)["square"]
    Named(kind: 1, rate: 2, seed: 1, step: 2, layer: 4)
    """

    def run(kind, seed):
        network = mlp(WIDTHS, KINDS[kind])
        lr = np.full((len(rates), network.size), REST, np.float32)
        for part in hidden_weights(network, lr):
            part[...] = np.reshape(rates, (-1, 1, 1))
        return at_rates(
            start(network, seed),
            learner(network, seed),
            sgd(lr=lr),
            {"rate": rates},
            steps,
            every,
            parts={"layer": range(1, 5)},
            accuracy=unseen_accuracy(network),
            square=lambda theta: squares(hidden_weights(network, theta)),
        )

    return as_stored(sweep(run, {"kind": kinds, "seed": range(seeds)}))
