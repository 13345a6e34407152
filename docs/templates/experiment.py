"""The question, in a sentence: which learning rates does a small network stand on the digits?"""

import numpy as np

from trainability.bench.at_rates import as_stored, at_rates
from trainability.named import Named
from trainability.rules import sgd
from trainability.sweeping import sweep
from trainability.tasks.digits import learner, start, unseen_accuracy
from trainability.tasks.networks import mlp, relu

NETWORK = mlp([784, 20, 10], relu)


def race(*, rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train at all rates; the runs of one seed share start and batches.

    Returns
    -------
    dict of Named, float32, axes rate, seed, step
        ``loss`` and ``accuracy``.

    Examples
    --------
    >>> race(rates=[0.1, 1.0], seeds=1, steps=4, every=2)["loss"]
    Named(rate: 2, seed: 1, step: 2)
    """

    def run(seed):
        return at_rates(
            start(NETWORK, seed), learner(NETWORK, seed), sgd(lr=np.float32(rates)[:, None]), {"rate": rates}, steps, every,
            accuracy=unseen_accuracy(NETWORK),
        )  # fmt: skip

    return as_stored(sweep(run, {"seed": range(seeds)}))
