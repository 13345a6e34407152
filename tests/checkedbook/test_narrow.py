"""A figure laid out anew for a phone."""

import matplotlib.pyplot as plt
import pytest

from checkedbook.drawing import svg
from checkedbook.narrow import TYPE, WIDTH, narrow
from trainability import plot  # its style lays figures out


def laid_out(rows=1, columns=1, height=3.6, **how):
    fig, axes = plot.panels(height, rows, columns, squeeze=False, **how)
    for ax in axes.flat:
        ax.plot([0, 1], [1, 0], label="falling")
        ax.plot([0, 1], [0, 1], label="rising, and that by and by")
    return fig, axes


def places(axes):
    return [(ax.get_subplotspec().rowspan.start, ax.get_subplotspec().colspan.start) for ax in axes.flat]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_panels_go_below_each_other_and_each_has_its_labels():
    fig, axes = laid_out(1, 2, sharey=True)
    axes[0, 0].set(ylabel="loss", xlabel="step")
    axes[0, 1].set(xlabel="rate")
    narrow(fig)
    assert places(axes) == [(0, 0), (1, 0)]
    assert fig.get_figwidth() == WIDTH
    assert [ax.get_ylabel() for ax in axes.flat] == ["loss", "loss"]
    assert axes[0, 1].yaxis.get_major_ticks()[0].label1.get_visible()


def test_small_multiples_stay_abreast_and_their_rows_in_order():
    fig, axes = laid_out(2, 5, sharex=True, sharey=True)
    for layer, ax in enumerate(axes[0], 1):
        ax.set_title(f"layer {layer}")
    narrow(fig)
    assert places(axes)[:5] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert places(axes)[5:] == [(2, 0), (2, 1), (2, 2), (3, 0), (3, 1)]
    assert [ax.get_title("left") for ax in axes[1]] == [f"layer {layer}" for layer in range(1, 6)]


def test_a_legend_stands_between_title_and_panel_in_lines_that_fit():
    fig, axes = laid_out()
    [[ax]] = axes
    ax.set_title("A title")
    legend = ax.legend(loc="center", ncols=2)
    narrow(fig)
    fig.draw_without_rendering()
    seen, title = legend.get_window_extent(), ax.title.axes._left_title.get_window_extent()
    assert ax.bbox.y1 <= seen.y0 and seen.y1 <= title.y0
    assert 0 <= seen.x0 and seen.x1 <= fig.bbox.width


def test_long_labels_are_wrapped_and_small_type_is_not_smaller_than_can_be_read():
    fig, [[ax]] = laid_out()
    ax.set_xlabel("singular values of the derivative, from the largest to the smallest")
    ax.annotate("here", (0, 0), fontsize=6)
    narrow(fig)
    assert "\n" in ax.get_xlabel() and ax.texts[0].get_fontsize() == TYPE


def test_numbers_of_ticks_do_not_run_into_each_other():
    fig, [[ax]] = laid_out()
    plot.ticks(ax.xaxis, [0, 0.01, 0.02, 0.5, 1])
    narrow(fig)
    shown = [tick.label1.get_visible() for tick in ax.xaxis.get_major_ticks()]
    assert shown == [True, False, False, True, True]


def test_the_drawing_is_as_wide_as_a_phone():
    fig, _ = laid_out()
    assert f'viewBox="0 0 {72 * WIDTH:g} ' in svg(fig, box=narrow(fig))
