"""Build the book so that what stands in its folder is always one whole, right site.

Each build is strict and is made aside: in ``.NAME`` beside the site ``NAME``. Only a build without a failure takes the site's
place, and only from such a one may another go on. So a failure leaves the last good site alone, and is found again by the
next build; an interruption leaves nothing that the next build would trust; and no page remembers what the sources have
left. Where nothing has changed, nothing is built.
"""

import contextlib
import fcntl
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .inputs import Record


class BuildError(Exception):
    """The book was not built; the arguments are the reasons, a line each."""


def build(source: Path, site: Path) -> dict[str, float]:
    """Build the book in ``source`` into ``site``, unless it stands there already.

    Parameters
    ----------
    source : Path
        The folder of the chapters; ``conf.py`` is in it or in the nearest folder above that has one.
    site : Path
        The folder of the site: a site built before, an empty folder, or none yet.

    Returns
    -------
    dict
        For each chapter with cells, by its name, the seconds they ran when they last ran.

    Raises
    ------
    BuildError
        If a cell failed, if Sphinx warned of anything, if there is no ``conf.py``, or if ``site`` holds other things than a
        site. What stood in ``site`` stands there still.
    """
    source, site = source.resolve(), site.resolve()
    root = next((folder for folder in (source, *source.parents) if (folder / "conf.py").is_file()), None)
    if root is None:
        raise BuildError(f"There is no conf.py in {source} or above it.")
    if site.exists() and not (site / "searchindex.js").is_file() and (not site.is_dir() or any(site.iterdir())):
        raise BuildError(f"{site} holds other things than a built site: empty it, or name another folder.")
    aside = site.with_name(f".{site.name}")
    work, kept, old, noted = aside / "work", aside / "kept", aside / "old", aside / "record.json"
    aside.mkdir(parents=True, exist_ok=True)
    with alone(aside / "lock"):
        if old.exists() and not site.exists():
            old.rename(site)
        record = Record.read(noted)
        if record is None or not site.is_dir() or not record.holds(root, source):
            for left in (work, old):
                shutil.rmtree(left, ignore_errors=True)
            from .making import make

            record, reasons = make(root, source, work, kept, record)
            if reasons:
                raise BuildError(*reasons)
            noted.unlink(missing_ok=True)
            if site.exists():
                site.rename(old)
            (work / "site").rename(site)
            shutil.rmtree(kept, ignore_errors=True)
            work.rename(kept)
            record.keep(noted)
            shutil.rmtree(old, ignore_errors=True)
        return record.seconds


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other build holds ``lock``.

    Sphinx forks its readers, and they hold the lock too: those of a killed build must end before the next begins.
    """
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another build holds {lock}: waiting for its end.", file=sys.stderr)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
