"""Was it the course's seed? Its exercise with momentum again, with points, weights and batches of ten seeds."""

from ...bench.at_rates import as_stored, at_rates
from ...initializers import kaiming_normal
from ...named import Named
from ...sweeping import sweep
from ...tasks.moons import two_moons
from .moons_net import NETWORK, RULES, UPDATES


def learn(*, rules: list[str], seeds: int, epochs: int, every: int = 100) -> dict[str, Named]:
    """Train by some of the course's ``RULES``, all from the same starts on the same mini-batches.

    Returns
    -------
    dict of Named, float32, axes rule, seed, epoch
        ``loss`` and ``accuracy``: on all 300 points.

    Examples
    --------
    >>> learn(rules=["heavy ball"], seeds=4, epochs=200)
    {'loss': Named(rule: 1, seed: 4, epoch: 2), 'accuracy': Named(rule: 1, seed: 4, epoch: 2)}
    """
    axes, time = {"seed": range(seeds)}, {"epoch": range(every, epochs + 1, every)}

    def run(rule):
        theta, batches, measures = two_moons(NETWORK, kaiming_normal, seeds=seeds, size=64)
        found = at_rates(theta, batches, RULES[rule], axes, UPDATES * epochs, UPDATES * every, time=time, **measures)
        return {"loss": found["loss_on_all"], "accuracy": found["accuracy"]}

    return as_stored(sweep(run, {"rule": rules}), time="epoch")
