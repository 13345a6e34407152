"""Arrays to artists: each function draws on the axes it is given and returns what it drew.

Importing this module needs Matplotlib and sets the style of the book.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np

plt.style.use(str(files(__package__) / "trainability.mplstyle"))


def panels(height: float = 3.6, rows: int = 1, columns: int = 1, **how):
    """A figure as wide as the text of a page, of this height in inches, and its axes: Matplotlib's ``subplots``."""
    return plt.subplots(rows, columns, figsize=(6.4, height), **how)


def band(ax, x: np.ndarray | str, runs: np.ndarray, fmt: str = "", *, label: str, low=10, high=90, **style):
    """The median of ``runs``, ``(runs, len(x))``, over ``x``, in a band from one percentile to another.

    Of an array with named axes ``x`` may be the name of one: then its labels are the x, and all other axes are runs.
    The median is drawn in the format ``fmt``, as ``"C0-o"``, and the band in its colour.
    """
    if isinstance(x, str):
        x, runs = runs.axis(x), np.reshape(runs.transpose(x), (-1, len(runs.axes[x])))
    bottom, middle, top = np.percentile(runs, [low, 50, high], axis=0)
    (line,) = ax.plot(x, middle, *([fmt] if fmt else []), label=label, **style)  # an empty one would quarrel with the style
    fill = ax.fill_between(x, bottom, top, color=line.get_color(), alpha=0.2, linewidth=0, label=f"_{label}")
    return line, fill


def ticks(axis, values: list[float]):
    """These ticks of an axis, ``ax.xaxis``, as plain numbers, and no others."""
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)


def histogram(ax, values: np.ndarray, *, edges: np.ndarray, label: str | None = None, **style):
    """The share of ``values`` in each bin, as a filled step; values beyond the edges are counted in, not drawn."""
    counts, _ = np.histogram(values, edges)
    return ax.stairs(counts / values.size, edges, fill=True, label=label, **style)


def by_layer(values: list[np.ndarray], *, edges: np.ndarray, label: str, height: float | None = None, axes=None, **style):
    """One histogram for each layer, side by side; returns the figure and its axes."""
    if axes is None:
        _, axes = plt.subplots(1, len(values), sharex=True, sharey=True, figsize=(1.3 * len(values) + 0.6, 1.9))
    for layer, (ax, v) in enumerate(zip(axes, values), 1):
        histogram(ax, np.asarray(v), edges=edges, **style)
        ax.set_title(f"layer {layer}")
    axes[0].set_ylabel(label)
    if height:
        axes[0].set_ylim(0, height)
    return axes[0].figure, axes


def bands(ax, x: np.ndarray | str, runs: Mapping[str, np.ndarray], formats: Sequence[str] = ("",), **style):
    """A :func:`band` for each label, as of ``loss.by("kind")``; the formats are taken in turn."""
    for (label, each), fmt in zip(runs.items(), cycle(formats)):
        band(ax, x, each, fmt, label=label, **style)


def whiskers(ax, spread: np.ndarray, rows: np.ndarray, **style):
    """Points with bars, one at the height of each of ``rows``; ``spread`` has their low ends, the points, and their high ends.

    Such is ``np.percentile(runs, [10, 50, 90], axis=-1)``.
    """
    low, middle, high = spread
    return ax.errorbar(middle, rows, xerr=[middle - low, high - middle], **style)


def contours(ax, objective: Callable, x: np.ndarray, y: np.ndarray, levels: list[float], **style):
    """The lines on which an objective of the plane has these values, behind paths; ``x`` and ``y`` span the picture."""
    points = np.stack(np.meshgrid(x, y), axis=-1)
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    style = {"colors": "0.6", "linewidths": 0.6} | style
    return ax.contour(x, y, objective(points, np.empty_like(points)), levels=levels, **style)


def mark(ax, **places):
    """A thin grey line across at each of these places, such as a goal: ``mark(ax, y=0.001)``."""
    for axis, place in places.items():
        {"x": ax.axvline, "y": ax.axhline}[axis](place, color="0.5", lw=0.8)
