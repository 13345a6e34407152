"""Stored arrays whose axes have names: a type of the toy package's own goes in and comes out, and a slice is found by its labels."""

import json
import sys

import numpy as np
import pytest

from checkedbook.results import results
from checkedbook.results.runs import adopt, differs, run, stale

REGISTER = """
[table]
run = "tables.products:products"
settings = { rows = [1, 2, 3], n = 4, signs = ["+", "-"] }
slice = { rows = [2], n = 2 }
rtol = 1e-6
"""
PRODUCTS = """
import numpy as np


class Table:
    def __init__(self, values, axes):
        self.values, self.axes = np.asarray(values), axes

    def at(self, **labels):
        places = [[dict(zip(self.axes[name], range(99)))[label] for label in wanted] for name, wanted in labels.items()]
        return Table(self.values[np.ix_(*places)], labels)


def products(*, rows, n, signs):
    steps = range(10, 10 * n + 1, 10)
    values = [[[float(sign + str(row * step)) for step in steps] for sign in signs] for row in rows]
    return {"product": Table(values, {"row": np.array(rows), "sign": signs, "step": steps}), "n": np.arange(n)}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/__init__.py").touch()
    (tmp_path / "tables/products.py").write_text(PRODUCTS)
    (tmp_path / "results").mkdir()
    (tmp_path / "results/experiments.toml").write_text(REGISTER)
    monkeypatch.syspath_prepend(tmp_path)
    run("table", tmp_path / "results")
    yield tmp_path / "results"
    for name in [name for name in sys.modules if name.partition(".")[0] == "tables"]:
        del sys.modules[name]


def declare(folder, old, new):
    register = folder / "experiments.toml"
    assert old in register.read_text()
    register.write_text(register.read_text().replace(old, new))


def test_names_and_labels_are_stored_and_come_back_as_they_were(folder):
    loaded = results("table", folder)
    product = loaded["product"]
    assert type(product).__name__ == "Table"
    assert product.axes == {"row": [1, 2, 3], "sign": ["+", "-"], "step": range(10, 41, 10)}
    assert product.at(row=[3], sign=["-"], step=[40]).values == -120
    np.testing.assert_array_equal(loaded["n"], range(4))
    with np.load(folder / "table.npz") as file:
        assert {key: array.shape for key, array in file.items()} == {"product": (3, 2, 4), "n": (4,)}
    axes = json.loads((folder / "table.json").read_text())["axes"]
    assert axes == {"product": {"row": [1, 2, 3], "sign": ["+", "-"], "step": {"range": [10, 41, 10]}}}


def test_a_slice_is_found_by_its_labels_and_not_in_the_corner(folder):
    with np.load(folder / "table.npz") as file:
        arrays = dict(file)
    assert arrays["product"][1, 1, 1] == -40
    arrays["product"][1, 1, 1] = -41
    np.savez_compressed(folder / "table.npz", **arrays)
    with pytest.raises(RuntimeError, match="the stored table disagrees with its re-run slice in product"):
        results("table", folder)
    assert "product" in differs("table", folder)
    declare(folder, "slice = { rows = [2], n = 2 }", 'slice = { rows = [3, 1], n = 3, signs = ["+"] }')
    results("table", folder)


def test_a_slice_with_labels_that_were_not_stored(folder):
    declare(folder, "slice = { rows = [2]", "slice = { rows = [5]")
    with pytest.raises(RuntimeError, match="the slice of table has product where nothing is stored"):
        results("table", folder)


def test_what_was_stored_without_names_has_no_part(folder):
    provenance = json.loads((folder / "table.json").read_text())
    (folder / "table.json").write_text(json.dumps(provenance | {"axes": {}}))
    with pytest.raises(
        RuntimeError, match="the slice of table has product where nothing is stored: it was stored without names of its axes"
    ):
        results("table", folder)


def test_other_code_is_adopted_where_the_labelled_part_is_the_same_in_every_bit(folder):
    code = folder.parent / "tables/products.py"
    code.write_text(PRODUCTS.replace("range(10, 10 * n + 1, 10)", "range(10, 10 + 10 * n, 10)"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "tables"]:
        del sys.modules[name]
    assert stale(folder) == ["table"] and adopt("table", folder) == "" and stale(folder) == []
    assert results("table", folder)["product"].at(row=[3], sign=["-"], step=[40]).values == -120
