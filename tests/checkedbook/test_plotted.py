"""The data of a figure, read off its artists."""

import csv as csv_module

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from checkedbook.plotted import csv


def rows(draw) -> list[list[str]]:
    fig = Figure()
    draw(fig.subplots())
    head, *rows = csv_module.reader(csv(fig).splitlines())
    assert head == ["panel", "series", "x", "y"]
    return [row[1:] for row in rows]


@pytest.mark.parametrize(
    "draw, expected",
    [
        (lambda ax: ax.plot([1, 2], [1 / 3, np.nan], label="loss"), [["loss", "1", "0.333333"], ["loss", "2", ""]]),
        (lambda ax: ax.plot([1], [2]), [["series 1", "1", "2"]]),
        (lambda ax: ax.scatter([1, 2], [3, 4], label="points"), [["points", "1", "3"], ["points", "2", "4"]]),
        (lambda ax: ax.bar(["SGD", "Adam"], [3, 4], label="epochs"), [["epochs", "SGD", "3"], ["epochs", "Adam", "4"]]),
        (lambda ax: ax.barh(["SGD", "Adam"], [3, 4], label="epochs"), [["epochs", "3", "SGD"], ["epochs", "4", "Adam"]]),
        (lambda ax: ax.stairs([5, 6], [0, 1, 3], label="h"), [["h", "0", "5"], ["h", "1", "6"], ["h", "3", "6"]]),
        (
            lambda ax: ax.fill_between([1, 2], [3, 9], [5, 4], label="band"),
            [["band low", "1", "3"], ["band low", "2", "4"], ["band high", "1", "5"], ["band high", "2", "9"]],
        ),
        (
            lambda ax: ax.errorbar([1, 2], [5, 6], [1, 2], label="mean"),
            [
                ["mean", "1", "5"],
                ["mean", "2", "6"],
                ["mean low", "1", "4"],
                ["mean low", "2", "4"],
                ["mean high", "1", "6"],
                ["mean high", "2", "8"],
            ],
        ),
        (lambda ax: ax.axhline(7, label="limit"), [["limit", "", "7"]]),
        (lambda ax: ax.axvline(7, label="limit"), [["limit", "7", ""]]),
        (lambda ax: ax.vlines([1], 0, 2, label="v"), [["v", "1", "0"], ["v", "1", "2"]]),
        (lambda ax: ax.hlines([1, 2, np.nan], [3, np.nan, 5], [6, 7, 8], label="h"), [["h", "3", "1"], ["h", "6", "1"]]),
        (lambda ax: ax.add_collection(LineCollection([[[1, 2], [3, np.nan]]], label="l")), [["l", "1", "2"], ["l", "3", ""]]),
        (
            lambda ax: ax.errorbar([1, 2, 3], [5, 6, np.nan], [1, np.nan, 2], label="mean"),
            [
                ["mean", "1", "5"],
                ["mean", "2", "6"],
                ["mean", "3", ""],
                ["mean low", "1", "4"],
                ["mean low", "2", ""],
                ["mean low", "3", ""],
                ["mean high", "1", "6"],
                ["mean high", "2", ""],
                ["mean high", "3", ""],
            ],
        ),
        (lambda ax: ax.stem([1, 2], [3, 4], label="s"), [["s", "1", "3"], ["s", "2", "4"]]),
        (
            lambda ax: ax.hist([1, 3], bins=[0, 2, 4], histtype="step", label="h"),
            [["h", "0", "0"], ["h", "0", "1"], ["h", "2", "1"], ["h", "2", "1"], ["h", "4", "1"], ["h", "4", "0"]],
        ),
        (lambda ax: ax.hist([1, 1, 3], bins=[0, 2, 4], label="h"), [["h", "1", "2"], ["h", "3", "1"]]),
    ],
)
def test_artists(draw, expected):
    assert rows(draw) == expected


def test_what_is_no_series_is_left_out():
    fig = Figure()
    ax = fig.subplots()
    fig.colorbar(ax.imshow(np.eye(3)))
    ax.contour(np.eye(3))
    ax.text(0, 0, "a note")
    assert csv(fig) == ""


def test_panels_are_named_by_title_else_label_else_place():
    fig = Figure()
    a, b, c, d = fig.subplots(4)
    for ax in (a, b, c, d):
        ax.plot([1], [1], label="x")
    a.set_title("Loss", loc="left")
    b.set_ylabel("rate")
    d.set_ylabel("rate")
    assert [row.split(",")[0] for row in csv(fig).splitlines()[1:]] == ["Loss", "rate 2", "panel 3", "rate 4"]


def test_reading_leaves_a_band_as_it_was():
    fig = Figure()
    band = fig.subplots().fill_between([1, 2], [3, 9], [5, 4])
    before = band.get_paths()[0].vertices.copy()
    csv(fig)
    assert (band.get_paths()[0].vertices == before).all()
