"""From which weights can a deep autoencoder be trained, and does momentum do without them? Table 3 of the 2013 paper, and its title."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from ...initializers import normal, sparse_with_replacement, xavier_normal
from ...named import Named
from ...sweeping import sweep
from .small_curves import column, errors


def dense(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Gaussian weights on all inputs, of the variance that sparse ones have over all inputs: the share that 15 draws hit.

    Examples
    --------
    >>> W = dense((100, 4), np.random.default_rng(0))
    >>> bool((W != 0).all())
    True
    """
    return normal(shape, rng, std=np.sqrt(1 - (1 - 1 / shape[-2]) ** 15))


# First weights: small ones, of Glorot's variance, and sparse ones, 15 inputs a unit, times a scale.
STARTS = {"small": partial(normal, std=0.01), "Xavier": xavier_normal, "dense": dense} | {
    f"sparse x {scale:g}": partial(sparse_with_replacement, std=scale) for scale in (0.25, 0.5, 1, 2, 4)
}


def tried(
    *,
    starts: list[str],
    columns: list[str],
    rates: list[float],
    first: int,
    seeds: int,
    updates: int,
    last: int,
    period: float,
    every: int,
) -> dict[str, Named]:
    """Every one of some of ``STARTS`` with every column at every rate; other settings are those of :func:`.which_momentum.tried`.

    Returns
    -------
    dict of Named, float32, axes start, column, rate, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> tried(starts=["small"], columns=["0"], rates=[0.1], first=4, seeds=2, updates=4, last=2, period=8, every=2)["error"]
    Named(start: 1, column: 1, rate: 1, seed: 2, step: 2)
    """
    rate, those = np.float32(rates)[:, None, None], range(first, first + seeds)

    def run(**name):
        rule = column(name["column"], rate=rate, period=period, updates=updates, last=last)
        return errors(rule, those, {"rate": rates}, updates=updates, every=every, law=STARTS[name["start"]])

    return {"error": sweep(run, {"start": starts, "column": columns}).astype(np.float32)}


def judged(
    *, rates: Mapping[str, Mapping[str, float]], seeds: int, updates: int, last: int, period: float, every: int
) -> dict[str, Named]:
    """Each start with each column, at the rate that others chose: ``rates[column][start]``.

    Returns
    -------
    dict of Named, float32, axes start, column, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> judged(rates={"0": {"small": 0.1}}, seeds=2, updates=4, last=2, period=8, every=2)["error"]
    Named(start: 1, column: 1, seed: 2, step: 2)
    """

    def run(**name):
        rate = rates[name["column"]][name["start"]]
        rule = column(name["column"], rate=rate, period=period, updates=updates, last=last)
        return errors(rule, range(seeds), updates=updates, every=every, law=STARTS[name["start"]])

    columns = [*rates]
    return {"error": sweep(run, {"start": [*rates[columns[0]]], "column": columns}).astype(np.float32)}
