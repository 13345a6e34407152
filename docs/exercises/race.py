"""Who arrives first?

Write ``wins``, then run

    pytest race.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def wins(values, goal):
    """How many races each rule wins.

    Parameters
    ----------
    values : ndarray, shape (rules, updates, races)
        The loss after each update, for every rule in every race.
    goal : float
        A rule arrives at its first update with a loss below this.

    Returns
    -------
    ndarray of int, shape (rules,)
        The races in which no rule arrived before it. Who never arrives wins nothing; if two arrive first at once, both win.
    """
    raise NotImplementedError


def one_race(*losses):
    return np.array(losses, float)[:, :, None]


def test_first():
    found = wins(one_race([9, 9, 1, 9], [9, 9, 9, 0]), 2)
    assert list(found) == [1, 0], (
        f"the first rule arrived at its third update, and the second, though lower, at its fourth: {list(found)}"
    )


def test_never():
    found = wins(one_race([9, 9, 9], [9, 9, 1]), 2)
    assert list(found) != [1, 0], (
        "the first rule never arrives: argmax of a row without a True is 0, as if it had arrived at once"
    )
    assert list(found) == [0, 1], f"only the second rule arrives, at its last update: {list(found)}"


def test_nobody():
    found = wins(one_race([9, 9], [8, 2]), 2)
    assert list(found) == [0, 0], f"a loss of 2 is not below 2, so nobody arrives, and nobody wins: {list(found)}"


def test_a_tie():
    found = wins(one_race([9, 1], [9, 0]), 2)
    assert list(found) == [1, 1], f"both arrive first, so both win: {list(found)}"


def test_many_races():
    values = np.random.default_rng(0).random((4, 30, 100))
    found = wins(values, 0.1)
    assert np.shape(found) == (4,), f"four rules, four numbers: {np.shape(found)}"
    again = sum(wins(values[:, :, [race]], 0.1) for race in range(100))
    assert np.array_equal(found, again), f"a hundred races at once: {found}, one by one: {again}"
