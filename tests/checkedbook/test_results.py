"""Stored experiments: a small package with one experiment, run, stored, loaded, and made stale in every way."""

import importlib
import json
import subprocess
import sys
from textwrap import dedent

import numpy as np
import pytest

from checkedbook.results import results
from checkedbook.results.declared import Experiment, state
from checkedbook.results.runs import adopt, differs, run, stale, why

REGISTER = """
command = "make results"

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
    forget()


def forget():
    for name in [name for name in sys.modules if name.partition(".")[0] == "toy"]:
        del sys.modules[name]
    importlib.invalidate_caches()


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    forget()


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
    told = {"kind": "stored", "name": "sums", "state": state("sums", folder)}
    assert [meta["checkedbook"] | {"line": 0} for _, meta in shown] == [told | {"line": 0}]


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


def test_docstrings_comments_blank_lines_and_the_slice_are_no_code(folder):
    run("sums", folder)
    change(folder.parent / "toy/sums.py", "Of the first numbers.", "Of the first few numbers,\n\n    as ever.")
    change(folder.parent / "toy/helper.py", "    return scale", "\n    # each\n    return  scale")
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


def unused(folder):
    change(
        folder.parent / "toy/helper.py",
        "import numpy as np",
        "import numpy as np\n\nother = 1\n\n\ndef more():\n    return other",
    )


def sorted_otherwise(folder):
    imported, function = HELPER.strip().split("\n\n\n")
    (folder.parent / "toy/helper.py").write_text(f"{function}\n\n\n{imported}\n")


def moved(folder):
    (folder.parent / "toy/inner").mkdir()
    (folder.parent / "toy/inner/__init__.py").touch()
    (folder.parent / "toy/helper.py").rename(folder.parent / "toy/inner/numbers_.py")
    change(folder.parent / "toy/sums.py", "from . import helper", "from .inner import numbers_ as helper")


@pytest.mark.parametrize("edit", [unused, sorted_otherwise, moved])
def test_other_definitions_their_order_and_their_place_are_no_code(folder, edit):
    run("sums", folder)
    edit(folder)
    assert stale(folder) == []


def test_why_names_the_definition_and_nothing_that_only_uses_it(folder):
    run("sums", folder)
    assert why(Experiment.named("sums", folder)) == ""
    change(folder.parent / "toy/helper.py", "scale * ", "-scale * ")
    assert why(Experiment.named("sums", folder)) == "toy.helper:numbers"
    change(folder.parent / "toy/helper.py", "-scale * ", "scale * ")
    change(folder.parent / "toy/sums.py", "np.cumsum(helper.numbers(n, scale))", "np.arange(n)")
    assert why(Experiment.named("sums", folder)) == "toy.sums:sums, toy.helper:numbers (no longer)"
    change(folder / "experiments.toml", "n = 5", "n = 6")
    assert why(Experiment.named("sums", folder)) == "its settings have changed"
    (folder / "sums.json").unlink()
    assert why(Experiment.named("sums", folder)) == "it has not been run"


def test_two_names_that_change_places_make_it_stale(folder):
    change(folder.parent / "toy/helper.py", "def numbers", "def half(n, scale):\n    return 0.5 * np.ones(n)\n\n\ndef numbers")
    change(folder.parent / "toy/sums.py", "from . import helper", "from .helper import half as a, numbers as b")
    change(folder.parent / "toy/sums.py", "helper.numbers(n, scale)", "a(n, scale) + 2 * b(n, scale)")
    run("sums", folder)
    change(folder.parent / "toy/sums.py", "half as a, numbers as b", "half as b, numbers as a")
    assert stale(folder) == ["sums"]
    assert why(Experiment.named("sums", folder)) == "names that now stand for other definitions"


def test_a_refactoring_is_adopted_with_the_hash_it_came_from(folder):
    run("sums", folder)
    before = json.loads((folder / "sums.json").read_text())
    change(folder.parent / "toy/helper.py", "scale * np.arange(1.0, n + 1)", "np.arange(1.0, n + 1) * scale")
    assert stale(folder) == ["sums"]
    assert adopt("sums", folder) == "" and stale(folder) == []
    after = json.loads((folder / "sums.json").read_text())
    assert [each["from"] for each in after.pop("adopted")] == [before["source"]]
    assert after.keys() == before.keys() and after["source"] != before["source"] and after["seconds"] == before["seconds"]


def test_nothing_else_is_adopted(folder):
    assert adopt("sums", folder) == "it has not been run"
    run("sums", folder)
    stored = {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "experiments.toml"}
    change(folder.parent / "toy/helper.py", "scale * np", "(1 + 1e-15) * scale * np")
    assert adopt("sums", folder) == "total of its slice is not the same in every bit"
    change(folder.parent / "toy/helper.py", "(1 + 1e-15) * scale * np.arange(1.0, n + 1)", "scale * np.arange(1, n + 1)")
    change(folder / "experiments.toml", "scale = 2.0", "scale = 2")
    assert adopt("sums", folder) == "its settings have changed"
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "experiments.toml"} == stored


def test_a_whole_run_is_compared_where_the_slice_does_not_look(folder):
    run("sums", folder)
    assert differs("sums", folder) == ""
    np.savez_compressed(folder / "sums.npz", total=np.array([2.0, 6, 12, 20, 31]))
    results("sums")
    assert differs("sums", folder) == "the stored sums disagrees with its re-run slice in total, by more than a factor 1 ± 1e-06"


def test_the_state_holds_code_settings_slice_tolerance_and_files(folder):
    run("sums", folder)
    states = [state("sums", folder)]
    for path, old, new in (
        ("toy/helper.py", "scale * ", "-scale * "),
        ("results/experiments.toml", "n = 2", "n = 1"),
        ("results/experiments.toml", "1e-6", "1e-5"),
        ("results/experiments.toml", "n = 5", "n = 4"),
    ):
        change(folder.parent / path, old, new)
        states.append(state("sums", folder))
    (folder / "sums.npz").unlink()
    assert len({*states, state("sums", folder), state("none", folder)}) == 7 and state("none", folder) == ""


@pytest.mark.parametrize(
    "options, status, said",
    [
        (["--why"], 0, "sums: toy.helper:numbers\n"),
        (["--adopt"], 0, "sums: adopted\n"),
        (["--check", "1"], 0, "sums: agrees\n"),
        ([], 0, "sums: 0.0 s\n"),
        (["--why", "other"], 2, ""),
    ],
)
def test_the_command(folder, options, status, said):
    run("sums", folder)
    change(folder.parent / "toy/helper.py", "scale * np.arange(1.0, n + 1)", "np.arange(1.0, n + 1) * scale")
    done = subprocess.run(
        [sys.executable, "-m", "checkedbook.results", str(folder), *options], capture_output=True, text=True, cwd=folder.parent
    )
    assert (done.returncode, done.stdout) == (status, said), done.stderr


def test_the_command_says_nothing_where_nothing_is_stale(folder):
    run("sums", folder)
    command = [sys.executable, "-m", "checkedbook.results", str(folder), "--why"]
    assert subprocess.run(command, capture_output=True, text=True, cwd=folder.parent).stdout == ""
