"""Executed notebooks, kept under what they depend on, and when they still count.

A chapter's key is made of its cells, the definitions that they reach and the versions of all packages. What it read
while it ran is not known before: it is kept with the outputs, with digests, which must still hold.
"""

import contextlib
import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from . import watch
from .manuscript import Chapter
from .reach import digest, used_by
from .settings import Settings

FORMAT = 1
KEPT = 3  # how many states of a chapter


@dataclass(frozen=True)
class Executed:
    """What a run of a chapter gave.

    Parameters
    ----------
    chapter : str
        Its name.
    cells : list of dict
        For each cell with code, ``outputs`` and ``execution_count``, as in a notebook.
    metadata : dict
        What the run adds to the notebook's own: of which language the kernel is.
    seconds : float
        How long it took.
    reads : list
        The files that it read, as :func:`.watch.read` gives them.
    stored : list
        The stored runs that it loaded: names and states.
    """

    chapter: str
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
    """The folder of executed notebooks of a book."""

    def __init__(self, folder: Path, root: Path, settings: Settings):
        self.folder, self.root, self.settings = folder, root, settings
        self.folder.mkdir(parents=True, exist_ok=True)
        self.used = set()

    def key(self, chapter: Chapter) -> str:
        """What the chapter's outputs depend on, as far as is known before it runs, as a hash."""
        reached = digest(used_by(chapter.code, self.settings.packages))
        parts = [FORMAT, chapter.name, chapter.said(), reached, sys.version, versions()]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]

    def get(self, chapter: Chapter) -> Executed | None:
        """The outputs of an earlier run, if they would come out again."""
        path = self._path(chapter)
        try:
            executed = Executed(**json.loads(path.read_text("utf8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        if watch.hold(executed.reads, self.root) and all(self.state(name) == state for name, state in executed.stored):
            os.utime(path)
            return executed
        return None

    def put(self, chapter: Chapter, executed: Executed) -> None:
        with replacing(self._path(chapter)) as file:
            file.write(json.dumps(asdict(executed)).encode())

    def state(self, name: str) -> str | None:
        """The state of a stored run."""
        return None

    def _path(self, chapter: Chapter) -> Path:
        return self.folder / f"{chapter.name.replace('/', '--')}-{self.key(chapter)}.json"


@contextlib.contextmanager
def replacing(path: Path) -> Iterator:
    """A file to write to that takes its place when it is whole."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        yield file
    os.replace(part, path)
