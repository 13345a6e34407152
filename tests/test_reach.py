"""How far back a gradient reaches: by powers of the matrix, where the states are small."""

import numpy as np
import pytest

from trainability.bench.measures import rms
from trainability.experiments.paper.reach import gradients, own_inputs, pulses
from trainability.tasks.gaps import LAWS


def test_the_gradient_at_the_units_is_that_in_their_own_inputs(rng):
    """Moving what enters one unit at one time by a little moves what the gradient weighs by as much."""
    W, drive, dy = rng.normal(size=(4, 4)), rng.normal(size=(6, 1, 4)), np.zeros((6, 1, 4))
    dy[-1] = rng.normal(size=(1, 4))
    h, pull, _ = own_inputs(drive, W)
    da = pull(dy, np.empty((4, 4)), np.empty((4, 4)), np.empty(4))
    moved = drive.copy()
    moved[2, 0, 1] += 1e-6
    np.testing.assert_allclose(((own_inputs(moved, W)[0] - h) * dy).sum() / 1e-6, da[2, 0, 1], rtol=1e-4)


def test_below_one_it_shrinks_by_the_radius_at_each_time():
    found = gradients(seeds=3, times=150, units=60, n=5, laws={"it": LAWS["radius 0.9"]})["gradient"].at(law="it")
    assert (found.at(back=0).values == 1).all()
    slope = (np.log(found.at(back=140)) - np.log(found.at(back=60))) / 80
    np.testing.assert_allclose(slope.values, np.log(0.9), atol=0.02)


def test_a_unit_gaussian_explodes_and_the_start_of_table_4_hardly():
    found = gradients(seeds=2, times=100)["gradient"].at(back=50)
    assert (found.at(law="N(0, 1)").values > 1e5).all()
    assert (found.at(law="N(0, 1)").values > 1e3 * found.at(law="radius 1.1").values).all()


def test_the_axes_and_what_is_measured_beside():
    found = gradients(seeds=2, times=10, units=20, n=3)
    assert list(found["gradient"].axes) == ["law", "seed", "back"] and found["state"].axes == found["gradient"].axes


@pytest.mark.parametrize("law, remembers", [("radius 0.9", False), ("radius 1.1", True), ("radius 1.5", True)])
def test_two_pulses_stay_apart_above_a_radius_of_one(law, remembers):
    h = pulses(LAWS[law], seed=1, times=200)
    assert (rms(h[-1, 0] - h[-1, 1]) > 0.01) == remembers
