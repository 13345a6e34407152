"""The data of a figure, read off its artists, as CSV: ``panel,series,x,y``."""

import csv as _csv
import io
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import FillBetweenPolyCollection, LineCollection, PathCollection
from matplotlib.container import BarContainer, ErrorbarContainer, StemContainer
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch
from matplotlib.ticker import FixedFormatter

Series = tuple[str, np.ndarray, np.ndarray]


def csv(fig: Figure) -> str:
    """The numbers behind a figure, six significant digits each; empty if it draws none.

    A panel is named by its title, else its y label, else its place; a series by its label, else its place. Read are
    lines, points, bars, steps, bands (as two series, ``low`` and ``high``), error bars and segments; not images,
    contours and meshes. A coordinate that is no datum, as the x of ``axhline``, stays empty.

    Examples
    --------
    >>> fig = Figure()
    >>> _ = fig.subplots().plot([1, 2], [0.5, 1/3], label="loss")
    >>> print(csv(fig), end="")
    panel,series,x,y
    panel 1,loss,1,0.5
    panel 1,loss,2,0.333333
    """
    file = io.StringIO()
    writer = _csv.writer(file, lineterminator="\n")
    for panel, ax in _panels(fig):
        x_names, y_names = _tick_names(ax.xaxis), _tick_names(ax.yaxis)
        for series, x, y in _series(ax):
            for a, b in zip(x, y):
                writer.writerow([panel, series, _written(a, x_names), _written(b, y_names)])
    rows = file.getvalue()
    return rows and "panel,series,x,y\n" + rows


def _panels(fig: Figure) -> Iterator[tuple[str, Axes]]:
    """The axes under distinct names."""
    axes = [ax for ax in fig.axes if ax.get_label() != "<colorbar>"]
    names = [ax.get_title("left") or ax.get_title() or ax.get_title("right") or ax.get_ylabel() for ax in axes]
    for i, (name, ax) in enumerate(zip(names, axes), 1):
        yield name if name and names.count(name) == 1 else f"{name or 'panel'} {i}", ax


def _series(ax: Axes) -> Iterator[Series]:
    """Every series of a panel, containers first, since they name what they hold."""
    containers = [c for c in ax.containers if isinstance(c, (BarContainer, ErrorbarContainer, StemContainer))]
    held = {id(part) for container in containers for part in _parts(container)}
    artists = [*containers, *(a for a in (*ax.lines, *ax.patches, *ax.collections) if id(a) not in held)]
    for i, artist in enumerate(artists, 1):
        yield from _read(artist, _label(artist) or f"series {i}", ax)


def _label(artist) -> str:
    """The label that an author gave; a histogram's is on its first bar."""
    label = str(artist.get_label() or "")
    if label.startswith("_"):
        label = _label(artist[0]) if isinstance(artist, BarContainer) and artist else ""
    return label


def _parts(container) -> Iterator:
    """The artists in a container, however nested."""
    for part in container:
        if isinstance(part, (tuple, list)):
            yield from _parts(part)
        elif part is not None:
            yield part


def _read(artist, name: str, ax: Axes) -> Iterator[Series]:
    match artist:
        case ErrorbarContainer():
            line, _, bars = artist
            if line is not None:
                yield name, *line.get_data(orig=False)
            for bar in bars:
                low, high = np.moveaxis(np.array(_segments(bar)), 1, 0)
                yield f"{name} low", *low.T
                yield f"{name} high", *high.T
        case BarContainer():
            centres = np.array([p.get_center() for p in artist])
            upright = artist.orientation != "horizontal"
            lengths = np.array([p.get_height() if upright else p.get_width() for p in artist])
            yield (name, centres[:, 0], lengths) if upright else (name, lengths, centres[:, 1])
        case StemContainer():
            yield name, *artist.markerline.get_data(orig=False)
        case StepPatch():
            values, edges, _ = artist.get_data()
            upright = artist.orientation != "horizontal"
            steps = edges, np.append(values, values[-1])  # left edge and height; the last edge closes
            yield name, *(steps if upright else steps[::-1])
        case FillBetweenPolyCollection():
            for path in artist.get_paths():
                yield from _band(name, path.vertices, artist.t_direction)
        case PathCollection():
            points = np.ma.filled(artist.get_offsets().astype(float), np.nan)
            yield name, *_data_only(points.T, artist.get_offset_transform(), ax)
        case LineCollection():
            for segment in _segments(artist):
                if not np.isnan(segment).all():  # hlines and vlines blank a row of which a part is missing
                    yield name, *_data_only(segment.T, artist.get_transform(), ax)
        case _ if hasattr(artist, "get_xydata"):
            yield name, *_data_only(np.array(artist.get_data(orig=False), float), artist.get_transform(), ax)
        case _ if hasattr(artist, "get_closed"):  # the outline of a histogram
            yield name, *artist.get_xy().T


def _segments(collection: LineCollection) -> list[np.ndarray]:
    """The points of each line, NaN among them; ``get_segments`` would leave out what is not drawn."""
    return [path.vertices for path in collection.get_paths()]


def _band(name: str, outline: np.ndarray, direction: str) -> Iterator[Series]:
    """The two edges of a filled band: its outline goes there on one and back on the other."""
    n = (len(outline) - 3) // 2
    there, back = outline[1 : n + 1], outline[n + 2 : 2 * n + 2][::-1]
    across = 1 if direction == "x" else 0
    crossed = (there[:, across] > back[:, across])[:, None]
    yield f"{name} low", *np.where(crossed, back, there).T
    yield f"{name} high", *np.where(crossed, there, back).T


def _data_only(points: np.ndarray, transform, ax: Axes) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates, NaN where they are not in data units; one point where nothing then varies."""
    is_data = transform.contains_branch_seperately(ax.transData)
    x, y = (p.astype(float) if of_data else np.full(len(p), np.nan) for p, of_data in zip(points, is_data))
    if not any(is_data):
        return x[:0], y[:0]
    return (x, y) if all(is_data) else (x[:1], y[:1])


def _tick_names(axis: Axis) -> dict[float, str]:
    """What an axis calls its positions, if it names them."""
    if not isinstance(axis.get_major_formatter(), (FixedFormatter, StrCategoryFormatter)):
        return {}
    return dict(zip(axis.get_ticklocs(), (t.get_text() for t in axis.get_ticklabels())))


def _written(value: float, names: dict[float, str]) -> str:
    return names.get(value) or ("" if np.isnan(value) else f"{value:.6g}")
