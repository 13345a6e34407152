"""Executed notebooks, kept under what they depend on; and when they still count.

A chapter's key is made of its cells, the definitions that they reach, and the versions of all packages. What it read while it
ran, files and stored runs, is not known before: it is kept with the outputs, with its state then, which must still hold.
"""

import contextlib
import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from . import watch
from .inputs import versions
from .manuscript import Chapter
from .reach import digest, used_by
from .results.declared import REGISTER, state

FORMAT = 1  # of what is kept
KEPT = 3  # runs of a chapter


@dataclass(frozen=True)
class Executed:
    """What a run of a chapter gave.

    Parameters
    ----------
    cells : list of dict
        For each cell with code, ``outputs`` and ``execution_count``, as in a notebook.
    metadata : dict
        What the run adds to the notebook's own: the language of its kernel.
    seconds : float
        How long it took.
    reads : list
        The files that it read, as :func:`.watch.read` gives them.
    stored : list
        The stored runs that it loaded: names and states.
    """

    cells: list[dict]
    metadata: dict
    seconds: float
    reads: watch.Reads
    stored: list[tuple[str, str]]

    def fill(self, chapter: Chapter) -> None:
        """Put the outputs into the chapter's notebook."""
        for cell, ran in zip(chapter.cells.values(), self.cells, strict=True):
            cell.update(ran)
        chapter.notebook.metadata.update(self.metadata)


class Shelf:
    """The executed notebooks of a book, in a folder.

    Parameters
    ----------
    folder : Path
        It is made where it is missing.
    root : Path
        The folder from which the paths of what was read are told.
    packages : tuple of str
        The packages that the book is about.
    """

    def __init__(self, folder: Path, root: Path, packages: tuple[str, ...]):
        self.folder, self.root, self.packages = folder, root, packages
        folder.mkdir(parents=True, exist_ok=True)
        self.state, self.digest = functools.cache(state), functools.cache(watch.digest)

    def get(self, chapter: Chapter) -> Executed | None:
        """The outputs of an earlier run, if they would come out again."""
        path = self.path(chapter)
        executed = _read(path)
        if executed is None:
            return None
        for file, then in executed.reads:
            if self.digest(self.root / file) != then:
                return None
        for name, then in executed.stored:
            if self.state(name, chapter.results) != then:
                return None
        os.utime(path)
        return executed

    def put(self, chapter: Chapter, executed: Executed) -> None:
        """Keep the outputs, and of older ones the last."""
        with replacing(self.path(chapter)) as file:
            file.write(json.dumps(asdict(executed)).encode())
        for old in self.runs(chapter)[KEPT:]:
            old.unlink(missing_ok=True)

    def expected(self, chapter: Chapter) -> tuple[float, int]:
        """How long a run may take: as long as the last one, or else by the length of the text."""
        last = next(filter(None, map(_read, self.runs(chapter))), None)
        return last.seconds if last else 0.0, chapter.path.stat().st_size

    def path(self, chapter: Chapter) -> Path:
        return self.folder / f"{_name(chapter)}.{self.key(chapter)}.json"

    @functools.cache  # noqa: B019 (a shelf lives as long as the process)
    def key(self, chapter: Chapter) -> str:
        """What the outputs depend on, as far as is known before a run, as a hash."""
        reached = digest(used_by(chapter.code, (*self.packages, __package__)))
        parts = [FORMAT, chapter.name, chapter.said(), reached, sys.version, versions()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]

    def runs(self, chapter: Chapter) -> list[Path]:
        """The runs that are kept of a chapter, the last first."""
        return sorted(self.folder.glob(f"{_name(chapter)}.*.json"), key=lambda file: file.stat().st_mtime, reverse=True)

    def read(self, chapter: Chapter, executed: Executed) -> dict[str, str | None]:
        """What a run has read, by absolute paths: the digests of files."""
        read = {os.path.normpath(self.root / file): then for file, then in executed.reads}
        if executed.stored:
            register = chapter.results / REGISTER
            read[str(register)] = self.digest(register)
        return read


@contextlib.contextmanager
def replacing(path: Path) -> Iterator:
    """A file to write to that takes its place when it is whole."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        yield file
    os.replace(part, path)


def _read(path: Path) -> Executed | None:
    """What is kept in a file; nothing, if it is torn or of another form."""
    try:
        return Executed(**json.loads(path.read_text("utf8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _name(chapter: Chapter) -> str:
    return chapter.name.replace("/", "--")
