"""Pieces of a page that docutils has no node for."""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

PHONE = 576  # pixels of width at most


class html_element(nodes.General, nodes.TextElement):
    """An HTML element by its tag; in other formats only its content remains."""


class plot_output(nodes.Invisible, nodes.Element):
    """A figure that a cell has handed over, until ``{plot}`` takes it."""


class bound_output(nodes.Invisible, nodes.Element):
    """Numbers that a cell has bound, until alternative texts are filled with them."""


class written_output(nodes.General, nodes.Element):
    """What a cell has written into the page."""


class live_output(nodes.Invisible, nodes.Element):
    """What moves a figure, until ``{plot}`` takes it."""


class run_output(nodes.Invisible, nodes.Element):
    """That a cell has loaded a stored run, until it is known which figures that is behind."""


class uses_place(nodes.General, nodes.Element):
    """The place of the chapters and figures that an experiment is behind, until all chapters are read."""


class claim_place(nodes.Invisible, nodes.Element):
    """The place of a claim's box, which stands open."""


class claims_place(nodes.Invisible, nodes.Element):
    """The place of all other claims of a chapter, which are folded."""


class answers_place(nodes.General, nodes.Element):
    """The place of all that chapters say in short, until all are read."""


class ledger_place(nodes.General, nodes.Element):
    """The place of the ledger, until all chapters are read."""


class picture(nodes.General, nodes.Element):
    """An image, and the name of the figure that it shows, of which phones are shown the narrow drawing."""


class plot_files(nodes.General, nodes.TextElement):
    """Links to a figure's data and drawing; in it, to the experiments behind it."""


def html(tag: str, *children: nodes.Node | str, id: str = "", classes: str = "", **attributes: str) -> html_element:
    """An element with its content; an underscore in an attribute's name stands for a hyphen."""
    node = html_element(
        tag=tag,
        attributes={k.replace("_", "-"): v for k, v in attributes.items()},
        classes=classes.split(),
        ids=[id] if id else [],
    )
    node += [nodes.Text(c) if isinstance(c, str) else c for c in children]
    return node


def around(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """A node, what it is in, and so on."""
    while node is not None:
        yield node
        node = node.parent


def details(summary: str, *children: nodes.Node, classes: str = "") -> html_element:
    """What opens below a word or a line."""
    return html("details", html("summary", summary), *children, classes=classes)


def is_number(node: nodes.Node) -> bool:
    """Whether a node is a bound number in a text."""
    return isinstance(node, nodes.inline) and "number" in node


def is_run(node: nodes.Node) -> bool:
    """Whether a node says how a stored run was made."""
    return isinstance(node, html_element) and "stored-run" in node["classes"]


def setup(app: Sphinx) -> None:
    skip = (_pass, _pass)
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), skip)
    app.add_node(html_element, html=(_open, _close), **others)
    app.add_node(picture, html=(_picture, _end_picture), **others)
    app.add_node(plot_files, html=(_files, _end_files), **others)
    app.add_node(plot_output, html=skip, **others)
    app.add_node(bound_output, html=skip, **others)
    app.add_node(live_output, html=skip, **others)
    for node in (claim_place, claims_place, run_output, uses_place, ledger_place, answers_place, written_output):
        app.add_node(node, html=skip, **others)


def _open(translator, node):
    translator.body.append(translator.starttag(node, node["tag"], "", **node["attributes"]))


def _close(translator, node):
    translator.body.append(f"</{node['tag']}>")


def _picture(translator, node):
    """Begin a picture; who prints from a phone has the room of a page."""
    narrow = f"{translator.builder.imgpath}/{node['name']}-narrow.svg"
    translator.body.append(f'<picture><source media="screen and (max-width: {PHONE}px)" srcset="{narrow}" />')


def _end_picture(translator, node):
    translator.body.append("</picture>\n")


def _files(translator, node):
    """Begin a line of links below the caption."""
    figure = next(each for each in around(node) if isinstance(each, nodes.figure))
    image = next(figure.findall(nodes.image))  # visited before, so its address is final
    links = [f'<a href="{image["uri"]}">SVG</a>']
    if node["csv"]:
        links.insert(0, f'<a href="{translator.builder.dlpath}/{node["name"]}.csv" download>data</a>')
    translator.body.append(f'<p class="plot-files">{" ".join(links)}')


def _end_files(translator, node):
    translator.body.append("</p>\n")


def _pass(translator, node):
    pass
