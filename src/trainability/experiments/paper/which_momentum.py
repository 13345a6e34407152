"""How far should momentum rise, and which: Nesterov's or the classical one? Tables 1 and 2 of the 2013 paper, in miniature."""

from collections.abc import Mapping

import numpy as np

from ...named import Named
from ...sweeping import sweep
from .small_curves import column, errors


def tried(
    *, columns: list[str], rates: list[float], first: int, seeds: int, updates: int, last: int, periods: list[float], every: int
) -> dict[str, Named]:
    """Every column at every rate, and with every period of equation 5.

    Parameters
    ----------
    columns : list of str
        Some of :data:`~trainability.experiments.paper.small_curves.COLUMNS`.
    rates : list of float
    first, seeds : int
        The first of the seeds, and how many.
    updates, last : int
        How many updates, and how many of them at a momentum of 0.9 at most, in the end.
    periods : list of float
        Updates after which the distance of the momentum to 1 is halved for the first time.
    every : int
        How many updates from one look to the next: a divisor of ``updates``.

    Returns
    -------
    dict of Named, float32, axes column, period, rate, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> tried(columns=["0", ".9M"], rates=[0.1], first=4, seeds=2, updates=4, last=2, periods=[8], every=2)["error"]
    Named(column: 2, period: 1, rate: 1, seed: 2, step: 2)
    """
    rate, those = np.float32(rates)[:, None, None], range(first, first + seeds)

    def run(**name):
        rule = column(name["column"], rate=rate, period=name["period"], updates=updates, last=last)
        return errors(rule, those, {"rate": rates}, updates=updates, every=every)

    return {"error": sweep(run, {"column": columns, "period": periods}).astype(np.float32)}


def judged(*, rates: Mapping[str, float], seeds: int, updates: int, last: int, period: float, every: int) -> dict[str, Named]:
    """Each column at the rate that others chose, on seeds that had no say in it.

    Parameters
    ----------
    rates : dict
        The rate of each column.
    seeds, updates, last, period, every
        As in :func:`tried`.

    Returns
    -------
    dict of Named, float32, axes column, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> judged(rates={"0": 0.1, ".9M": 0.05}, seeds=2, updates=4, last=2, period=8, every=1)["error"]
    Named(column: 2, seed: 2, step: 4)
    """

    def run(**name):
        rule = column(name["column"], rate=rates[name["column"]], period=period, updates=updates, last=last)
        return errors(rule, range(seeds), updates=updates, every=every)

    return {"error": sweep(run, {"column": [*rates]}).astype(np.float32)}
