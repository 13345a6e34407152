"""`python -m checkedbook`: the last good site stands until a whole new one takes its place."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

CELLS = (
    "# Cells\n\n```{cell}\nfrom checkedbook import bind\nimport time\ntime.sleep(0.5)\nbind(n=1)\n```\n\nIt is {glue:text}`n`.\n"
)


def start(book, *arguments, **environment):
    """The driver at work on a book, in a group of its own."""
    command = [sys.executable, "-m", "checkedbook", *arguments]
    return subprocess.Popen(
        command,
        cwd=book.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | environment,
    )


def run(book, *arguments, **environment):
    with start(book, *arguments, **environment) as process:
        process.out, process.err = process.communicate()
    return process


def files(folder):
    """Everything below a folder, by name."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.fixture
def small(book):
    """A book without cells, which builds in a second."""
    book.write("docs/index.md", "# Index\n\n```{toctree}\none\ntwo\n```\n")
    book.write("docs/one.md", "# One\n\nGood.\n")
    book.write("docs/two.md", "# Two\n\nGood.\n")
    return book


def test_failure_leaves_the_last_good_site(small):
    assert run(small).returncode == 0
    good = files(small.html)
    small.write("docs/one.md", "# One\n\n[](nowhere.md)\n")
    small.write("docs/two.md", "# Two\n\nChanged.\n")
    for _ in range(2):  # the second run reads nothing new, and must find the fault again
        failed = run(small)
        assert failed.returncode == 1
        assert "docs/one.md:3: WARNING" in failed.err.split("The book was not built:")[1]
        assert files(small.html) == good
    small.write("docs/two.md", "# Two\n\nChanged again.\n")
    assert run(small).returncode == 1
    small.write("docs/one.md", "# One\n\nMended.\n")
    assert run(small).returncode == 0
    assert "Mended" in small.page("one") and "Changed again" in small.page("two")


def test_reasons_are_given_when_sphinx_cannot_start(small):
    small.write("conf.py", "extensions = ['no_such_thing']\n")
    failed = run(small)
    assert failed.returncode == 1
    assert "no_such_thing" in failed.err.split("The book was not built:")[1]
    assert not small.html.exists()


def test_unchanged_is_left_alone_and_every_change_seen(small):
    small.write("aside/part.txt", "a part from beside the chapters\n")
    small.write("docs/two.md", "# Two\n\n```{literalinclude} ../aside/part.txt\n```\n")
    assert run(small).returncode == 0
    mark = small.html / "mark"
    mark.touch()
    assert run(small).returncode == 0
    assert mark.exists()
    for path in (
        "docs/one.md",
        "docs/new.txt",
        "src/science.py",
        "requirements.lock",
        "conf.py",
        "aside/part.txt",
        "docs/claims.yml",
    ):
        text = {"conf.py": (small.root / "conf.py").read_text() + "\n", "docs/claims.yml": "notes: {}\nclaims: []\n"}
        small.write(path, text.get(path, "# Changed\n"))
        assert run(small).returncode == 0
        assert not mark.exists(), f"{path} has changed, and nothing was built"
        mark.touch()
    assert "# Changed" in small.page("two")


def test_a_chapter_taken_out_is_gone(small):
    assert run(small).returncode == 0
    small.write("docs/index.md", "# Index\n\n```{toctree}\ntwo\n```\n")
    (small.root / "docs/one.md").unlink()
    assert run(small).returncode == 0
    assert not (small.html / "one.html").exists()
    assert "one.html" not in small.page("two")


def test_other_things_in_the_sites_folder_are_safe(small):
    small.write("letters/dear.txt", "mine")
    refused = run(small, "docs", "letters")
    assert refused.returncode == 1 and "letters holds other things" in refused.err
    assert (small.root / "letters/dear.txt").read_text() == "mine"


def test_a_missing_conf_is_named(tmp_path):
    refused = subprocess.run([sys.executable, "-m", "checkedbook", "docs"], cwd=tmp_path, capture_output=True, text=True)
    assert refused.returncode == 1 and f"no conf.py in {tmp_path / 'docs'}" in refused.stderr


def test_times_name_the_chapters(small):
    small.chapter("one", CELLS)
    told = run(small, "--times")
    assert told.returncode == 0, told.err
    [*_, line] = [line for line in told.out.splitlines() if line.endswith("  one")]  # the first told of the run
    assert float(line.split()[0]) >= 0.5


KILLED_WHEN = {
    "a cell runs": lambda aside: (aside.parent / "cells").exists() and kernels(aside.parents[1]),
    "cells have run": lambda aside: len(list(aside.parent.glob("cells/one.*.json"))) == 2,
    "pages are read": lambda aside: (aside / "work/doctrees").exists(),
    "pages are written": lambda aside: (
        (aside / "work/html/two.html").exists() and "Better" in (aside / "work/html/two.html").read_text()
    ),
    "the site is there": lambda aside: (aside / "work/site").exists(),
}


@pytest.mark.parametrize("when", KILLED_WHEN)
def test_killed_builds_leave_no_trace(small, when):
    small.chapter("one", CELLS)
    assert run(small).returncode == 0
    small.edit("docs/two.md", "Good.", "Better.")
    small.edit("docs/one.md", "It is", "Look, it is")
    small.edit("docs/one.md", "bind(n=1)", "bind(n=2)")
    with start(small) as process:
        while not KILLED_WHEN[when](small.root / "_build/.html"):
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)
    assert (small.html / "index.html").is_file()
    gone = time.monotonic() + 60
    while kernels(small.root):
        assert time.monotonic() < gone, "a kernel has outlived its build"
        time.sleep(0.05)
    assert run(small).returncode == 0
    built = files(small.html)
    shutil.rmtree(small.root / "_build")
    assert run(small).returncode == 0
    assert built == files(small.html)


def kernels(root):
    """The processes that run in a book's folder of chapters."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found += [folder.name] * ((folder / "cwd").readlink() == root / "docs")
        except OSError:
            continue
    return found


@pytest.mark.parametrize("cell", ["while True: pass", "time.sleep(99)"])
def test_ctrl_c_ends_the_build_with_one_line_and_leaves_nothing(small, tmp_path, cell):
    here, told = Path(tempfile.mkdtemp(dir="/tmp")), tmp_path / "told"  # sockets are there, whose names must be short
    small.chapter("one", f"# One\n\n```{{cell}}\nimport os, time\nopen('{told}', 'w').write(str(os.getpid()))\n{cell}\n```\n")
    process = start(small, TMPDIR=str(here))
    while not (told.exists() and told.read_text()):
        assert process.poll() is None
        time.sleep(0.02)
    kernel = int(told.read_text())
    os.killpg(process.pid, signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=60)
    spent = time.monotonic() - begun
    assert process.returncode == 130 and err.splitlines()[-1] == "Interrupted: the book was not built.", err
    assert "Traceback" not in err and "fails" not in err
    assert not Path(f"/proc/{kernel}").exists() and not list(here.glob("cells-*"))
    shutil.rmtree(here)
    assert spent < 2 * max(1, os.getloadavg()[0] / os.cpu_count())  # two seconds on a computer that has nothing else to do


def test_killed_between_the_two_renames(small):
    assert run(small).returncode == 0
    good = files(small.html)
    small.html.rename(small.root / "_build/.html/old")
    small.write("docs/one.md", "# One\n\n[](nowhere.md)\n")
    assert run(small).returncode == 1
    assert files(small.html) == good


def test_a_second_build_waits_for_the_first(small):
    small.chapter("one", CELLS)
    with start(small) as first:
        while not (small.root / "_build/cells").exists():
            time.sleep(0.05)
        second = run(small)
        assert "waiting for its end" in second.err and second.returncode == 0
        assert first.wait() == 0


def test_a_faulty_conf_is_told_as_its_own_fault(small):
    small.write("conf.py", "checkedbook_packages = ['no_such_thing']\n")
    assert "checkedbook_packages: no package 'no_such_thing' can be imported" in run(small).err
    small.write("conf.py", "checkedbook_timeout = 'long'\n")
    assert "checkedbook_timeout: seconds are needed, at least 1, got 'long'" in run(small).err
    small.write("conf.py", "1 / 0\n")
    assert "conf.py fails: ZeroDivisionError: division by zero" in run(small).err


def test_a_chapter_that_is_no_notebook_is_named_with_the_line(small):
    small.chapter("one", "# One\n\n```{cell}\n:tags: [a\n1\n```\n")
    failed = run(small)
    assert failed.returncode == 1 and "docs/one.md: Code cell 1 at line 8 could not be read" in failed.err


@pytest.mark.parametrize("home", ["missing", "not to be written to", "not named"])
def test_a_build_needs_no_home_and_no_language(make_book, tmp_path, home):
    book = make_book("a book, größer")
    book.write("docs/index.md", "# Größe\n\n```{toctree}\none\n```\n")
    book.chapter(
        "one",
        CELLS.replace("# Cells", "# Zellen für alle") + "\n```{cell}\nimport matplotlib.pyplot as plt\nprint('größer')\n```\n",
    )
    folder = tmp_path / "home"
    if home == "not to be written to":
        folder.mkdir(mode=0o555)
    environment = {
        "HOME": str(folder),
        "LANG": "C",
        "LC_ALL": "C",
        "MPLCONFIGDIR": "",
        "XDG_CONFIG_HOME": "",
        "XDG_CACHE_HOME": "",
    }
    if home == "not named":
        del environment["HOME"]
    done = subprocess.run(
        [sys.executable, "-m", "checkedbook"], cwd=book.root, env={"PATH": os.environ["PATH"]} | environment, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "Zellen für alle" in book.page("one") and "größer" in book.page("one")
    assert not folder.exists() or not any(folder.iterdir())


def test_where_nothing_has_changed_nothing_is_imported_that_costs_time(small):
    assert run(small).returncode == 0
    program = "import runpy, sys; runpy.run_module('checkedbook', run_name='__main__'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=small.root, capture_output=True, text=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert (
        not {"sphinx", "nbclient", "myst_nb", "numpy", "tqdm", "importlib.metadata"}.intersection(loaded)
        and "checkedbook.inputs" in loaded
    )
