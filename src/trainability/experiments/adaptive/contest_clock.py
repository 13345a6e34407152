r"""How much of Adagrad's lead is its falling rate? Plain descent with the rate :math:`\eta/\sqrt t` in the contest on rare features."""

from functools import partial

import numpy as np

from ...rule import Descent
from ...rules import sgd
from ...sweeping import sweep
from ...training import train
from ...bench.contest import grid
from ...tasks.words import regression


def race(*, inputs: list[str], squares: list[str], low: float, rates: int, seeds: int, steps: int, every: int) -> dict[str, np.ndarray]:
    """The problems, the grid and the measure of :func:`.contest_words.race`, without its axis of methods.

    Returns
    -------
    dict of ndarray of float32, shape (inputs, squares, seeds, rates, steps // every)
        ``excess``: the loss on new rows beyond that of the true weights.

    Examples
    --------
    >>> race(inputs=["words"], squares=["Zipf"], low=0.0, rates=2, seeds=1, steps=4, every=2)["excess"].shape
    (1, 1, 1, 2, 2)
    """
    run = partial(_run, grid(low, rates)[:, None], steps, every)
    return sweep(run, {"input": inputs, "square": squares, "seed": range(seeds)})


def _run(rates, steps, every, input, square, seed):
    start, objective, measures = regression(input, square, seed)
    theta = np.tile(start, (len(rates), 1))
    run = train(Descent(objective, theta, sgd(lr=lambda t: rates / np.sqrt(t))), steps, every, **measures)
    return {"excess": run["excess"].T.astype(np.float32)}
