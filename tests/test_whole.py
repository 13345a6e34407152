"""The training of full size at a thousandth of it: killed while it runs, it goes on to the same bits."""

import re
import subprocess
import sys

import numpy as np
import pytest

from trainability.experiments.paper.whole import CELLS, LIMITS, RATES, learn

SMALL = dict(widths=[36, 8, 2], images=400, of=2000, every=5)
COMMAND = [sys.executable, "-m", "trainability.experiments.paper.whole"]
ASKED = ["--widths", "36", "8", "2", "--images", "400", "--of", "2000", "--every", "5"]


def test_killed_in_the_middle_it_goes_on_to_the_same_bits(tmp_path):
    file = tmp_path / "whole.npz"
    running = subprocess.Popen([*COMMAND, str(file), *ASKED], stdout=subprocess.PIPE, text=True)
    for line in running.stdout:
        if int(re.match(r"update (\d+):", line)[1]) >= 40:
            break
    running.kill()
    running.wait()
    running.stdout.close()

    lines = []
    resumed, whole = learn(**SMALL, updates=120, file=str(file), say=lines.append), learn(**SMALL, updates=120)
    assert int(re.match(r"update (\d+):", lines[0])[1]) > 40, "it begins where it was"
    for name in ("loss", "error"):
        assert resumed[name].axes["step"] == [5, *range(10, 121, 5)]
        np.testing.assert_array_equal(resumed[name].values, whole[name].values)


def test_a_file_of_another_training_is_refused(tmp_path):
    file = str(tmp_path / "whole.npz")
    learn(**SMALL, updates=5, file=file)
    with pytest.raises(ValueError, match="is of cells, images, of, every = .*; here they are "):
        learn(**SMALL, cells=[[0.0, 0.5], [0.99, 0.05], [0.99, 0.01]], updates=5, file=file)
    with pytest.raises(ValueError, match=r"whole.npz is float32 array of shape \(3, "):
        learn(**SMALL, cells=CELLS[:2], updates=5, file=file)


def test_cells_do_not_mix():
    """Side by side they are what they are alone, and the one without momentum is plain descent."""
    together = learn(**SMALL, updates=10)
    for i, cell in enumerate(CELLS):
        alone = learn(**SMALL, cells=[cell], updates=10)
        np.testing.assert_allclose(together["error"].take(cell=i).values, alone["error"].take(cell=0).values, rtol=1e-5)
    heavy = learn(**SMALL, rule="CM", updates=10)
    assert (heavy["error"].values[0] == together["error"].values[0]).all()
    assert (heavy["error"].values[1] != together["error"].values[1]).all()


def test_the_last_thousand_updates_have_less_momentum():
    """The schedule passes 0.9 after 1250 updates; of 1600 that is where the momentum has been held at 0.9 already."""
    short = SMALL | {"widths": [16, 4, 2], "of": 1600, "every": 100, "cells": [[0.9, 0.05], [0.999, 0.05]]}
    low, high = learn(**short, updates=1600)["error"].values
    np.testing.assert_array_equal(low, high)


def test_all_cells_of_the_table(tmp_path):
    done = subprocess.run(
        [*COMMAND, str(tmp_path / "t.npz"), *ASKED, "--table", "--updates", "5"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert sum(len(limits) * len(RATES) for limits in LIMITS.values()) == 54
    assert [len(line.split(": squared error ")[1].split()) for line in done.stdout.splitlines()] == [30, 24]
    assert {path.name for path in tmp_path.iterdir()} == {"t-NAG.npz", "t-CM.npz"}
