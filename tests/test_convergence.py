"""The algebra of descents on quadratics against the rules themselves."""

import numpy as np
import pytest

from trainability.experiments.descent.escape import ends
from trainability.experiments.descent.look_ahead import kinked, nesterov_framework
from trainability.objectives import gradient_noise
from trainability.rules import momentum, nesterov, sgd
from trainability.theory.convergence import bowl, hillside, jitter, polyak, rate, roots, steps_to
from trainability.training import path

SETTINGS = [(0.3, 0.0), (1.7, 0.0), (0.1, 0.9), (2.9, 0.5), (0.05, 0.2)]


@pytest.mark.parametrize("x, mu", SETTINGS)
def test_roots_solve_their_equation_and_order_by_modulus(x, mu):
    z = roots(x, mu)
    np.testing.assert_allclose(z**2 - (1 + mu - x) * z + mu, 0, atol=1e-14)
    assert abs(z[0]) >= abs(z[1])


@pytest.mark.parametrize("x, mu", SETTINGS)
def test_rate_is_the_decay_in_the_end(x, mu):
    way = np.abs(path(bowl(np.ones(1)), [1.0], momentum(lr=x, mu=mu), 400)[:, 0])
    width = way[100:200].max(), way[300:400].max()  # the widest swings, two hundred steps apart
    assert (width[1] / width[0]) ** (1 / 200) == pytest.approx(rate(x, mu), rel=2e-3)


def test_nesterov_is_momentum_with_its_own_momentum_in_each_direction(rng):
    curvature, start = rng.uniform(0, 1, 20), rng.normal(size=20)
    ahead = path(bowl(curvature), start, nesterov(lr=0.9, mu=0.95), 200)
    own = path(bowl(curvature), start, momentum(lr=0.9, mu=0.95 * (1 - 0.9 * curvature)), 200)
    np.testing.assert_allclose(ahead, own, atol=1e-13)


def test_the_frameworks_iterates_are_nesterovs_look_ahead_points(rng):
    curvature, start = rng.uniform(0, 1, 20), rng.normal(size=20)
    way = path(bowl(curvature), start, nesterov(lr=0.9, mu=0.95), 200)
    ahead = way + 0.95 * np.diff(way, axis=0, prepend=way[:1])
    np.testing.assert_allclose(path(bowl(curvature), start, nesterov_framework(lr=0.9, mu=0.95), 200), ahead, atol=1e-13)


@pytest.mark.parametrize("condition", [3.0, 20.0, 400.0])
def test_nothing_near_polyaks_choice_is_better(condition, rng):
    lr, mu = polyak(condition)
    tries = lr * rng.uniform(0.8, 1.2, 1000), mu * rng.uniform(0.8, 1.2, 1000)
    worst = np.maximum(rate(tries[0], tries[1]), rate(tries[0] * condition, tries[1]))
    assert worst.min() > np.sqrt(mu) - 1e-9
    assert np.maximum(rate(lr, mu), rate(lr * condition, mu)) == pytest.approx(np.sqrt(mu), abs=1e-6)


@pytest.mark.parametrize(
    "rule, x, mu", [(sgd(lr=1.2), 1.2, 0.0), (momentum(lr=0.3, mu=0.8), 0.3, 0.8), (nesterov(lr=0.3, mu=0.8), 0.3, 0.8 * 0.7)]
)
def test_jitter_is_the_variance_that_noise_keeps_up(rule, x, mu, rng):
    shaken = path(gradient_noise(bowl(np.ones(1)), rng, eta=1.0, gamma=0.0), np.zeros((20_000, 1)), rule, 100)[-1]
    assert shaken.var() == pytest.approx(jitter(x, mu), rel=5 * np.sqrt(2 / 20_000))


def test_steps_to_counts_until_it_is_there_and_gives_up():
    for size in (1, 9):
        assert steps_to(sgd(lr=0.5), np.ones((1, size)), shrink=0.5**7).tolist() == [7]
    assert steps_to(sgd(lr=0.5), np.array([[1.0], [0.0]]), shrink=0.1, limit=9).tolist() == [4, np.inf]


@pytest.mark.parametrize(
    "objective, start", [(bowl(np.array([2.0])), [0.7]), (hillside, [0.7]), (kinked, [-1.3]), (kinked, [1.4]), (kinked, [2.6])]
)
def test_gradients_by_differences(objective, start):
    g, h = np.empty(1), 1e-6
    objective(np.array(start), g)
    ahead, behind = (objective(np.array(start) + s, np.empty(1)) for s in (h, -h))
    assert g[0] == pytest.approx((ahead - behind) / (2 * h), rel=1e-6)


def test_the_kinked_function_has_no_jumps():
    for x in (1.0, 2.0):
        below, above = (kinked(np.array([x + s]), np.empty(1)) for s in (-1e-9, 1e-9))
        assert above == pytest.approx(below, abs=1e-6)


def test_a_ball_without_friction_gets_out_and_one_with_it_does_not():
    wall = np.array([[1.49, 0.0]])  # almost on the rim of the dent at (1, 0), a little above the next rim inward
    assert ends(wall, rates=[0.0005], mu=0.0, steps=300).values.round(2) == 0.99
    assert ends(wall, rates=[0.0005], mu=0.99, steps=2000).values.round(2) == 0
