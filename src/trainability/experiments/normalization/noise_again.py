"""Does what :mod:`.covariate_shift` finds of noise behind the normalization hold for other seeds, and at rates between?"""

from functools import partial

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...datasets import one_hot
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import first, learner, start
from .covariate_shift import TRAINED_ON, twins


def clean_loss(network: Network, theta: np.ndarray) -> np.ndarray:
    """The loss ``(...)`` on a thousand training images of the network whose training is over, without noise."""
    x, labels = first(TRAINED_ON)
    return cross_entropy(network.inference(x, theta)[0], one_hot(labels))[0]


def race(*, kinds: list[str], rates: list[float], seeds: list[int], steps: int, every: int) -> dict[str, Named]:
    """Train some of the kinds of :mod:`.covariate_shift`; networks of one seed share first weights and batches.

    Returns
    -------
    dict of Named, float32, axes kind, rate, seed, step
        ``clean``: the :func:`clean_loss`.

    Examples
    --------
    >>> race(kinds=["plain"], rates=[0.1], seeds=[10, 11], steps=4, every=2)["clean"]
    Named(kind: 1, rate: 1, seed: 2, step: 2)
    """

    def run(kind, seed):
        network, _ = twins(kind, seed)
        found = at_rates(
            start(network, seed),
            learner(network, seed),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            clean=partial(clean_loss, network),
        )
        return {"clean": found["clean"]}

    return as_stored(sweep(run, {"kind": kinds, "seed": seeds}))
