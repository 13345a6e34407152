"""Sweeps: what stands where, by any map, and what is refused."""

import os
import signal
import sys
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from trainability import Named, Store, counted, sweep


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
        for setting in arguments:
            calls.append(setting)
            yield function(setting)

    settings = {"a": [1, 2], "b": [3, 4]}
    here = sweep(both, settings)
    with ProcessPoolExecutor(2) as pool:
        for map in lazily, pool.map:
            there = sweep(both, settings, map=map)
            assert all(np.array_equal(there[name], here[name]) for name in here)
    assert calls == [{"a": 1, "b": 3}, {"a": 1, "b": 4}, {"a": 2, "b": 3}, {"a": 2, "b": 4}]


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
    with pytest.raises(RuntimeError, match="a=1, b=1, c=2: TypeError: .* unexpected keyword"):
        sweep(line, {"a": [1], "b": [1], "c": [2]})


class Odd(Exception):
    """It pickles, and cannot be unpickled."""

    def __init__(self, one, other):
        super().__init__(f"{one} and {other}")


def odd(a, b):
    if b == 2:
        raise Odd("ham", "eggs")
    return a + b


def test_a_run_that_raises_says_which_and_the_others_finish(tmp_path):
    with ProcessPoolExecutor(2) as pool:
        for name, mapped in {"here": map, "pool": pool.map}.items():
            store = Store(tmp_path, name)
            with pytest.raises(RuntimeError) as raised:
                sweep(odd, {"a": [1, 0.5], "b": [1, 2, 3]}, mapped, store)
            told = str(raised.value)
            assert told.startswith(
                "2 of 6 runs raised an error, the others are done:\n  a=1, b=2: Odd: ham and eggs\n  a=0.5, b=2: Odd: "
            )
            assert 'raise Odd("ham", "eggs")' in told
            assert sorted(result for _, result in store) == [1.5, 2, 3.5, 4]


def test_ctrl_c_is_no_failure_of_a_run():
    def run(a):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(run, {"a": [1, 2]})


def once_deadly(a, log):
    """Its process is killed the first time that ``a`` is 4."""
    seen = Path(log).read_text() if Path(log).exists() else ""
    with Path(log).open("a") as file:
        file.write(f"{a} ")
    if a == 4 and "4" not in seen:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return a**2


def test_a_pool_that_broke_is_gone_on_with(tmp_path):
    settings, store = {"a": range(10), "log": [str(tmp_path / "log")]}, Store(tmp_path / "runs", "a1")
    with pytest.raises(BrokenExecutor), ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        sweep(once_deadly, settings, pool.map, store)
    kept = [result for _, result in store]
    assert {0, 1, 4} <= {*kept} and 16 not in kept
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        assert sweep(once_deadly, settings, pool.map, store).values[:, 0].tolist() == [a**2 for a in range(10)]
    begun = (tmp_path / "log").read_text().split()
    assert all(begun.count(str(round(result**0.5))) == 1 for result in kept)


def test_a_bar_counts_the_runs_of_any_map():
    screen = StringIO()
    bar = {"file": screen, "bar_format": "{n} of {total}"}
    assert sweep(line, {"a": [1, 2], "b": [0, 5]}, counted(**bar)).values.shape == (2, 2, 3)
    assert screen.getvalue().split("\r")[-1].strip() == "4 of 4"
    with ThreadPoolExecutor(2) as pool:
        assert list(counted(pool.map, disable=True)(abs, (a for a in [-1, 2]))) == [1, 2]


def test_a_cluster_runs_a_sweep_and_a_worker_that_is_killed_costs_a_retry(tmp_path):
    """Two processes that a scheduler of Dask's has started. They cannot import this module: its functions go as code."""
    distributed = pytest.importorskip("distributed")
    pytest.importorskip("cloudpickle").register_pickle_by_value(sys.modules[__name__])
    with distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=":0") as client:
        cluster = client.get_executor().map

        here, there = (sweep(line, {"a": [1, 2], "b": [3, 4]}, each) for each in (map, counted(cluster, disable=True)))
        assert np.array_equal(there, here) and there.axes == here.axes

        settings, store = {"a": range(10), "log": [str(tmp_path / "log")]}, Store(tmp_path / "killed", "a1")
        for _ in range(2):
            assert sweep(once_deadly, settings, cluster, store).values[:, 0].tolist() == [a**2 for a in range(10)]
        begun = sorted(int(a) for a in (tmp_path / "log").read_text().split())
        assert begun == [0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9]

        store = Store(tmp_path / "raises", "a1")
        with pytest.raises(
            RuntimeError, match=r"^1 of 3 runs raised an error, the others are done:\n  a=1, b=0: ZeroDivisionError: "
        ):
            sweep(lambda a, b: a / b, {"a": [1], "b": [0, 1, 2]}, cluster, store)
        assert sorted(result for _, result in store) == [0.5, 1]
