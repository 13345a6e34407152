"""Theory and networks of the chapter on the edge of chaos agree, with closed forms and with each other."""

import numpy as np
import pytest

from trainability.activations import linear, relu, sigmoid, tanh
from trainability.experiments.signals.edge_of_chaos import course, gaussian, jacobian, sizes, sphere
from trainability.initializers import lecun_normal, orthogonal
from trainability.sweeping import sweep
from trainability.theory import mean_field


def test_the_tanh_map_has_the_series_of_the_chapter():
    for q in (1e-2, 1e-3):
        series = q - 2 * q**2 + 17 / 3 * q**3
        assert abs(mean_field.next_q(tanh, 1.0, q) - series) < 30 * q**4


@pytest.mark.parametrize("c", [-0.9, -0.3, 0.0, 0.5, 0.95])
def test_the_correlation_behind_a_rectifier_is_the_arc_cosine_kernel(c):
    kernel = (np.sqrt(1 - c**2) + c * (np.pi - np.arccos(c))) / np.pi
    assert mean_field.next_c(relu, 1.3, 0.7, c) == pytest.approx(kernel, abs=2e-3)


def test_the_correlation_map_does_not_change_the_correlation_of_a_linear_layer():
    assert mean_field.next_c(linear, 2.0, 3.0, 0.37) == pytest.approx(0.37, abs=1e-9)


@pytest.mark.parametrize("activation, sigma", [(tanh, 1.5), (sigmoid, 3.0)])
def test_chi_is_the_growth_of_a_small_difference(activation, sigma):
    q, away = 0.4, 1e-4
    distance = 1 - mean_field.next_c(activation, sigma, q, 1 - away)
    growth = distance * mean_field.next_q(activation, sigma, q) / (away * q)
    assert growth == pytest.approx(mean_field.chi(activation, sigma, q), rel=1e-3)


@pytest.mark.parametrize("activation, sigma", [(tanh, 1.2), (tanh, 3.0), (sigmoid, 1.0), (sigmoid, 8.0)])
def test_the_fixed_point_stays(activation, sigma):
    q = mean_field.fixed_point(activation, sigma)
    assert q > 0.01 and mean_field.next_q(activation, sigma, q) == pytest.approx(q, rel=1e-9)
    assert mean_field.chi(activation, sigma) == mean_field.chi(activation, sigma, q) != mean_field.chi(activation, sigma, 0.0)


def test_wide_networks_follow_the_theory_forward_and_backward():
    networks = sweep(
        lambda seed: course(tanh, [0.8, 1.5], np.random.default_rng(seed), n=400, depth=8, c=0.6), {"seed": range(10)}
    )
    for sigma in (0.8, 1.5):
        theory = mean_field.theory(tanh, sigma, depth=8, c=0.6)
        q, c, gradient = (networks[name].at(sigma=sigma).mean("seed") for name in ("q", "c", "gradient"))
        assert np.allclose(q, theory.q, rtol=0.08) and np.allclose(gradient, theory.gradient, rtol=0.08)
        assert np.allclose(c, theory.c, atol=0.06)


def test_orthogonal_linear_layers_scale_signal_and_gradient_and_keep_the_angle():
    run = course(linear, [1.5], np.random.default_rng(0), n=16, depth=4, c=-0.3, law=orthogonal)
    assert np.allclose(run["q"], 2.25 ** np.arange(5)) and np.allclose(run["c"], -0.3)
    assert np.allclose(run["gradient"], 2.25 ** np.arange(4, -1, -1))


@pytest.mark.parametrize("activation", [tanh, relu])
@pytest.mark.parametrize("law, draw", [(lecun_normal, gaussian), (orthogonal, sphere)])
def test_sizes_drawn_without_matrices_have_the_law_of_networks(activation, law, draw):
    built = np.log([_built(activation, law, seed) for seed in range(300)])
    drawn = 2 * np.log(sizes(activation, np.random.default_rng(1), n=16, depth=4, runs=2000, sigma=1.3, draw=draw)[:, -1])
    assert abs(built.mean() - drawn.mean()) < 4 * np.hypot(built.std() / np.sqrt(300), drawn.std() / np.sqrt(2000))
    assert built.std() == pytest.approx(drawn.std(), rel=0.15)


def _built(activation, law, seed):
    """The mean square of a signal behind four layers of width 16, with their matrices."""
    rng = np.random.default_rng(seed)
    y = sphere(rng, (16,))
    for _ in range(4):
        y = activation.f(1.3 * y @ law((16, 16), rng))
    return np.mean(y**2)


def test_finite_width_slows_the_signal_as_derived():
    rms = sizes(tanh, np.random.default_rng(0), n=512, depth=100, runs=200)[:, 100]
    assert rms.mean() == pytest.approx((1 - 100 / 4 / 512) * np.sqrt(mean_field.theory(tanh, 1.0, depth=100).q[100]), rel=0.03)
    assert np.mean(rms**-2) == pytest.approx(512 * np.expm1(200 / 512), rel=0.06)


@pytest.mark.parametrize(
    "activation, sigma, draw, kappa",
    [(linear, 1, gaussian, 2), (relu, 2**0.5, gaussian, 5), (relu, 2**0.5, sphere, 3), (tanh, 1, gaussian, 2 / 3)],
)
def test_networks_differ_by_depth_over_width(activation, sigma, draw, kappa):
    logs = 2 * np.log(sizes(activation, np.random.default_rng(0), n=300, depth=30, runs=500, sigma=sigma, draw=draw)[:, -1])
    assert logs.var(ddof=1) == pytest.approx(kappa * 30 / 300, rel=4 * np.sqrt(2 / 499))


def test_the_jacobian_is_that_of_the_network():
    values = jacobian(linear, orthogonal, np.random.default_rng(0), n=6, depth=10, sigma=1.1)
    assert np.allclose(values, 1.1**10)
    squares = [
        np.sum(jacobian(tanh, lecun_normal, np.random.default_rng(s), n=200, depth=5, sigma=1.5) ** 2) / 200 for s in range(5)
    ]
    grown = mean_field.theory(tanh, 1.5, depth=5).gradient[0]
    assert np.mean(squares) == pytest.approx(grown, rel=0.1)
