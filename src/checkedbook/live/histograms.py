"""Live histograms: layer by layer, for every setting on a grid, computed when the book is built."""

import json
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from . import hand_over
from .settings import numbers

FULL = 0.4  # the share of values at which a bar has its full height
DIGITS = 36**2 - 1  # a height has two digits of base 36


def histograms(name: str, of: Callable, *, edges: np.ndarray, what: str, unfolded: bool = False, **grid: Sequence) -> None:
    """Let the reader choose a setting, and see the values of each layer: controls in the place of the figure ``name``.

    Nothing is computed on the page; it says so.

    Parameters
    ----------
    name
        A figure that this chapter shows by ``{plot}``.
    of
        Called with one value of each entry of ``grid``, by name; returns the values of each layer, a list of arrays.
    edges
        Of the bins, all of one width. What lies beyond is counted in the first and the last.
    what
        What the values are, for the sentence below the controls.
    unfolded
        Whether the drawing is open below them at first, since it shows what they do not.
    **grid
        The values that a setting can have: numbers, in order, for a slider; or words.

    Raises
    ------
    ValueError
        If there is no setting, or one has no values.

    Examples
    --------
    >>> histograms("sizes", lambda scale: [np.full(9, scale)], edges=np.linspace(0, 1, 3), what="input", scale=[0.1, 0.9])
    input by layer, for 2 settings of scale, to be tried in the book
    """
    if not grid or not all(map(len, grid.values())):
        raise ValueError(f"histograms {name!r}: expected settings with values; got {grid}")
    settings = list(product(*grid.values()))
    values = [[np.asarray(layer, float).ravel() for layer in of(**dict(zip(grid, setting)))] for setting in settings]
    bars = "".join(_heights(layer, edges) for layers in values for layer in layers)
    sizes = [[float(f"{np.sqrt(np.mean(layer**2)):.3g}") for layer in layers] for layers in values]
    given = {
        "name": name,
        "kind": "histograms",
        "unfolded": unfolded,
        "what": what,
        "grid": {key: list(each) for key, each in grid.items()},
        "edges": [float(edges[0]), float(edges[-1])],
        "bins": len(edges) - 1,
        "bars": bars,
        "sizes": sizes,
    }
    keys = {key: [str(value) if isinstance(value, str) else _short(value) for value in each] for key, each in grid.items()}
    keys["depth"] = numbers((1, len(sizes[0]), "[]"), whole=True)
    text = f"{what} by layer, for {len(settings)} settings of {', '.join(grid)}, to be tried in the book"
    hand_over(name, f"(window.liveFigures = window.liveFigures || []).push({json.dumps(given)});", keys, text)


def _short(value):
    """As elements.js shows it."""
    return f"{float(f'{value:.3g}'):.12g}".replace("e-0", "e-")


def _heights(values, edges):
    shares = np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0] / values.size
    return "".join(np.base_repr(int(h), 36).rjust(2, "0") for h in np.rint(np.minimum(shares / FULL, 1) * DIGITS)).lower()
