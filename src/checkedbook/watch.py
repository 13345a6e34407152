"""What a chapter reads while it runs: noted in its kernel, at the moment it is read, to be compared later."""

import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

SKIPPED = ".py", ".pyc", "__pycache__", ".egg-info", ".dist-info"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Reads = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Watch:
    """Notes each file that is opened to be read, once, with its digest; what this process wrote itself is none of it.

    Code does not count, nor what is hidden.

    Parameters
    ----------
    notes : Path
        The file to write to: a line of JSON for each, as :func:`read` returns it.
    root : Path
        The folder from which paths are told.
    folders : tuple of str
        Where files count.
    but : tuple of str
        Folders and files that do not.
    """

    notes: Path
    root: Path
    folders: tuple[str, ...]
    but: tuple[str, ...] = ()
    seen: set = field(default_factory=set)

    def begin(self) -> None:
        """Watch this process until it ends."""
        told = os.open(self.notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def hook(event, arguments):
            if event == "open" and isinstance(arguments[0], (str, bytes)) and (path := self.new(*arguments)):
                note = os.path.relpath(path, self.root), digest(Path(path))
                os.write(told, json.dumps(note).encode() + b"\n")

        sys.addaudithook(hook)

    def new(self, path: str | bytes, mode: str | None, flags: int) -> str | None:
        """The absolute path, if this is the first that is heard of it, and it counts."""
        path = os.path.abspath(os.fsdecode(path))
        if path in self.seen or not self.counts(path):
            return None
        self.seen.add(path)
        written = flags & _WRITES if mode is None else set(mode) & set("wax+")
        return None if written or os.path.isdir(path) else path

    def counts(self, path: str) -> bool:
        """Whether a file is data of the book.

        Examples
        --------
        >>> watch = Watch(None, "/b", ("/b",), ("/b/out",))
        >>> [watch.counts(path) for path in ("/b/a.csv", "/c/a.csv", "/b/out/a.csv", "/b/a.py", "/b/.git/a")]
        [True, False, False, False, False]
        """
        if any(path == each or _below(path, each) for each in self.but):
            return False
        return any(not any(map(_skipped, path[len(folder) :].split(os.sep))) for folder in self.folders if _below(path, folder))


def read(notes: Path) -> Reads:
    """What was noted, in the order of paths: paths from the root, and digests, nothing for a file that was missing."""
    return sorted(tuple(json.loads(line)) for line in notes.read_text("utf8").splitlines()) if notes.exists() else []


def digest(path: Path) -> str | None:
    """A hash of a file's content, nothing where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder + os.sep)


def _skipped(part: str) -> bool:
    return part.startswith(".") or part.endswith(SKIPPED)
