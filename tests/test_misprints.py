"""The formulas of the notes: each restored one is the schedule of the package, each misprint is wrong as the chapter says."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability.experiments.descent.misprints import (
    CosineWithoutPi,
    cycle_misprinted,
    height,
    position_misprinted,
    tip_misprinted,
)
from trainability.schedules import Cosine, Triangular

T = np.arange(1, 400)


@pytest.mark.parametrize("half", [3, 25, 40])
def test_the_restored_formulas_are_the_schedule(half):
    assert_allclose(height(T, half), Triangular(0.0, 1.0, half)(T), atol=1e-13)


@pytest.mark.parametrize("half", [3, 25, 40])
def test_without_its_step_the_cycle_runs_once(half):
    once = height(T, half, cycle=cycle_misprinted)
    assert_allclose(once[: 2 * half], height(T, half)[: 2 * half], atol=1e-13)
    assert not once[2 * half :].any()


def test_short_cycles_without_their_step_begin_late():
    assert_array_equal(height(np.arange(8), 2, cycle=cycle_misprinted), [0, 0, 0, 0, 0, 0.5, 1, 0.5])


@pytest.mark.parametrize("half", [3, 25, 40])
def test_without_bars_the_height_climbs_by_two_each_half_cycle(half):
    climbing = height(T, half, position=position_misprinted)
    assert_allclose(climbing, T / half - 1 + 2 * np.floor(1 + T / (2 * half)))
    assert climbing.min() >= 1


def test_with_the_step_over_the_cycle_the_rate_never_rises():
    assert not height(T, 25, tip=tip_misprinted).any()
    assert not height(T, 25, cycle=cycle_misprinted, position=position_misprinted, tip=tip_misprinted).any()


def test_the_cosine_without_pi_is_the_cosine_of_a_budget_pi_times_as_long():
    assert_allclose(CosineWithoutPi(0.3, 100)(T[:300]), Cosine(0.3, 100 * np.pi)(T[:300]))
    assert_allclose(CosineWithoutPi(1.0, 100)(100), 0.770151, atol=1e-6)
