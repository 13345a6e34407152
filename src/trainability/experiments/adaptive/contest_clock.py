r"""How much of Adagrad's lead is its falling rate? Plain descent with the rate :math:`\eta/\sqrt t` in the contest on rare features."""

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...bench.contest import grid
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.words import regression


def race(
    *, inputs: list[str], squares: list[str], low: float, rates: int, seeds: int, steps: int, every: int
) -> dict[str, Named]:
    """The problems, the grid and the measure of :func:`.contest_words.race`, without its axis of methods.

    Examples
    --------
    >>> race(inputs=["words"], squares=["Zipf"], low=0.0, rates=2, seeds=1, steps=4, every=2)["excess"]
    Named(input: 1, square: 1, rate: 2, seed: 1, step: 2)
    """
    lrs = grid(low, rates)
    falling = sgd(lr=lambda t: lrs[:, None] / np.sqrt(t))

    def run(input, square, seed):
        start, stream, measures = regression(input, square, seed)
        return {"excess": at_rates(start, stream, falling, {"rate": lrs}, steps, every, **measures)["excess"]}

    return as_stored(sweep(run, {"input": inputs, "square": squares, "seed": range(seeds)}))
