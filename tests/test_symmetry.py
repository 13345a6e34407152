"""Equal units: the symmetry of the loss, what breaks it, and how fast."""

from functools import partial

import numpy as np
import pytest

from trainability.activations import relu, sigmoid, tanh
from trainability.experiments.signals import committee, saturation, symmetry
from trainability.experiments.signals.two_way import two_way
from trainability.fit import Fit
from trainability.initializers import normal
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network
from trainability.tasks.networks import mlp
from trainability.theory.mean_field import chi, fixed_point
from trainability.training import train

every_activation = pytest.mark.parametrize("f", [sigmoid, tanh, relu], ids=repr)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def gradient(network, theta, rng):
    x, target = rng.standard_normal((20, 5)), rng.standard_normal((20, 3))
    g = np.empty_like(theta)
    return Fit(network, squared_error, x, target)(theta, g), g


@every_activation
def test_units_in_another_order_have_their_gradients_in_that_order(f, rng):
    network = mlp([5, 4, 3], f)
    theta = rng.standard_normal(network.size)
    swapped, order = theta.copy(), [2, 0, 3, 1]
    for (W, b), _, (V, _) in [network.params(swapped)]:
        W[...], b[...], V[...] = W[:, order], b[order], V[order]
    (loss, g), (same, h) = (gradient(network, at, np.random.default_rng(1)) for at in (theta, swapped))
    assert loss == pytest.approx(same, rel=1e-14)
    assert np.allclose(symmetry.units(network, g)[order], symmetry.units(network, h), rtol=0, atol=1e-14)
    assert not np.allclose(symmetry.units(network, g), symmetry.units(network, h))


@every_activation
def test_equal_units_have_equal_gradients_and_zero_moves_only_if_f_does(f, rng):
    network = mlp([5, 4, 3], f)
    theta = network.initial(rng, W=lambda shape, rng: np.full(shape, 0.3))
    assert symmetry.asymmetry(network, gradient(network, theta, rng)[1]) < 1e-14
    _, g = gradient(network, np.zeros(network.size), rng)
    moves = symmetry.units(network, g).any()
    assert moves == (f.f(np.zeros(1)) != 0).item()


def test_back_to_front_is_the_dense_layer_but_for_rounding(rng):
    x, dy, W, b = rng.random((50, 7)), rng.random((50, 6)), rng.random((7, 6)), rng.random(6)
    results = []
    for layer in (Dense(7, 6), symmetry.BackToFront(7, 6)):
        dW, db = np.empty((7, 6)), np.empty(6)
        y, pull, _ = layer(x, W, b)
        results.append((y, pull(dy, dW, db), dW, db))
    (y, dx, dW, db), (y2, dx2, dW2, db2) = results
    assert np.array_equal(y, y2) and np.array_equal(dx, dx2) and np.array_equal(db, db2)
    assert np.array_equal(dW[:, ::2], dW2[:, ::2]) and 0 < np.abs(dW - dW2).max() < 1e-12


def test_back_to_front_parts_equal_units_while_they_learn():
    network = Network(symmetry.BackToFront(784, 4), sigmoid, Dense(4, 10))
    theta = np.zeros((1, network.size))
    assert (
        train(symmetry.digits(theta, 0, network), 5, 5, apart=lambda theta: symmetry.asymmetry(network, theta))["apart"][-1] > 0
    )


def test_zero_stays_one_unit_on_the_wave():
    theta = symmetry.wave_from_zero(seeds=3, epochs=5)
    assert np.ptp(theta[:, :9].reshape(3, 3, 3), axis=-1).max() < 1e-12 and np.all(theta[:, [0, 6, 9]] != 0)


def test_splitting_is_the_second_difference_of_the_loss(rng):
    x, target = committee.two_slopes()
    theta = committee.start(2, np.zeros(9))
    network = mlp([2, 2, 1], tanh)
    theta[:] = [1.1, 1.1, -0.4, -0.4, 0.2, 0.2, 0.9, 0.9, 0.3]  # equal units, not at rest
    apart = np.zeros(9)
    (W, b), _, (V, _) = network.params(apart)
    move = rng.standard_normal(4)
    for unit, sign in ((0, 1), (1, -1)):
        W[:, unit], b[unit], V[unit] = sign * move[:2], sign * move[2], sign * move[3]

    def loss(at):
        return Fit(network, squared_error, x, target)(at, np.empty(9))

    h = 1e-3
    second = (loss(theta + h * apart) + loss(theta - h * apart) - 2 * loss(theta)) / h**2
    assert second == pytest.approx(2 * move @ committee.splitting(x, target, theta) @ move, rel=1e-4)


def test_units_part_at_the_rate_of_the_lowest_eigenvalue(rng):
    x, target = committee.two_slopes()
    saddle = committee.start(2, np.zeros(9))
    committee.learn(x, target, saddle, steps=1000)
    decade = np.log(10) / np.log(1 - 0.3 * np.linalg.eigvalsh(committee.splitting(x, target, saddle))[0])
    noise = np.array([1e-11, 1e-13])[:, None] * rng.standard_normal(9)
    apart = committee.learn(x, target, committee.start(2, noise), steps=600)["asymmetry"]
    first, second = np.argmax(apart > 0.1, axis=0)
    assert (second - first) / 2 == pytest.approx(decade, rel=0.03)


def test_sigmoids_between_linear_and_flat(rng):
    assert saturation.curvature(0.03) / 0.03**4 == pytest.approx(1 / 24, rel=2e-3)
    assert saturation.measured_curvature(0.1, rng) / 0.1**4 == pytest.approx(1.06 / 24, rel=0.05)  # units differ in length
    mean, median = saturation.slopes(30.0)
    assert mean == pytest.approx(1 / (30 * np.sqrt(2 * np.pi)), rel=0.01) and median == pytest.approx(
        np.exp(-0.67449 * 30), rel=1e-3
    )
    for scale in (0.3, 3.0):
        sizes = two_way([128] * 13, partial(normal, std=scale / np.sqrt(128)), rng, activation=sigmoid)
        grown = (sizes["gradient"].at(layer=3) / sizes["gradient"].at(layer=11)) ** (1 / 8)
        assert grown.mean() == pytest.approx(chi(sigmoid, scale) ** 0.5, rel=0.04)  # the typical network is below the mean square
        assert sizes["signal"].at(layer=6).mean() == pytest.approx(fixed_point(sigmoid, scale) ** 0.5, rel=0.02)
