"""Sweeps: what stands where, by any map, and what is refused."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from trainability.named import Named
from trainability.sweeping import sweep


def line(a, b):
    return a + 10 * np.arange(b, b + 3)


def both(a, b):
    return {"sum": a + b, "line": line(a, b)}


def test_one_leading_axis_for_each_setting_in_their_order():
    table = sweep(line, {"a": [1, 2], "b": (0, 5, 7, 9)})
    assert table.axes == {"a": [1, 2], "b": (0, 5, 7, 9), "axis 0": range(3)}
    for a in [1, 2]:
        for b in [0, 5, 7, 9]:
            np.testing.assert_array_equal(table.at(a=a, b=b), line(a, b))
    other = sweep(line, {"b": (0, 5, 7, 9), "a": [1, 2]})
    assert list(other.axes) == ["b", "a", "axis 0"]
    np.testing.assert_array_equal(other, np.swapaxes(table, 0, 1))


def test_the_axes_of_a_run_follow():
    def run(lr):
        return {"loss": Named([[lr, 2 * lr]], {"seed": [7], "step": [10, 20]}), "last": 3 * lr}

    table = sweep(run, {"lr": [0.1, 0.2]})
    assert table["loss"].axes == {"lr": [0.1, 0.2], "seed": [7], "step": [10, 20]}
    assert table["loss"].at(lr=0.2, seed=7, step=20) == 0.4 and table["last"].at(lr=0.2) == 3 * 0.2
    for other in {"axis": [10, 20]}, {"step": [10, 30]}, {"step": [10]}:
        with pytest.raises(ValueError, match="^every run must return the same axes; got {'step': .*10, 20.*} and "):
            sweep(lambda axes: Named(np.ones(*map(len, axes.values())), axes), {"axes": [{"step": [10, 20]}, other]})


def test_a_number_an_array_or_a_dict_of_them():
    assert sweep(lambda a: a / 2, {"a": range(3)}).values.tolist() == [0, 0.5, 1]
    assert sweep(lambda a: np.float32(a), {"a": [1]}).values.dtype == np.float32
    table = sweep(both, {"a": np.array([1, 2]), "b": [3]})
    assert list(table) == ["sum", "line"] and table["line"].values.shape == (2, 1, 3)
    assert table["sum"].values.tolist() == [[4], [5]]
    assert sweep(lambda a: {"deep": {"er": a}}, {"a": [1, 2]})["deep"]["er"].values.tolist() == [1, 2]


def test_values_of_any_kind():
    assert sweep(lambda f: f(3), {"f": [abs, float, lambda x: -x]}).values.tolist() == [3, 3, -3]
    assert sweep(lambda word: len(word), {"word": ["a", "bcd"]}).values.tolist() == [1, 3]
    assert sweep(lambda pair: pair[1], {"pair": [(1, 2), (3, 4, 5)]}).values.tolist() == [2, 4]
    assert sweep(lambda row: row.sum(), {"row": np.ones((4, 2))}).values.tolist() == [2, 2, 2, 2]


def test_no_setting_is_one_run_and_no_axis():
    assert sweep(lambda: 3.0, {}) == 3.0 and list(sweep(lambda: np.ones(2), {}).axes) == ["axis 0"]


def test_the_map_gets_every_run_once_and_may_be_that_of_other_processes():
    calls = []

    def lazily(function, arguments):
        for values in arguments:
            calls.append(values)
            yield function(values)

    settings = {"a": [1, 2], "b": [3, 4]}
    here = sweep(both, settings)
    with ProcessPoolExecutor(2) as pool:
        for map in lazily, pool.map:
            there = sweep(both, settings, map=map)
            assert all(np.array_equal(there[name], here[name]) for name in here)
    assert calls == [(1, 3), (1, 4), (2, 3), (2, 4)]


@pytest.mark.parametrize(
    "values", [0.1, "fast", None, {0.1, 0.2}, {"lr": 1}, iter([0.1]), np.array(0.1)], ids=lambda values: type(values).__name__
)
def test_a_setting_is_a_sequence(values):
    with pytest.raises(TypeError, match="^lr must be a list of values, or an array; got "):
        sweep(line, {"a": [1], "lr": values})


@pytest.mark.parametrize("values", [[], (), range(0), np.empty(0)], ids=str)
def test_a_setting_has_values(values):
    with pytest.raises(ValueError, match="^lr has no values to run$"):
        sweep(line, {"lr": values})


def test_runs_must_agree_in_names_and_axes():
    with pytest.raises(ValueError, match=r"^every run must return the same names; got \['x', 'y'\] and \['x'\]$"):
        sweep(lambda a: {"x": 1} if a else {"x": 1, "y": 2}, {"a": [0, 1]})
    with pytest.raises(ValueError, match="same axes"):
        sweep(np.ones, {"shape": [1, 2]})
    with pytest.raises(TypeError, match="unexpected keyword"):
        sweep(line, {"a": [1], "b": [1], "c": [2]})
