"""Build the book so that what stands in its folder is always one whole, right site.

Each build is strict, starts from nothing but the cache of executed cells, and is made aside: in ``.NAME`` beside
the site ``NAME``. Only a build without a warning takes the site's place. So a failure leaves the last good site
alone, an interruption leaves nothing that the next build would trust, and no page remembers what the sources have
left. Where nothing has changed, nothing is built.
"""

import contextlib
import fcntl
import json
import pickle
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .inputs import Record, found_by

_WARNING = re.compile(r"(.*?: )?(WARNING|ERROR|CRITICAL): ")
_STOP = re.compile(r"\s*[\w.]+(Error|Exception|Interrupt): ")


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
        If Sphinx warned of anything, if there is no ``conf.py``, or if ``site`` holds other things than a site.
        What stood in ``site`` stands there still.
    """
    source, site = source.resolve(), site.resolve()
    root = next((folder for folder in (source, *source.parents) if (folder / "conf.py").is_file()), None)
    if root is None:
        raise BuildError(f"There is no conf.py in {source} or above it.")
    if site.exists() and not (site / "searchindex.js").is_file() and (not site.is_dir() or any(site.iterdir())):
        raise BuildError(f"{site} holds other things than a built site: empty it, or name another folder.")
    aside = site.with_name(f".{site.name}")
    work, old = aside / "work", aside / "old"
    aside.mkdir(parents=True, exist_ok=True)
    with alone(aside / "lock"):
        if old.exists() and not site.exists():
            old.rename(site)
        record = Record(aside / "inputs.json", root, source)
        if not (record.holds() and site.is_dir()):
            for left in (work, old):
                shutil.rmtree(left, ignore_errors=True)
            fingerprint = record.fingerprint()
            env = run_sphinx(root, source, work)
            (aside / "seconds.json").write_text(json.dumps(seconds(env)))
            record.forget()
            if site.exists():
                site.rename(old)
            (work / "html").rename(site)
            record.keep(fingerprint, (file for file in found_by(env) if work not in file.parents))
            for left in (work, old):
                shutil.rmtree(left, ignore_errors=True)
        return json.loads((aside / "seconds.json").read_text())


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


def run_sphinx(root: Path, source: Path, work: Path):
    """Sphinx's environment after a build of ``source`` into ``work / "html"`` without a warning."""
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.cmd.build import main

    StandaloneHTMLBuilder.epilog = ""  # names the folder aside, which will be gone
    warnings, doctrees = work / "warnings.txt", work / "doctrees"
    options = ["-b", "html", "-W", "-j", "auto", "-c", root, "-d", doctrees, "-w", warnings]
    if not sys.stdout.isatty():
        options.append("-q")  # without the progress, a line each
    if main([str(argument) for argument in (*options, source, work / "html")]):
        raise BuildError(*failures(warnings.read_text(), root, source))
    (work / "html/.buildinfo").unlink()  # for a build that goes on from the last; depends on where the book lies
    return pickle.loads((doctrees / "environment.pickle").read_bytes())


def failures(told: str, root: Path, source: Path) -> list[str]:
    """What Sphinx warned of, and where, without what follows from a failed cell; else what stopped it.

    Examples
    --------
    >>> told = [
    ...     "/b/docs/1/a.md:9: WARNING: the cell fails: NameError: x [checkedbook.cell]",
    ...     "/b/docs/1/a.md:12: WARNING: No key 'loss' found in glue data for this document.",
    ...     "/b/docs/c.md:3: WARNING: no such label: fig",
    ... ]
    >>> print(*failures("\\n".join(told), Path("/b"), Path("/b/docs")), sep="\\n")
    docs/1/a.md:9: WARNING: the cell fails: NameError: x [checkedbook.cell]
    docs/c.md:3: WARNING: no such label: fig
    and 1 more, about chapters with a failed cell
    >>> failures("Configuration error!\\n  ConfigError: /b/docs/claims.yml:1: no list", Path("/b"), Path("/b/docs"))
    ['ConfigError: docs/claims.yml:1: no list']
    """
    lines = told.splitlines()
    warnings = list(filter(_WARNING.match, lines))
    cells = [line for line in warnings if line.endswith("[checkedbook.cell]")]
    chapters = {line.partition(".md:")[0].removeprefix(f"{source}/") for line in cells}
    others = [line for line in warnings if line not in cells]
    follow = [line for line in others if any(f"{name}.md:" in line or f"{name} exists" in line for name in chapters)]
    reasons = cells + [line for line in others if line not in follow]
    reasons = reasons or [line.strip() for line in lines if _STOP.match(line)][-1:] or ["Sphinx stopped, as said above."]
    more = [f"and {len(follow)} more, about chapters with a failed cell"] if follow else []
    return [line.replace(f"{root}/", "") for line in reasons] + more


def seconds(env) -> dict[str, float]:
    """How long the cells of each chapter ran."""
    ran = {name: data.get("exec_data") for name, data in sorted(env.nb_metadata.items())}
    return {name: data["runtime"] for name, data in ran.items() if data and data["runtime"] is not None}
