"""Places for numbers in a text: ``{loss:.4f}``, a name, a colon and a format."""

import ast
import re
from collections.abc import Mapping

_LOST = re.compile(r"(?<![\w.])(?:nan|inf)(?!\w)")
_PLACE = re.compile(r"(?<!\\)\{([^\W\d]\w*):([^{}]*)\}(?!`)")  # before a backtick it is a role, as {cite:p}`...`


def names(text: str) -> set[str]:
    """The names that the places of a text ask for.

    Examples
    --------
    >>> sorted(names(r"It is {loss:.4f} after {steps:d} steps, $e^{-t}$, as in {cite:p}`Hinton2012`."))
    ['loss', 'steps']
    """
    return {place[1] for place in _PLACE.finditer(text)}


def without(text: str) -> str:
    """A text without its places, and without what is quoted in it as code.

    Examples
    --------
    >>> without("It is {loss:.4f} after 28 steps of `x = 7`.")
    'It is  after 28 steps of .'
    """
    return re.sub("`[^`]*`", "", _PLACE.sub("", text))


def filled(text: str, values: Mapping[str, object]) -> tuple[str, list[str]]:
    """A text with its places filled, and what is wrong with those that could not be: they stay as they are.

    Whatever else stands in braces is text. Where LaTeX looks like a place, as ``{t:T}``, write ``{t{:}T}``.

    Parameters
    ----------
    text
        Its formats are Python's; for a string, nothing need follow the colon.
    values
        Numbers and strings by name.

    Examples
    --------
    >>> filled("{rule:} ends at {loss:.2f}.", {"rule": "Adam", "loss": 0.125})
    ('Adam ends at 0.12.', [])
    >>> filled("{rule:} ends at {loss:d}.", {"loss": 0.125})[1]
    ['{rule:}: no number or string is called rule', "{loss:d}: Unknown format code 'd' for object of type 'float'"]
    """
    faults = []

    def fill(place: re.Match) -> str:
        name, spec = place.groups()
        try:
            text = format(values[name], spec)
            if lost(text):
                faults.append(f"{place[0]}: {lost(text)}")
            return text
        except KeyError:
            faults.append(f"{place[0]}: no number or string is called {name}")
        except (ValueError, TypeError) as error:
            faults.append(f"{place[0]}: {error}")
        return place[0]

    return _PLACE.sub(fill, text), faults


def lost(text: str) -> str:
    """What is wrong with what a number has become in a sentence; nothing, if it is one.

    Examples
    --------
    >>> lost("-inf")
    "-inf is no number for a reader: if it is meant, bind a word for it, such as 'never'"
    >>> lost("0.12"), lost("infinitely")
    ('', '')
    """
    return f"{text} is no number for a reader: if it is meant, bind a word for it, such as 'never'" if _LOST.search(text) else ""


def read(written: str) -> object:
    """A number or string from its ``repr``.

    Examples
    --------
    >>> read("0.1"), read("'Adam'"), read("-inf")
    (0.1, 'Adam', -inf)
    """
    try:
        return ast.literal_eval(written)
    except ValueError:
        return float(written)  # what is not finite has no literal
