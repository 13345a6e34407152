"""The chapters that have cells, as their author left them."""

import functools
from collections.abc import Container
from dataclasses import dataclass, fields
from pathlib import Path

from myst_nb.core.read import MystMetadataParsingError, is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode
from sphinx.util.matching import get_matching_files

from .results.declared import nearest
from .settings import Settings

RUN_OTHERWISE = {"raises-exception", "skip-execution"}  # the tags that matter to a run


class UnreadableChapter(Exception):
    """A chapter is no notebook; the message says where, and why."""


@dataclass(frozen=True, eq=False)
class Chapter:
    """A chapter: its name, as Sphinx has it, its file, and what that says as a notebook."""

    name: str
    path: Path
    notebook: NotebookNode

    @functools.cached_property
    def cells(self) -> dict[int, NotebookNode]:
        """The cells with code, by their places in the notebook."""
        return {place: cell for place, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"}

    @functools.cached_property
    def results(self) -> Path | None:
        """Where the stored runs are that it finds; nothing if there are none."""
        try:
            return nearest(self.path.parent)
        except RuntimeError:
            return None

    @property
    def code(self) -> str:
        """All that it runs."""
        return "\n".join(cell.source for cell in self.cells.values())

    def said(self) -> list[tuple[str, list[str]]]:
        """Of its cells, what matters to a run."""
        return [(cell.source, sorted(RUN_OTHERWISE.intersection(cell.metadata.get("tags", ())))) for cell in self.cells.values()]

    def line(self, place: int) -> int:
        """The line of the file on which the code of a cell begins."""
        return first_line(self.path.read_text("utf8").splitlines(), self.notebook.metadata.source_map[place])


def manuscript(source: Path, settings: Settings, files: Container[str] | None = None) -> list[Chapter]:
    """The chapters with cells in the folder ``source``, in the order of their names; of these `files`, if they are given.

    Raises
    ------
    UnreadableChapter
        If a cell's options are ill written.
    """
    names = {each.name for each in fields(MdParserConfig)}
    config = MdParserConfig(**{name: value for name, value in settings.myst.items() if name in names})
    paths = [source / file for file in sorted(get_matching_files(source, ["**.md"], settings.exclude))]
    found = [_chapter(source, path, config) for path in paths if files is None or str(path) in files]
    return [chapter for chapter in found if chapter and any(cell.source.strip() for cell in chapter.cells.values())]


def _chapter(source, path, config):
    text = path.read_text("utf8")
    if not is_myst_markdown_notebook(text):
        return None
    try:
        notebook = read_myst_markdown_notebook(text, config, add_source_map=True, path=path)
    except MystMetadataParsingError as error:
        raise UnreadableChapter(f"{path}: {error}") from None
    return Chapter(path.relative_to(source).with_suffix("").as_posix(), path, notebook)


def first_line(lines: list[str], fence: int) -> int:
    """The line on which the code of a cell begins, if its opening fence is on the line `fence`. Options and empty lines
    may follow that.

    Examples
    --------
    >>> first_line(["```{code-cell}", ":tags: [hide-input]", "", "x = 1"], 1)
    4
    """
    lines = ["", *lines]
    line = fence + 1
    if lines[line].strip() == "---":
        line = lines.index("---", line + 1) + 1
    while lines[line].startswith(":") or not lines[line].strip():
        line += 1
    return line
