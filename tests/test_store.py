"""Runs in files: named by settings and code, whole or not there, computed once; by a sweep that is killed and begun again, too."""

import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from trainability import Named, Store, sweep

SLOW = """
import sys, time
from pathlib import Path
from trainability import Store, sweep

log = Path(sys.argv[2])

def run(a, b):
    with log.open("a") as file:
        file.write(f"begun {a} {b}\\n")
    time.sleep(0.05)
    return a + 10 * b

print(sweep(run, {"a": range(8), "b": [1, 2]}, store=Store(sys.argv[1], "a1")).values.sum())
"""


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "runs", code="a1")


def test_what_comes_back_is_what_was_computed(store):
    results = [2, 0.1, np.float32(0.1), np.arange(3), {"x": Named([1.0], {"seed": range(1)})}, None]
    for i, result in enumerate(results):
        store.write({"i": i}, result)
        found = store.once(lambda i: pytest.fail("computed again"), i=i)
        assert type(found) is type(result) and pickle.dumps(found) == pickle.dumps(result)
    assert [setting for setting, _ in store] == [{"i": i} for i in range(len(results))]


def test_a_name_tells_settings_and_code_apart(store, tmp_path):
    settings = [{"a": 1}, {"a": 1.0}, {"a": True}, {"a": "1"}, {"a": [1]}, {"a": [1, [2]]}, {"a": [1, 2]}, {"a": None}, {"b": 1}]
    settings += [{"a": 0.1}, {"a": 0.1 + 2**-56}, {"a": np.inf}, {"a": "x/../y"}, {"a": "x/../z"}, {"a": {"b": 1}}, {}]
    settings += [{"a": "ä" * 300}, {"a": "ä" * 301}, {"a": np.arange(2000)}, {"a": np.arange(2000) + (np.arange(2000) == 1000)}]
    paths = [store.path(setting) for setting in settings]
    assert len({*paths}) == len(settings)
    assert all(path.parent == tmp_path / "runs" / "a1" and len(path.name) < 150 and path.name.isascii() for path in paths)
    assert store.path({"rate": 0.1, "start": "sparse"}).name.startswith("rate=0.1,start=sparse-")
    assert store.path({"a": 1}) != Store(store.folder, "a2").path({"a": 1})


def test_what_is_equal_has_one_name(store):
    assert store.path({"a": 1, "b": 2}) == store.path({"b": 2, "a": 1})
    assert store.path({"a": 0.5}) == store.path({"a": np.float64(0.5)}) == store.path({"a": np.float32(0.5)})
    assert store.path({"a": (0, 1)}) == store.path({"a": range(2)}) == store.path({"a": np.arange(2)})


@pytest.mark.parametrize("value", [np.tanh, lambda: 1, object(), {1, 2}, [1, print]], ids=lambda value: type(value).__name__)
def test_what_no_name_tells_is_refused_before_anything_runs(store, value):
    with pytest.raises(TypeError, match="^f must be numbers, words, or lists of such, for its runs to be stored; got "):
        sweep(lambda f: pytest.fail("run"), {"f": [1, value]}, store=store)


@pytest.mark.parametrize("code", ["", "a/b", "..", ".a", "ä", None, 1])
def test_code_is_a_plain_word(code, tmp_path):
    with pytest.raises(ValueError, match="^code must be letters and digits that stand for the code of the runs, as a hash; got "):
        Store(tmp_path, code)


def test_a_damaged_file_is_told(store):
    store.write({"a": 1}, np.arange(1000))
    path = store.path({"a": 1})
    for content in b"", path.read_bytes()[:100], b"no pickle":
        path.write_bytes(content)
        with pytest.raises(ValueError, match="a=1-.* is no finished run, or not a whole one: "):
            list(store)


def test_a_file_that_cannot_be_written_leaves_nothing(store):
    with pytest.raises(Exception, match="pickle"):
        store.write({"a": 1}, lambda: 1)
    assert not list(store.folder.rglob("*.*"))


def test_what_is_interrupted_while_it_is_written_is_not_there(store, monkeypatch):
    whole = Path.write_bytes

    def half(path, content):
        whole(path, content[: len(content) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(KeyboardInterrupt):
        store.once(lambda a: a, a=1)
    assert list(store) == [] and not list(store.folder.rglob("*.*"))


def test_a_result_takes_its_place_when_it_is_whole(store, monkeypatch):
    files = []
    monkeypatch.setattr(
        Path, "write_bytes", lambda path, content, whole=Path.write_bytes: files.append(path) or whole(path, content)
    )
    store.write({"a": 1}, 2)
    assert list(store) == [({"a": 1}, 2)] and store.path({"a": 1}) not in files


def test_a_sweep_computes_what_is_not_there(store):
    calls = []

    def run(a, b):
        calls.append((a, b))
        return {"sum": a + b, "line": np.arange(a)}

    first = sweep(run, {"a": [3], "b": [1, 2]}, store=store)
    table = sweep(run, {"b": [1, 2, 5], "a": [3]}, store=store)
    assert calls == [(3, 1), (3, 2), (3, 5)]
    assert table["sum"].values.tolist() == [[4], [5], [8]] and first["line"].values.shape == (1, 2, 3)
    sweep(run, {"a": [3], "b": [1]}, store=Store(store.folder, "a2"))
    assert calls[3:] == [(3, 1)]


def test_a_run_that_raised_is_run_again_and_no_other(store):
    calls = []

    def run(a):
        calls.append(a)
        if a == 2 and calls.count(2) == 1:
            raise ArithmeticError("too large")
        return a

    with pytest.raises(RuntimeError, match="a=2: ArithmeticError: too large"):
        sweep(run, {"a": [1, 2, 3]}, store=store)
    assert sweep(run, {"a": [1, 2, 3]}, store=store).values.tolist() == [1, 2, 3] and calls == [1, 2, 3, 2]


def test_a_machine_that_does_not_share_the_folder_costs_nothing(store):
    def elsewhere(function, settings):
        for setting in settings:
            kept = [*store.folder.rglob("*.run")]
            result = function(setting)
            for path in {*store.folder.rglob("*.run")} - {*kept}:
                path.unlink()
            yield result

    sweep(lambda a: a**2, {"a": [1, 2, 3]}, elsewhere, store)
    assert [result for _, result in store] == [1, 4, 9]


def test_a_killed_sweep_loses_the_run_in_flight_and_can_be_looked_at(store, tmp_path):
    log, command = tmp_path / "log", [sys.executable, "-c", SLOW, store.folder, tmp_path / "log"]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while len(found := list(store)) < 3:
        assert killed.poll() is None, "it has ended before its fourth run"
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert all(result == setting["a"] + 10 * setting["b"] for setting, result in found)
    kept = {f"begun {setting['a']} {setting['b']}" for setting, _ in store}
    assert 3 <= len(kept) < 16
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "296\n"
    begun = log.read_text().split("\n")[:-1]
    assert {*begun} >= kept and all(begun.count(line) == 1 for line in kept) and len(begun) <= 17
    assert len(list(store)) == 16


def test_a_store_is_where_it_was_made(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    there = Store("runs", "a1")
    monkeypatch.chdir("/")
    assert there == pickle.loads(pickle.dumps(there)) == store and there.path({}).is_absolute()
    assert list(there) == []
