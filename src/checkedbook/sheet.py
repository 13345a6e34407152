"""A style sheet less the rules that nothing has the classes and ids for."""

import re
from collections.abc import Iterator, Set

_TOKEN = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[{};]""", re.DOTALL)
_NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
_NESTING = "@media", "@supports", "@layer", "@container"


def used(css: str, words: Set[str]) -> str:
    """The rules with a selector each of whose classes and ids is among ``words``; what is in ``:not()`` is not asked for.

    Examples
    --------
    >>> used("a { x: y } .here, .gone { x: y } @media print { #gone { x: y } }", {"here"})
    'a{x: y}.here{x: y}'
    """
    kept = []
    for head, body in _rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if body is None:
            kept.append(f"{head};")
        elif head.startswith(_NESTING):
            kept.append(f"{head}{{{inner}}}" if (inner := used(body, words)) else "")
        elif head.startswith("@"):
            kept.append("" if "Font Awesome" in body else f"{head}{{{body}}}")
        elif selectors := [each for each in _listed(head) if _names(each) <= words]:
            kept.append(f"{','.join(selectors)}{{{body}}}" if body else "")
    return "".join(kept)


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as what is before its braces and in them; a statement without braces has None."""
    start, begun, depth = 0, 0, 0
    for token in _TOKEN.finditer(css):
        match token.group():
            case "{":
                depth += 1
                if depth == 1:
                    head, begun = css[start : token.start()].strip(), token.end()
            case "}":
                depth -= 1
                if depth == 0:
                    yield head, css[begun : token.start()].strip()
                    start = token.end()
            case ";" if depth == 0:
                yield css[start : token.start()].strip(), None
                start = token.end()


def _listed(selectors: str) -> Iterator[str]:
    """The selectors between the commas that no bracket holds."""
    depth, start = 0, 0
    for place, sign in enumerate(selectors):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            yield selectors[start:place].strip()
            start = place + 1
    yield selectors[start:].strip()


def _names(selector: str) -> set[str]:
    """The classes and ids that an element must have; of an attribute, nothing is asked."""
    bare = re.sub(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]", "", selector)
    return {name.replace("\\", "") for name in _NAME.findall(bare)}
