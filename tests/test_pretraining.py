"""Contrastive divergence by hand, free energies against sums over all states, denoising against differences, and what layers unroll into."""

from functools import partial
from itertools import islice, product

import numpy as np
import pytest

from trainability.activations import linear, sigmoid
from trainability.datasets import curve_images
from trainability.initializers import normal
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network
from trainability.pretraining import BINARY, GAUSSIAN, Boltzmann, Denoising, Tied, pretrain, unrolled
from trainability.rule import Descent
from trainability.rules import momentum

KINDS = [(v, h) for v in (BINARY, GAUSSIAN) for h in (BINARY, GAUSSIAN)]


def rng(seed=0):
    return np.random.default_rng(seed)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def differences(f, theta, eps=1e-6):
    return np.array([(f(theta + eps * e) - f(theta - eps * e)) / (2 * eps) for e in np.eye(theta.size)])


# Boltzmann machines


def test_contrastive_divergence_by_hand():
    """Two visible units and one hidden one, two images, and the very random numbers."""
    W, b, c = np.array([[1.0], [-2.0]]), np.array([0.5]), np.array([-1.0, 0.25])
    v = np.array([[1.0, 0.0], [0.0, 1.0]])
    h = logistic(np.array([1.5, -1.5]))  # 1 + 1/2 and -2 + 1/2
    drawn = rng(3).random((2, 1)).ravel() < h
    assert drawn.tolist() == [True, False]
    again = logistic(np.array([[1 - 1, -2 + 0.25], [-1, 0.25]]))
    h_again = logistic(again @ np.array([1.0, -2.0]) + 0.5)
    g, machine = np.empty(5), Boltzmann(2, 1)
    error = machine.contrast(v, np.concatenate([W.ravel(), b, c]), g, rng(3))
    dW, db, dc = machine.params(g)
    np.testing.assert_allclose(dW.ravel(), -(h[:, None] * v - h_again[:, None] * again).mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(db, -(h - h_again).mean(), rtol=1e-13)
    np.testing.assert_allclose(dc, -(v - again).mean(axis=0), rtol=1e-13)
    np.testing.assert_allclose(error, ((v - again) ** 2).sum() / 2, rtol=1e-13)


@pytest.mark.parametrize("visible, hidden", KINDS, ids=str)
def test_the_slope_of_the_free_energy_against_differences(visible, hidden):
    machine = Boltzmann(3, 2, visible, hidden)
    theta, v, g = rng(1).normal(size=machine.size), rng(2).random((4, 3)), np.empty(machine.size)
    means = machine.slope(v, theta, g)
    np.testing.assert_array_equal(means, machine.encode(v, theta))
    np.testing.assert_allclose(g, differences(lambda at: machine.free_energy(v, at).mean(), theta), rtol=1e-6, atol=1e-8)


def states(n):
    return np.array(list(product([0.0, 1.0], repeat=n)))


def energies(machine, theta):
    """The energy of each visible with each hidden state, from its definition."""
    W, b, c = machine.params(theta)
    v, h = states(len(c))[:, None, :], states(len(b))
    return -(v @ c) - h @ b - np.einsum("vxi,ij,hj->vh", v, W, h)


def test_the_free_energy_is_a_sum_over_all_hidden_states():
    machine, theta = Boltzmann(3, 4), rng(5).normal(size=19)
    np.testing.assert_allclose(machine.free_energy(states(3), theta), -np.log(np.exp(-energies(machine, theta)).sum(axis=1)))


def test_the_gradient_of_the_likelihood_is_a_difference_of_two_slopes():
    """The whole of a tiny machine: data minus model, each a mean of the slope of the free energy."""
    machine, theta, data = Boltzmann(3, 2), rng(6).normal(size=11), rng(7).integers(2, size=(5, 3)).astype(float)

    def cost(at):
        return machine.free_energy(data, at).mean() + np.log(np.exp(-machine.free_energy(states(3), at)).sum())

    p = np.exp(-machine.free_energy(states(3), theta))
    p /= p.sum()
    on_data, by_model = np.empty(11), np.zeros(11)
    machine.slope(data, theta, on_data)
    for weight, v in zip(p, states(3)):
        g = np.empty(11)
        machine.slope(v[None], theta, g)
        by_model += weight * g
    np.testing.assert_allclose(on_data - by_model, differences(cost, theta), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("kind", [BINARY, GAUSSIAN], ids=str)
def test_the_mean_of_a_unit_is_the_slope_of_its_sum_and_of_its_draws(kind):
    x = np.linspace(-3, 3, 7)
    mean, _, _ = kind.layer(x)
    np.testing.assert_allclose(mean, (kind.log_sum(x + 1e-5) - kind.log_sum(x - 1e-5)) / 2e-5, rtol=1e-6, atol=1e-9)
    drawn = kind.draw(np.tile(mean, (40_000, 1)), rng())
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=5 / 200)
    assert kind.draw(np.float32(mean), rng()).dtype == np.float32
    assert set(np.unique(BINARY.draw(mean, rng()))) <= {0.0, 1.0}


def test_runs_are_independent_and_each_has_data_of_its_own():
    machine, x = Boltzmann(4, 3), rng().random((2, 30, 4))
    theta, g = rng(1).normal(size=(2, machine.size)), np.empty((2, machine.size))
    errors = machine.learner(x, 30, rng(2), runs=(2,))(theta, g)
    h = rng(2)  # the same draws, run by run
    order = h.permuted(np.broadcast_to(np.arange(30), (2, 30)), axis=-1)
    uniform = h.random((2, 30, 3))
    for run in range(2):
        v = x[run][order[run]]
        states = (uniform[run] < machine.encode(v, theta[run])).astype(float)
        again = machine.decode(states, theta[run])
        up, down = np.empty(machine.size), np.empty(machine.size)
        machine.slope(v, theta[run], up), machine.slope(again, theta[run], down)
        np.testing.assert_allclose(g[run], up - down, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(errors[run], ((v - again) ** 2).sum() / 30, rtol=1e-12)


def test_data_that_do_not_fit():
    with pytest.raises(
        ValueError, match=r"^Boltzmann\(4, 3, visible=binary, hidden=binary\) takes data \(N, 4\), or those behind"
    ):
        Boltzmann(4, 3).learner(np.ones((5, 3)), 2, rng())
    with pytest.raises(ValueError, match="the batch size must be between 1 and the 5 rows"):
        Boltzmann(4, 3).learner(np.ones((5, 4)), 6, rng())


# Denoising


@pytest.mark.parametrize("runs", [(), (2,)], ids=str)
@pytest.mark.parametrize("hidden", [sigmoid, linear], ids=str)
def test_a_tied_layer_and_its_transpose(hidden, runs):
    layer, draw = Tied(5, 3, hidden), rng(8).normal
    x, params = draw(size=(*runs, 6, 5)), [draw(size=(*runs, *shape)) for shape in layer.shapes.values()]
    dx, dparams = draw(size=x.shape), [draw(size=each.shape) for each in params]
    y, pull, push = layer(x, *params)
    eps, moved = 1e-6, push(dx, *dparams)
    ahead, _, _ = layer(x + eps * dx, *(p + eps * d for p, d in zip(params, dparams)))
    back, _, _ = layer(x - eps * dx, *(p - eps * d for p, d in zip(params, dparams)))
    np.testing.assert_allclose(moved, (ahead - back) / (2 * eps), rtol=1e-5, atol=1e-7)
    dy, grads = draw(size=y.shape), [np.full_like(each, np.nan) for each in params]
    pulled = pull(dy, *grads)
    inner = (pulled * dx).sum() + sum((grad * d).sum() for grad, d in zip(grads, dparams))
    np.testing.assert_allclose(inner, (dy * moved).sum(), rtol=1e-12)
    own, spared, _ = layer.on_data(x, *params)
    again = [np.empty_like(each) for each in params]
    assert spared(dy, *again) is None and all(map(np.array_equal, grads, again)) and np.array_equal(own, y)


def test_what_is_destroyed_is_restored():
    """The input of the network has zeros, the target has not."""
    layer, x = Denoising(4, 2, p=0.5, loss=squared_error), rng().random((50, 4)) + 1
    theta, g = rng(1).normal(size=layer.size), np.empty(layer.size)
    value = layer.learner(x, 50, rng(2))(theta, g)
    draws = rng(2)
    rows = draws.permuted(np.arange(50))
    kept = draws.random((50, 4)) >= 0.5
    assert 0.4 < kept.mean() < 0.6
    y, pull, _ = layer.network(x[rows] * kept, theta)
    expected, dy, _ = squared_error(y, x[rows])
    slope = np.empty_like(g)
    pull(dy, slope)
    np.testing.assert_allclose(value, expected, rtol=1e-13)
    np.testing.assert_allclose(g, slope, rtol=1e-12)


# Stacks


def stack(kind):
    if kind == "boltzmann":
        return [Boltzmann(64, 24), Boltzmann(24, 6, hidden=GAUSSIAN)], [momentum(lr=0.1), momentum(lr=0.01)]
    return [Denoising(64, 24), Denoising(24, 6, linear)], [momentum(lr=0.1), momentum(lr=0.1)]


@pytest.fixture(scope="module")
def images():
    return curve_images(rng(), 1000, size=8)[0]


@pytest.mark.parametrize("kind", ["boltzmann", "denoising"])
def test_pre_training_lowers_the_error_of_every_layer_and_of_the_whole(kind, images):
    layers, rules = stack(kind)
    network = Network(Dense(64, 24), sigmoid, Dense(24, 6), Dense(6, 24), sigmoid, Dense(24, 64))

    def error(steps):
        thetas, losses = pretrain(layers, images, rules, steps, rng(3), W=partial(normal, std=0.1), runs=(3,))
        assert losses.shape == (2, steps, 3) and thetas[0].dtype == np.float32
        y, _, _ = network(images, unrolled(layers, thetas))
        return losses, np.square(sigmoid(y)[0] - images).sum(axis=-1).mean(axis=-1)

    (losses, after), (_, before) = error(300), error(1)
    assert (losses[:, -50:].mean(axis=1) < 0.9 * losses[:, :5].mean(axis=1)).all()
    assert (after < 0.9 * before).all()


@pytest.mark.parametrize("kind", ["boltzmann", "denoising"])
def test_the_unrolled_network_encodes_and_decodes_layer_by_layer(kind):
    layers, _ = stack(kind)
    thetas, x = [rng(i).normal(size=(2, layer.size)) for i, layer in enumerate(layers)], rng(5).random((7, 64))
    network = Network(Dense(64, 24), sigmoid, Dense(24, 6), Dense(6, 24), sigmoid, Dense(24, 64))
    (first, second), (below, above) = layers, thetas
    h = second.encode(first.encode(x, below), above)
    (W, _, c), (V, _, d) = first.params(below), second.params(above)
    y = logistic(h @ V.mT + d[:, None]) @ W.mT + c[:, None]
    np.testing.assert_allclose(network(x, unrolled(layers, thetas))[0], y, rtol=1e-12, atol=1e-12)


def test_layers_are_trained_one_upon_the_other(images):
    """What the second layer is given is what the first one says, of each run its own."""
    layers, rules = stack("boltzmann")
    (below, above), _ = pretrain(layers, images, rules, 5, rng(3), W=partial(normal, std=0.1), runs=(2,))
    draws = rng(3)
    theta = np.zeros((2, layers[0].size), np.float32)
    theta[:, : 64 * 24] = normal((2, 64, 24), draws, std=0.1).reshape(2, -1)
    for _ in islice(Descent(layers[0].learner(images, 100, draws, (2,)), theta, rules[0]), 5):
        pass
    np.testing.assert_array_equal(theta, below)
    again = np.zeros((2, layers[1].size), np.float32)
    again[:, : 24 * 6] = normal((2, 24, 6), draws, std=0.1).reshape(2, -1)
    for _ in islice(Descent(layers[1].learner(layers[0].encode(images, theta), 100, draws, (2,)), again, rules[1]), 5):
        pass
    np.testing.assert_array_equal(again, above)


def test_layers_that_do_not_fit(images):
    how = dict(steps=1, rng=rng(), W=partial(normal, std=0.1))
    with pytest.raises(ValueError, match="^each layer needs a rule; got 1 layers and 2 rules$"):
        pretrain([Boltzmann(64, 2)], images, [momentum, momentum], **how)
    with pytest.raises(
        ValueError, match=r"^Boltzmann\(5, 2, visible=binary, hidden=binary\) is to read 5 units; below it there are 64$"
    ):
        pretrain([Boltzmann(5, 2)], images, [momentum], **how)
