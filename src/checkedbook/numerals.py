"""Numbers as they stand in a text, in a formula, in code."""

import ast
import re
from collections.abc import Container, Iterator, Mapping

COUNTS = {"0", "1", "2", "3", "4"}
_YEAR = re.compile(r"(19|20)\d\d")
# A word with digits in it, as S1-23 and float32, is no number; nor is a part of one.
_NUMBER = re.compile(
    r"[^\W\d]\w*(?:-\w+)*|(?<!\w)((?:\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:_\d+)*)(?:\.\d+)*(?:e[-+−]?\d+)?)"
)


def numbers(text: str) -> Iterator[tuple[str, re.Match]]:
    """The numbers in a text, as they stand there.

    Examples
    --------
    >>> [number for number, _ in numbers("In S1-23, 12,000 or 262 144 float32 and 0.5, 1e-5; section 4.2.1 and 784-10.")]
    ['12,000', '262 144', '0.5', '1e-5', '4.2.1', '784', '10']
    """
    return ((found[1], found) for found in _NUMBER.finditer(text) if found[1])


def is_known(number: str, after: str, known: Container[float]) -> bool:
    """Whether a number needs no reason; `after` is the text behind it.

    Examples
    --------
    >>> [is_known("30", " % of it", {0.3}), is_known("30", " of it", {0.3}), is_known("4.2.1", "", {4.2})]
    [True, False, False]
    """
    if number in COUNTS or _YEAR.fullmatch(number):
        return True
    this = value(number)
    return this in known or bool(re.match(r"\s?%", after)) and round(this / 100, 12) in known


def value(number: str) -> float:
    """A number as it stands in a text, as a number; what has two points is none.

    Examples
    --------
    >>> value("12,000"), value("1e−5"), value("4.2.1")
    (12000.0, 1e-05, nan)
    """
    try:
        return float(re.sub(r"[ ,_\u00a0\u2009\u202f]", "", number).replace("−", "-"))
    except ValueError:
        return float("nan")


def literals(code: str) -> set[float]:
    """The numbers in a piece of Python; those of what cannot be parsed, as of IPython's commands, are not looked for.

    Examples
    --------
    >>> sorted(literals("x = f(0.1, [3, 1_000])  # of 7\\n%time x"))
    [0.1, 3.0, 1000.0]
    """
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in code.splitlines())
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return set()
    return set(inside([node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]))


def inside(thing) -> Iterator[float]:
    """The numbers in lists and mappings, however nested."""
    if isinstance(thing, (int, float)) and not isinstance(thing, bool):
        yield float(thing)
    elif isinstance(thing, Mapping):
        yield from inside([*thing.values()])
    elif isinstance(thing, (list, tuple)):
        for each in thing:
            yield from inside(each)


def in_formula(text: str) -> set[float]:
    r"""The numbers in a formula or in a piece of code in any language.

    Examples
    --------
    >>> sorted(in_formula(r"x^2 + 0.5\cdot 10{,}000"))
    [0.5, 2.0, 10000.0]
    """
    text = re.sub(r"(?<=\d)(?:\{,\}|\\,)(?=\d{3})", "_", text)
    return {float(value(number)) for number, _ in numbers(text)}
