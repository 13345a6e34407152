"""Chapters taken along: their notebooks run where the package's wheel is installed and the book is not."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(
    str(path.relative_to(ROOT / "docs").with_suffix("")) for path in ROOT.glob("docs/[0-9]-*/*.md") if path.stem != "index"
)
TRIED = "1-signals/exploding-and-vanishing", "2-descent/nesterov"  # the latter has a live figure; all take as long as the book
RUN = """
import sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], 4)
notebook.cells.append(nbformat.v4.new_code_cell("import checkedbook, trainability; print(checkedbook.__file__, trainability.__file__)"))
NotebookClient(notebook, timeout=300).execute()
nbformat.write(notebook, "run.ipynb")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The Python of a new environment that has the project from its wheel, and other packages as they are here."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    for name in ("pyproject.toml", "README.md", "LICENSE", "src", "docs/results"):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation", "-w", folder, source], check=True)
    python = folder / "venv/bin/python"
    venv.create(folder / "venv", symlinks=True)
    subprocess.run([*pip, "--python", python, "install", "-q", "--no-deps", "--no-index", *folder.glob("*.whl")], check=True)
    [packages] = folder.glob("venv/lib/*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"))  # its own .pth files, as of the project, do not count
    return python


@pytest.mark.parametrize("chapter", TRIED)
def test_a_notebook_runs_where_the_book_is_not(site, installed, tmp_path, chapter):
    command = [installed, "-c", RUN, site / f"{chapter}.ipynb"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    outputs = [
        output for cell in json.loads((tmp_path / "run.ipynb").read_text("utf8"))["cells"] for output in cell.get("outputs", ())
    ]
    modules = "".join(outputs[-1]["text"]).split()
    assert all(Path(module).is_relative_to(installed.parents[1]) for module in modules), modules
    shown = [kind for output in outputs for kind in output.get("data", ())]
    assert shown.count("image/svg+xml") == (ROOT / f"docs/{chapter}.md").read_text("utf8").count("```{plot}")
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_a_notebook_without_a_directive(site, chapter):
    made = json.loads((site / f"{chapter}.ipynb").read_text("utf8"))
    text = "\n".join("".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "markdown")
    left = [mark for mark in (":::", "```{", "}`", "$$$", "``` ") if mark in text]
    assert not left and len(text) > 5000
    cells = (ROOT / f"docs/{chapter}.md").read_text("utf8").count("```{code-cell}")
    assert sum(cell["cell_type"] == "code" for cell in made["cells"]) == cells + 1


def test_the_page_saves_its_notebook_from_disk(open_page, site):
    page = open_page(f"{CHAPTERS[0]}.html", 390)
    page.get_by_label("Take this page along").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook").click()
    assert download.value.suggested_filename == Path(CHAPTERS[0]).name + ".ipynb"
    assert download.value.path().read_bytes() == (site / f"{CHAPTERS[0]}.ipynb").read_bytes()
    assert not page.complaints
