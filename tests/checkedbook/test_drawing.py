"""A figure as one SVG for light and dark pages."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from checkedbook.drawing import RASTER_POINTS, flipped, svg


def draw(**options) -> str:
    fig = Figure(figsize=(3, 2))
    ax = fig.subplots()
    ax.plot([0, 1], [1, 0], color="#d55e00", label="falling")
    ax.plot([0, 1], [0, 1], color="black", label="rising")
    ax.scatter(*np.random.default_rng(0).normal(size=(2, RASTER_POINTS)), s=1, color="#0f7bc4")
    ax.set(title="A title", xlabel="step $t$")
    ax.legend(loc="upper left")
    return svg(fig, **options)


@pytest.fixture(scope="module")
def drawn():
    return draw()


@pytest.fixture(scope="module")
def mixed():
    return draw(raster=True)


def test_the_same_bytes_every_time(drawn, mixed):
    assert draw() == drawn
    assert draw(raster=True) == mixed
    assert not re.search(r"<dc:date>|Matplotlib v|<!DOCTYPE", drawn)


def test_the_same_bytes_from_layouts_that_differ_by_a_rounding():
    def drawn(width):
        fig = Figure(figsize=(3, 2), layout="none")
        fig.add_axes((0.2, 0.2, width, 0.6)).plot([0, 1], [1, 0])
        return svg(fig)

    assert drawn(0.6) == drawn(0.6 + 1e-13) != drawn(0.5)


def test_text_is_text_and_the_background_is_clear(drawn):
    assert ">A title</text>" in drawn and ">falling</text>" in drawn
    assert re.search(r'<g id="patch_1">\s*<path[^>]*style="fill: none', drawn)


def test_greys_are_flipped_for_dark_pages_and_hues_are_not(drawn):
    style = re.search(r"<svg[^>]*>\n<style>@media \(prefers-color-scheme: dark\) {\n(.*?)\n}</style>", drawn, re.DOTALL)[1]
    assert f'[style*="stroke: #000000"] {{ stroke: {flipped(0)} !important }}' in style
    assert f"svg {{ fill: {flipped(0)} }}" in style
    assert "d55e00" not in style and "0f7bc4" not in style


def test_a_thousand_points_become_pixels_and_the_rest_does_not(drawn, mixed):
    assert drawn.count("<use") > RASTER_POINTS and "data:image/png" not in drawn
    assert mixed.count("<use") < 100 and mixed.count("data:image/png") == 1
    assert "d55e00" in mixed and "A title" in mixed
