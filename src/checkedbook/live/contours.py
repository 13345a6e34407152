"""The contours of a surface as paths of SVG."""

import numpy as np

WIDTH, HEIGHT = 3200, 2000  # five units to one of the stage in static/live/stage.js
LEVELS = 10
GRID = 81


def contours(surface) -> list[str]:
    """For each level, from the highest down, the region below it. The lower the levels, the less of the stage lies between them."""
    from contourpy import FillType, contour_generator

    left, right, low, high = surface.extent
    X, Y = np.meshgrid(np.linspace(left, right, GRID), np.linspace(low, high, GRID))
    Z = np.broadcast_to(surface.value(X, Y), X.shape)
    levels = np.quantile(Z, np.linspace(0, 1, LEVELS + 2)[1:-1] ** 1.5)
    regions = contour_generator(X, Y, Z, fill_type=FillType.OuterOffset)
    place = lambda points: (points - [left, high]) / [right - left, low - high] * [WIDTH, HEIGHT]
    return [_path(place, *regions.filled(Z.min() - 1, level)) for level in levels[::-1]]


def _path(place, polygons, offsets):
    rings = [polygon[begin:end] for polygon, ends in zip(polygons, offsets) for begin, end in zip(ends[:-1], ends[1:])]
    return "".join(map(_ring, map(place, rings)))


def _ring(points):
    """A closed ring in whole units, from each point to the next."""
    points = np.rint(points).astype(int)
    steps = np.diff(points, axis=0)
    moves = " ".join(f"{x},{y}" for x, y in steps[steps.any(axis=1)])
    return f"M{points[0, 0]},{points[0, 1]}l{moves}z" if moves else ""
