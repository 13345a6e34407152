"""Which momentum learns to remember over a gap? Table 5 of Sutskever et al. 2013, in miniature.

Each momentum at each rate of one grid. As in the paper the momentum is 0.9 for the first fiftieth of the updates, and then
what it is called by; but for one more column, which has none from the start.
"""

from collections.abc import Callable

import numpy as np

from ...named import Named
from ...rule import Descent, Rule
from ...rules import momentum, nesterov
from ...schedules import Switch
from ...sweeping import sweep
from ...tasks.gaps import GAPS, LAWS, Fresh, batch, start, table_4
from ...training import train

TEST = 500  # sequences, the same for all runs
FIRST = 50  # one of so many updates is taken at a momentum of 0.9
COLUMNS = {"never": (nesterov, None), "0": (nesterov, 0.0)} | {
    f"{mu}{name}": (rule, mu) for name, rule in (("N", nesterov), ("M", momentum)) for mu in (0.9, 0.98, 0.995)
}


def rule(column: str, rate: float, updates: int) -> Rule:
    """The update rule of a column of the table: the paper's names, such as ``"0.98N"``, and ``"never"``.

    Examples
    --------
    >>> rule("0.98M", 0.01, updates=1000)
    momentum(lr=0.01, mu=Switch(first=0.9, at=20, then=0.98))
    """
    kind, mu = COLUMNS[column]
    return kind(lr=rate, mu=0.0 if mu is None else Switch(0.9, updates // FIRST, mu))


def table(
    *, problem: str, columns: list[str], rates: list[float], seeds: int, times: int, units: int, size: int, updates: int,
    every: int, steps: int | None = None, first: int = 0,
) -> dict[str, Named]:  # fmt: skip
    """Every column at every rate; the runs of one seed share start and sequences.

    Parameters
    ----------
    problem : str
        One of :data:`~trainability.tasks.gaps.GAPS`.
    columns : list of str
        See :func:`rule`.
    rates : list of float
        The learning rates.
    seeds, first : int
        How many seeds, and which is the first.
    times, units, size : int
        Length of a sequence, hidden units, sequences in a batch.
    updates, every : int
        The budget, and how many updates from one look to the next.
    steps : int, optional
        After how many it ends, if not after all.

    Returns
    -------
    dict of Named, float32, axes column, rate, seed, step
        See :func:`learn`.
    """
    runs = range(first, first + seeds)

    def run(column, rate):
        how = rule(column, rate, updates)
        return learn(problem, how, table_4, runs, times, units, size, steps or updates, every)

    return in_single(sweep(run, {"column": columns, "rate": rates}))


def starts(
    *, problem: str, column: str, laws: list[str], rates: list[float], seeds: int, times: int, units: int, size: int,
    updates: int, every: int, steps: int | None = None,
) -> dict[str, Named]:  # fmt: skip
    """One column of the table, from several laws of the hidden weights, see :data:`LAWS`; axes law, rate, seed, step."""

    def run(law, rate):
        how = rule(column, rate, updates)
        return learn(problem, how, LAWS[law], range(seeds), times, units, size, steps or updates, every)

    return in_single(sweep(run, {"law": laws, "rate": rates}))


def learn(
    problem: str, how: Rule, hidden: Callable, seeds: range, times: int, units: int, size: int, steps: int, every: int
) -> dict[str, Named]:
    """Train one network for each seed, side by side.

    Returns
    -------
    dict of Named, axes seed, step
        ``loss``, the mean since the last look, and ``wrong``, the zero-one loss on sequences that are not learned from. When all
        seeds have diverged a run ends, and has no more numbers; what is no number is wrong.
    """
    gap, looks = GAPS[problem], range(every, steps + 1, every)
    theta = np.stack([start(gap, units, times, seed, hidden=hidden) for seed in seeds])
    x, target = (each[0] for each in batch(gap, times, TEST, [np.random.default_rng(10**6)]))
    descent = Descent(Fresh(gap, units, times, size, seeds), theta, how)
    found = {"loss": np.full((len(seeds), len(looks)), np.nan), "wrong": np.empty((len(seeds), len(looks)))}
    with np.errstate(over="ignore", invalid="ignore"):
        for look in range(len(looks)):
            if np.isfinite(theta).all(axis=-1).any():
                found["loss"][:, look] = train(descent, every)["losses"].mean(axis=0)
            found["wrong"][:, look] = gap.wrong(gap.network(units)(x, theta)[0], target, times)
    return {name: Named(values, {"seed": seeds, "step": looks}) for name, values in found.items()}


def in_single(runs: dict[str, Named]) -> dict[str, Named]:
    """The same in single precision, as it is stored."""
    with np.errstate(over="ignore"):
        return {name: each.astype(np.float32) for name, each in runs.items()}
