"""What a cell calls, without a kernel."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from checkedbook import bind, claim, figure, write

GLUE = "application/papermill.record/text/plain"


def a_figure():
    fig = Figure(figsize=(2, 1))
    fig.subplots().plot([0, 1], [1, 0], label="fall")
    return fig


@pytest.fixture(autouse=True)
def nothing_bound(monkeypatch):
    monkeypatch.setattr("checkedbook.cell._BOUND", {})


def test_bind_emits_glue_and_a_line_for_notebooks(shown):
    bind(layers=np.int64(28), loss=np.float32(0.125), name="Adam", zero=np.array(0.0), yes=np.True_)
    glued = {meta["scrapbook"]["name"]: data[GLUE] for data, meta in shown[:-1]}
    assert glued == {"layers": "28", "loss": "0.125", "name": "'Adam'", "zero": "0.0", "yes": "True"}
    assert shown[-1][0]["text/plain"].splitlines()[:2] == ["layers = 28", "loss = 0.125"]
    assert shown[-1][1]["checkedbook"] == {"kind": "bind", "values": glued}


def test_bind_refuses_an_array_and_binds_nothing(shown):
    with pytest.raises(TypeError, match=r"bind\(many=\.\.\.\): expected a number or a string, got an array of shape \(3,\)"):
        bind(one=1, many=np.zeros(3))
    assert shown == []


def test_figure_emits_drawing_and_data(shown):
    figure("fall", a_figure())
    [(data, meta)] = shown
    told = meta["checkedbook"]
    assert data["image/svg+xml"].startswith("<svg") and data["text/plain"] == "Figure fall"
    assert (told["kind"], told["name"]) == ("figure", "fall")
    assert told["csv"] == "panel,series,x,y\npanel 1,fall,0,1\npanel 1,fall,1,0\n"


def test_figure_is_closed():
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    fig, _ = plt.subplots()
    figure("empty", fig)
    assert not plt.fignum_exists(fig.number)


@pytest.mark.parametrize("name", ["", "Two Words", "1st", "a/b", None])
def test_figure_refuses_names_that_are_no_addresses(name):
    with pytest.raises(ValueError, match="a name has lower-case letters"):
        figure(name, a_figure())


def test_figure_refuses_what_is_no_figure():
    with pytest.raises(TypeError, match="figure 'fall': expected a Matplotlib figure, got Axes"):
        figure("fall", a_figure().axes[0])


def test_claim_tells_the_book_and_the_notebook(shown):
    assert (
        claim(
            "S0-1",
            holds={"it dies": lambda layers: layers < 29, "early": lambda layers, rms: layers < rms.min()},
            layers=np.int64(28),
            rms=np.array([40.0, 30.0]),
            rule="Adam",
        )
        is None
    )
    [(data, meta)] = shown
    told = meta["checkedbook"]
    assert {k: told[k] for k in ("kind", "id", "numbers", "arrays", "uses", "failed")} == {
        "kind": "claim",
        "id": "S0-1",
        "numbers": {"layers": "28", "rule": "'Adam'"},
        "arrays": {"rms": "[40., 30.]"},
        "uses": {"it dies": ["layers"], "early": ["layers", "rms"]},
        "failed": [],
    }
    assert told["shaken"][0] == (1.3, ["it dies", "early"])
    assert data["text/plain"] == "Claim S0-1: it dies; early. layers = 28, rule = 'Adam', rms = [40., 30.]"


def test_a_claim_has_the_numbers_that_are_bound_and_its_own_before_those(shown):
    bind(layers=28, rms=40.0)
    claim("S0-1", holds={"it dies": lambda layers, rms: layers < 29 and rms == 1}, rms=1.0)
    told = shown[-1][1]["checkedbook"]
    assert told["failed"] == [] and told["numbers"] == {"rms": "1.0"} and told["bound"] == {"layers": "28", "rms": "40.0"}


def test_a_claim_that_does_not_hold_says_so_in_a_notebook(shown):
    claim("S0-1", holds={"it dies": lambda layers: layers < 29, "late": lambda layers: layers > 20}, layers=31)
    assert "it dies: DOES NOT HOLD; late." in shown[0][0]["text/plain"] and shown[0][1]["checkedbook"]["failed"] == ["it dies"]


@pytest.mark.parametrize("id", ["", " ", None])
def test_claim_refuses_what_is_no_id(id):
    with pytest.raises(ValueError, match="expected an id as 'S0-1', got "):
        claim(id, holds={"positive": lambda x: x > 0}, x=1)


@pytest.mark.parametrize("value", [None, [1, 2], np.array([1j, 2]), np.array([None, 1])])
def test_claim_refuses_what_is_no_number(shown, value):
    with pytest.raises(TypeError, match="claim S0-1: x: expected a number or a string, got "):
        claim("S0-1", holds={"positive": lambda x: x > 0}, x=value)
    assert shown == []


def test_text_is_handed_over_as_it_is(shown):
    assert write("* {doc}`one`\n* $x$") is None
    [(data, meta)] = shown
    assert data == {"text/plain": "* {doc}`one`\n* $x$"} and meta["checkedbook"]["kind"] == "text"
    with pytest.raises(TypeError, match=r"write: expected a string of MyST, got \['one'\]"):
        write(["one"])
    assert len(shown) == 1


def test_the_line_is_that_of_the_cell(shown):
    cell = "\n\nfrom checkedbook import claim\n\ndef f():\n    claim('S0-1', holds={'positive': lambda x: x > 0}, x=1)\n\nf()\n"
    exec(compile(cell, "<cell>", "exec"), {})
    assert shown[0][1]["checkedbook"]["line"] == 8


def test_importing_the_press_in_a_kernel_imports_nothing_else():
    code = (
        "import collections.abc, re, sys; before = set(sys.modules); import checkedbook; print(sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['checkedbook', 'checkedbook.cell']"
