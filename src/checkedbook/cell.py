"""What a cell calls. Every kernel imports this, so it imports nothing that costs time.

Each call emits one display output. Its metadata, under :data:`KEY`, is what the book reads; its data is what a
plain notebook shows.
"""

import re
import sys

KEY = "checkedbook"
VERDICTS = (
    "reproduced",
    "reproduced with a condition",
    "corrected",
    "refuted",
    "unsupported",
    "not reproduced",
)
ALT_LENGTH = 20

_GLUE = "application/papermill.record/"
_ROLE = re.compile(r"\{[\w:]+\}`([^`<]*?)(?:\s*<[^`]*>)?`")  # which notebooks do not know


def bind(**values: float | int | bool | str) -> None:
    """Bind numbers to names, for the sentences of the chapter: ``{glue:text}`loss:.2f```.

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
    plain = {name: _plain(name, value) for name, value in values.items()}
    for name, value in plain.items():
        emit({_GLUE + "text/plain": repr(value)}, {"scrapbook": {"name": name, "mime_prefix": _GLUE}})
    shown = "\n".join(f"{name} = {value!r}" for name, value in plain.items())
    emit({"text/plain": shown}, {KEY: {"kind": "bind"}})


def figure(name: str, fig, *, alt: str, png: bool = False) -> None:
    """Hand over a Matplotlib figure, to be shown where the chapter says ``{plot} name``, and close it.

    Parameters
    ----------
    name
        Lower-case letters, digits, ``-`` and ``_``; one figure of the book.
    fig : matplotlib.figure.Figure
        Black, white and grey are ink and follow the page into the dark; other colours stay.
    alt
        What is to be seen, for readers who cannot see it. Write it from the computed values.
    png
        Store what has a thousand points or more as pixels inside the figure. Give it a colour: pixels of black stay black.

    Raises
    ------
    ValueError
        If the name is not of that form, or the alternative text is shorter than 20 characters or a path.
    TypeError
        If `fig` is no figure.
    """
    if not (isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_-]*", name)):
        raise ValueError(f"figure {name!r}: a name has lower-case letters, digits, '-' and '_', and begins with a letter")
    if not hasattr(fig, "savefig"):
        raise TypeError(f"figure {name!r}: expected a Matplotlib figure, got {type(fig).__name__}")
    if not isinstance(alt, str) or len(alt.strip()) < ALT_LENGTH or is_path(alt):
        raise ValueError(f"figure {name!r}: its alternative text must say in {ALT_LENGTH} characters or more "
                         f"what is to be seen, got {alt!r}")
    from .drawing import svg
    from .plotted import csv

    data = csv(fig)  # before drawing: what is stored as pixels is still data
    image = svg(fig, raster=png)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    emit({"image/svg+xml": image, "text/plain": alt},
         {KEY: {"kind": "figure", "name": name, "alt": alt, "csv": data, "line": cell_line()}})


def claim(id: str, verdict: str, *, holds: bool, shows: str) -> None:
    """Resolve a claim of the register by what was just computed.

    Parameters
    ----------
    id
        A row of the register, as ``"S0-1"``.
    verdict
        One of :data:`VERDICTS`.
    holds
        Whether the computed values bear the verdict out. If not, the book does not build.
    shows
        What was measured, with its numbers, as one paragraph of MyST.

    Raises
    ------
    ValueError
        If the verdict is none of the six, or `id` or `shows` is empty.
    TypeError
        If `holds` is not a single truth value.

    Examples
    --------
    >>> claim("S0-1", "reproduced", holds=True, shows="Overflow after 28 layers.")
    Claim S0-1, reproduced: Overflow after 28 layers.
    """
    if not (isinstance(id, str) and id.strip()):
        raise ValueError(f"claim: expected an id as 'S0-1', got {id!r}")
    if verdict not in VERDICTS:
        raise ValueError(f"claim {id}: no verdict {verdict!r}; there are: {', '.join(VERDICTS)}")
    if not _is_bool(holds):
        raise TypeError(f"claim {id}: holds must be one bool, got {_describe(holds)}")
    if not (isinstance(shows, str) and shows.strip()):
        raise ValueError(f"claim {id}: shows must say what was measured, got {shows!r}")
    word = verdict if holds else f"{verdict}: DOES NOT HOLD"
    plain = _ROLE.sub(r"\1", shows)
    emit({"text/markdown": f"**Claim {id}**, *{word}*: {plain}",
          "text/plain": f"Claim {id}, {word}: {shows}"},
         {KEY: {"kind": "claim", "id": id, "verdict": verdict, "holds": bool(holds), "shows": shows, "line": cell_line()}})


def is_path(alt: str) -> bool:
    """Whether an alternative text is but the name of a file."""
    return re.fullmatch(r"\S*[/\\]\S*|\S+\.(svg|png|jpe?g|gif|webp|pdf)", alt.strip(), re.IGNORECASE) is not None


def _plain(name, value):
    """A number or string as Python's own."""
    if getattr(value, "ndim", None) == 0:
        value = value.item()
    if not isinstance(value, (int, float, str)):
        raise TypeError(f"bind({name}=...): expected a number or a string, got {_describe(value)}")
    return value


def _is_bool(value) -> bool:
    numpy = sys.modules.get("numpy")
    return isinstance(value, bool) or numpy is not None and isinstance(value, numpy.bool_)


def _describe(value) -> str:
    shape = getattr(value, "shape", None)
    return f"an array of shape {shape}" if shape else repr(value)


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
