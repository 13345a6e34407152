"""Links from a sentence into a live figure."""

import re
from urllib.parse import parse_qsl

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from ..domain import Checked
from ..nodes import html, html_element
from .settings import Allowed, fault

logger = logging.getLogger(__name__)


class LiveRole(SphinxRole):
    """``{live}`see it diverge <name?0.lr=1.05&step=20>```: a link that sets the live figure ``name`` of this chapter.

    Without a script it leads to the figure. It can set ``start=x,y``, ``step``, ``on=1,0`` for the rules that are shown,
    the hyperparameters of each rule, counted from 0 (in a schedule, ``0.lr.T``), the charts by ``chart`` and ``below``,
    with a plus for a space, and, where there is a choice, ``surface``, ``schedule``, ``batch`` and ``draw``. Of histograms
    it sets the settings on the grid, and ``depth``.
    """

    def run(self):
        link = re.fullmatch(r"(.+?)\s*<([a-z][a-z0-9_-]*)\?(\S+)>", self.text, re.DOTALL)
        if link is None:
            logger.warning(
                f"live: expected `text <figure?key=value>`, got {self.text!r}",
                location=self.get_location(),
                type=Checked.name,
                subtype="live",
            )
            return [nodes.Text(self.text)], []
        text, name, query = link.groups()
        link = html("a", text, classes="reference internal", href=f"#{name}", data_live=query)
        link["live"], link["sets"] = name, parse_qsl(query, keep_blank_values=True)
        self.set_source_info(link)
        return [link], []


def check_links(document: nodes.document, known: dict[str, dict[str, Allowed]]) -> None:
    """Warn of links to a live figure, or to a setting, that is not there, or that ask of a setting what it cannot be."""
    for link in document.findall(lambda node: isinstance(node, html_element) and "live" in node):
        name = link["live"]
        if name not in known:
            message = f"there is no live figure {name!r} in this chapter"
        elif unknown := [key for key, _ in link["sets"] if key not in known[name]]:
            message = f"the live figure {name!r} has no {', '.join(unknown)}; it has {', '.join(known[name])}"
        elif wrong := [(key, text, why) for key, text in link["sets"] if (why := fault(text, known[name][key]))]:
            message = "; ".join(f"{key} of the live figure {name!r} must be {why}; got {text!r}" for key, text, why in wrong)
        else:
            continue
        logger.warning(message, location=link, type=Checked.name, subtype="live")
