"""How cells are run, and when their cached outputs still count."""

import os

import pytest
from sphinx.errors import ConfigError

from checkedbook.execution import KEPT, drop_old, sockets_not_ports, source_hash


@pytest.fixture
def root(tmp_path):
    for name in ("src/a/one.py", "src/two.txt", "lock"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_a_hash_is_of_names_and_contents(root):
    seen = {source_hash(root, ["src", "lock"])}
    for change in (lambda: (root / "src/a/one.py").write_text("x"), lambda: (root / "lock").write_text("x"),
                   lambda: (root / "src/two.txt").rename(root / "src/three.txt"), lambda: (root / "src/a/new.py").touch()):
        change()
        seen.add(source_hash(root, ["src", "lock"]))
    assert len(seen) == 5


def test_a_hash_overlooks_byte_code_and_all_that_is_not_named(root):
    before = source_hash(root, ["src"])
    for name in ("src/a/__pycache__/one.cpython-311.pyc", "src/book.egg-info/PKG-INFO", "lock", "elsewhere.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("changed")
    assert source_hash(root, ["src"]) == before
    assert source_hash(root, ["src/**/*.py"]) != before


def test_a_source_that_matches_nothing(root):
    with pytest.raises(ConfigError, match="checkedbook_cache_sources: 'sorce' matches no file below"):
        source_hash(root, ["sorce"])


def test_only_the_last_caches_are_kept_and_nothing_else_is_touched(tmp_path):
    (tmp_path / "html").mkdir()
    os.utime(tmp_path / "html", (0, 0))
    for age in range(KEPT + 2):
        folder = tmp_path / f"{age:012x}"
        folder.mkdir()
        os.utime(folder, (1000 - age, 1000 - age))
    drop_old(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{age:012x}" for age in range(KEPT)] + ["html"]


def test_sockets_have_paths_that_systems_allow(monkeypatch, tmp_path):
    import tempfile

    from jupyter_client import AsyncKernelManager

    monkeypatch.setattr(AsyncKernelManager, "_transport_default", None, raising=False)
    monkeypatch.setattr(AsyncKernelManager, "_ip_default", None, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("deep" * 20)))
    folder = sockets_not_ports()
    manager = AsyncKernelManager()
    assert manager.transport == "ipc" and manager.ip.startswith(folder)
    os.rmdir(folder)
    assert len(f"{manager.ip}-1") < 90 and manager.ip != AsyncKernelManager().ip


def test_what_a_cell_prints_in_pieces_stays_on_its_line(book):
    pieces = "print('one', end=' ', flush=True)\ntime.sleep(0.4)\nprint('line')"
    book.chapter("index", f"# A\n\n```{{cell}}\nimport time\n{pieces}\n```\n")
    book.edit("conf.py", "numfig = True", "numfig = True\nnb_merge_streams = True")
    build = book.build()
    assert build.passed and "one line" in book.page("index"), build.warnings
