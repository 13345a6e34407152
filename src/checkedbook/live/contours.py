"""The contours of a surface, and the map of a factor, as paths of SVG."""

import numpy as np

WIDTH, HEIGHT = 3200, 2000  # five units to one of the plane in static/live/stage.js
LEVELS = 10
GRID = 81
STEP = 0.05  # between the lines on the map of a factor


def contours(surface) -> list[str]:
    """For each level, from the highest down, the region below it. The lower the levels, the less of the stage lies between them."""
    X, Y, Z = _grid(surface)
    return _regions(X, Y, Z, np.quantile(Z, np.linspace(0, 1, LEVELS + 2)[1:-1] ** 1.5)[::-1], surface.extent)


def factor_map(plane) -> dict:
    """Regions below 1, where steps converge, and below each twentieth less; and a point from where they diverge."""
    X, Y, Z = _grid(plane, 2 * GRID - 1)
    levels = 1 - STEP * np.arange(np.ceil((1 - Z.min()) / STEP))
    outside = [float(XY[Z > 1].mean()) for XY in (X, Y)] if (Z > 1).any() else None
    return {"regions": _regions(X, Y, Z, levels, plane.extent), "outside": outside}


def region(plane, extent) -> str:
    """Where another factor is below 1, within the extent of a map."""
    X, Y, Z = _grid(plane, 2 * GRID - 1, extent)
    return _regions(X, Y, Z, [1.0], extent)[0]


def curve(plane) -> dict:
    """The factor against one hyperparameter, the line at 1, and each place where it crosses that."""
    left, right, low, high = plane.extent
    x = np.linspace(left, right, 10 * GRID)
    y = plane.value(x)
    place = _placed(plane.extent)
    crossed = x[:-1][np.diff(y > 1)]
    border = _line(place(np.array([[left, 1.0], [right, 1.0]]))) + "".join(
        _line(place(np.array([[each, low], [each, high]]))) for each in crossed
    )
    outside = [float(x[y > 1].mean()), float(low + 0.15 * (high - low))] if (y > 1).any() else None
    return {
        "curve": _line(place(np.stack([x, np.clip(y, low, high)], axis=1))),
        "border": border,
        "outside": outside,
        "limits": [float(f"{each:.3g}") for each in crossed],
    }


def _grid(surface, n=GRID, extent=None):
    left, right, low, high = extent or surface.extent
    X, Y = np.meshgrid(np.linspace(left, right, n), np.linspace(low, high, n))
    return X, Y, np.broadcast_to(surface.value(X, Y), X.shape)


def _regions(X, Y, Z, levels, extent):
    from contourpy import FillType, contour_generator

    filled = contour_generator(X, Y, Z, fill_type=FillType.OuterOffset).filled
    place = _placed(extent)
    return [_path(place, *filled(Z.min() - 1, level)) for level in levels]


def _placed(extent):
    left, right, low, high = extent
    return lambda points: (points - [left, high]) / [right - left, low - high] * [WIDTH, HEIGHT]


def _path(place, polygons, offsets):
    rings = [polygon[begin:end] for polygon, ends in zip(polygons, offsets) for begin, end in zip(ends[:-1], ends[1:])]
    return "".join(f"{line}z" for line in map(_line, map(place, rings)) if line)


def _line(points):
    """A line in whole units, from each point to the next; nothing, if it is but one."""
    points = np.rint(points).astype(int)
    steps = np.diff(points, axis=0)
    moves = " ".join(f"{x},{y}" for x, y in steps[steps.any(axis=1)])
    return f"M{points[0, 0]},{points[0, 1]}l{moves}" if moves else ""
