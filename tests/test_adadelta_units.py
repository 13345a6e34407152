"""Adadelta's two epsilons, and its effective rate."""

import numpy as np
import pytest

from trainability.experiments.adaptive import adadelta_units
from trainability.experiments.adaptive.adadelta_units import adadelta_two, effective_rate, measured_rate, rescaled
from trainability.rule import Descent
from trainability.rules import adadelta, sgd
from trainability.surfaces import beale, ravine
from trainability.tasks.wave import noisy
from trainability.training import path, train

START = np.array([-7.0, 2.0])


def test_with_equal_epsilons_it_is_adadelta():
    ours = path(ravine, START, adadelta_two(rho=0.9, eps_step=1e-4, eps_slope=1e-4), 100)
    np.testing.assert_allclose(ours, path(ravine, START, adadelta(rho=0.9, eps=1e-4), 100), rtol=1e-13)


@pytest.mark.parametrize("unit", [1e-2, 30.0])
def test_its_path_has_units_once_the_epsilons_have(unit):
    plain = path(ravine, START, adadelta_two(eps_step=1e-4, eps_slope=1e-6), 200)
    other = path(rescaled(ravine, unit), unit * START, adadelta_two(eps_step=1e-4 * unit**2, eps_slope=1e-6 / unit**2), 200)
    np.testing.assert_allclose(other / unit, plain, rtol=1e-10)


def test_without_the_first_epsilon_it_never_moves():
    assert (path(ravine, START, adadelta_two(eps_step=0.0), 50) == START).all()


def test_far_below_the_second_it_is_plain_descent():
    ours = path(ravine, START, adadelta_two(eps_step=4e6, eps_slope=1e8), 50)
    np.testing.assert_allclose(ours, path(ravine, START, sgd(lr=0.2), 50), atol=1e-5)


def test_rescaled_has_the_gradient_of_its_value(rng):
    theta, g, h = rng.normal(size=2), np.empty(2), 1e-6
    value = rescaled(beale, 0.5)(theta, g)
    assert value == pytest.approx(beale(2 * theta, np.empty(2)))
    for i, step in enumerate(h * np.eye(2)):
        ahead, behind = (rescaled(beale, 0.5)(theta + s, np.empty(2)) for s in (step, -step))
        assert g[i] == pytest.approx((ahead - behind) / (2 * h), rel=1e-5)


def test_effective_rate_solves_its_recursion_and_tends_to_one():
    g, rho, eps = np.array([1e-4, 1e-3, 1e-2]), 0.9, 1e-6
    u = np.zeros(3)
    for t in range(50):
        np.testing.assert_allclose(effective_rate(g, t, rho=rho, eps=eps), np.sqrt((u + eps) / (g**2 + eps)))
        u += (1 - rho) * eps * (g**2 - u) / (g**2 + eps)
    np.testing.assert_allclose(effective_rate(g, 100_000, rho=rho, eps=eps), 1)


@pytest.mark.parametrize("eps", [1e-6, 1e-4])
def test_measured_rate_is_the_step_over_the_gradient(eps):
    g = np.array([1e-4, 1e-2, 1.0])
    steps = np.zeros(3)
    s, u = np.zeros((2, 3))
    for t in range(1, 41):
        before = measured_rate(np.tile(g, (t - 1, 1)), eps=eps) if t > 1 else np.ones(3)
        theta = np.zeros(3)
        adadelta.update(theta, g, t, s, u, lr=1.0, rho=0.95, eps=eps)
        steps = -theta / g
    np.testing.assert_allclose(steps, before, rtol=0.1)  # but for one step of both averages
    late = measured_rate(np.full((4000, 1), 1e-2), eps=eps)
    np.testing.assert_allclose(late, effective_rate(np.array([1e-2]), 4000, eps=eps), rtol=0.1)


def test_the_wave_is_looked_at_as_often_as_asked_and_with_these_constants():
    rate = adadelta_units.wave(seeds=2, epochs=4, every=2)["rate"]
    assert 0 < rate.min() and rate.max() < 1.1
    theta, batches, _ = noisy("adaptive", 2)
    descent = Descent(batches, np.stack([theta, theta]), adadelta(rho=0.9, eps=1e-5))
    for epoch in (2, 4):
        train(descent, 200)
        s, u = descent.state.values()
        np.testing.assert_allclose(rate.at(epoch=epoch), np.sqrt((u + 1e-5) / (s + 1e-5)), rtol=1e-6)
