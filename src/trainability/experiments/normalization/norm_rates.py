"""Which learning rates, and which first weights, does a deep network stand with batch normalization and without?"""

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import rms_of
from ...initializers import kaiming_normal
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, learner, start, unseen_accuracy
from ...tasks.networks import KINDS, hidden_weights, mlp


def race(*, kinds: list[str], gains: list[float], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train at all rates from Kaiming's weights times all gains; the runs of one seed share draws and batches.

    Returns
    -------
    dict of Named, float32, axes kind, gain, rate, seed, step
        ``loss`` and ``accuracy``. ``size``, also along layer: the rms of the weights of each hidden layer.

    Examples
    --------
    >>> race(kinds=["batch norm"], gains=[1.0], rates=[0.1, 1.0], seeds=1, steps=4, every=2)["size"]
    Named(kind: 1, gain: 1, rate: 2, seed: 1, step: 2, layer: 4)
    """

    def run(kind, gain, seed):
        network = mlp(WIDTHS, KINDS[kind])
        return at_rates(
            start(network, seed, lambda shape, rng: gain * kaiming_normal(shape, rng)),
            learner(network, seed),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            parts={"layer": range(1, 5)},
            accuracy=unseen_accuracy(network),
            size=lambda theta: rms_of(hidden_weights(network, theta)),
        )

    return as_stored(sweep(run, {"kind": kinds, "gain": gains, "seed": range(seeds)}))
