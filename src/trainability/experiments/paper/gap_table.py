"""Table 5 of Sutskever et al. 2013 as printed, and how one of ours is read."""

import numpy as np

from ...bench.choice import chosen, joined
from ...named import Named

COLUMNS = ["0", "0.9N", "0.98N", "0.995N", "0.9M", "0.98M", "0.995M"]  # N: Nesterov's momentum, M: the classical one

# What is wrong, the mean of four seeds at the best rate: a share for add and mul, symbols of a sequence for mem.
PRINTED = {
    "add": [0.39, 0.02, 0.21, 0.00025, 0.43, 0.62, 0.036],
    "mul": [0.48, 0.36, 0.22, 0.0013, 0.029, 0.025, 0.37],
    "mem-5": [1.27, 1.02, 0.96, 0.63, 1.12, 1.09, 0.92],
    "mem-20": [5.37, 2.77, 0.0144, 0.00005, 1.75, 0.0017, 0.053],
}
GUESS = {"add": 0.82, "mul": 0.84, "mem-5": 2.5, "mem-20": 8.0}  # with biases alone


def label(column: str) -> str:
    """A column in words.

    Examples
    --------
    >>> label("0.98N"), label("0.9M"), label("0"), label("never")
    ('0.98 Nesterov', '0.9 classical', 'none, after 0.9', 'none at all')
    """
    named = {"never": "none at all", "0": "none, after 0.9"}
    return named.get(column) or f"{column[:-1]} {'Nesterov' if column[-1] == 'N' else 'classical'}"


def at_best(wrong: Named) -> dict[str, Named]:
    """What is wrong at the rate that is best, in the end, for the other seeds.

    Parameters
    ----------
    wrong : Named, axes column, rate, seed, step

    Returns
    -------
    dict of Named
        ``wrong``, axes step, column, seed; and the ``rate``, axes column, seed.

    Examples
    --------
    >>> axes = {"column": ["0"], "rate": [0.1, 1.0], "seed": range(3), "step": [10]}
    >>> found = at_best(Named(np.array([0.5, 0.25]).repeat(3).reshape(1, 2, 3, 1), axes))
    >>> found["wrong"].values, found["rate"].values
    (array([[[0.25, 0.25, 0.25]]]), array([[1., 1., 1.]]))
    """
    end, each = wrong.take(step=-1), wrong.by("step")
    on_the_way = [chosen(now, end) for now in each.values()]
    stacked = Named(np.stack([now.values for now in on_the_way]), {"step": [*each], **on_the_way[0].axes})
    return {"wrong": stacked, "rate": chosen(wrong.axis("rate"), end)}


def agreeing(problem: str, wrong: Named) -> tuple[int, int]:
    """Of all pairs of columns that the paper orders, how many our means order alike, and how many there are.

    Parameters
    ----------
    problem : str
        A row of the paper's table.
    wrong : Named, axes column, seed
        Of all of ``COLUMNS`` at least.

    Examples
    --------
    >>> agreeing("add", Named(np.transpose([PRINTED["add"]] * 2), {"column": COLUMNS, "seed": range(2)}))
    (21, 21)
    """
    ours, theirs = wrong.at(column=COLUMNS).mean("seed").values, np.array(PRINTED[problem])
    pairs = [(i, j) for i in range(len(COLUMNS)) for j in range(i) if theirs[i] != theirs[j]]
    return sum(bool((ours[i] < ours[j]) == (theirs[i] < theirs[j]) and ours[i] != ours[j]) for i, j in pairs), len(pairs)


HEADER = ["momentum", "paper", "mean", "median", "best", "worst", "rate"]


def lines(problem: str, found: dict[str, Named]) -> list[list[str]]:
    """What :func:`at_best` found, after the last update, as lines under ``HEADER``; the rate is the median over seeds.

    Examples
    --------
    >>> axes = {"step": [10], "column": ["0.9N"], "seed": range(3)}
    >>> found = {"wrong": Named([[[0.1, 0.2, 0.6]]], axes), "rate": Named([[0.1, 0.1, 1.0]], {"column": ["0.9N"], "seed": range(3)})}
    >>> lines("add", found)
    [['0.9 Nesterov', '0.02', '0.3', '0.2', '0.1', '0.6', '0.1']]
    """
    printed, rates = dict(zip(COLUMNS, PRINTED[problem])), found["rate"].by("column")
    return [
        [
            label(column),
            f"{printed[column]:g}" if column in printed else "",
            *(f"{value:.2g}" for value in (each.mean(), each.median(), each.min(), each.max())),
            f"{rates[column].median():g}",
        ]
        for column, each in found["wrong"].take(step=-1).by("column").items()
    ]


def wider(wrong: Named, more: Named) -> Named:
    """The same with further rates, that only some of the columns had; where one lacks there is no number.

    Examples
    --------
    >>> wrong = Named(np.ones((2, 1)), {"column": ["0", "0.9N"], "rate": [0.1]})
    >>> wider(wrong, Named([[3.0]], {"column": ["0.9N"], "rate": [0.01]})).transpose("column", "rate").values
    array([[nan,  1.],
           [ 3.,  1.]])
    """
    axes = more.axes | {"column": wrong.axes["column"]}
    found = Named(np.full([*map(len, axes.values())], np.nan), axes)
    for column, each in more.by("column").items():
        found.at(column=column).values[...] = each
    return joined(found, wrong)
