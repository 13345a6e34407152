"""The schedules of the warm-up, and the sharpness of its network."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from trainability.bench.sharpness import sharpness
from trainability.experiments.descent.warm_up import NETWORK, SCHEDULES, digits, follow, learn, silent, starts


def test_twenty_products_are_enough_for_the_network():
    theta = starts(3, 3.0)
    twenty, forty = (sharpness(digits(), theta, np.random.default_rng(0), products=n) for n in (20, 40))
    assert_allclose(twenty, forty, rtol=0.02)


def test_kinks_are_not_curvature():
    theta = starts(3, 3.0)
    found, finer = (
        sharpness(digits(), theta, np.random.default_rng(0)),
        sharpness(digits(), theta, np.random.default_rng(0), step=1e-8),
    )
    assert_allclose(found, finer, rtol=1e-3)


def test_units_are_silent_that_no_digit_wakes():
    theta = starts(2, 1.0)
    NETWORK.params(theta)[2][1][1, :8] = -1e3  # biases of the second hidden layer, in the second network
    assert silent(digits(), theta)[1] == pytest.approx(8 / 32, abs=3 / 32) and silent(digits(), theta)[0] < 4 / 32


def test_the_rate_is_raised_or_low():
    course = follow(gain=1.0, high=0.5, low=0.001, seeds=2, steps=40, rise=20, every=20)
    loss = course["loss"].mean("seed")
    g, theta = np.empty((2, NETWORK.size)), starts(2, 1.0)
    first = digits()(theta, g).mean()
    assert loss.at(rate=0.5, step=40) < loss.at(rate=0.5, step=20) < 0.9 * first
    assert 0.9 * first < loss.at(rate=0.001, step=40) < loss.at(rate=0.001, step=20) < first
    assert_allclose(course["start"], sharpness(digits(), theta, np.random.default_rng(0)), rtol=1e-6)


def test_starts_scale():
    assert starts(2, 3.0).shape == (2, NETWORK.size)
    assert_allclose(starts(2, 3.0), 3 * starts(2, 1.0))
    W, b = NETWORK.params(starts(1, 2.0))[0]
    assert W.std() == pytest.approx(2 * np.sqrt(2 / 196), rel=0.05) and not b.any()


def test_a_rate_is_held_reduced_or_raised():
    at = {name: make(0.5, 100)(np.array([1, 100, 150])) for name, make in SCHEDULES.items()}
    assert_allclose(at["constant"], 0.5)
    assert_allclose(at["reduced"], [0.5, 0.05, 0.05], rtol=1e-3)
    assert_allclose(at["raised"], [0.005, 0.5, 0.5])


def test_the_first_loss_is_that_of_the_start_under_all_schedules():
    first = learn(gains=[3.0], rates=[0.1], seeds=2, steps=1, every=1)["loss"].at(gain=3.0, rate=0.1, step=1)
    g = np.empty((2, NETWORK.size))
    assert_allclose(first, np.broadcast_to(digits()(starts(2, 3.0), g), (3, 2)), rtol=1e-6)


def test_the_losses_kept_are_the_last_of_each_stretch():
    each, second = (learn(gains=[1.0], rates=[0.1], seeds=1, steps=4, every=every)["loss"] for every in (1, 2))
    assert_allclose(second, each.at(step=[2, 4]))
