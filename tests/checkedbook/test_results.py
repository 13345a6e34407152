"""Stored experiments: a small package with one experiment, run, stored, loaded, and made stale in every way."""

import json
import sys
from textwrap import dedent

import numpy as np
import pytest

from checkedbook.results import results, run, stale

REGISTER = """
[sums]
run = "toy.sums:sums"
settings = { n = 5, scale = 2.0 }
slice = { n = 2 }
rtol = 1e-6
"""
SUMS = '''
"""How sums grow."""
from . import helper


def sums(*, n, scale):
    """Of the first numbers."""
    return {"total": np.cumsum(helper.numbers(n, scale))}
'''
HELPER = """
import numpy as np


def numbers(n, scale):
    return scale * np.arange(1.0, n + 1)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of results beside a package ``toy``, freshly imported."""
    package = tmp_path / "toy"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "helper.py").write_text(HELPER)
    (package / "sums.py").write_text(SUMS.replace("from . import helper", "import numpy as np\nfrom . import helper"))
    (tmp_path / "results").mkdir()
    (tmp_path / "results/experiments.toml").write_text(dedent(REGISTER))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "results"
    for name in [name for name in sys.modules if name.partition(".")[0] == "toy"]:
        del sys.modules[name]


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_was_run_is_loaded_with_its_provenance(folder):
    assert stale(folder) == ["sums"]
    run("sums", folder)
    loaded = results("sums")  # from the nearest folder
    assert stale(folder) == []
    np.testing.assert_array_equal(loaded["total"], [2, 6, 12, 20, 30])
    assert loaded.provenance["settings"] == {"n": 5, "scale": 2.0}
    assert loaded.provenance["versions"]["numpy"] == np.__version__
    data, told = loaded._repr_mimebundle_()
    assert "toy.sums:sums" in data["text/markdown"] and "n = 5" in data["text/markdown"]
    assert told == {"checkedbook": {"kind": "run", "name": "sums"}}
    assert not list(folder.glob("*.part"))


def test_whoever_loads_says_so(folder, shown):
    run("sums", folder)
    results("sums")
    assert [meta["checkedbook"] | {"line": 0} for _, meta in shown] == [{"kind": "stored", "name": "sums", "line": 0}]


@pytest.mark.parametrize(
    "file, old, new",
    [
        ("toy/sums.py", "np.cumsum(", "2 * np.cumsum("),
        ("toy/helper.py", "scale * ", "-scale * "),  # what the module imports counts too
        ("results/experiments.toml", "n = 5", "n = 6"),
    ],
)
def test_changed_code_or_settings_make_it_stale(folder, file, old, new):
    run("sums", folder)
    change(folder.parent / file, old, new)
    assert stale(folder) == ["sums"]
    with pytest.raises(RuntimeError, match="the stored sums is stale.*make results"):
        results("sums")


def test_docstrings_blank_lines_and_the_slice_are_no_code(folder):
    run("sums", folder)
    change(folder.parent / "toy/sums.py", "Of the first numbers.", "Of the first few numbers,\n\n    as ever.")
    change(folder / "experiments.toml", "slice = { n = 2 }", "slice = { n = 3 }")
    assert stale(folder) == []
    results("sums")


def test_a_slice_that_disagrees_is_refused(folder):
    run("sums", folder)
    with np.load(folder / "sums.npz") as file:
        total = file["total"]
    np.savez_compressed(folder / "sums.npz", total=total * [1, 1 + 1e-5, 1, 1, 1])
    with pytest.raises(RuntimeError, match="disagrees with its re-run slice in total, by more than a factor 1 ± 1e-06"):
        results("sums")
    np.savez_compressed(folder / "sums.npz", total=total * [1, 1 + 1e-7, 1, 1, 9])  # beyond the slice nobody looks
    results("sums")


@pytest.mark.parametrize("n", [0, 6])
def test_a_slice_of_nothing_or_of_more_proves_nothing(folder, n):
    run("sums", folder)
    change(folder / "experiments.toml", "slice = { n = 2 }", f"slice = {{ n = {n} }}")
    with pytest.raises(RuntimeError, match=rf"the slice of sums has total of shape \({n},\), no part of \(5,\)"):
        results("sums")


def test_what_was_never_run_is_refused(folder):
    with pytest.raises(RuntimeError, match="sums has not been run: .*sums.json is missing; make results"):
        results("sums")
    run("sums", folder)
    (folder / "sums.npz").unlink()
    assert stale(folder) == ["sums"]
    with pytest.raises(RuntimeError, match="sums.npz is missing"):
        results("sums")


def test_unknown_names_and_places(folder, tmp_path_factory, monkeypatch):
    with pytest.raises(KeyError, match="no experiment is called sum; .*experiments.toml has sums"):
        results("sum")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(RuntimeError, match="no results/experiments.toml in .* or above"):
        results("sums")


def test_a_failed_run_leaves_the_last_one(folder):
    run("sums", folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    change(folder / "experiments.toml", "scale = 2.0", 'scale = "two"')
    with pytest.raises(TypeError):
        run("sums", folder)
    change(folder / "experiments.toml", 'scale = "two"', "scale = 2.0")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_the_code_is_hashed_before_the_run(folder, monkeypatch):
    """Who edits the code while it runs has stored a run of neither."""
    import toy.sums

    def sums_edited_meanwhile(*, n, scale):
        change(folder.parent / "toy/helper.py", "scale * ", "3 * scale * ")
        return {"total": np.zeros(n)}

    monkeypatch.setattr(toy.sums, "sums", sums_edited_meanwhile)
    run("sums", folder)
    assert stale(folder) == ["sums"]
    assert json.loads((folder / "sums.json").read_text())["run"] == "toy.sums:sums"
