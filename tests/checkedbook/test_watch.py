"""What a process reads is noted once, with the digest of what it read; what it writes, code and what is hidden are not."""

import hashlib
import subprocess
import sys

import pytest

from checkedbook.watch import digest, read

PROGRAM = """
import os
import sys
from pathlib import Path

from checkedbook.watch import Watch

root = Path(sys.argv[1])
Watch(root / ".notes", root, (str(root),), (str(root / "out"),)).begin()
os.chdir(root / "docs")
"""


@pytest.fixture
def noted(tmp_path):
    """`noted(code)`: what a process that runs the code in a small book's chapters is noted to read."""
    for name in ("docs/a.csv", "docs/b.csv", "out/c.csv", ".git/head", "src/code.py", "src/x.egg-info/entry_points.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)

    def noted(code):
        subprocess.run([sys.executable, "-c", PROGRAM + code, tmp_path], check=True)
        return read(tmp_path / ".notes")

    return noted


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_file_is_noted_as_it_was_when_it_was_read(noted):
    code = "open('b.csv').read(); Path('a.csv').read_bytes(); Path('b.csv').write_text('new'); open(root / 'docs/b.csv').read()"
    assert noted(code) == [("docs/a.csv", sha("docs/a.csv")), ("docs/b.csv", sha("docs/b.csv"))]


def test_a_file_that_is_missing_is_noted(noted):
    assert noted("try: open('d.csv')\nexcept FileNotFoundError: open('d.csv', 'w')") == [("docs/d.csv", None)]


@pytest.mark.parametrize(
    "code",
    [
        "Path('e.csv').write_text('own'); Path('e.csv').read_text()",
        "os.close(os.open('e.csv', os.O_RDWR | os.O_CREAT)); Path('e.csv').read_text()",
        "open('../src/code.py').read()",
        "open('../out/c.csv').read()",
        "open('../.git/head').read()",
        "open('../src/x.egg-info/entry_points.txt').read()",
        "os.listdir('.'); os.close(os.open('.', os.O_RDONLY))",
        "import tempfile; tempfile.TemporaryFile(); open(os.devnull).read()",
        "os.fdopen(os.dup(0))",
    ],
    ids=[
        "written by itself",
        "opened to write",
        "code",
        "left out",
        "hidden",
        "of an installation",
        "a folder",
        "elsewhere",
        "open already",
    ],
)
def test_what_does_not_count(noted, code):
    assert noted(code) == []


def test_no_notes_are_no_reads_and_no_file_is_no_digest(tmp_path):
    assert read(tmp_path / "notes") == [] and digest(tmp_path / "missing") is None
