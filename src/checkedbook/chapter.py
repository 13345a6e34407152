"""What must hold within one chapter: every image says what is to be seen."""

from urllib.parse import unquote

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .alternative import is_path
from .domain import Checked
from .manuscript import first_line
from .nodes import around

logger = logging.getLogger(__name__)


def code_line(env: BuildEnvironment, cell_index: int) -> int:
    """The line of the chapter that is being read on which the code of a cell begins; 1 where there are no lines."""
    fences = env.metadata[env.docname].get("source_map")
    return 1 if fences is None else first_line(env.doc2path(env.docname).read_text("utf8").splitlines(), fences[cell_index])


class DropEmptyCells(SphinxTransform):
    """Take away what is left of a cell that shows neither code nor output."""

    default_priority = 220

    def apply(self, **kwargs):
        for kind in ("mime_bundle", "cell_code_output", "cell_code"):
            for node in list(self.document.findall(nodes.container)):
                if node.get("nb_element") == kind and all(isinstance(n, nodes.container) for n in node.findall()):
                    node.parent.remove(node)


class CheckImages(SphinxTransform):
    """Warn of an image on another host, and of one that has no alternative text, or a path for one. Figures of cells have been seen to."""

    default_priority = 230

    def apply(self, **kwargs):
        for image in self.document.findall(nodes.image):
            alt, uri = image.get("alt", "").strip(), unquote(image["uri"])
            if "://" not in uri:
                image["uri"] = uri  # MyST leaves it as an address has it; Sphinx looks for a file
            else:
                self.warn(
                    image, f"image {uri} lies on another host, and nothing is loaded from there: keep it beside the chapter"
                )
            if (not alt or is_path(alt)) and "plot" not in image.parent:
                self.warn(image, f"image {uri.split('/')[-1]} needs alternative text, got {alt!r}")

    def warn(self, image: nodes.image, message: str) -> None:
        logger.warning(message, location=(self.env.docname, self.line(image)), type=Checked.name, subtype="alt")

    def line(self, image: nodes.image) -> int | None:
        """The line of an image: of the code of its cell, else its own, else that of what it is in."""
        for cell in filter(is_cell, around(image)):
            return code_line(self.env, cell["cell_index"])
        return next((node.line for node in around(image) if node.line), None)


def is_cell(node: nodes.Node) -> bool:
    """Whether a node is all that is shown of a cell with code."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"
