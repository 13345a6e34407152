"""Where the numbers in a page's text come from: the cell that bound each, and the stored runs that its value was followed to.

The page says it once, for all its numbers, in a script element of JSON; ``provenance.js`` shows it beside the number that a
reader points at. Without scripts a number is text.
"""

import json
import re
from collections.abc import Iterable

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .behind import origins
from .chapter import is_cell
from .domain import Checked, experiment_anchor
from .nodes import bound_output, html, is_number, run_output
from .places import lost, read

logger = logging.getLogger(__name__)
DIGITS = 10  # significant ones that are told of a value


def setup(app: Sphinx) -> None:
    app.add_role_to_domain("glue", "text", NumberRole(), override=True)
    app.add_transform(FindNumbers)
    app.connect("doctree-resolved", tell)
    app.connect("html-page-context", add_files)


class NumberRole(PasteTextRole):
    """MyST-NB's ``{glue:text}``; it leaves the name with what it pastes, and no style."""

    def run(self):
        made, messages = super().run()
        for node in made:
            if isinstance(node, nodes.inline):
                node["classes"], node["number"] = [], self.text.rpartition(":")[0] or self.text
        return made, messages


class FindNumbers(SphinxTransform):
    """Find where the numbers of a page come from, before what cells have bound and loaded is taken away."""

    default_priority = 185

    def apply(self, **kwargs):
        runs = self.env.domains[Checked.name].catalogue.runs
        cells = list(self.document.findall(is_cell))
        codes = [next((block.astext() for block in cell.findall(nodes.literal_block)), "") for cell in cells]
        loads = [[run["name"] for run in cell.findall(run_output)] for cell in cells]
        asked = {node["number"] for node in self.document.findall(is_number)}
        for node in self.document.findall(is_number):
            if fault := lost(node.astext()):
                logger.warning(f"{node['number']}: {fault}", location=node, type=Checked.name, subtype="number")
        numbers = {}
        for place, (cell, bound) in enumerate(zip(cells, origins(list(zip(codes, loads)), ())), 1):
            values = {name: value for node in cell.findall(bound_output) for name, value in node["values"].items()}
            for name in values.keys() & asked:
                sources = [run for run in traced(name, bound) if run in runs]
                numbers[name] = {"value": written(read(values[name])), "cell": place, "runs": sources}
                if anchor(place) not in cell["ids"]:
                    cell["ids"].append(anchor(place))
        if numbers:
            settings = {run: told(runs[run].settings) for number in numbers.values() for run in number["runs"]}
            self.document["numbers"] = {"numbers": numbers, "cells": len(cells), "runs": settings}


def anchor(cell: int) -> str:
    """The anchor of a page's cell, by its place among them, from 1."""
    return f"cell-{cell}"


def traced(name: str, bound: Iterable[tuple[str, set[str]]]) -> list[str]:
    """The stored runs that a number comes from, as far as its cell tells; none where that leaves a choice.

    Examples
    --------
    >>> bound = [("n", set()), (".*_end", {"slow"}), (".*_best", {"fast"}), (".*", {"slow"})]
    >>> traced("n", bound), traced("a_end", bound), traced("a_best", bound)
    ([], ['slow'], [])
    """
    bound = list(bound)
    exact = [used for pattern, used in bound if pattern == re.escape(name)]
    first, *others = exact or [used for pattern, used in bound if re.fullmatch(pattern, name)] or [set()]
    return sorted(first) if all(each == first for each in others) else []


def written(value: float | str) -> str:
    """A value to ten digits, with dots where it has more; of a string nothing, since it is shown whole.

    Examples
    --------
    >>> written(0.1), written(1 / 3), written(28), written(True), written("Adam")
    ('0.1', '0.3333333333…', '28', 'True', '')
    """
    if isinstance(value, str):
        return ""
    whole, short = repr(value), f"{value:.{DIGITS}g}"
    return whole if isinstance(value, int) or float(short) == value or value != value else f"{short}…"


def told(settings: dict) -> str:
    """Settings on a line."""
    return ", ".join(f"{name} = {value}" for name, value in settings.items())


def tell(app: Sphinx, document: nodes.document, page: str) -> None:
    """Mark the numbers of a page, and put what it knows of them at its end."""
    known = document.get("numbers", {"numbers": {}})
    shown = {id for cell in document.findall(is_cell) for id in cell["ids"]}
    marked = [node for node in document.findall(is_number) if node["number"] in known["numbers"]]
    if not marked or app.builder.format != "html":
        return
    for node in marked:
        node.replace_self(html("span", *node.children, classes="number", data_name=node["number"]))
    catalogue = min(app.env.domains[Checked.name].data["catalogues"], default=None)
    experiments = catalogue and app.builder.get_relative_uri(page, catalogue)
    data = {
        "numbers": {
            name: [number["value"], number["cell"] if anchor(number["cell"]) in shown else 0, *number["runs"]]
            for name, number in sorted(known["numbers"].items())
        },
        "cells": known["cells"],
        "runs": {
            run: [settings, *([f"{experiments}#{experiment_anchor(run)}"] if experiments else [])]
            for run, settings in sorted(known["runs"].items())
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    document += nodes.raw("", f'<script type="application/json" class="provenance">{text}</script>', format="html")


def add_files(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree and any("provenance" in node.astext() for node in doctree.findall(nodes.raw)):
        app.add_js_file("provenance.js", loading_method="defer")
        app.add_css_file("provenance.css")
