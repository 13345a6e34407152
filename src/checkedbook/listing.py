"""Listings: the tested source itself, shown without its docstrings and doctests.

::

    ```{listing} science.laws.fall
    ```

shows the function, class or constant of that dotted name as it stands in its file; several names, one a
line in the directive's content, are shown one below the other.
"""

import ast
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .source import find, read


class Listing(SphinxDirective):
    """The source of one or more objects, read anew at every build."""

    required_arguments = 1
    has_content = True

    def run(self):
        texts = []
        for name in [*self.arguments[0].split(), *self.content]:
            path, text = source(name)
            self.env.note_dependency(str(path))
            texts.append(text)
        block = nodes.literal_block("\n\n".join(texts), "\n\n".join(texts), language="python", classes=["listing"])
        self.set_source_info(block)
        return [block]


def source(name: str) -> tuple[Path, str]:
    """The file of the dotted ``name`` and its code there, decorators and comments kept, docstrings left out.

    A name that is defined in several pieces, as by ``@rule.lookahead``, has them all.

    Raises ``ValueError`` if no importable module defines the name.

    Examples
    --------
    >>> print(source("checkedbook.listing._without")[1].splitlines()[0])
    def _without(lines, tree):
    """
    module, attributes = _module(name)
    found = module.defined.get(attributes[0], [])
    for attribute in attributes[1:]:
        found = [
            node for parent in found[-1:] for node in getattr(parent, "body", []) if getattr(node, "name", None) == attribute
        ]
    if not found:
        raise ValueError(f"{module.name} defines no {'.'.join(attributes)}")
    path = find(module.name)
    lines = path.read_text(encoding="utf-8").splitlines()
    return path, "\n\n".join(_code(lines, node) for node in found)


def _module(name):
    """The module that a dotted name begins with, and the names behind it."""
    parts = name.split(".")
    for n in range(len(parts) - 1, 0, -1):
        if module := read(".".join(parts[:n])):
            return module, parts[n:]
    raise ValueError(f"no module holds {name}")


def _code(lines, node):
    """The lines of a definition, from its first decorator."""
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    kept = _without(dict(enumerate(lines, 1)), node)
    return "\n".join(line for n, line in kept.items() if first <= n <= node.end_lineno)


def _without(lines, tree):
    """The numbered ``lines`` less the docstrings inside ``tree``, and the blank line behind each."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            for n in range(node.body[0].lineno, node.body[0].end_lineno + 1):
                del lines[n]
            if len(node.body) > 1 and not lines.get(node.body[0].end_lineno + 1, "code").strip():
                del lines[node.body[0].end_lineno + 1]
    return lines
