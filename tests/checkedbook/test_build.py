"""`python -m checkedbook`: the last good site stands until a whole new one takes its place."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from checkedbook.torn import drop_torn

CELLS = "# Cells\n\n```{cell}\nfrom checkedbook import bind\nimport time\ntime.sleep(0.5)\nbind(n=1)\n```\n\nIt is {glue:text}`n`.\n"


def start(book, *arguments):
    """The driver at work on a book, in a group of its own."""
    command = [sys.executable, "-m", "checkedbook", *arguments]
    return subprocess.Popen(command, cwd=book.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True)


def run(book, *arguments):
    with start(book, *arguments) as process:
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
    for path in ("docs/one.md", "docs/new.txt", "src/science.py", "requirements.lock", "conf.py", "aside/part.txt"):
        small.write(path, "# Changed\n" if path != "conf.py" else (small.root / path).read_text() + "\n")
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
    [line] = [line for line in told.out.splitlines() if line.endswith("  one")]
    assert float(line.split()[0]) >= 0.5


@pytest.mark.parametrize("after", [0.25, 0.5, 0.75, 0.9])
def test_killed_builds_leave_no_trace(small, after):
    small.chapter("one", CELLS)
    began = time.monotonic()
    assert run(small).returncode == 0
    takes = time.monotonic() - began
    small.edit("docs/two.md", "Good.", "Better.")
    small.edit("docs/one.md", "It is", "Look, it is")
    small.edit("docs/one.md", "bind(n=1)", "bind(n=2)")
    with start(small) as process:
        time.sleep(after * takes)
        os.killpg(process.pid, signal.SIGKILL)
    assert (small.html / "index.html").is_file()
    assert run(small).returncode == 0
    built = files(small.html)
    shutil.rmtree(small.root / "_build")
    assert run(small).returncode == 0
    assert built == files(small.html)


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
        while not (small.root / "_build/.html/work").exists():
            time.sleep(0.05)
        second = run(small)
        assert "waiting for its end" in second.err and second.returncode == 0
        assert first.wait() == 0


@pytest.fixture
def cache(tmp_path):
    """A cache that holds one notebook, as jupyter-cache lays it out."""
    from jupyter_cache import get_cache
    from jupyter_cache.cache.main import CacheBundleIn
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell("1", execution_count=1)])
    cells = get_cache(tmp_path / "cells")
    cells.cache_notebook_bundle(CacheBundleIn(notebook, "a.md"))
    cells.db.dispose()
    return tmp_path / "cells"


def test_a_whole_cache_is_kept(cache):
    before = files(cache)
    drop_torn(cache)
    assert files(cache) == before


def test_a_missing_cache_stays_missing(tmp_path):
    drop_torn(tmp_path / "cells")
    assert not (tmp_path / "cells").exists()


@pytest.mark.parametrize("tear", [
    lambda cache, notebook: notebook.unlink(),
    lambda cache, notebook: shutil.rmtree(notebook.parent),
    lambda cache, notebook: notebook.write_text(notebook.read_text()[:-20]),
    lambda cache, notebook: (cache / "executed/abc").mkdir(),
    lambda cache, notebook: (cache / "global.db").write_bytes(b""),
    lambda cache, notebook: (cache / "global.db").unlink(),
], ids=["notebook", "folder", "half a notebook", "folder alone", "empty database", "no database"])
def test_a_torn_cache_is_dropped(cache, tear):
    [notebook] = cache.glob("executed/*/base.ipynb")
    tear(cache, notebook)
    drop_torn(cache)
    assert not cache.exists()
