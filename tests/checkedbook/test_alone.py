"""The press stands alone: it makes another book where the package of this one cannot be imported, and does not name it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import checkedbook

PRESS = Path(checkedbook.__file__).parent
TINY = Path(__file__).parents[1] / "tiny"
SRC = str(PRESS.parent)

# In every process, kernels too: what is beside the press in its folder cannot be found, and the science not even elsewhere.
ALONE = f"""
import sys

class Refuse:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "trainability":
            raise ModuleNotFoundError(f"No module named {{name!r}}: the press stands alone")

sys.meta_path.insert(0, Refuse)
sys.path[:] = [path for path in sys.path if path != {SRC!r}]
"""
NAMES = {  # what is this book's own, and where it may be named all the same
    r"[Tt]rainability": (),
    r"\bmake (results|html|pdf|test)\b": (),
    r"\bbook\.css\b": (),
    r"(?<![\w-])docs\b": ("__main__.py",),  # what the command reads by default, as its help says
    r"\bsrc/": (),
    r"requirements\.lock": (),
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The tiny book, made by a copy of the press; and what making it has printed."""
    folder = tmp_path_factory.mktemp("alone")
    book, place = folder / "book", folder / "press"
    shutil.copytree(TINY, book)
    shutil.copytree(PRESS, place / "checkedbook", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "sitecustomize.py").write_text(ALONE)
    environment = os.environ | {"PYTHONPATH": f"{place}:{book}", "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*command):
        done = subprocess.run([sys.executable, *command], cwd=book, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = run("-c", "import checkedbook; print(checkedbook.__file__)")
    assert where.startswith(str(place))
    run("-m", "checkedbook.results", "docs/results")
    run("-m", "checkedbook")
    return book / "_build/html"


def test_the_science_cannot_be_imported_there(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(ALONE)
    done = subprocess.run(
        [sys.executable, "-c", "import trainability"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert "the press stands alone" in done.stderr


def test_a_book_about_something_else_is_made(tiny):
    page = (tiny / "fall.html").read_text("utf8")
    depth = re.search(r"After two seconds it is\s*<[^>]*>([\d.]+)</span>\s*m below", page)[1]
    assert f'alt="A curve that falls to {depth} metres' in page and (tiny / "_downloads/fall.csv").is_file()
    assert 'class="verdict verdict-reproduced"' in page and f"After two seconds it is {depth} m below, and not" in page
    assert "roll_update = function" in page and 'data-live="0.lr=0.3"' in page
    assert "theta" in page and "Stored run" in (everything := (tiny / "all.html").read_text("utf8"))
    assert "How deep has a stone fallen" in everything and "S0-1" in everything


@pytest.mark.parametrize("name", NAMES)
def test_the_press_does_not_name_this_book(name):
    texts = [path for path in PRESS.rglob("*") if path.suffix in (".py", ".js", ".css", ".html")]
    found = [
        f"{path.name}:{n}: {line.strip()}"
        for path in texts
        for n, line in enumerate(path.read_text("utf8").splitlines(), 1)
        if re.search(name, line) and path.name not in NAMES[name]
    ]
    assert not found, found
