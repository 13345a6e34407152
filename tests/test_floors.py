"""Imports go down only, and `import trainability` needs NumPy alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
MODULES = {".".join(path.relative_to(SRC).with_suffix("").parts): path for path in sorted(SRC.rglob("*.py"))}
LINES = 250

# From the ground up. A module imports from the floors below its own and, where it is a package, from itself.
FLOORS = (
    "activations datasets hessian_free initializers layers losses named network normalization objectives rule schedules surfaces",
    "rules data dropout fit sweep checkpoint progress",
    "training stopping",
    "theory",
    "bench",
    "tasks",
    "experiments",
    "answers",
)
ASIDE = "plot"  # imports no floor, and no floor imports it
BESIDES_NUMPY = {"plot": {"matplotlib"}, "datasets": {"pooch"}, "progress": {"tqdm"}}
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}


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


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("trainability.")])
def test_imports_go_down(module):
    name = module.split(".")[1]
    if name == "__init__":
        assert imports(module) == set()
        return
    assert name in FLOOR or name == ASIDE, f"{module} has no floor yet: give it one in {Path(__file__).name}"
    for project, *rest in imports(module):
        if project == "trainability":
            assert rest and (rest[0] == name or name != ASIDE and rest[0] != ASIDE and FLOOR[rest[0]] < FLOOR[name]), (
                f"{module} imports {'.'.join(rest)}, which is not below it")
        elif project not in sys.stdlib_module_names:
            assert project in {"numpy"} | BESIDES_NUMPY.get(name, set()), f"{module} imports {project}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("checkedbook.")])
def test_the_press_knows_no_trainability(module):
    assert "trainability" not in {project for project, *_ in imports(module)}


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_one_idea_per_file(path):
    lines = len(path.read_text("utf8").splitlines())
    assert lines <= LINES, f"{lines} lines"


def test_numpy_alone_is_needed():
    """Every module but plot is imported where nothing else can be."""
    modules = [name.removesuffix(".__init__") for name in MODULES
               if name.startswith("trainability") and not name.endswith(("__main__", ASIDE))]
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
