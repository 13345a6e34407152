"""What a chapter says in short, on top of it and on the page of all answers; what it needs, and how long it takes."""

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .chapter import is_cell
from .domain import Checked
from .nodes import answers_place, around

logger = logging.getLogger(__name__)
LINES = 5  # of what is said in short
WORDS, FIGURE = 150, 1.0  # read in a minute; minutes to look at a figure


def setup(app: Sphinx) -> None:
    app.add_directive("short", ShortDirective)
    app.add_directive("needs", NeedsDirective)
    app.add_directive("answers", AnswersDirective)
    app.add_transform(NoteShort)
    app.add_transform(FillTime)
    app.add_post_transform(FillAnswers)


class ShortDirective(SphinxDirective):
    """``{short}``: a box with a chapter's question and its answer: a list of five lines at most."""

    has_content = True

    def run(self):
        box = nodes.admonition("", nodes.title("", "In short"), *self.parse_content_to_nodes(), classes=["short"])
        self.set_source_info(box)
        return [box]


class NeedsDirective(SphinxDirective):
    """``{needs}``: what a reader brings along; how long the chapter takes is added."""

    has_content = True

    def run(self):
        [line, *_] = self.parse_content_to_nodes() or [nodes.paragraph()]
        line["classes"].append("needs")
        line.insert(0, nodes.strong("", "You need: "))
        return [line]


class AnswersDirective(SphinxDirective):
    """``{answers}``: what all chapters say in short, each below its title."""

    def run(self):
        self.env.domains[Checked.name].note("answers", self.env.docname, True)
        return [answers_place()]


class NoteShort(SphinxTransform):
    """Record what a chapter says in short; warn where that is long."""

    default_priority = 250

    def apply(self, **kwargs):
        for box in self.document.findall(is_short):
            content = box.children[1:]
            lines = sum(len(list(part.findall(nodes.list_item))) or 1 for part in content)
            if lines > LINES:
                message = f"what is said in short has {lines} lines: at most {LINES}"
                logger.warning(message, location=box, type=Checked.name, subtype="short")
            self.env.domains[Checked.name].note("shorts", self.env.docname, [part.deepcopy() for part in content])


class FillTime(SphinxTransform):
    """Say how long a chapter takes: its words that no fold hides, and its figures."""

    default_priority = 250

    def apply(self, **kwargs):
        for line in self.document.findall(lambda node: isinstance(node, nodes.paragraph) and "needs" in node["classes"]):
            line += [nodes.Text(" "), nodes.strong("", "It takes"), nodes.Text(f" about {minutes(self.document)} minutes.")]


class FillAnswers(SphinxPostTransform):
    """Put what chapters say in short on the page of answers, once all are read and before references are resolved."""

    default_priority = 5

    def run(self, **kwargs):
        for place in list(self.document.findall(answers_place)):
            shorts = self.env.domains[Checked.name].data["shorts"]
            pages = [page for page in _in_order(self.env.toctree_includes, self.config.root_doc) if page in shorts]
            place.replace_self([node for page in pages for node in self.chapter(page, shorts[page][0])])

    def chapter(self, page: str, content: list[nodes.Node]) -> list[nodes.Node]:
        """The title of a chapter, which leads there, and what it says in short."""
        here = self.env.docname
        link = pending_xref(
            "",
            nodes.inline("", self.env.titles[page].astext()),
            refdomain="std",
            reftype="doc",
            reftarget=f"/{page}",
            refdoc=here,
            refexplicit=True,
            refwarn=True,
        )
        parts = [part.deepcopy() for part in content]
        for xref in (each for part in parts for each in part.findall(pending_xref)):
            xref["refdoc"] = here  # it was written in another chapter
        return [nodes.paragraph("", "", nodes.strong("", "", link), classes=["answer"]), *parts]


def _in_order(includes: dict[str, list[str]], page: str) -> Iterator[str]:
    """A page, then those that its contents name, in their order."""
    yield page
    for part in includes.get(page, ()):
        yield from _in_order(includes, part)


def _hidden(node: nodes.Node) -> bool:
    """Whether a reader must open something to see a node."""
    return any(
        is_cell(each) or each.get("design_component") == "dropdown" for each in around(node) if isinstance(each, nodes.Element)
    )


def is_short(node: nodes.Node) -> bool:
    """Whether a node is what a chapter says in short."""
    return isinstance(node, nodes.admonition) and "short" in node["classes"]


def minutes(document: nodes.document) -> int:
    """How long it takes to read a chapter, to five minutes."""
    words = sum(len(node.astext().split()) for node in document.findall(nodes.paragraph) if not _hidden(node))
    figures = sum(1 for _ in document.findall(nodes.figure))
    return max(5, 5 * round((words / WORDS + figures * FIGURE) / 5))
