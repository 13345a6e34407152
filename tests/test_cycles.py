"""Rastrigin's box under cycles."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from trainability.experiments.descent.cycles import SCHEDULES, shares


def test_small_rates_leave_every_descent_in_its_dent():
    rest = shares(noises=[3.0], budgets=[20], highs=[0.001], starts=200)["deepest"]
    starts = np.random.default_rng(0).uniform(-5.12, 5.12, (200, 2))
    assert_allclose(rest, np.mean((abs(starts) < 0.5).all(axis=1)), atol=0.006)


def test_a_seed_brings_other_starts_and_other_noise():
    one, other = (shares(noises=[3.0], budgets=[20], highs=[0.012], starts=200, seed=seed)["deepest"] for seed in (0, 1))
    assert (one != other).any()


def test_noise_keeps_a_slow_fall_from_the_deepest_dent():
    deepest = shares(noises=[0.1, 30.0], budgets=[1000], highs=[0.012], starts=100)["deepest"]
    calm, loud = deepest.at(budget=1000, schedule="one cosine", high=0.012).values
    assert calm > 0.7 and 0 < loud < 0.15


@pytest.mark.parametrize("make", SCHEDULES.values(), ids=SCHEDULES)
def test_every_schedule_reaches_its_largest_rate_and_all_but_the_constant_end_low(make):
    rates = make(0.05, 1000)(np.arange(1, 1001)) + np.zeros(1000)
    assert rates.max() == pytest.approx(0.05, rel=1e-3)
    assert rates[-1] < 0.002 or rates.min() == 0.05


def test_there_are_ten_cycles():
    triangles, restarts = (SCHEDULES[name](1.0, 1000)(np.arange(1, 1001)) for name in ("ten triangles", "ten restarts"))
    assert np.count_nonzero(triangles > 0.999) == 10
    assert np.count_nonzero(np.diff(restarts) > 0.5) == 9 and restarts[-1] < 0.001
