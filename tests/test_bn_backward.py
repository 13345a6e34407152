"""The check by differences, and which faults of a backward pass it sees on how many rows."""

import numpy as np
import pytest

from trainability.activations import tanh
from trainability.experiments.normalization import bn_backward as bn
from trainability.fit import Fit
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network
from trainability.normalization import KERAS, BatchNorm, standardize


@pytest.mark.parametrize("eps", [1e-5, 0.5])
def test_node_by_node_is_the_closed_form(eps, rng):
    x, d = rng.normal(2, 3, (2, 4, 7, 5))
    xhat, scale, *_ = standardize(x, bn.ROWS, eps)
    np.testing.assert_allclose(bn.node_by_node(d, xhat, scale), bn.closed_form(d, xhat, scale), rtol=1e-11, atol=1e-14)


def test_the_right_one_is_batch_norm(rng):
    x, dy, gamma, beta = *rng.normal(size=(2, 6, 4)), *rng.normal(size=(2, 4))
    outcomes = []
    for layer in (bn.BACKWARDS["right"](4), BatchNorm(4)):
        y, pull, _ = layer(x, gamma, beta)
        grads = np.empty(4), np.empty(4)
        outcomes.append([y, pull(dy, *grads), *grads])
    for ours, theirs in zip(*outcomes):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


def test_wrong_ones_by_hand():
    x, d = np.array([[0.0], [0.0], [3.0]]), np.array([[1.0], [2.0], [6.0]])
    xhat, scale, mean, var = standardize(x, bn.ROWS, 0.0)  # mean 1, variance 2
    z = (x - 1) / np.sqrt(2)
    along = (z * d).mean()
    np.testing.assert_allclose(bn.mean_constant(d, xhat, scale), (d - z * along) / np.sqrt(2))
    np.testing.assert_allclose(bn.variance_constant(d, xhat, scale), (d - 3) / np.sqrt(2))
    np.testing.assert_allclose(bn.sums_for_means(d, xhat, scale), (d - 9 - 3 * z * along) / np.sqrt(2))
    np.testing.assert_allclose(bn.no_root(d, xhat, scale), (d - 3 - z * along) / 2)


def test_forgotten_gamma(rng):
    x, dy, gamma, beta = *rng.normal(size=(2, 6, 4)), rng.uniform(0.5, 2, 4), rng.normal(size=4)
    right, forgets = (
        bn.BACKWARDS[name](4)(x, gamma, beta)[1](dy, np.empty(4), np.empty(4)) for name in ("right", "gamma forgotten")
    )
    np.testing.assert_allclose(right, gamma * forgets)


def test_differences_of_a_square(rng):
    theta = rng.normal(size=(2, 3))

    def objective(theta, g):
        g[...] = [2.0, 4.0, 6.0] * theta
        return (theta**2) @ [1.0, 2.0, 3.0]

    np.testing.assert_allclose(bn.differences(objective, theta, 0.1), bn.gradient(objective, theta), rtol=1e-12)
    np.testing.assert_allclose(bn.differences(objective, theta, 0.1, np.array([2])), 6 * theta[:, 2:])


@pytest.mark.parametrize("name", bn.BACKWARDS)
@pytest.mark.parametrize("rows", [1, 3, 4, 8])
def test_which_rows_show_which_fault(name, rows):
    error, size = bn.gradient_check(bn.BACKWARDS[name], rows, seeds=10)
    if rows == 1:
        assert (size == 0).all() and ((error > 1).all() if name == "mean constant" else (error == 0).all())
    elif name == "right":
        assert (error < 1e-4 * size).all()
    else:
        assert (error > 0.03 * size).all()


def test_two_rows_leave_next_to_no_gradient():
    (right, size), (_, usual) = (bn.gradient_check(bn.BACKWARDS["right"], rows) for rows in (2, 4))
    assert np.median(size) < 0.01 * np.median(usual) and np.median(right) < 1e-6
    for name, visible in {"mean constant": True, "variance constant": True, "no root": False, "gamma forgotten": False}.items():
        error, _ = bn.gradient_check(bn.BACKWARDS[name], 2)
        assert (np.median(error) > 0.1 * np.median(usual)) == visible


def test_scales_of_one_hide_a_forgotten_gamma():
    error, size = bn.gradient_check(bn.BACKWARDS["gamma forgotten"], 8, spread=0.0)
    assert (error < 1e-6 * size).all()


def test_the_small_network_has_its_scales_where_they_belong():
    network, fit, theta = bn.small(bn.BACKWARDS["right"], rows=4, seeds=3, spread=0.0)
    gamma, beta = network.params(theta)[1]
    assert isinstance(fit, Fit) and fit.x.shape == (3, 4, 10) and (gamma == 1).all() and (beta == 0).all()


def test_one_row_gives_nothing_to_what_comes_before(rng):
    network = Network(Dense(3, 4), BatchNorm(4, running=KERAS), tanh, Dense(4, 2))
    theta = rng.normal(size=network.size)
    g = bn.gradient(Fit(network, squared_error, rng.normal(size=(1, 3)), rng.normal(size=(1, 2))), theta)
    (dW, db), (dgamma, dbeta), _, (dW2, _) = network.params(g)
    assert not dW.any() and not db.any() and not dgamma.any() and dbeta.all() and dW2.all()


def test_the_check_by_parameter(rng):
    network = Network(Dense(2, 3), bn.BACKWARDS["right"](3), tanh, Dense(3, 4), bn.BACKWARDS["mean constant"](4), Dense(4, 1))
    theta = rng.normal(size=network.size)
    fit = Fit(network, squared_error, rng.normal(size=(5, 2)), rng.normal(size=(5, 1)))
    found = bn.by_parameter(network, fit, theta)
    assert [*found] == ["W1", "b1", "gamma1", "beta1", "W2", "b2", "gamma2", "beta2", "W3", "b3"]
    assert [size for size, _, _ in found.values()] == [6, 3, 3, 3, 12, 4, 4, 4, 4, 1]
    wrong = [error > 1e-4 for *_, error in found.values()]
    assert wrong == [
        True,
        False,
        True,
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]  # what lies before the wrong one, but for b1: zero either way
    one = Fit(network, squared_error, fit.x[:1], fit.target[:1])
    assert [count for _, count, _ in bn.by_parameter(network, one, theta).values()][-4:] == [0, 4, 4, 1]
