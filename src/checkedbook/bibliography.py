"""The bibliography as a plain list: a Sphinx extension beside ``sphinxcontrib.bibtex``.

Docutils sets citations with roles that screen readers no longer know, and with labels that sentences do not use
where they name author and year.
"""

from docutils import nodes
from pybtex.plugin import enumerate_plugin_names, find_plugin, register_plugin
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

BACKENDS = "pybtex.backends"


class Works(SphinxPostTransform):
    """Make list items of citations, once the references to them are resolved."""

    default_priority = 500

    def run(self, **kwargs) -> None:
        for group in list(self.document.findall(nodes.container)):
            if group.children and all(isinstance(child, nodes.citation) for child in group):
                group.replace_self(nodes.bullet_list("", *map(item, group.children), classes=["works"]))


def item(citation: nodes.citation) -> nodes.list_item:
    """The citation without its label."""
    _label, *entry = citation.children
    return nodes.list_item("", *entry, ids=citation["ids"])


def load_backends() -> None:
    """Find pybtex's backends once. It asks for one at every citation, and reads what all installed packages offer each time."""
    for name in list(enumerate_plugin_names(BACKENDS)):
        register_plugin(BACKENDS, name, find_plugin(BACKENDS, name))


def setup(app: Sphinx) -> dict:
    load_backends()
    app.add_post_transform(Works)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
