"""Chapters are run before their pages are set, and their outputs count as long as they would come out again."""

import json
import os
import re
import subprocess
import sys

import pytest

from checkedbook.manuscript import manuscript
from checkedbook.settings import Settings
from checkedbook.shelf import KEPT, Executed, Shelf

READS = """\
# Reads

```{cell}
from pathlib import Path
from checkedbook import bind
from checkedbook.results import results
from science import answer
try:
    data = Path("data.txt").read_text()
except FileNotFoundError:
    data = open("other.txt").read()
bind(data=data, kept=float(results("kept")["y"][0]), answer=answer)
```

It is {glue:text}`data` and {glue:text}`kept:.1f`.
"""
SCIENCE = """\
import numpy as np

answer = 42


def grow(*, n):
    return {"y": np.arange(1.0, n)}


def other(*, n):
    return {"y": np.zeros(n)}
"""
REGISTER = """\
[kept]
chapter = "index"
run = "science:grow"
settings = { n = 9 }
slice = { n = 3 }
rtol = 1e-5

[other]
chapter = "unwritten"
run = "science:other"
settings = { n = 9 }
slice = { n = 3 }
rtol = 1e-5
"""


def sentence(book) -> str:
    return re.search("it is .*", re.sub(r"<[^>]*>", "", book.page("index")).lower()).group()


def make_results(book, *names):
    subprocess.run(
        [sys.executable, "-m", "checkedbook.results", book.root / "docs/results", *names],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(book.root / "src")},
    )


@pytest.fixture(scope="module")
def reads(make_book):
    """A book with a chapter that reads a file, a stored run and a definition."""
    book = make_book("reads")
    book.write("src/science.py", SCIENCE)
    book.write("docs/results/experiments.toml", REGISTER)
    book.write("docs/data.txt", "data")
    book.write("docs/other.txt", "other")
    book.chapter("index", READS)
    make_results(book)
    build = book.build()
    assert build.ran == ["index"], build.warnings
    return book


@pytest.mark.parametrize(
    "path, old, new, runs",
    [
        ("docs/index.md", "It is", "Look, it is", False),
        ("src/science.py", "np.zeros(n)", "np.ones(n)", False),
        ("src/science.py", "42", "43", True),
        ("docs/data.txt", "data", "date", True),
        ("docs/other.txt", "other", "others", False),
        ("docs/index.md", "bind(data=data", "bind(data=data.upper()", True),
        ("docs/index.md", "```{code-cell} python\n", "```{code-cell} python\n:tags: [hide-input]\n", False),
        ("docs/results/experiments.toml", "# 1", "# 2", False),
        ("requirements.lock", "numpy==2", "numpy==3", False),
    ],
    ids=[
        "prose",
        "a definition that it does not reach",
        "one that it does",
        "a file that it reads",
        "one that it does not",
        "a cell",
        "how a cell is shown",
        "a comment in the register",
        "a file beside the book",
    ],
)
def test_a_chapter_runs_again_when_it_would_give_something_else(reads, path, old, new, runs):
    if "#" in old:
        reads.edit(path, "[kept]", f"{old}\n[kept]")
        reads.build()
    reads.edit(path, old, new)
    build = reads.build()
    assert build.passed and build.ran == ["index"] * runs, build.warnings


def test_a_stored_run_counts_with_its_code_its_slice_and_its_files(reads):
    reads.edit(
        "docs/results/experiments.toml", "slice = { n = 3 }\nrtol = 1e-5\n\n[other]", "slice = { n = 4 }\nrtol = 1e-5\n\n[other]"
    )
    assert reads.build().ran == ["index"]
    reads.edit("src/science.py", "np.arange(1.0, n)", "np.arange(2.0, n)")
    stale = reads.build()
    assert stale.ran == ["index"] and "the stored kept is stale" in stale.warnings[0]
    make_results(reads, "kept")
    assert reads.build().passed and "2.0" in reads.page("index")
    make_results(reads, "other")
    build = reads.build()
    assert build.passed and not build.ran


def test_a_file_that_was_missing_is_missed_when_it_comes(reads):
    (reads.root / "docs/data.txt").rename(reads.root / "docs/away.txt")
    assert reads.build().ran == ["index"] and sentence(reads).startswith("it is other")
    (reads.root / "docs/away.txt").rename(reads.root / "docs/data.txt")
    build = reads.build()
    assert build.passed and sentence(reads).startswith("it is dat")


def test_what_a_cell_prints_in_pieces_stays_on_its_line(book):
    pieces = "print('one', end=' ', flush=True)\ntime.sleep(0.4)\nprint('line')"
    book.chapter("index", f"# A\n\n```{{cell}}\nimport time\n{pieces}\n```\n")
    book.edit("conf.py", "numfig = True", "numfig = True\nnb_merge_streams = True")
    build = book.build()
    assert build.passed and "one line" in book.page("index"), build.warnings


def test_a_kernel_has_nothing_of_the_user_nor_of_the_build(book):
    book.chapter(
        "index",
        "# A\n\n```{cell}\nimport os, sys, matplotlib\nfrom pathlib import Path\nprint(os.getcwd() == str(Path('index.md').resolve().parent),"
        " '' in sys.path, os.getcwd() in sys.path, os.path.dirname(os.getcwd()) in sys.path, hash('a'),"
        " matplotlib.get_configdir().startswith(os.path.dirname(os.getcwd())), os.environ['OPENBLAS_NUM_THREADS'])\n```\n",
    )
    build = book.build(own_kernels=True)
    expected = subprocess.run(
        [sys.executable, "-c", "print(hash('a'))"], env={"PYTHONHASHSEED": "0"}, capture_output=True, text=True
    ).stdout.strip()
    assert build.passed and f"True True False False {expected} True 1" in book.page("index"), (build.warnings, book.page("index"))


def test_nothing_of_a_home_has_a_say(book, tmp_path, monkeypatch):
    for name, text in {
        ".ipython/profile_default/startup/00-mine.py": "mine = 1\n",
        ".ipython/profile_default/ipython_config.py": "c.InteractiveShellApp.exec_lines = ['mine = 2']\n",
        ".jupyter/jupyter_config.py": "raise ValueError\n",
        ".config/matplotlib/matplotlibrc": "lines.linewidth: 17\n",
        "matplotlibrc": "lines.linewidth: 18\n",
    }.items():
        (tmp_path / "home" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "home" / name).write_text(text)
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "home/.ipython/profile_default/startup/00-mine.py"))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "home/matplotlibrc"))
    cell = "import matplotlib.pyplot as plt\nprint('mine' in globals(), plt.rcParams['lines.linewidth'])"
    book.chapter("index", f"# A\n\n```{{cell}}\n{cell}\n```\n")
    build = book.build(own_kernels=True)
    assert build.passed and "False 1.5" in book.page("index"), (build.warnings, book.page("index"))


@pytest.mark.parametrize("link", ["package", "file"])
def test_what_lies_behind_a_symbolic_link_counts(book, tmp_path, link):
    (tmp_path / "elsewhere").mkdir()
    away, here = tmp_path / "elsewhere/science", book.root / "src/science"
    (book.root / "src/science.py").unlink()
    if link == "package":
        away.mkdir()
        here.symlink_to(away)
    else:
        away = tmp_path / "elsewhere/__init__.py"
        here.mkdir()
        (here / "__init__.py").symlink_to(away)
    code = away / "__init__.py" if link == "package" else away
    code.write_text("answer = 42\n")
    (tmp_path / "elsewhere/data.txt").write_text("date")
    book.chapter("index", "# A\n\n```{cell}\nfrom science import answer\nprint('it is', answer, open('data.txt').read())\n```\n")
    (book.root / "docs/data.txt").symlink_to(tmp_path / "elsewhere/data.txt")
    assert book.build().passed and "it is 42 date" in book.page("index")
    code.write_text("answer = 43\n")
    assert book.build().passed and "it is 43 date" in book.page("index")
    (tmp_path / "elsewhere/data.txt").write_text("data")
    assert book.build().passed and "it is 43 data" in book.page("index")


def test_another_version_of_a_package_runs_chapters_again(book, tmp_path, monkeypatch):
    folder = tmp_path / "installed"
    (folder / "other-1.0.dist-info").mkdir(parents=True)
    (folder / "other-1.0.dist-info/METADATA").write_text("Name: other\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    book.chapter("index", "# A\n\n```{cell}\nprint(1 + 1)\n```\n")
    assert book.build().ran == ["index"] and book.build().ran == []
    (folder / "other-1.0.dist-info").rename(folder / "other-1.1.dist-info")
    assert book.build().ran == ["index"]


def test_cells_may_use_processes_of_their_own(book):
    book.chapter(
        "index",
        "# A\n\n```{cell}\nfrom concurrent.futures import ProcessPoolExecutor\nfrom math import factorial\n"
        "with ProcessPoolExecutor(2) as pool:\n    print(*pool.map(factorial, range(5)))\n```\n",
    )
    build = book.build()
    assert build.passed and "1 1 2 6 24" in book.page("index"), build.warnings


@pytest.fixture
def shelf(book):
    """A shelf with nothing on it, and the only chapter of a book."""
    book.chapter("a/b", "# B\n\n```{cell}\nx = 1\n```\n")
    [chapter] = manuscript(book.root / "docs", Settings())
    return Shelf(book.root / "cells", book.root, ()), chapter


def executed(seconds=1.0):
    return Executed([{"outputs": [], "execution_count": 1}], {}, seconds, [], [])


def test_what_is_put_on_the_shelf_is_found_there(shelf):
    shelf, chapter = shelf
    assert shelf.get(chapter) is None
    shelf.put(chapter, executed())
    assert shelf.get(chapter) == executed()
    assert shelf.expected(chapter)[0] == 1


@pytest.mark.parametrize(
    "tear",
    [
        lambda file: file.write_text(file.read_text()[:-20]),
        lambda file: file.write_text(""),
        lambda file: file.write_text(json.dumps({"cells": []})),
        lambda file: file.write_text("[]"),
    ],
    ids=["cut short", "empty", "of another form", "something else"],
)
def test_what_is_torn_is_not_found(shelf, tear):
    shelf, chapter = shelf
    shelf.put(chapter, executed())
    tear(shelf.path(chapter))
    assert shelf.get(chapter) is None and shelf.expected(chapter)[0] == 0


def test_the_last_runs_of_a_chapter_are_kept(shelf):
    shelf, chapter = shelf
    for age in range(KEPT + 2):
        file = shelf.folder / f"a--b.{age}.json"
        file.write_text("{}")
        os.utime(file, (1000 - age, 1000 - age))
    (shelf.folder / "a--c.0.json").write_text("{}")
    shelf.put(chapter, executed())
    kept = {file.name for file in shelf.folder.iterdir()}
    assert kept == {shelf.path(chapter).name, "a--c.0.json", *(f"a--b.{age}.json" for age in range(KEPT - 1))}
