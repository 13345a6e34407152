"""What wraps an objective: clipping, decay and noise, run by run."""

from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability.objectives import clip_norm, clip_value, gradient_noise, l2
from trainability.rule import Descent
from trainability.rules import sgd


def constant(gradient):
    """An objective with one gradient everywhere, and the sum of the parameters for a value."""

    def objective(theta, g):
        g[...] = gradient
        return theta.sum(axis=-1)

    return objective


def asked(objective, theta, dtype=float):
    """The value and the gradient of an objective."""
    theta = np.array(theta, dtype)
    g = np.full_like(theta, np.nan)
    value = objective(theta, g)
    return value, g


def test_clip_norm_shortens_only_what_is_longer():
    gradients = np.array([[3.0, 4.0], [0.3, -0.4], [-30.0, 40.0], [0.0, 0.0], [0.0, 1.0]])
    value, g = asked(clip_norm(constant(gradients), 1.0), np.ones((5, 2)))
    assert_allclose(g, [[0.6, 0.8], [0.3, -0.4], [-0.6, 0.8], [0.0, 0.0], [0.0, 1.0]], rtol=1e-15)
    assert_array_equal(g[[1, 3, 4]], gradients[[1, 3, 4]])
    assert_array_equal(value, [2.0] * 5)


def test_clip_norm_of_each_run_alone(rng):
    gradients = rng.normal(size=(3, 4, 50))
    _, g = asked(clip_norm(constant(gradients), 7.0), np.zeros((3, 4, 50)))
    lengths = np.linalg.norm(gradients, axis=-1)
    assert 0 < (lengths > 7).sum() < 12
    assert_allclose(np.linalg.norm(g, axis=-1), np.minimum(lengths, 7.0), rtol=1e-14)
    cosines = (g * gradients).sum(axis=-1) / np.linalg.norm(g, axis=-1) / lengths
    assert_allclose(cosines, 1, rtol=1e-14)


def test_clip_norm_shows_divergence_in_its_run_alone():
    gradients = np.array([[np.nan, 1.0], [np.inf, 1.0], [3.0, 4.0]])
    with np.errstate(invalid="ignore"):
        _, g = asked(clip_norm(constant(gradients), 1.0), np.ones((3, 2)))
    assert np.isnan(g[0]).all() and np.isnan(g[1, 0])
    assert_allclose(g[2], [0.6, 0.8], rtol=1e-15)


def test_clip_norm_of_single_precision_that_would_overflow():
    _, g = asked(clip_norm(constant([3e30, -4e30]), 5.0), [0.0, 0.0], np.float32)
    assert g.dtype == np.float32
    assert_allclose(g, [3.0, -4.0], rtol=1e-6)


def test_clip_value_turns_the_gradient():
    value, g = asked(clip_value(constant([3.0, -0.2, -7.0, np.inf, np.nan]), 0.5), np.ones(5))
    assert_array_equal(g, [0.5, -0.2, -0.5, 0.5, np.nan])
    assert value == 5


def test_l2_is_the_gradient_of_its_value(rng, bowl):
    objective, theta, h = l2(bowl([1.0, 25.0]), 0.3), rng.normal(size=(4, 2)), 1e-6
    value, g = asked(objective, theta)
    for i, e in enumerate(np.eye(2)):
        difference = asked(objective, theta + h * e)[0] - asked(objective, theta - h * e)[0]
        assert_allclose(g[:, i], difference / (2 * h), rtol=1e-7)
    assert_allclose(value, (theta**2 @ [1.0, 25.0] + 0.3 * (theta**2).sum(axis=1)) / 2, rtol=1e-14)


def test_l2_decays_geometrically_under_sgd():
    theta = np.array([1.0, -2.0])
    list(islice(Descent(l2(lambda theta, g: g.fill(0) or 0.0, 0.5), theta, sgd(lr=0.1)), 20))
    assert_allclose(theta, np.array([1.0, -2.0]) * (1 - 0.05) ** 20, rtol=1e-13)


@pytest.mark.parametrize(
    ("call", "options", "variance"),
    [
        (0, {}, 0.01),
        (99, {}, 0.01 / 100**0.55),
        (3, {"eta": 2.0, "gamma": 1.5}, 2 / 4**1.5),
    ],
)
def test_gradient_noise_has_the_variance_of_its_step(call, options, variance, rng):
    n = 40_000
    noisy = gradient_noise(constant(7.0), rng, **options)
    draws = [asked(noisy, np.zeros(n))[1] for _ in range(call + 1)]
    noise = draws[call] - 7
    assert abs(noise.mean()) < 5 * np.sqrt(variance / n)
    assert abs(noise.var() / variance - 1) < 5 * np.sqrt(2 / n)


def test_gradient_noise_is_new_each_time_and_the_generators_own():
    def noise(seed):
        noisy = gradient_noise(constant(0.0), np.random.default_rng(seed))
        return [asked(noisy, np.ones(3)) for _ in range(2)]

    (value, first), (_, second) = noise(0)
    assert value == 3 and (first != second).all()
    assert_array_equal(first, noise(0)[0][1])
    assert (first != noise(1)[0][1]).all()


def test_they_compose_from_the_inside_out():
    _, g = asked(clip_norm(l2(constant([0.0, 0.0]), 2.0), 1.0), [3.0, 4.0])
    assert_allclose(g, [0.6, 0.8], rtol=1e-15)
    _, g = asked(l2(clip_norm(constant([0.0, 0.0]), 1.0), 2.0), [3.0, 4.0])
    assert_allclose(g, [6.0, 8.0], rtol=1e-15)
