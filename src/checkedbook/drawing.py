"""A Matplotlib figure as one SVG that reads well on a light page and on a dark one.

An SVG shown by ``<img>`` follows the colour scheme of the page around it. So a style inside the file redraws
the ink for dark pages: what is black, white or grey is ink and is flipped; what has a hue is data and stays.
"""

import io
import re

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

INK, PAPER = 0xDD, 0x14  # what black and white become on a dark page, as greys
RASTER_DPI = 200  # of pixels inside a drawing
RASTER_POINTS = 1000
SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "checkedbook", "svg.image_inline": True}

_CLIP = re.compile(r"\bp[0-9a-f]{10}\b")  # the name of a clip path: a hash of its place, to the last bit, in which layouts differ


def svg(fig: Figure, *, raster: bool = False, box: Bbox | str = "tight") -> str:
    """Draw a figure: transparent, with text as text, and the same bytes every time.

    Parameters
    ----------
    fig
        The figure; drawing leaves it as it was, save for what `raster` marks.
    raster
        Draw lines, points and areas of a thousand points or more as pixels.
    box
        What of the figure is drawn, in inches; if nothing is said, what there is to be seen.
    """
    if raster:
        for ax in fig.axes:
            for artist in (*ax.lines, *ax.collections):
                artist.set_rasterized(_points(artist) >= RASTER_POINTS)
    file = io.StringIO()
    with mpl.rc_context(SETTINGS):
        fig.savefig(
            file,
            format="svg",
            transparent=True,
            bbox_inches=box,
            dpi=RASTER_DPI,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    text = _CLIP.sub(_numbered(), file.getvalue())
    root = re.search(r"<svg[^>]*>", text)
    return f"{root.group()}\n{dark_style(text)}{text[root.end() :]}"


def dark_style(text: str) -> str:
    """The style element that redraws the greys of an SVG for a dark page.

    Examples
    --------
    >>> dark_style('<path style="fill: #ffffff; stroke: #d55e00"/>').splitlines()[2]
    '[style*="fill: #ffffff"] { fill: #141414 !important }'
    """
    rules = [f"svg {{ fill: {flipped(0)} }}"]  # Matplotlib leaves black fills and black text unsaid
    for paint, colour in sorted(set(re.findall(r"(fill|stroke): (#[0-9a-f]{6})", text))):
        red, green, blue = bytes.fromhex(colour[1:])
        if max(red, green, blue) - min(red, green, blue) <= 16:
            grey = round((red + green + blue) / 3)
            rules.append(f'[style*="{paint}: {colour}"] {{ {paint}: {flipped(grey)} !important }}')
    return "\n".join(["<style>@media (prefers-color-scheme: dark) {", *rules, "}</style>"])


def flipped(grey: int) -> str:
    """The colour that stands on a dark page for a grey (0 to 255) of the light one.

    Examples
    --------
    >>> flipped(0), flipped(255)
    ('#dddddd', '#141414')
    """
    return "#" + f"{round(INK + (PAPER - INK) * grey / 255):02x}" * 3


def _numbered():
    """A function of a match: the number of its text among those that differ, with a ``p`` before."""
    known: dict[str, str] = {}
    return lambda found: known.setdefault(found[0], f"p{len(known) + 1}")


def _points(artist: Artist) -> int:
    """How many points a line or collection has."""
    if isinstance(artist, Line2D):
        return len(artist.get_xdata())
    return max(len(artist.get_offsets()), sum(len(path.vertices) for path in artist.get_paths()))
