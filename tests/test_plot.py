"""Arrays to artists: what is drawn is what was handed over."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from trainability import Named, plot, ravine


@pytest.fixture
def ax():
    return Figure().subplots()


def test_a_band_goes_over_a_named_axis_and_has_the_colour_of_its_line(ax):
    loss = Named(np.arange(12.0).reshape(2, 3, 2), {"kind": ["a", "b"], "rate": [0.1, 1, 10], "seed": range(2)})
    line, fill = plot.band(ax, "rate", loss, "C3--o", label="loss", low=0, high=100)
    np.testing.assert_array_equal(line.get_xydata(), [[0.1, 3.5], [1, 5.5], [10, 7.5]])
    assert (line.get_linestyle(), line.get_marker(), line.get_label()) == ("--", "o", "loss")
    np.testing.assert_array_equal(fill.get_facecolor()[0][:3], to_rgba("C3")[:3])
    assert {(x, y) for x, y in fill.get_paths()[0].vertices} >= {(0.1, 0), (0.1, 7), (10, 4), (10, 11)}


def test_bands_take_formats_in_turn(ax):
    plot.bands(ax, [1, 2], {label: np.full((3, 2), i) for i, label in enumerate("abc")}, ("C1-", "C2--"), lw=3)
    drawn = [(line.get_label(), line.get_ydata()[0], to_rgba(line.get_color()), line.get_linestyle()) for line in ax.lines]
    assert drawn == [("a", 0, to_rgba("C1"), "-"), ("b", 1, to_rgba("C2"), "--"), ("c", 2, to_rgba("C1"), "-")]
    assert {line.get_linewidth() for line in ax.lines} == {3}


def test_whiskers_reach_from_end_to_end(ax):
    points, _, (bars,) = plot.whiskers(ax, np.array([[1, 2], [5, 4], [9, 18]]), [5, 7], fmt="s")
    np.testing.assert_array_equal(points.get_xydata(), [[5, 5], [4, 7]])
    np.testing.assert_array_equal(bars.get_segments(), [[[1, 5], [9, 5]], [[2, 7], [18, 7]]])


def test_contours_lie_where_the_objective_has_their_values(ax):
    lines = plot.contours(ax, ravine, np.linspace(-8, 6, 300), np.linspace(-3, 2, 200), levels=[0.5, 2])
    for level, path in zip([0.5, 2], lines.get_paths()):
        assert len(path.vertices) > 100
        np.testing.assert_allclose(ravine.value(*path.vertices.T), level, atol=2e-3)
    ax.plot([-50, 50], [-50, 50])  # leaves the picture
    assert (*ax.get_xlim(), *ax.get_ylim()) == (-8, 6, -3, 2)


def test_ticks_are_plain_numbers_and_there_are_no_others(ax):
    ax.set(xscale="log", xlim=(0.5, 1000))
    plot.ticks(ax.xaxis, [1, 10, 500])
    ax.figure.draw_without_rendering()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "10", "500"]
    assert not len(ax.xaxis.get_minorticklocs())


def test_panels_are_as_wide_as_the_page():
    fig, axes = plot.panels(5, 2, 3, sharex=True)
    assert (*fig.get_size_inches(), *axes.shape) == (6.4, 5, 2, 3)
    plot.plt.close(fig)


def test_a_mark_lies_across(ax):
    plot.mark(ax, x=2, y=0.5)
    down, across = ax.lines
    assert [*down.get_xdata()] == [2, 2] and [*across.get_ydata()] == [0.5, 0.5]


def test_a_band_takes_a_style_in_place_of_a_format(ax):
    line, _ = plot.band(ax, [0, 1], np.ones((3, 2)), label="flat", ls="--")
    assert line.get_linestyle() == "--"
