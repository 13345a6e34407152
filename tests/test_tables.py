"""The paper's tables cell by cell: as their experiments give them, and at a thousandth of the size of the paper."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from checkedbook.results.declared import Experiment
from trainability import Store
from trainability.experiments.paper.whole import learn

SWEPT = {"columns": ["0", ".99N"], "rates": [0.1, 0.01], "first": 100, "seeds": 2, "updates": 4, "last": 2, "every": 2}
RUNS = {
    "which_momentum": SWEPT | {"periods": [2, 8]},
    "which_start": SWEPT | {"starts": ["small", "sparse x 2"], "period": 8},
}


@pytest.fixture(scope="module")
def tables():
    pytest.importorskip("distributed")
    file = Path(__file__).parents[1] / "benchmarks/tables.py"
    spec = importlib.util.spec_from_file_location("tables", file)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("name", RUNS)
def test_cell_by_cell_is_what_the_experiment_gives(tables, tmp_path, name):
    run, calls = f"trainability.experiments.paper.{name}:tried", []
    experiment = Experiment(name=name, folder=tmp_path, run=run, settings=RUNS[name], slice={}, rtol=1e-5, command="")

    def counting(function, cells):
        calls.extend(cells)
        return map(function, cells)

    found, whole = tables.miniature(experiment, counting, tmp_path), experiment.call()
    assert found["error"].axes == whole["error"].axes and len(calls) == len(list(Store(tmp_path / name, experiment.source)))
    np.testing.assert_allclose(found["error"].values, whole["error"].values, rtol=1e-5)
    assert len(calls) == np.prod([len(RUNS[name][each]) for each in ("columns", "rates", "starts") if each in RUNS[name]])


def test_at_full_size_a_cell_goes_on_where_it_was_killed(tables, tmp_path, monkeypatch):
    small = {"widths": [36, 8, 2], "images": 200, "of": 1100, "updates": 1000}
    asked = []

    def learn_small(**settings):
        asked.append(settings)
        return learn(**settings | small)

    learn_small.__module__, learn_small.__name__ = learn.__module__, learn.__name__
    monkeypatch.setattr(tables.whole, "learn", learn_small)
    monkeypatch.setitem(
        tables.TABLES, 1, ([], tables.curves_cell, learn, {"column": [".99N"], "rate": [0.01, 0.05], "scale": [1.0]})
    )
    whole = tables.whole_table(1, map, tmp_path)["error"]
    assert list(whole.axes) == ["column", "rate", "scale", "seed", "step"] and whole.axes["step"] == [10, 1000]
    again = learn(**small, cells=[[0.99, 0.01]], every=1000)["error"]
    np.testing.assert_array_equal(whole.at(column=".99N", rate=0.01, scale=1.0).values, again.take(cell=0).values)
    assert len(asked) == 2 and tables.whole_table(1, map, tmp_path)["error"].values.tolist() == whole.values.tolist()
    assert len(asked) == 2 and all(Path(each["file"]).exists() for each in asked)
    head, line = tables.told(whole).splitlines()
    assert head.split()[-2:] == ["10", "1000"]
    assert float(line.split()[-1]) == pytest.approx(float(whole.take(step=-1).min()), rel=1e-3)


def test_table_5_at_a_thousandth_of_its_size(tables, tmp_path, monkeypatch):
    size = {"times": 12, "units": 16, "size": 3, "updates": 2, "every": 1, "seeds": 2}
    asked = []

    def small(**settings):
        asked.append(settings)
        return table(**settings | size)

    table = tables.gaps.table
    monkeypatch.setattr(tables.gaps, "table", small)
    labels = {"problem": ["add", "mem-5"], "column": ["0", "0.98M"], "rate": [1e-3]}
    monkeypatch.setitem(tables.TABLES, 5, ([], tables.gaps_cell, table, labels))
    found = tables.whole_table(5, map, tmp_path)["wrong"]
    assert list(found.axes) == ["problem", "column", "rate", "seed", "step"] and len(asked) == 4
    assert {(each["problem"], each["times"], each["units"], each["size"], each["updates"], each["seeds"]) for each in asked} == {
        ("add", 80, 100, 100, 50_000, 4),
        ("mem-5", 200, 100, 100, 50_000, 4),
    }
    alone = table(problem="mem-5", columns=["0.98M"], rates=[1e-3], **size)["wrong"].take(column=0, rate=0)
    np.testing.assert_array_equal(found.at(problem="mem-5", column="0.98M", rate=1e-3).values, alone.values)
    assert len(tables.told(found).splitlines()) == 5


def test_a_miniature_has_what_is_swept(tables):
    declared = Experiment.all(tables.RESULTS)
    names = [name for names, *_ in tables.TABLES.values() for name in names if name in declared]
    assert names and all({"columns", "rates"} <= declared[name].settings.keys() for name in names)


def test_the_scale_of_the_start_is_that_of_its_weights():
    small = dict(widths=[36, 8, 2], images=400, of=2000, updates=10, every=10, cells=[[0.0, 0.0]])
    assert learn(**small)["error"].values != learn(**small, scale=4.0)["error"].values
