"""What a cell calls. Every kernel imports this, so it imports nothing that costs time.

Each call emits one display output. Its metadata, under :data:`KEY`, is what the book reads; its data is what a
plain notebook shows.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping

KEY = "checkedbook"
VERDICTS = (
    "reproduced",
    "reproduced with a condition",
    "corrected",
    "refuted",
    "unsupported",
    "not reproduced",
)

_GLUE = "application/papermill.record/"
_BOUND = {}  # the numbers of the chapter so far, by name


def bind(**values: float | int | bool | str) -> None:
    """Bind numbers to names: for sentences, ``{glue:text}`loss:.2f```, for alternative texts, ``{loss:.2f}``, and for claims.

    Parameters
    ----------
    **values
        One number or string each. A NumPy scalar counts as the Python number it holds.

    Raises
    ------
    TypeError
        If a value is neither a number nor a string.

    Examples
    --------
    >>> bind(layers=28, loss=0.125)
    layers = 28
    loss = 0.125
    """
    plain = {name: _plain(f"bind({name}=...)", value) for name, value in values.items()}
    _BOUND.update(plain)
    written = {name: repr(value) for name, value in plain.items()}
    for name, value in written.items():
        emit({_GLUE + "text/plain": value}, {"scrapbook": {"name": name, "mime_prefix": _GLUE}})
    shown = "\n".join(f"{name} = {value}" for name, value in written.items())
    emit({"text/plain": shown}, {KEY: {"kind": "bind", "values": written}})


def figure(name: str, fig, *, png: bool = False) -> None:
    """Hand over a Matplotlib figure, to be shown where the chapter says ``{plot} name``, and close it.

    What is to be seen, for readers who cannot see it, is said there. The figure is drawn twice: as it is, and laid out anew for
    phones (:func:`checkedbook.narrow.narrow`).

    Parameters
    ----------
    name
        Lower-case letters, digits, ``-`` and ``_``; one figure of the book.
    fig : matplotlib.figure.Figure
        Black, white and grey are ink and follow the page into the dark; other colours stay.
    png
        Store what has a thousand points or more as pixels inside the figure. Give it a colour: pixels of black stay black.

    Raises
    ------
    ValueError
        If the name is not of that form.
    TypeError
        If `fig` is no figure.
    """
    if not (isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_-]*", name)):
        raise ValueError(f"figure {name!r}: a name has lower-case letters, digits, '-' and '_', and begins with a letter")
    if not hasattr(fig, "savefig"):
        raise TypeError(f"figure {name!r}: expected a Matplotlib figure, got {type(fig).__name__}")
    from .drawing import svg
    from .narrow import narrow
    from .plotted import csv

    data = csv(fig)  # before drawing: what is stored as pixels is still data
    image = svg(fig, raster=png)
    small = svg(fig, raster=png, box=narrow(fig))
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    told = {"kind": "figure", "name": name, "narrow": small, "csv": data, "line": cell_line()}
    emit({"image/svg+xml": image, "text/plain": f"Figure {name}"}, {KEY: told})


def claim(id: str, *, holds: dict[str, Callable[..., bool]], **numbers) -> None:
    """Resolve a claim of the register by what was just computed. The register has its words, with places for the numbers.

    Parameters
    ----------
    id
        A row of the register, as ``"S0-1"``.
    holds
        Conditions by what they state: functions of the numbers, by their names. Where one fails, the book does not
        build. It must be possible to fail: other numbers are tried, and one condition at least is to be false of some.
    **numbers
        What was measured, beside the numbers that the chapter has bound: numbers and strings for the words and the
        conditions, arrays for conditions.

    Raises
    ------
    ValueError
        If `id` is empty, or a condition raises, takes no number, or one that is neither given nor bound.
    TypeError
        If a condition does not give one truth value, or a number is neither number nor string nor array of them.

    Examples
    --------
    >>> claim("S0-1", holds={"before layer 29": lambda layers: layers < 29}, layers=28)
    Claim S0-1: before layer 29. layers = 28
    """
    if not (isinstance(id, str) and id.strip()):
        raise ValueError(f"claim: expected an id as 'S0-1', got {id!r}")
    from .conditions import Conditions, is_array, shown

    arrays = {name: value for name, value in numbers.items() if is_array(value)}
    plain = {name: _plain(f"claim {id}: {name}", value) for name, value in numbers.items() if name not in arrays}
    conditions = Conditions(id, holds, _BOUND | plain | arrays)
    written, bound = ({name: repr(value) for name, value in values.items()} for values in (plain, _BOUND))
    described = {name: shown(value) for name, value in arrays.items()}
    said = "; ".join(f"{name}: DOES NOT HOLD" if name in conditions.failed else name for name in holds)
    measured = ", ".join(f"{name} = {value}" for name, value in (written | described).items())
    emit(
        {"text/plain": f"Claim {id}: {said}. {measured}"},
        {
            KEY: {
                "kind": "claim",
                "id": id,
                "numbers": written,
                "bound": bound,
                "arrays": described,
                "uses": conditions.uses,
                "failed": conditions.failed,
                "shaken": list(conditions.shaken()),
                "line": cell_line(),
            }
        },
    )


def write(text: str) -> None:
    """Write MyST into the page, where the cell stands: what is found by looking, such as a list of all that there is.

    It may hold whatever stands below a heading of the chapter. A plain notebook shows it as it is.

    Raises
    ------
    TypeError
        If the text is no string.

    Examples
    --------
    >>> write("Made: " + ", ".join(f"`{name}`" for name in ("adam", "sgd")))
    Made: `adam`, `sgd`
    """
    if not isinstance(text, str):
        raise TypeError(f"write: expected a string of MyST, got {text!r}")
    emit({"text/plain": text}, {KEY: {"kind": "text", "line": cell_line()}})


def listed(numbers: Mapping[str, float] | Iterable[float], spec: str) -> str:
    """Numbers in a row, for a place in a text; with their names, where they have any.

    Examples
    --------
    >>> listed([1.5, 2.25], ".1f"), listed({"Adam": 0.125, "momentum": 0.5}, ".2f")
    ('1.5, 2.2', 'Adam 0.12, momentum 0.50')
    """
    if isinstance(numbers, Mapping):
        return ", ".join(f"{name} {number:{spec}}" for name, number in numbers.items())
    return ", ".join(f"{number:{spec}}" for number in numbers)


def _plain(place, value):
    """A number or string as Python's own."""
    if getattr(value, "ndim", None) == 0:
        value = value.item()
    if not isinstance(value, (int, float, str)):
        from .conditions import described

        raise TypeError(f"{place}: expected a number or a string, got {described(value)}")
    return value


def cell_line() -> int:
    """The line of the cell that is being run, from 1."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return frame.f_lineno


def emit(data: dict[str, str], metadata: dict) -> None:
    """Display an output; without IPython, print its text."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell:
        shell.display_pub.publish(data=data, metadata=metadata)
    elif "text/plain" in data:
        print(data["text/plain"])
