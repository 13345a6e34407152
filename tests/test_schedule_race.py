"""The race of schedules: equal starts and batches, one budget."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from trainability.experiments.descent.schedule_race import NETWORK, SCHEDULES, race
from trainability.tasks.digits import shrunk


def test_pixels_are_averaged_in_squares():
    image = np.zeros((2, 28, 28))
    image[1, 2:4, 4:6] = [[1, 2], [3, 6]]
    small = shrunk(image.reshape(2, 784)).reshape(2, 14, 14)
    assert small[1, 1, 2] == 3 and small.sum() == 3


@pytest.mark.parametrize("name, make", SCHEDULES.items(), ids=SCHEDULES)
def test_the_largest_rate_is_reached_and_what_falls_is_low_at_the_end(name, make):
    rates = make(2.0, 1000)(np.arange(1, 1001)) + np.zeros(1000)
    assert rates.max() == pytest.approx(2.0, rel=0.11 if name in ("inverse time", "warm-up, cosine") else 0.01)
    level = {"constant": 2.0, "warm-up, constant": 2.0, "cosine without π": 2 * (1 + np.cos(1)) / 2}
    assert rates[-1] == pytest.approx(level[name]) if name in level else rates[-1] <= 0.0201


def test_rates_share_starts_and_batches():
    whole = race(budget=40, rates=[0.0, 0.1], seeds=2, steps=4, every=2)["last"]
    still, moved = whole.at(rate=0.0), whole.at(rate=0.1)
    assert (still == still.at(schedule="constant")).all()
    assert (moved.at(step=4) != still.at(step=4)).all()
    assert (still.at(seed=0) != still.at(seed=1)).all()


def test_the_average_begins_in_the_middle_of_the_budget():
    losses = race(budget=10, rates=[0.0, 0.1], seeds=1, steps=10, every=1)
    mean, last = losses["mean"], losses["last"]
    assert np.isnan(mean.at(step=range(1, 6))).all() and np.isfinite(mean.at(step=range(6, 11))).all()
    assert_allclose(mean.at(step=6), last.at(step=6), rtol=1e-6)  # of one
    assert_allclose(mean.at(rate=0.0, step=range(6, 11)), last.at(rate=0.0, step=range(6, 11)), rtol=1e-5)
    assert (mean != last).at(schedule="constant", rate=0.1, step=range(7, 11)).all()


def test_the_network_is_the_one_that_is_described():
    assert NETWORK.size == 196 * 32 + 32 + 32 * 10 + 10
