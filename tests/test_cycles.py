"""Rastrigin's box under cycles, and the dent that they miss."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability.experiments.cycles import SCHEDULES, dented, in_the_dent, shares
from trainability.schedules import Triangular


def test_the_gradient_of_the_dented_bowl_is_that_of_its_value():
    x, step, g = np.linspace(-4, 5, 91)[:, None], 1e-6, np.empty((91, 1))
    dented(x, g)
    spare = np.empty_like(g)
    assert_allclose(g[:, 0], (dented(x + step, spare) - dented(x - step, spare)) / (2 * step), atol=1e-6)


def test_the_dent_is_the_deeper_minimum_and_too_sharp_for_large_rates():
    x, g = np.linspace(2.9, 3.1, 20_001)[:, None], np.empty((20_001, 1))
    value = dented(x, g)
    i = value.argmin()
    assert x[i, 0] == pytest.approx(2.98, abs=0.001) and value[i] == pytest.approx(-1.53, abs=0.001)
    assert (g[i + 1] - g[i - 1]) / (x[i + 1] - x[i - 1]) == pytest.approx(150, rel=0.02)
    assert dented(np.zeros((1, 1)), g[:1]) == pytest.approx(0, abs=1e-12)


def test_descents_are_counted_where_they_are():
    assert_array_equal(in_the_dent(0.001, np.array([-4.0, 3.0, 2.9, 0.5]), steps=6, every=3), [0.5, 0.5])
    assert in_the_dent(Triangular(0.001, 0.1, 20), np.array([2.9, 3.1]), steps=200, every=200) == 0


def test_small_rates_leave_every_descent_in_its_dent():
    rest = shares(budgets=[20], highs=[0.001], starts=200)
    assert rest["deepest"].shape == (1, len(SCHEDULES), 1)
    starts = np.random.default_rng(0).uniform(-5.12, 5.12, (200, 2))
    assert_allclose(rest["deepest"], np.mean((abs(starts) < 0.5).all(axis=1)), atol=0.006)


def test_every_slice_is_a_corner_of_the_whole():
    whole = shares(budgets=[20, 40], highs=[0.004, 0.02], starts=30)
    for part in (shares(budgets=[20], highs=[0.004, 0.02], starts=30), shares(budgets=[20, 40], highs=[0.004], starts=30)):
        for name, values in part.items():
            assert_allclose(whole[name][tuple(map(slice, values.shape))], values, rtol=1e-12)


@pytest.mark.parametrize("make", SCHEDULES.values(), ids=SCHEDULES)
def test_every_schedule_reaches_its_largest_rate_and_all_but_the_constant_end_low(make):
    rates = make(0.05, 1000)(np.arange(1, 1001)) + np.zeros(1000)
    assert rates.max() == pytest.approx(0.05, rel=1e-3)
    assert rates[-1] < 0.002 or rates.min() == 0.05
