"""What `import trainability` gives: every name, each when it is asked for, and types that checkers can read."""

import re
import runpy
import subprocess
import sys
import types
from importlib.metadata import version
from pathlib import Path

import pytest

import trainability

ROOT = Path(__file__).parents[1]
USE = ROOT / "tests/typed/use.py"
MODULES = {path.stem for path in (ROOT / "src/trainability").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", trainability.__all__)
def test_every_name_is_there_and_is_no_module_s(name):
    assert not isinstance(getattr(trainability, name), types.ModuleType) and name not in MODULES


def test_nothing_is_loaded_before_it_is_asked_for():
    """So it costs next to nothing: not even NumPy is loaded."""
    loaded = "[name for name in sys.modules if name.split('.')[0] in ('numpy', 'trainability')]"
    assert run(f"import sys, trainability; print({loaded})") == "['trainability']\n"
    given = run(f"import sys, trainability; trainability.relu; print({loaded})")
    assert "'trainability.activations'" in given and "'trainability.rules'" not in given


def test_a_name_is_the_same_by_all_ways():
    given = run("""
import trainability
from trainability import *
from trainability.rules import adam as direct
print(adam is direct is trainability.adam, trainability.adam is vars(trainability)["adam"], all(name in globals() for name in trainability.__all__))
""")
    assert given == "True True True\n"


def test_dir_lists_every_name_before_it_is_loaded():
    assert run("import trainability; print({*trainability.__all__, '__version__'} <= {*dir(trainability)})") == "True\n"


def test_an_unknown_name_is_an_error_like_any_other():
    with pytest.raises(AttributeError, match="^module 'trainability' has no attribute 'adamm'$"):
        trainability.adamm  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'adamm' from 'trainability'"):
        from trainability import adamm  # noqa: F401


def test_the_version_stands_in_one_place():
    assert trainability.__version__ == version("trainability")
    assert f"\nversion: {trainability.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf8")


def test_type_checkers_accept_what_is_right_and_nothing_else(tmp_path):
    """The file, the README's examples (but for their functions, which have no types), and one that is wrong."""
    examples = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf8"), re.MULTILINE | re.DOTALL)
    right = [USE, *(tmp_path / f"example{i}.py" for i in range(len(examples)))]
    for file, example in zip(right[1:], examples):
        file.write_text("# mypy: allow-untyped-defs\n" + example)
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from trainability import adamm, train\n\ntrain(3)\n")
    options = ["--strict", "--no-error-summary", "--hide-error-context", "--no-pretty", "--cache-dir", ROOT / "_build/mypy"]
    told = subprocess.run([sys.executable, "-m", "mypy", *options, *right, wrong], cwd=tmp_path, capture_output=True, text=True)
    complaints = told.stdout.splitlines()
    assert [complaint for complaint in complaints if not complaint.startswith("wrong.py:")] == [] and not told.stderr
    assert 'has no attribute "adamm"' in complaints[0] and len(right) == 3
    assert any("Missing positional argument" in complaint for complaint in complaints)


def test_the_file_runs_as_well(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    use = runpy.run_path(USE)
    assert use["descend"]() < 1e-3 and use["table"].values.shape == (2, 10) and 0.5 < use["learn"](60, "it.npz") < 1
