"""The recipes of CONTRIBUTING, followed in a copy of the house: what they add is found by looking, and is right."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "CONTRIBUTING.md").read_text("utf8")
TEMPLATES = ROOT / "docs/templates"

FILES = "test_rules test_equations test_surfaces test_reference test_golden test_floors test_stored_runs book/test_live"
LISTS = (
    "that_a_module_has[rules]",
    "that_a_module_has[surfaces]",
    "is_in_the_reference[rules",
    "is_in_the_reference[surfaces",
    "listed_for_readers",
)
RULE, SURFACE, PART, MODULE, RUN = "added_rule", "added_surface", "trainability.experiments.added", "added_module", "added_run"
PAGE = f"""
from pathlib import Path
from checkedbook.catalogue import load

page = load("trainability.experiments", Path("docs/results"))
print(page.parts["{PART}"], page.modules["{PART}.{MODULE}"].question, page.runs["{RUN}"].run)
"""


class House:
    """A copy of the house, to which things can be added."""

    def __init__(self, root: Path):
        self.root = root
        for folder in ("docs", "src", "tests"):
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        for file in ("conf.py", "pyproject.toml"):
            shutil.copy(ROOT / file, root)

    def add(self, file: str, text: str) -> None:
        """At the end of a file, or as a new one."""
        path = self.root / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{path.read_text('utf8')}\n\n{text}" if path.exists() else text, "utf8")

    def list(self, name: str, module: str) -> None:
        """Among the names that ``import trainability`` gives of a module."""
        path = self.root / "src/trainability/__init__.py"
        text, listed = re.subn(rf'(    "{module}": "[^"]*)"', rf'\1 {name}"', path.read_text("utf8"))
        assert listed == 1
        path.write_text(text, "utf8")

    def run(self, *arguments: str) -> str:
        """What Python says there, if it says so without an error."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=os.environ | {"PYTHONPATH": str(self.root / "src")},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def code(recipe: str, name: str) -> str:
    """The Python of a recipe, with another name for what it adds."""
    text = re.search(rf"### {recipe}\n.*?```python\n(.*?)```", RECIPES, re.DOTALL)[1]
    [defined, *_] = re.findall(r"def (\w+)", text)
    return re.sub(rf"\b{defined}\b", name, text)


def template(file: str) -> str:
    """A template, with other names for what it adds."""
    text = (TEMPLATES / file).read_text("utf8")
    return text.replace("trainability.experiments.beyond.template", f"{PART}.{MODULE}").replace("template-rates", RUN)


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.add("src/trainability/rules.py", code("A rule", RULE))
    house.list(RULE, "rules")
    house.add("src/trainability/surfaces.py", code("A surface", SURFACE))
    house.list(SURFACE, "surfaces")
    part = f"src/{PART.replace('.', '/')}"
    house.add(f"{part}/__init__.py", '"""Part 9: what was added."""\n')
    house.add(f"{part}/{MODULE}.py", template("experiment.py"))
    house.add("docs/results/experiments.toml", template("experiment.toml").replace("seeds = 10", "seeds = 2"))  # to save time
    house.run("-m", "checkedbook.results", "docs/results", RUN)
    return house


def test_what_is_added_is_found_and_right(house):
    which = " or ".join((RULE, SURFACE, MODULE, RUN, *LISTS))
    said = house.run("-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", which, *(f"tests/{file}.py" for file in FILES.split()))
    tried = re.findall(r"/(\w+)\.py::\w+\[(.*)\] (?:PASSED|SKIPPED)", said)
    by_name = {name: {file for file, of in tried if name in of} for name in (RULE, SURFACE, MODULE, RUN)}
    assert by_name == {
        RULE: {"test_rules", "test_equations", "test_live"},
        SURFACE: {"test_surfaces", "test_live"},
        MODULE: {"test_floors"},
        RUN: {"test_stored_runs"},
    }
    assert house.run("-c", PAGE) == (
        "Part 9: what was added. The question, in a sentence: which learning rates does a small network stand on the digits? "
        f"{PART}.{MODULE}:race\n"
    )
