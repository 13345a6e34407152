"""Imports go down only, and `import trainability` needs NumPy alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
MODULES = {".".join(path.relative_to(SRC).with_suffix("").parts): path for path in sorted(SRC.rglob("*.py"))}
LINES = 250

# The plan of both packages, from the ground up. A module imports from the floors below its own and, where it is a package,
# from itself. A new one is named on the lowest floor that is above all it imports.
FLOORS = {
    "trainability": (
        "named precision ranges remade steps store",
        "conjugate state",
        "activations datasets initializers layers losses network normalization sampling schedules surfaces",
        "checkpoint data dropout fit objectives progress recurrent rule sweeping",
        "fusion rules second stopping training",
        "pretraining",
        "__init__",
        "theory",
        "bench",
        "tasks",
        "experiments",
        "answers",
    ),
    "checkedbook": (
        "alternative bibliography borrowed conditions drawing equation instances narrow nodes numbering numerals paper places plotted "
        "settings sheet source watch",
        "cell inputs kernel lean listing names",
        "behind reach register",
        "results",
        "catalogue manuscript",
        "progress shelf",
        "execution",
        "domain",
        "chapter claims live outline records",
        "lesson notebook plots provenance rendering short typed",
        "making mime",
        "build experiments ledger",
        "__main__ extension",
        "__init__",
    ),
}
ASIDE = "plot"  # imports no floor of trainability, and no floor imports it
BESIDES_NUMPY = {
    "plot": {"matplotlib"},
    "datasets": {"pooch"},
    "progress": {"tqdm"},
    "fusion": {"numba"},
}  # each where it is called for
FLOOR = {(package, name): n for package, floors in FLOORS.items() for n, names in enumerate(floors) for name in names.split()}


def imports(module: str) -> set[tuple[str, ...]]:
    """What a module imports anywhere in it, each as the parts of its full name."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf8"))):
        if isinstance(node, ast.Import):
            found.update(tuple(each.name.split(".")) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = tuple(module.split(".")[: -node.level]) if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            found.update((*base, each.name) for each in node.names)
    return found


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(f"trainability.{ASIDE}")])
def test_imports_go_down(module):
    package, name, *_ = module.split(".")
    assert (package, name) in FLOOR, f"{module} has no floor yet: name it in {Path(__file__).name}"
    for project, *rest in imports(module):
        if project == package and rest and rest[0] != name:
            assert FLOOR.get((package, rest[0]), len(FLOORS[package])) < FLOOR[package, name], (
                f"{module} imports {rest[0]}, which is not below it"
            )


@pytest.mark.parametrize("module", MODULES)
def test_the_packages_do_not_know_each_other_and_numpy_is_all_that_the_science_needs(module):
    package, name, *_ = module.split(".")
    for project, *_ in imports(module):
        assert project == package or project not in FLOORS, f"{module} imports {project}"
        if package == "trainability" and project != package and project not in sys.stdlib_module_names:
            assert project in {"numpy"} | BESIDES_NUMPY.get(name, set()), f"{module} imports {project}"


def test_plot_stands_aside():
    assert {project for project, *_ in imports(f"trainability.{ASIDE}")}.isdisjoint(FLOORS)


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_one_idea_per_file(path):
    lines = len(path.read_text("utf8").splitlines())
    assert lines <= LINES, f"{lines} lines"


def test_numpy_alone_is_needed():
    """Every module but plot is imported where nothing else can be."""
    modules = [
        name.removesuffix(".__init__")
        for name in MODULES
        if name.startswith("trainability") and not name.endswith(("__main__", ASIDE))
    ]
    program = f"""
import sys

class Refuse:
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] not in {{*sys.stdlib_module_names, "numpy", "trainability"}}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refuse)
for module in {modules}:
    __import__(module)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=SRC, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
