"""Sphinx sets the pages, from executed notebooks, with execution off.

A page is made from its own text and outputs, and from what it sees of the others (:mod:`.outline`). So where Sphinx finds what
it made last, it makes anew what has changed.
"""

import contextlib
import gc
import io
import json
import os
import pickle
import re
import shutil
import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .manuscript import Chapter
from .outline import Restructured

MADE = 800  # the priority of what keeps Sphinx's pages; what comes later goes over all of them in each build
_WARNING = re.compile(r"^(?=(?:\S.*?: )?(?:WARNING|ERROR|CRITICAL): )", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOWHERE = re.compile(r'"(?:[^"\\]|\\.)*":\[\],|,"(?:[^"\\]|\\.)*":\[\](?=})')


class Stopped(Exception):
    """Sphinx could not go on; the message says why."""


@dataclass(frozen=True)
class Rendered:
    """What Sphinx warned of, in its words, and the files that it found the pages to depend on."""

    warnings: list[str]
    found: set[Path]


def render(
    root: Path,
    source: Path,
    work: Path,
    chapters: list[Chapter],
    names: Collection[str],
    changed: Collection[str] | None,
    jobs: int,
) -> Rendered:
    """Set the book in ``source`` into ``work / "site"``.

    Parameters
    ----------
    root, source
        The folders of ``conf.py`` and of the chapters.
    work
        A folder that is not there, or holds what the last call for this book made in it.
    chapters
        Chapters that have cells, with their outputs: all, or those that may differ from that.
    names
        The names of all.
    changed
        The files that have changed since that call; nothing if all pages shall be made.
    jobs
        How many processes may read and write at a time.

    Raises
    ------
    Stopped
        If Sphinx could not go on.
    Restructured
        If `changed` does not do: other pages see the change, too.
    """
    settings = {
        "nb_execution_mode": "off",
        # A suffix of MyST-NB's may be a whole path: then the reader is that chapter's alone.
        "nb_custom_formats": {
            str(source / f"{name}.md"): ["checkedbook.rendering.executed", {"notebook": str(_notebook(work, name))}, False]
            for name in names
        },
        "checkedbook_changed": None if changed is None else sorted(changed),
        "checkedbook_reread": [chapter.name for chapter in chapters if _written(chapter, _notebook(work, chapter.name))],
    }
    told = io.StringIO()
    try:
        with patch_docutils(root), docutils_namespace(), _seldom():
            app = Sphinx(
                source, root, work / "html", work / "doctrees", "html", settings, status=None, warning=told, parallel=jobs
            )
            app.connect("build-finished", _keep, priority=MADE)
            app.build()
    except Restructured:
        raise
    except Exception as error:
        if not isinstance(error, SphinxError):
            traceback.print_exc()
        raise Stopped(f"{type(error).__name__}: {error}") from error
    (work / "html").rename(work / "site")
    (work / "made").rename(work / "html")
    (work / "site/.buildinfo").unlink()  # for a build that goes on from the last; depends on where the book lies
    warnings = _WARNING.split(_COLOUR.sub("", told.getvalue()))
    return Rendered([warning.strip() for warning in warnings if warning.strip()], _found(app.env))


@contextlib.contextmanager
def _seldom() -> Iterator[None]:
    """Python looks for garbage less often: it would spend a third of the time on trees of nodes, which are in use."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def executed(text: str, notebook: str) -> nbformat.NotebookNode:
    """MyST-NB's reader of a chapter: its text as it was run."""
    return nbformat.from_dict(json.loads(Path(notebook).read_text("utf8")))


def _notebook(work: Path, name: str) -> Path:
    return work / "executed" / f"{name}.ipynb"


def _written(chapter: Chapter, file: Path) -> bool:
    """Write a chapter's notebook, unless it stands there."""
    text = json.dumps(chapter.notebook)
    if file.exists() and file.read_text("utf8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf8")
    return True


def _keep(app: Sphinx, exception: Exception | None) -> None:
    """Keep what Sphinx made, for a build that goes on from it; as it would be, had it been made from nothing."""
    if exception:
        return
    index = Path(app.outdir, "searchindex.js")  # a word that has gone from the last page with it is still there
    index.write_text(_NOWHERE.sub("", index.read_text("utf8")), "utf8")
    # Not what each build copies: extensions differ in when they do, and a page says which files were there before it.
    shutil.copytree(app.outdir, Path(app.outdir).with_name("made"), ignore=shutil.ignore_patterns("_static"))
    Path(app.doctreedir, ENV_PICKLE_FILENAME).write_bytes(
        pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL)
    )  # with the index of words


def _found(env) -> set[Path]:
    """The files that pages depend on."""
    names = {*env.images, *env.dlfiles, *(name for names in env.dependencies.values() for name in names)}
    return {Path(os.path.normpath(Path(env.srcdir, name))) for name in names}
