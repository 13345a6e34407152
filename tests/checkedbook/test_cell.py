"""What a cell calls, without a kernel."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from checkedbook import bind, claim, figure

GLUE = "application/papermill.record/text/plain"
ALT = "A line that falls from one to zero."


def a_figure():
    fig = Figure(figsize=(2, 1))
    fig.subplots().plot([0, 1], [1, 0], label="fall")
    return fig


def test_bind_emits_glue_and_a_line_for_notebooks(shown):
    bind(layers=np.int64(28), loss=np.float32(0.125), name="Adam", zero=np.array(0.0), yes=np.True_)
    glued = {meta["scrapbook"]["name"]: data[GLUE] for data, meta in shown[:-1]}
    assert glued == {"layers": "28", "loss": "0.125", "name": "'Adam'", "zero": "0.0", "yes": "True"}
    assert shown[-1][0]["text/plain"].splitlines()[:2] == ["layers = 28", "loss = 0.125"]


def test_bind_refuses_an_array_and_binds_nothing(shown):
    with pytest.raises(TypeError, match=r"bind\(many=\.\.\.\): expected a number or a string, got an array of shape \(3,\)"):
        bind(one=1, many=np.zeros(3))
    assert shown == []


def test_figure_emits_drawing_description_and_data(shown):
    figure("fall", a_figure(), alt=ALT)
    [(data, meta)] = shown
    told = meta["checkedbook"]
    assert data["image/svg+xml"].startswith("<svg") and data["text/plain"] == ALT
    assert (told["kind"], told["name"], told["alt"]) == ("figure", "fall", ALT)
    assert told["csv"] == "panel,series,x,y\npanel 1,fall,0,1\npanel 1,fall,1,0\n"


def test_figure_is_closed():
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    fig, _ = plt.subplots()
    figure("empty", fig, alt="Axes, and nothing in them at all.")
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("alt", ["", "short", "figures/loss-after-1000-steps.png", "loss-after-one-thousand-steps.svg", None])
def test_figure_refuses_poor_alternative_text(shown, alt):
    with pytest.raises(ValueError, match=r"figure 'fall': its alternative text must say in 20 characters or more .*, got "):
        figure("fall", a_figure(), alt=alt)
    assert shown == []


@pytest.mark.parametrize("name", ["", "Two Words", "1st", "a/b", None])
def test_figure_refuses_names_that_are_no_addresses(name):
    with pytest.raises(ValueError, match="a name has lower-case letters"):
        figure(name, a_figure(), alt=ALT)


def test_figure_refuses_what_is_no_figure():
    with pytest.raises(TypeError, match="figure 'fall': expected a Matplotlib figure, got Axes"):
        figure("fall", a_figure().axes[0], alt=ALT)


def test_claim_tells_the_book_and_the_notebook(shown):
    assert claim("S0-1", "corrected", holds=np.bool_(True), shows="28 < 29 layers") is None
    [(data, meta)] = shown
    told = meta["checkedbook"]
    assert {k: told[k] for k in ("kind", "id", "verdict", "holds", "shows")} == {
        "kind": "claim", "id": "S0-1", "verdict": "corrected", "holds": True, "shows": "28 < 29 layers"}
    assert data["text/plain"] == "Claim S0-1, corrected: 28 < 29 layers"
    assert data["text/markdown"] == "**Claim S0-1**, *corrected*: 28 < 29 layers"


def test_a_notebook_is_shown_no_roles(shown):
    claim("S0-1", "refuted", holds=True, shows="By {eq}`growth`, and by {doc}`Xavier <xavier>`, $x$ is `1`.")
    assert shown[0][0]["text/markdown"].endswith(": By growth, and by Xavier, $x$ is `1`.")


def test_a_claim_that_does_not_hold_says_so_in_a_notebook(shown):
    claim("S0-1", "reproduced", holds=False, shows="31 layers")
    assert "DOES NOT HOLD" in shown[0][0]["text/plain"] and shown[0][1]["checkedbook"]["holds"] is False


@pytest.mark.parametrize("holds", [np.array([True]), np.array(True), 1, None, "yes"])
def test_claim_refuses_what_is_not_one_truth_value(holds):
    with pytest.raises(TypeError, match="claim S0-1: holds must be one bool, got "):
        claim("S0-1", "reproduced", holds=holds, shows="x")


@pytest.mark.parametrize("id, verdict, shows, message", [
    ("S0-1", "proved", "x", "no verdict 'proved'; there are: reproduced, "),
    ("S0-1", "refuted", " ", "claim S0-1: shows must say what was measured, got ' '"),
    ("", "refuted", "x", "expected an id as 'S0-1', got ''"),
])
def test_claim_refuses(id, verdict, shows, message):
    with pytest.raises(ValueError, match=message):
        claim(id, verdict, holds=True, shows=shows)


def test_the_line_is_that_of_the_cell(shown):
    cell = "\n\nfrom checkedbook import claim\n\ndef f():\n    claim('S0-1', 'refuted', holds=True, shows='x')\n\nf()\n"
    exec(compile(cell, "<cell>", "exec"), {})
    assert shown[0][1]["checkedbook"]["line"] == 8


def test_importing_the_press_in_a_kernel_imports_nothing_else():
    code = ("import re, sys; before = set(sys.modules); import checkedbook; "
            "print(sorted(set(sys.modules) - before))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['checkedbook', 'checkedbook.cell']"
