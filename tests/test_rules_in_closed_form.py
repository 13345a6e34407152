"""The rules where mathematics says where they go: quadratics, slopes, a single push, no gradient at all."""

from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability import rules
from trainability.rule import Descent
from trainability.schedules import NesterovSequence, Switch
from trainability.surfaces import quadratic

START = np.array([1.0, -2.0, 0.5])
CURVATURE = np.array([1.0, 6.0, 25.0])
SLOPES = np.array([1.0, -0.003, 7000.0])
T = np.arange(1, 41)[:, None] * np.ones(3)  # the step, for each of three parameters


def path(objective, start, rule, steps=40):
    """Where each step ends, the start first."""
    theta = np.array(start, dtype=float)
    descent = Descent(objective, theta, rule)
    return np.array([theta.copy(), *(theta.copy() for _ in islice(descent, steps))])


def fed(gradients):
    """An objective with these gradients, one after the other, wherever it is asked."""
    rows = iter(gradients)

    def objective(theta, g):
        g[...] = next(rows)
        return 0.0

    return objective


def steps_on_slopes(rule, steps=40):
    """How far down constant slopes each step goes."""
    return np.diff(path(fed([SLOPES] * steps), np.zeros(3), rule, steps), axis=0) * -np.sign(SLOPES)


# Momentum

MATRICES = {
    "momentum": lambda mu, h: [[mu, -h], [mu, 1 - h]],
    "nesterov": lambda mu, h: [[mu * (1 - h), -h], [mu * (1 - h), 1 - h]],
}


@pytest.mark.parametrize("name", MATRICES)
def test_on_a_bowl_is_the_power_of_a_matrix(name, bowl):
    lr, mu = 0.03, 0.85
    walk = path(bowl(CURVATURE), START, getattr(rules, name)(lr=lr, mu=mu))
    for start, curvature, own in zip(START, CURVATURE, walk.T):
        matrix = np.array(MATRICES[name](mu, lr * curvature))
        powers = [np.linalg.matrix_power(matrix, t) @ [0, start] for t in range(41)]
        assert_allclose(own, np.array(powers)[:, 1], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mu", [0.95, NesterovSequence()], ids=["constant", "scheduled"])
def test_nesterov_is_momentum_less_by_curvature_along_each_eigenvector(mu):
    condition, angle, lr = 50.0, 0.7, 0.015
    surface, straight = quadratic(condition, angle), quadratic(condition)
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    less = 1 - lr * np.array([1.0, condition])
    momentum = rules.momentum(lr=lr, mu=lambda t: (mu(t) if callable(mu) else mu) * less)
    turned = path(surface, axes @ [1.0, -2.0], rules.nesterov(lr=lr, mu=mu)) @ axes
    assert_allclose(turned, path(straight, [1.0, -2.0], momentum), rtol=1e-12, atol=1e-12)


def test_nesterov_keeps_the_bound_of_his_theorem(bowl):
    curvature = np.logspace(-6, 0, 13)
    exact = rules.nesterov(lr=1.0, mu=lambda t: NesterovSequence()(max(t - 2, 0)))
    walk = path(bowl(curvature), np.ones(13), exact, steps=300)
    heights = (curvature * walk**2).sum(axis=1) / 2
    assert (heights[1:] <= 2 * 13 / np.arange(2, 302) ** 2).all()


def test_momentum_ema_is_momentum_with_less_rate(bowl):
    average = path(bowl(CURVATURE), START, rules.momentum_ema(lr=0.2, beta=0.8))
    assert_allclose(average, path(bowl(CURVATURE), START, rules.momentum(lr=0.2 * (1 - 0.8), mu=0.8)), rtol=1e-12)


def test_momentum_framework_is_momentum_while_the_rate_is_constant(bowl):
    outside = path(bowl(CURVATURE), START, rules.momentum_framework(lr=0.02, mu=0.8))
    assert_allclose(outside, path(bowl(CURVATURE), START, rules.momentum(lr=0.02, mu=0.8)), rtol=1e-12, atol=1e-14)


def test_momentum_framework_slows_at_once_when_the_rate_falls():
    mu, lr = 0.8, Switch(0.1, 1, 0.02)
    push = [[1.0], *[[0.0]] * 39]
    coasting = (mu ** np.arange(1, 40)).sum()
    heavy = path(fed(push), [0.0], rules.momentum(lr=lr, mu=mu))[-1]
    framework = path(fed(push), [0.0], rules.momentum_framework(lr=lr, mu=mu))[-1]
    assert_allclose(heavy, -0.1 - 0.1 * coasting, rtol=1e-12)
    assert_allclose(framework, -0.1 - 0.02 * coasting, rtol=1e-12)


# Adaptive methods


def test_adagrad_on_a_slope_sums_inverse_roots():
    assert_allclose(steps_on_slopes(rules.adagrad(lr=0.3, eps=0.0)), 0.3 / np.sqrt(T), rtol=1e-9)
    steps = steps_on_slopes(rules.adagrad(lr=0.3, eps=0.002, eps_inside=0.5))
    assert_allclose(steps, 0.3 * abs(SLOPES) / (np.sqrt(T * SLOPES**2 + 0.5) + 0.002), rtol=1e-9)


def test_rmsprop_on_a_slope_tends_to_the_rate():
    assert_allclose(steps_on_slopes(rules.rmsprop(lr=0.3, eps=0.0)), 0.3 / np.sqrt(1 - 0.9**T), rtol=1e-9)


def test_centered_rmsprop_on_a_slope_speeds_up_to_its_bound():
    variance = 0.9**T * (1 - 0.9**T) * SLOPES**2
    steps = steps_on_slopes(rules.rmsprop_centered(lr=0.3, eps_inside=0.01))
    assert_allclose(steps, 0.3 * abs(SLOPES) / np.sqrt(variance + 0.01), rtol=1e-9)


def test_centered_rmsprop_survives_a_variance_that_rounds_below_zero(rng):
    slopes = rng.normal(size=100)
    walk = path(fed([slopes] * 500), np.zeros(100), rules.rmsprop_centered(lr=0.3, eps=0.01, eps_inside=0.0), 500)
    assert_allclose(walk[-1] - walk[-2], -0.3 * slopes / 0.01, rtol=1e-4)


def test_adadelta_starts_by_epsilon_and_forgets_the_scale_of_the_objective(rng):
    gradients = 1e8 * rng.normal(size=(40, 3))
    walk = path(fed(gradients), START, rules.adadelta)
    assert_allclose(abs(walk[1] - walk[0]), np.sqrt(1e-6 / (1 - 0.95)), rtol=1e-12)
    assert_allclose(path(fed(1e4 * gradients), START, rules.adadelta), walk, rtol=1e-12)


@pytest.mark.parametrize("betas", [{}, {"beta1": 0.5, "beta2": 0.7}], ids=["default", "other"])
def test_adam_on_a_slope_steps_by_its_rate(betas):
    assert_allclose(steps_on_slopes(rules.adam(lr=0.3, eps=0.0, **betas)), 0.3 * np.ones_like(T), rtol=1e-9)
    steps = steps_on_slopes(rules.adam(lr=0.3, eps=0.01, **betas))
    assert_allclose(steps, 0.3 * abs(SLOPES) / (abs(SLOPES) + 0.01) * np.ones_like(T), rtol=1e-9)


def test_adam_without_its_corrections_would_start_with_a_leap():
    descent = Descent(fed([SLOPES]), START.copy(), rules.adam)
    next(descent)
    assert_allclose(abs(descent.state["m"]) / np.sqrt(descent.state["v"]), (1 - 0.9) / np.sqrt(1 - 0.999), rtol=1e-12)


def test_nadam_on_a_slope():
    ahead = 0.9 * (1 - 0.9**T) / (1 - 0.9 ** (T + 1)) + (1 - 0.9) / (1 - 0.9**T)
    steps = steps_on_slopes(rules.nadam(lr=0.3, eps=0.0))
    assert_allclose(steps, 0.3 * ahead, rtol=1e-9)
    assert_allclose(steps[0], [0.3 * (1 + 2 * 0.9) / (1 + 0.9)] * 3, rtol=1e-9)


def test_amsgrad_is_adam_while_gradients_grow_and_slower_when_they_fade(rng):
    growing = np.cumsum(rng.uniform(1, 2, size=(40, 3)), axis=0)
    settings = {"lr": 0.01, "beta1": 0.0, "beta2": 0.9}
    assert_array_equal(path(fed(growing), START, rules.amsgrad(**settings)), path(fed(growing), START, rules.adam(**settings)))
    fading = growing[::-1]
    slow, fast = (np.diff(path(fed(fading), START, rule(**settings)), axis=0) for rule in (rules.amsgrad, rules.adam))
    assert (abs(slow) <= abs(fast) * (1 + 1e-12)).all() and (abs(slow[-1]) < 0.8 * abs(fast[-1])).all()


def test_amsgrad_never_forgets_a_large_moment(rng):
    descent = Descent(fed(rng.normal(size=(40, 3))), START.copy(), rules.amsgrad(beta2=0.5))
    last = np.zeros(3)
    for _ in islice(descent, 40):
        w, v = descent.state["w"], descent.state["v"]
        assert_array_equal(w, np.maximum(last, v))
        last = w.copy()


def test_adamw_without_gradient_decays_geometrically():
    lr = Switch(0.1, 10, 0.02)
    walk = path(fed(np.zeros((40, 3))), START, rules.adamw(lr=lr, decay=0.5))
    assert_allclose(walk[1:], START * (1 - 0.05) ** np.minimum(T, 10) * (1 - 0.01) ** np.maximum(T - 10, 0), rtol=1e-12)


def test_adamw_keeps_the_decay_out_of_the_moments(rng):
    gradients = rng.normal(size=(40, 3))
    assert_array_equal(path(fed(gradients), START, rules.adamw(decay=0.0)), path(fed(gradients), START, rules.adam))
    with_decay, without = (Descent(fed(gradients), START.copy(), rule) for rule in (rules.adamw(decay=0.5), rules.adam))
    list(islice(with_decay, 40)), list(islice(without, 40))
    assert_array_equal([*with_decay.state.values()], [*without.state.values()])


ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
HEAVY = {"lr": 0.01, "mu": 0.9}
DEFAULTS = {  # the papers', and else the custom
    "sgd": {"lr": 0.01},
    "momentum": HEAVY,
    "momentum_ema": {"lr": 0.01, "beta": 0.9},
    "momentum_framework": HEAVY,
    "nesterov": HEAVY,
    "adagrad": {"lr": 0.01, "eps": 1e-8, "eps_inside": 0.0},
    "rmsprop": {"lr": 0.001, "rho": 0.9, "eps": 1e-8, "eps_inside": 0.0},
    "rmsprop_centered": {"lr": 0.001, "rho": 0.9, "eps": 0.0, "eps_inside": 1e-4},
    "adadelta": {"lr": 1.0, "rho": 0.95, "eps": 1e-6},
    "adam": ADAM,
    "nadam": ADAM,
    "amsgrad": ADAM,
    "adamw": ADAM | {"decay": 0.01},
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults_are_the_papers_and_else_the_custom(name):
    assert getattr(rules, name).hyper == DEFAULTS[name]
