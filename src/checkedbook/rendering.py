"""Sphinx sets the pages, from executed notebooks, with execution off.

A page is made from its own text and outputs, and from what it sees of the others (:mod:`.outline`). So where Sphinx finds what
it made last, it makes anew what has changed.
"""

import io
import json
import os
import pickle
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .manuscript import Chapter
from .outline import Restructured

_WARNING = re.compile(r"^(?=(?:\S.*?: )?(?:WARNING|ERROR|CRITICAL): )", re.MULTILINE)
_EMPTY = re.compile(r'"(?:[^"\\]|\\.)*":\[\],?')


@dataclass(frozen=True)
class Rendered:
    """What Sphinx warned of, in its words, and the files that it found the pages to depend on."""

    warnings: list[str]
    found: set[Path]


class Stopped(Exception):
    """Sphinx could not go on; the message says why."""


def render(root: Path, source: Path, work: Path, chapters: list[Chapter], changed: Iterable[Path] | None, jobs: int) -> Rendered:
    """Set the book in ``source`` into ``work / "html"``.

    Parameters
    ----------
    root, source
        The folders of ``conf.py`` and of the chapters.
    work
        A folder that is empty, or holds what the last call for this book made there.
    chapters
        Those that have cells, with their outputs.
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
    notebooks = {chapter: work / "executed" / f"{chapter.name}.ipynb" for chapter in chapters}
    settings = {
        "nb_execution_mode": "off",
        # A suffix of MyST-NB's may be a whole path: then the reader is that chapter's alone.
        "nb_custom_formats": {str(chapter.path): ["checkedbook.rendering.executed", {"notebook": str(notebooks[chapter])}, False]
                              for chapter in chapters},
        "checkedbook_changed": None if changed is None else sorted(map(str, changed)),
        "checkedbook_reread": [chapter.name for chapter in chapters if _written(chapter, notebooks[chapter])],
    }
    told = io.StringIO()
    try:
        with patch_docutils(root), docutils_namespace():
            app = Sphinx(source, root, work / "html", work / "doctrees", "html", settings, status=None, warning=told, parallel=jobs)
            app.build()
    except Restructured:
        raise
    except Exception as error:
        if not isinstance(error, SphinxError):
            raise
        raise Stopped(f"{type(error).__name__}: {error}") from error
    _keep_index(app, work)
    return Rendered([each.strip() for each in _WARNING.split(_plain(told.getvalue())) if each.strip()], _found(app.env, work))


def executed(text: str, notebook: str) -> nbformat.NotebookNode:
    """MyST-NB's reader of a chapter: its text as it was run."""
    return nbformat.from_dict(json.loads(Path(notebook).read_text("utf8")))


def _written(chapter: Chapter, file: Path) -> bool:
    """Write a chapter's notebook, unless it stands there."""
    text = json.dumps(chapter.notebook)
    if file.exists() and file.read_text("utf8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf8")
    return True
