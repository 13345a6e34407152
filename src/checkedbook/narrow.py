"""A figure laid out anew for a phone: narrow, at full size of type, its panels below each other, its legends above them."""

import re
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.legend import Legend
from matplotlib.offsetbox import VPacker
from matplotlib.text import Text
from matplotlib.transforms import Bbox

WIDTH = 3.6  # inches; on a phone's 358 pixels 9 points are then 12 pixels high
PANEL = 2.6  # inches of height that a panel needs at most
HIGHER = 0.85  # what remains of the height of a higher one
TYPE = 9  # points at least: 11 pixels in a fold, too, which is narrower
GAP = 4  # pixels between the numbers of two ticks


def narrow(fig: Figure) -> Bbox:
    """Lay out a figure, as wide as a page, for a phone.

    Panels of a grid go below each other; small multiples, which share both axes, stay two or three abreast. Legends go between
    a panel's title and the panel, in as many columns as there is room for; titles, labels of axes and entries of legends are
    wrapped, and no type is smaller than 9 points; numbers of ticks that would run into each other are left out.

    Parameters
    ----------
    fig
        The figure, which is changed. What it draws stays.

    Returns
    -------
    Bbox
        What of it is to be seen, in inches.
    """
    height = _stack(fig)
    fig.set_size_inches(WIDTH, height)
    for text in fig.findobj(Text):
        text.set_fontsize(max(text.get_fontsize(), TYPE))
    axes = fig.axes
    legends = [legend for ax in axes if (legend := ax.get_legend())]
    for legend in legends:  # they find their places later
        legend.set_in_layout(False)
    for legend in fig.legends:
        _repack(legend, fig.bbox.width)
    _lay_out(fig)
    heads = {}  # points that legends and wrapped titles take, by row of panels
    for ax in axes:
        place = ax.get_subplotspec()
        row = place.rowspan.start if place else 0
        heads[row] = max(heads.get(row, 0), _head(ax))
        middle = (ax.bbox.x0 + ax.bbox.x1) / 2
        _wrap(ax.xaxis.label, 2 * min(middle, fig.bbox.width - middle))
        _wrap(ax.yaxis.label, max(ax.bbox.height, 1.2 * fig.dpi))
    for legend in legends:
        legend.set_in_layout(True)
    fig.set_figheight(height + sum(heads.values()) / 72)
    _lay_out(fig)
    fig.set_layout_engine("none")
    for ax in axes:
        _thin(ax)
    seen = fig.get_tightbbox()
    whole = Bbox.from_bounds(0, 0, *fig.get_size_inches())
    if any(ax.get_aspect() != "auto" or ax.texts for ax in axes):
        whole = Bbox.from_extents(0, seen.y0 - 0.05, WIDTH, seen.y1 + 0.05)
    return Bbox.from_extents(min(0, seen.x0), whole.y0, max(WIDTH, seen.x1), whole.y1)


def _stack(fig: Figure) -> float:
    """Give the panels of a grid fewer columns; returns the height in inches that the figure then needs."""
    height = fig.get_figheight()
    for ax in fig.axes:  # what a grid has no use for
        if not (ax.get_visible() and (ax.axison or ax.has_data())):
            ax.remove()
    placed = [ax for ax in fig.axes if ax.get_subplotspec()]
    grids = {ax.get_subplotspec().get_gridspec() for ax in placed}
    if len(grids) != 1:
        return height
    [grid] = grids
    x, y = (shared.get_siblings(placed[0]) for shared in (placed[0].get_shared_x_axes(), placed[0].get_shared_y_axes()))
    across = 1 if len(x) < 2 or len(y) < 2 else 2 if grid.ncols < 5 else 3
    if across >= grid.ncols:
        return height if height / grid.nrows <= PANEL else max(HIGHER * height, PANEL * grid.nrows)
    lines = ceil(grid.ncols / across)  # that a row becomes
    at = {(ax.get_subplotspec().rowspan.start, ax.get_subplotspec().colspan.start): ax for ax in placed}
    _label(at, titled=across > 1)
    tall = {}  # rows that have a panel, and how tall it is: one that spans several rows keeps them
    for (row, column), ax in at.items():
        needs = min(len(ax.get_subplotspec().rowspan) * height / grid.nrows, PANEL)
        line = row * lines + column // across
        tall[line] = max(tall.get(line, 0), needs)
    rows = sorted(tall)
    anew = GridSpec(len(rows), across, figure=fig, height_ratios=[tall[line] for line in rows])
    for (row, column), ax in at.items():
        ax.set_subplotspec(anew[rows.index(row * lines + column // across), column % across])
    _hide_inner(placed)
    return sum(tall.values())


def _label(at: dict[tuple[int, int], Axes], titled: bool) -> None:
    """Give each panel the labels that it shares with the last of its column and the first of its row, and that column's title."""
    last, first = max(row for row, _ in at), min(column for _, column in at)
    top = min(row for row, _ in at)
    for (row, column), ax in at.items():
        below, left = at.get((last, column), ax), at.get((row, first), ax)
        if not ax.get_xlabel() and ax.get_shared_x_axes().joined(ax, below):
            ax.set_xlabel(below.get_xlabel())
        if not ax.get_ylabel() and ax.get_shared_y_axes().joined(ax, left):
            ax.set_ylabel(left.get_ylabel())
        if titled and not ax._left_title.get_text():
            ax._left_title.set_text(at.get((top, column), ax)._left_title.get_text())
        ax.tick_params(labelbottom=ax.xaxis.get_visible(), labelleft=ax.yaxis.get_visible())


def _hide_inner(axes: list[Axes]) -> None:
    """Panels that share an axis show its labels at the foot and on the left alone."""
    for ax in axes:
        place = ax.get_subplotspec()
        beside = [each for each in axes if each.get_subplotspec().rowspan.start == place.rowspan.start]
        under = [each for each in axes if each.get_subplotspec().colspan.start == place.colspan.start]
        if ax is not max(under, key=lambda each: each.get_subplotspec().rowspan.start):
            if len(ax.get_shared_x_axes().get_siblings(ax)) > 1:
                ax.tick_params(labelbottom=False)
                ax.set_xlabel("")
        if ax is not min(beside, key=lambda each: each.get_subplotspec().colspan.start):
            if len(ax.get_shared_y_axes().get_siblings(ax)) > 1:
                ax.tick_params(labelleft=False)
                ax.set_ylabel("")


def _head(ax: Axes) -> float:
    """Set what stands above a panel, its legend and its title; returns the points that this takes more than before."""
    scale, taken = 72 / ax.figure.dpi, 0.0
    left, right = ax.bbox.x0, ax.bbox.x1
    if legend := ax.get_legend():
        pad = legend.borderaxespad * legend.prop.get_size_in_points()
        wide = _repack(legend, right - pad / scale)
        legend.set_alignment("left")
        legend.set_loc("lower left" if wide <= right - left else "lower right")
        legend.set_bbox_to_anchor((0, 1, 1, 0), transform=ax.transAxes)
        taken = legend.get_window_extent().height * scale + pad
        ax._set_title_offset_trans(taken + 6)
    for title, room in ((ax._left_title, ax.figure.bbox.width - left), (ax.title, right - left), (ax._right_title, right)):
        before = title.get_window_extent().height
        _wrap(title, room)
        taken += (title.get_window_extent().height - before) * scale
    return taken


def _repack(legend: Legend, room: float) -> float:
    """Set a legend in as many columns as fit into so many pixels; returns its width."""
    holder = legend._legend_handle_box  # Matplotlib has no other way to a legend's columns
    first, *_ = columns = holder.get_children()
    items = [item for column in columns for item in column.get_children()]
    for count in range(min(len(items), 4), 0, -1):
        holder._children = [
            VPacker(pad=0, sep=first.sep, align=first.align, children=list(part)) for part in np.array_split(items, count)
        ]
        if (wide := legend.get_window_extent().width) <= room:
            return wide
    words = legend.get_texts()
    beside = wide - max(text.get_window_extent().width for text in words)
    for text in words:
        _wrap(text, room - beside)
    return legend.get_window_extent().width


def _wrap(text: Text, room: float) -> None:
    """Break a text into lines that take no more than so many pixels, along the way it is written; a formula stays whole."""

    def along(written: str) -> float:
        text.set_text(written)
        box = text.get_window_extent()
        return box.width if text.get_rotation() % 180 == 0 else box.height

    if along(text.get_text()) <= room:
        return
    lines = []
    for word in re.findall(r"(?:\$[^$]*\$|[^\s$])+", text.get_text()):
        if lines and along(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    text.set_text("\n".join(lines))


def _thin(ax: Axes) -> None:
    """Leave out each number at a tick of the x axis that would run into the one before."""
    end = -np.inf
    for tick in sorted(ax.xaxis.get_major_ticks(), key=lambda tick: tick.get_loc()):
        if tick.label1.get_visible() and tick.label1.get_text():
            box = tick.label1.get_window_extent()
            if box.x0 < end + GAP:
                tick.label1.set_visible(False)
            else:
                end = box.x1


def _lay_out(fig: Figure) -> None:
    """Let the layout engine, if there is one, find the places of all."""
    if engine := fig.get_layout_engine():
        engine.execute(fig)
