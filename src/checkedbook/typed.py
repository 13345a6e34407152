"""Numbers that are typed into a page, and come from nowhere: each is bound to what computed it, or known, or listed with a reason.

Looked at is what the author wrote: running text, headings, tables, captions, alternative texts. A number there is known if it stands
as a literal in the page's cells, in the settings of the stored runs that it loads, or in a module of experiments that it imports or
those runs enter; or in a formula or in code of the page. Small counts and years are known as well. So is what reads with a per cent
sign, if a hundredth of it is. The rest is in a list, ``numbers.yml`` say, by page::

    2-descent/schedules:
      "121": counted by hand in the box from -5 to 5

where an entry that is not needed is a fault.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .chapter import is_cell
from .domain import Checked
from .nodes import html_element, is_number
from .numerals import in_formula, inside, is_known, literals, numbers
from .places import without
from .source import find

logger = logging.getLogger(__name__)
_DOCSTRING = ":docstring of "  # in what autodoc says of where a piece of a page is from
_CODE = nodes.math, nodes.math_block, nodes.literal, nodes.literal_block, nodes.doctest_block
_OTHERS = (  # what is referred to, and what no author of the page wrote
    nodes.Invisible,
    nodes.reference,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.label,
    nodes.raw,
    nodes.system_message,
    addnodes.pending_xref,
    addnodes.desc,
    html_element,
)


@dataclass(frozen=True)
class Entry:
    """A number that may stand in a page, as it stands there: the reason, and its line in the list."""

    reason: str
    line: int


@dataclass(frozen=True)
class Numbers:
    """The list: for each page the numbers that may stand there, and where it begins."""

    path: Path
    pages: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def load(path: Path) -> Numbers:
    """Read a list; a ``ValueError`` says what is wrong with it."""
    root = yaml.compose(path.read_text("utf8"), yaml.SafeLoader)
    pages = _pairs(path, root) if root else []
    return Numbers(
        path,
        {page.value: _entries(path, listed) for page, listed in pages},
        {page.value: page.start_mark.line + 1 for page, _ in pages},
    )


def _entries(path, node) -> dict[str, Entry]:
    found = {}
    for number, reason in _pairs(path, node):
        line = number.start_mark.line + 1
        if number.value in found or not isinstance(reason, yaml.ScalarNode) or not reason.value.strip():
            raise ValueError(f"{path}:{line}: {number.value} needs one reason")
        found[number.value] = Entry(reason.value, line)
    return found


def _pairs(path, node) -> list[tuple[yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return node.value
    raise ValueError(f"{path}:{node.start_mark.line + 1}: expected names, each with a colon and what belongs to it")


class FindTyped(SphinxTransform):
    """Warn of numbers on a page that are typed and not known, and of entries for it in the list that are not needed."""

    default_priority = 215  # figures are at their places, and cells that show nothing are still there

    def apply(self, **kwargs):
        checked, page = self.env.domains[Checked.name], self.env.docname
        listed = checked.numbers
        if listed is None:
            return
        allowed, known = listed.pages.get(page, {}), self.known(checked, page)
        needed = set()
        for text, line in written(self.document):
            for number, where in numbers(text):
                if is_known(number, text[where.end() :], known):
                    continue
                needed.add(number)
                if number not in allowed:
                    self.warn(
                        f"the number {number} is typed, and comes from nowhere: bind it, or give a reason in {listed.path.name}",
                        (page, line and line + text.count("\n", 0, where.start())),
                    )
        for number in allowed.keys() - needed:
            self.warn(
                f"{page} does not need the number {number}: it does not stand there, or is known",
                f"{listed.path}:{allowed[number].line}",
            )

    def known(self, checked: Checked, page: str) -> set[float]:
        """The numbers that the page has from somewhere."""
        codes = self.document.findall(lambda node: isinstance(node, _CODE))
        found = {number for code in codes for number in in_formula(code.astext())}
        for cell in self.document.findall(is_cell):
            found |= {number for block in cell.findall(nodes.literal_block) for number in literals(block.astext())}
        modules = {use.experiment for use in checked.data["uses"].get(page, ())}
        for use in checked.data["loads"].get(page, ()):
            if run := checked.catalogue.runs.get(use.experiment):
                found |= set(inside(run.settings))
                modules.add(run.run.partition(":")[0])
        for name in sorted(modules & checked.catalogue.modules.keys()):
            file = find(name)
            self.env.note_dependency(str(file))
            found |= literals(file.read_text("utf8"))
        return found

    @staticmethod
    def warn(message: str, location) -> None:
        logger.warning(message, location=location, type=Checked.name, subtype="number")


def written(document: nodes.document) -> Iterator[tuple[str, int | None]]:
    """What the author of a page wrote, piece by piece, with its line; references and code in it are left out."""
    for node in document.children:
        yield from _written(node, None)


def _written(node: nodes.Node, line: int | None) -> Iterator[tuple[str, int | None]]:
    line = node.line or line
    if isinstance(node, (*_OTHERS, *_CODE)) or is_cell(node) or node.get("found") or _DOCSTRING in (node.source or ""):
        return
    if isinstance(node, nodes.image) and "plot" not in node.parent or isinstance(node, nodes.figure) and "plot" in node:
        yield without(node.get("alt", "")), line
    if isinstance(node, nodes.TextElement):
        yield _said(node), line
        for image in node.findall(nodes.image):
            yield from _written(image, line)
    else:
        for child in node.children:
            yield from _written(child, line)


def _said(node: nodes.Node) -> str:
    """The text of a node; what is left out keeps its lines."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, (*_OTHERS, *_CODE)) or is_number(node):
        return "\ufffc" + "\n" * node.astext().count("\n")
    return "".join(map(_said, node.children))


def setup(app: Sphinx) -> None:
    app.add_config_value("checkedbook_numbers", "", "env", str)
    app.add_transform(FindTyped)
    app.connect("builder-inited", read_numbers)
    app.connect("env-check-consistency", check_pages)


def read_numbers(app: Sphinx) -> None:
    """Read the list, if there is one."""
    checked = app.env.domains[Checked.name]
    try:
        checked.numbers = load(Path(app.srcdir, app.config.checkedbook_numbers)) if app.config.checkedbook_numbers else None
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"checkedbook_numbers: {error}") from None


def check_pages(app: Sphinx, env) -> None:
    """Warn of pages in the list that there are not."""
    listed = env.domains[Checked.name].numbers
    for page in sorted((listed.pages if listed else {}).keys() - env.found_docs):
        FindTyped.warn(f"there is no page {page}", f"{listed.path}:{listed.lines[page]}")
