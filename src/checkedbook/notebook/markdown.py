"""A resolved page as the Markdown that notebooks read: no directive and no role is left in it."""

import re

from docutils import nodes

from ..claims import is_box

SKIPPED = (nodes.raw, nodes.target, nodes.comment, nodes.Invisible, nodes.image, nodes.legend, nodes.system_message)


class Markdown:
    """Nodes to Markdown; each method takes a node of the class in its name.

    Parameters
    ----------
    numbers : mapping
        The number of each figure and equation by its id, as ``"3.2"``.
    address : callable
        ``address(uri)`` is the address on the web of a link in the book, or "" if the book is not on the web.
    """

    def __init__(self, numbers, address):
        self.numbers, self.address = numbers, address

    def __call__(self, node: nodes.Node) -> str:
        if isinstance(node, SKIPPED):
            return ""
        for kind in type(node).__mro__:
            if handler := getattr(self, f"_{kind.__name__}", None):
                return handler(node)
        return self._inside(node)

    def _inside(self, node) -> str:
        """What is in a node: a text in one piece, or blocks with empty lines between."""
        parts = [self(child) for child in node.children]
        return "".join(parts) if isinstance(node, nodes.TextElement) else "\n\n".join(filter(None, parts))

    def _Text(self, node):
        return re.sub(r"([\\`*_\[\]<>$|~])", r"\\\1", node.astext())

    def _emphasis(self, node):
        return f"*{self._inside(node)}*"

    def _strong(self, node):
        return f"**{self._inside(node)}**"

    def _literal(self, node):
        return f"`{node.astext()}`"

    def _math(self, node):
        return f"${_on_one_line(node)}$"

    def _math_block(self, node):
        latex = _on_one_line(node)
        if r"\\" in latex and r"\begin" not in latex:
            latex = rf"\begin{{split}}{latex}\end{{split}}"
        number = self._number(node)
        return f"$$ {latex} \\tag{{{number}}} $$" if number else f"$$ {latex} $$"

    def _literal_block(self, node):
        language = node.get("language", "")
        return f"```{language if language != 'default' else ''}\n{node.astext()}\n```"

    def _title(self, node):
        depth = sum(isinstance(each, nodes.section) for each in _around(node))
        return f"{'#' * depth} {self._inside(node)}"

    def _reference(self, node):
        text, uri = self._inside(node), node.get("refuri", "")
        uri = uri if re.match(r"\w+:", uri) else self.address(uri) if uri else ""
        title = any("doc" in child.get("classes", ()) for child in node.findall(nodes.inline))
        return f"[{text}]({uri})" if uri else f"*{text}*" if title else text

    def _html_element(self, node):
        """The box of a claim is a quote; of other elements, what is in them."""
        if not is_box(node):
            return self._inside(node)
        head, rows = node.children
        terms = [f"*{term.astext()}*: {self(content)}" for term, content in (row.children for row in rows.children)]
        return _led("> ", "> ", "\n\n".join([f"**{head.children[2].astext()}**, {head.children[0].astext()}", *terms]))

    def _block_quote(self, node):
        return _led("> ", "> ", self._inside(node))

    def _Admonition(self, node):
        title, *rest = [self(child) for child in node.children]
        return _led("> ", "> ", "\n\n".join([f"**{title.lstrip('# ')}**", *filter(None, rest)]))

    def _dropdown_main(self, node):
        title, *rest = [self(child) for child in node.children]
        return "\n\n".join([f"<details><summary>{title.strip()}</summary>", *filter(None, rest), "</details>"])

    def _dropdown_title(self, node):
        return "".join(map(self, node.children))

    def _figure(self, node):
        [caption] = [self(child) for child in node.children if isinstance(child, nodes.caption)]
        alts = [image["alt"] for image in node.findall(nodes.image)]
        words = [f"<details><summary>What is to be seen</summary>\n\n{self(nodes.Text(alt))}\n\n</details>" for alt in alts]
        return "\n\n".join([f"**Fig. {self._number(node)}.** {caption}", *words])

    def _bullet_list(self, node):
        return "\n".join(_led("- ", "  ", self(item)) for item in node.children)

    def _enumerated_list(self, node):
        start = node.get("start", 1)
        return "\n".join(_led(f"{n}. ", "   ", self(item)) for n, item in enumerate(node.children, start))

    def _term(self, node):
        return f"**{self._inside(node)}**"

    def _table(self, node):
        heads = [row for head in node.findall(nodes.thead) for row in head.children]
        rows = [[_in_table(self(entry)) for entry in row.children] for row in node.findall(nodes.row) if row not in heads]
        head = [_in_table(self(entry)) for entry in heads[0].children] if heads else [""] * len(rows[0])
        return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))

    def _transition(self, node):
        return "---"

    def _number(self, node) -> str:
        return next((self.numbers[id] for id in node["ids"] if id in self.numbers), "")


def _on_one_line(node) -> str:
    """LaTeX that stays whole in a quote or a list, where each line would begin with its mark."""
    return " ".join(node.astext().split())


def _around(node):
    while node.parent is not None:
        node = node.parent
        yield node


def _led(first: str, others: str, text: str) -> str:
    """A text with a mark before its first line, and another before the others."""
    head, *rest = text.split("\n")
    return "\n".join([first + head, *((others + line).rstrip() for line in rest)])


def _in_table(text: str) -> str:
    """A cell's text on one line; a bar in a formula is no border."""
    bars = lambda math: math.group().replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return re.sub(r"\$[^$]+\$", bars, " ".join(text.split()))
