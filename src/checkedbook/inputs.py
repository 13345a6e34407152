"""What a built book was built from: to tell whether it still stands, and else what has changed."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .watch import SKIPPED, digest

PRESS = Path(__file__).parent
_SKIPPED = (*(name for name in SKIPPED if name != ".py"), "_build")


@dataclass(frozen=True)
class Inputs:
    """Where the inputs of a book are: the files beside ``conf.py``, those of the chapters, the packages that they are about, the
    press, the packages that are installed, and whatever the last build found its pages to depend on beyond those.

    Parameters
    ----------
    root : str
        The folder of ``conf.py``.
    source : str
        The folder of the chapters.
    packages : tuple of str
        The folders of the packages that they are about, or the files of those that are one module.
    beyond : tuple of str
        Other files.
    """

    root: str
    source: str
    packages: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def state(self) -> dict[str, str | None]:
        """A digest of each file as it is now; and, of no file, one of all else that counts."""
        found = {os.path.join(self.root, name) for name in os.listdir(self.root) if not _skipped(name)}
        for folder in (self.source, *self.packages, str(PRESS)):
            found.update(_below(folder) if os.path.isdir(folder) else [folder])
        files = {file: digest(Path(file)) for file in sorted({*filter(os.path.isfile, found), *self.beyond})}
        return {"": hashlib.sha256(repr((sys.version, versions())).encode()).hexdigest()} | files

    def is_page(self, file: str) -> bool:
        """Whether it is the text of a page."""
        return file.endswith(".md") and file.startswith(self.source + os.sep)

    def is_code(self, file: str) -> bool:
        """Whether it is code that the book is about."""
        return file.endswith(".py") and any(file == each or file.startswith(each + os.sep) for each in self.packages)


@dataclass(frozen=True)
class Record:
    """What a built book was built from: inputs, their state, and for each chapter with cells the seconds that they ran."""

    inputs: Inputs
    state: dict[str, str | None]
    seconds: dict[str, float]

    @classmethod
    def read(cls, file: Path) -> "Record | None":
        """The record that was kept; none if there is none, or another press has written it."""
        try:
            kept = json.loads(file.read_text("utf8"))
            inputs = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["inputs"].items()}
            return cls(**kept | {"inputs": Inputs(**inputs)})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), "utf8")

    def holds(self, root: Path, source: Path) -> bool:
        """Whether the book in these folders was built from what is there now."""
        return (self.inputs.root, self.inputs.source) == (str(root), str(source)) and self.inputs.state() == self.state

    def changed(self, inputs: Inputs, state: Mapping[str, str | None]) -> set[str] | None:
        """The files that have changed, if a build may go on from the last: pages, or code that the book is about. None if it
        must begin from nothing.
        """
        if inputs != self.inputs or state.keys() != self.state.keys():
            return None
        changed = {file for file in state if state[file] != self.state[file]}
        return changed if all(inputs.is_page(file) or inputs.is_code(file) for file in changed) else None


def versions() -> list[str]:
    """What packages are installed, in which versions, as their folders say."""
    return sorted(
        name
        for folder in sys.path
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith((".dist-info", ".egg-info"))
    )


def _below(folder: str) -> Iterable[str]:
    """The files in a folder and below, as far as they count."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _skipped(name)]
        yield from (os.path.join(here, name) for name in files if not _skipped(name))


def _skipped(name: str) -> bool:
    return name[0] == "." or name.endswith(_SKIPPED)
