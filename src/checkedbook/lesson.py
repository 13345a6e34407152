"""The lesson first: code stands folded under what it made, claims where the chapter ends, but for those that lead it."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .chapter import is_cell
from .claims import folded, is_box
from .domain import Checked
from .nodes import claim_place, claims_place, details, html, is_run, plot_files

logger = logging.getLogger(__name__)
LEADING = 3  # claims of a chapter that may stand open in its text


def setup(app: Sphinx) -> None:
    app.add_directive("claim", ClaimDirective)
    app.add_directive("claims", ClaimsDirective)
    app.add_transform(CheckPlaces)
    app.connect("doctree-resolved", arrange, priority=900)  # after the notebook is written, which keeps the order of cells


class ClaimDirective(SphinxDirective):
    """``{claim} S0-1``: the place of a claim's box, open. Every other claim of the chapter stands at ``{claims}``."""

    required_arguments = 1

    def run(self):
        node = claim_place(id=self.arguments[0])
        self.set_source_info(node)
        return [node]


class ClaimsDirective(SphinxDirective):
    """``{claims}``: the place of a chapter's claims, a line each, which opens."""

    def run(self):
        node = claims_place()
        self.set_source_info(node)
        return [node]


class CheckPlaces(SphinxTransform):
    """Warn of claims that have no place, and of places that have no claim."""

    default_priority = 240

    def apply(self, **kwargs):
        boxes = {box["claim"]: box for box in self.document.findall(is_box)}
        open_places = list(self.document.findall(claim_place))
        for place in open_places:
            if place["id"] not in boxes:
                self.warn(f"no cell of this chapter resolves the claim {place['id']}", place)
        for place in open_places[LEADING:]:
            self.warn(f"more than {LEADING} claims stand open: let {place['id']} stand at {{claims}}", place)
        if boxes.keys() - {place["id"] for place in open_places} and not any(self.document.findall(claims_place)):
            self.warn("claims are resolved here and have no place: say {claims} at the end of the chapter", self.env.docname)

    def warn(self, message, location):
        logger.warning(message, location=location, type=Checked.name, subtype="claim")


def arrange(app: Sphinx, document: nodes.document, page: str) -> None:
    """Move the code of folded cells below what it made, and claims to their places."""
    if app.builder.format != "html":
        return
    placed = (figure for figure in document.findall(nodes.figure) if any(figure.findall(plot_files)))
    figures = {figure["plot"]: figure for figure in placed}
    boxes, waiting = {}, []
    for cell in list(document.findall(is_cell)):
        mine = list(cell.findall(is_box))
        boxes |= {box["claim"]: box for box in mine}
        for box in mine:
            box.parent.remove(box)
        for output in [node for node in cell.children if _is_empty(node)]:
            cell.remove(output)
        if _is_folded(cell):
            made = [figures[name] for name in cell.get("figures", ()) if name in figures]
            shown = _shown(cell)
            waiting.append(cell)
            if made or mine or shown or not _is_folded(cell.next_node(siblings=True, descend=False)):
                _fold(waiting, [] if shown and not made else made or mine)
                waiting = []
        elif runs := _taken(cell):
            cell += html("div", details("how this was run", *runs), classes="made")
    _place(document, boxes)


def _is_folded(node: nodes.Node | None) -> bool:
    """Whether a node is a cell whose code is folded, but not its outputs."""
    return node is not None and is_cell(node) and node.get("hide_mode") == "input"


def _shown(cell: nodes.container) -> list[nodes.Node]:
    """The outputs of a cell that stand where the cell stands."""
    outputs = (node for node in cell.children if node.get("nb_element") == "cell_code_output")
    return [node for output in outputs for node in output.children if not (is_run(node) or _is_empty(node))]


def _is_empty(node: nodes.Node) -> bool:
    return all(isinstance(each, nodes.container) for each in node.findall())


def _fold(cells: list[nodes.container], made: list[nodes.Element]) -> None:
    """Take the code of some cells below the first thing that they made; where that is nothing, it stays, below their output."""
    last = cells[-1]
    code = [block for cell in cells for block in cell.children[0].findall(nodes.literal_block)]
    runs = [run for cell in cells for run in _taken(cell)]
    line = html("div", details("code", *code), classes="made")
    for cell in cells:
        line["ids"] += cell["ids"]  # where links to the cell lead
        cell["ids"] = []
    if runs:
        line += details("how this was run", *runs)
    for cell in cells[:-1]:
        cell.parent.remove(cell)
    del last[0]
    match made:
        case [nodes.figure() as figure, *_]:
            [files] = figure.findall(plot_files)
            files.replace_self(line)
            line += files
        case [box, *_]:
            box += line
        case _:
            last += line
    if not last.children:
        last.parent.remove(last)


def _taken(cell: nodes.container) -> list[nodes.Element]:
    """What a cell says of stored runs, taken out of it."""
    runs = list(cell.findall(is_run))
    for run in runs:
        run.parent.remove(run)
    return runs


def _place(document: nodes.document, boxes: dict[str, nodes.Element]) -> None:
    """Put the boxes of claims where the chapter wants them."""
    for place in list(document.findall(claim_place)):
        place.replace_self(boxes.pop(place["id"], []))
    for place in list(document.findall(claims_place)):
        place.replace_self(html("div", *map(folded, boxes.values()), classes="claims"))
