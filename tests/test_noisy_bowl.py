"""The noisy parabola: its recursion against closed forms and against a simulation."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from trainability.objectives import gradient_noise
from trainability.rules import sgd
from trainability.schedules import Cosine
from trainability.theory.convergence import bowl
from trainability.theory.noisy_bowl import floor, mean_square
from trainability.training import path


@pytest.mark.parametrize("curvature, noise", [(1.0, 1.0), (3.0, 0.5)])
def test_a_constant_rate_ends_at_its_floor(curvature, noise):
    rates = np.full((4000, 3), [0.02, 0.1, 0.4])
    passed = mean_square(rates, start=10.0, curvature=curvature, noise=noise)
    assert passed.shape == (4000, 3)
    assert_allclose(passed[-1], [floor(rate, curvature=curvature, noise=noise) for rate in rates[0]], rtol=1e-10)


def test_without_noise_it_is_geometric():
    assert_allclose(mean_square(np.full(9, 0.5), start=3.0, curvature=0.4, noise=0.0), 9 * 0.8 ** (2 * np.arange(1, 10)))


def test_robbins_and_monro_reach_the_variance_of_a_mean():
    t = np.arange(1, 500)
    assert_allclose(mean_square(1 / (2.0 * t), start=7.0, curvature=2.0, noise=3.0), 9 / (4 * t))


@pytest.mark.parametrize("c, start, exponent", [(0.25, 10.0, -0.5), (1.0, 1.0, -1.0), (2.0, 1.0, -1.0)])
def test_inverse_time_is_as_slow_as_the_start_or_the_noise(c, start, exponent):
    t = np.arange(1, 100_001)
    passed = mean_square(c / (t + 3), start=start)
    assert np.log10(passed[-1] / passed[9_999]) == pytest.approx(exponent, abs=0.01)


def test_the_recursion_is_what_descents_do():
    schedule = Cosine(0.5, 40)
    noisy = gradient_noise(bowl(np.full(1, 2.0)), np.random.default_rng(0), eta=0.25, gamma=0.0)
    runs = path(noisy, np.full((20_000, 1), 3.0), sgd(lr=schedule), 40)[1:, :, 0]
    assert_allclose(
        (runs**2).mean(axis=1), mean_square(schedule(np.arange(1, 41)), start=3.0, curvature=2.0, noise=0.5), rtol=0.06
    )
