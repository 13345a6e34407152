"""A resolved page as the cells of a notebook, none of them run."""

from collections.abc import Iterator

import nbformat
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..chapter import is_cell
from ..claims import is_box
from ..nodes import written_output
from .markdown import Markdown

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(document: nodes.document, markdown: Markdown, first: str, about: str) -> str:
    """The notebook of a page, as its file holds it; the same page gives the same bytes.

    Parameters
    ----------
    document
        The page, its references resolved.
    markdown
        What writes its text.
    first
        The code of the first cell.
    about
        A remark, in Markdown, that stands before the page.
    """
    cells = [new_code_cell(first), new_markdown_cell(about), *_cells(document, markdown)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    made = new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def _cells(document, markdown) -> Iterator[nbformat.NotebookNode]:
    """A cell for each cell with code, one for the text between two of them or below a heading."""
    text = []
    for node in _pieces(document):
        if text and (is_cell(node) or isinstance(node, nodes.title)):
            yield new_markdown_cell("\n\n".join(text))
            text = []
        if is_cell(node):
            yield _code(node)
            text += map(markdown, node.findall(lambda each: is_box(each) or isinstance(each, written_output)))
        elif written := markdown(node):
            text.append(written)
    if text:
        yield new_markdown_cell("\n\n".join(text))


def _pieces(node) -> Iterator[nodes.Node]:
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from _pieces(child)
        else:
            yield child


def _code(cell: nodes.container) -> nbformat.NotebookNode:
    """A cell's code; folded where the page folds it, with the words that the page puts on the fold."""
    code = next(iter(cell.findall(nodes.literal_block)))
    tags = cell["cell_metadata"].get("tags", [])
    metadata, title = {"tags": tags} if tags else {}, ""
    if "hide-input" in tags or "hide-cell" in tags:
        metadata["jupyter"] = {"source_hidden": True}
    if "hide-cell" in tags:
        metadata["cellView"] = "form"  # Colab's fold, under its @title
        title = f"# @title {cell['prompt_show']}\n"
    return new_code_cell(title + code.astext(), metadata=metadata)
