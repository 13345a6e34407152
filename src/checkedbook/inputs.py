"""What a built book was built from, to tell whether it still stands."""

import hashlib
import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

CODE = "src"
_SKIPPED = ("__pycache__", ".pyc", ".egg-info", "_build")


class Record:
    """The state of a book's inputs, kept in a file.

    The inputs are the files beside ``conf.py``, the folder of the chapters, the code in ``src``, the versions of
    the packages installed, and whatever the last build found its pages to depend on beyond those.

    Parameters
    ----------
    path : Path
        The file. Nothing is built as long as it is not there.
    root : Path
        The folder of ``conf.py``.
    source : Path
        The folder of the chapters.
    """

    def __init__(self, path: Path, root: Path, source: Path):
        self.path, self.root, self.source = path, root, source

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def keep(self, fingerprint: str, beyond: Iterable[Path] = ()) -> None:
        """Note the state ``fingerprint`` of the inputs, and the digest of the files in ``beyond``."""
        files = sorted(set(beyond) - self._files())
        self.path.write_text(json.dumps([fingerprint, self._digest(files), [str(file) for file in files]]))

    def holds(self) -> bool:
        """Whether nothing has changed since :meth:`keep`."""
        try:
            fingerprint, digest, files = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return False
        return fingerprint == self.fingerprint() and digest == self._digest(map(Path, files))

    def fingerprint(self) -> str:
        """A hash of the inputs as they are now."""
        packages = sorted((each.name, each.version) for each in importlib.metadata.distributions())
        versions = hashlib.sha256(repr((sys.version, packages)).encode())
        return versions.hexdigest() + self._digest(sorted(self._files()))

    def _files(self) -> set[Path]:
        """The inputs on disk."""
        found = {file for file in self.root.iterdir() if file.name[0] != "."}
        for folder in (self.source, self.root / CODE):
            found.update(folder.rglob("*"))
        return {file for file in found if file.is_file() and not any(map(_skipped, file.relative_to(self.root).parts))}

    def _digest(self, files: Iterable[Path]) -> str:
        """A hash of names and contents."""
        digest = hashlib.sha256()
        for file in files:
            content = file.read_bytes() if file.is_file() else b"missing"
            digest.update(os.path.relpath(file, self.root).encode() + b"\0" + hashlib.sha256(content).digest())
        return digest.hexdigest()


def _skipped(part: str) -> bool:
    return part[0] == "." or part.endswith(_SKIPPED)


def found_by(env) -> set[Path]:
    """The files that the pages of a built Sphinx environment depend on."""
    names = {*env.images, *env.dlfiles, *(name for names in env.dependencies.values() for name in names)}
    return {Path(os.path.normpath(Path(env.srcdir, name))) for name in names}
