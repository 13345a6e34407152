"""What is learned: networks, digits, moons, the wave; and what normalization makes of the scale of weights."""

import numpy as np
import pytest

from trainability.activations import relu, sigmoid
from trainability.datasets import moons, noisy_wave, one_hot, wave
from trainability.fit import Fit, Minibatches
from trainability.initializers import kaiming_normal, normal
from trainability.layers import Dense
from trainability.losses import cross_entropy, squared_error
from trainability.network import Network
from trainability.normalization import BatchNorm
from trainability.rules import momentum, sgd
from trainability.tasks import wave as waves
from trainability.tasks.digits import WIDTHS, digits, first, learner, shrunk, start, unseen_accuracy
from trainability.tasks.moons import two_moons
from trainability.tasks.networks import KINDS, hidden_weights, mlp, normalized


def test_kinds_differ_in_nothing_but_the_normalization():
    networks = {kind: mlp(WIDTHS, hidden) for kind, hidden in KINDS.items()}
    norms = [layer for layer in networks["batch norm"].layers if isinstance(layer, BatchNorm)]
    assert len(norms) == len({*map(id, norms)}) == 4  # each with statistics of its own
    weights = [hidden_weights(network, start(network, 3)) for network in networks.values()]
    for W, V in zip(*weights):
        np.testing.assert_array_equal(W, V)
    assert [W.shape for W in weights[0]] == [(784, 100), (100, 100), (100, 100), (100, 100)]
    assert [layer.shapes["W"] for layer in networks["plain"].layers if "W" in layer.shapes][-1] == (100, 10)


def test_one_layer_serves_everywhere_or_each_width_gets_its_own():
    assert mlp([4, 3, 2], relu, sigmoid).layers[1::2] == (relu, sigmoid)
    widths = []
    mlp([4, 3, 5, 2], lambda n: widths.append(n) or normalized(n))
    assert widths == [3, 5] and [type(layer) for layer in mlp([4, 2], relu).layers] == [Dense]


def test_a_start_is_of_its_law_and_of_its_seed():
    network = mlp(WIDTHS, relu)
    (W, *_) = hidden_weights(network, start(network, 1))
    assert W.dtype == np.float32 and abs(W.std() / np.sqrt(2 / 784) - 1) < 0.02
    assert (start(network, 1) != start(network, 2)).any()
    (V, *_) = hidden_weights(network, start(network, 1, normal))
    np.testing.assert_allclose(W / W.std(), V / V.std(), rtol=1e-3, atol=1e-4)  # the same draws


def test_batches_of_a_seed_are_the_same_for_all_networks_and_may_be_of_few_images():
    seen = []
    for network in (mlp([784, 20, 10], relu), mlp([784, 10], normalized)):
        batches = learner(network, 3, first(200), size=50).batches
        seen.append([next(batches) for _ in range(5)])
    np.testing.assert_array_equal(*seen)
    assert sorted(np.concatenate(seen[0][:4])) == list(range(200))
    assert len(learner(network, 0).x) == 10_000 and len(next(learner(network, 0).batches)) == 64


def test_shrunk_images_are_means_of_four_pixels():
    image = np.zeros((1, 28, 28))
    image[0, 2:4, 4:6] = [[1, 2], [3, 4]]
    assert shrunk(image)[0].reshape(14, 14)[1, 2] == 2.5 and shrunk(image).sum() == 2.5


def test_accuracy_is_that_of_the_network_after_training():
    images, _ = digits()
    network = mlp([784, 20, 10], normalized)
    theta = np.stack([start(network, seed) for seed in range(2)])
    network.training(images.x[:50], theta)
    measured = unseen_accuracy(network)(theta)
    _, unseen = digits()
    right = network.inference(unseen.x, theta)[0].argmax(axis=-1) == unseen.y
    np.testing.assert_allclose(measured, right.mean(axis=-1))
    assert measured.shape == (2,) and network.layers[1].t == 1  # it left the statistics alone


def test_a_learner_updates_the_statistics_that_accuracy_uses():
    network = mlp(WIDTHS, normalized)
    theta = start(network, 0)
    learner(network, 0)(theta, np.empty_like(theta))
    assert network.layers[1].t == 1


@pytest.fixture(scope="module")
def exact():
    """A network without epsilon in float64, its parameters and its gradient."""
    images, _ = digits()
    network = mlp(WIDTHS, lambda n: Network(BatchNorm(n, eps=0.0), relu))
    fit = Fit(network, cross_entropy, images.x[:100].astype(float), one_hot(images.y[:100]))
    theta = start(network, 0).astype(float)
    g = np.empty_like(theta)
    return network, fit, theta, g, fit(theta, g)


@pytest.mark.parametrize("layer", range(4))
def test_the_loss_ignores_the_scale_of_normalized_weights(exact, layer):
    network, fit, theta, g, loss = exact
    larger, h = theta.copy(), np.empty_like(theta)
    hidden_weights(network, larger)[layer][...] *= 3
    assert np.isclose(fit(larger, h), loss, rtol=1e-12)
    for i, (G, H) in enumerate(zip(hidden_weights(network, g), hidden_weights(network, h))):
        np.testing.assert_allclose(H, G / 3 if i == layer else G, rtol=1e-7, atol=1e-12)


def test_the_gradient_is_orthogonal_to_every_units_weights(exact):
    network, _, theta, g, _ = exact
    for W, G in zip(hidden_weights(network, theta), hidden_weights(network, g)):
        cosine = (W * G).sum(axis=0) / np.linalg.norm(W, axis=0) / np.linalg.norm(G, axis=0)
        np.testing.assert_allclose(cosine, 0, atol=1e-10)


def test_each_seed_has_its_own_moons_start_and_order():
    network = mlp([2, 4, 1], relu)
    theta, objective, measures = two_moons(network, kaiming_normal, seeds=2, size=30)
    for seed in range(2):
        x, labels = moons(np.random.default_rng(seed))
        np.testing.assert_array_equal(objective.x[seed], x)
        right = (network(x, theta[seed])[0][:, 0] > 0) == labels
        np.testing.assert_allclose(measures["accuracy"](theta)[seed], right.mean())
    one, other = next(objective.batches)
    assert (theta[0] != theta[1]).any() and len(one) == 30 and (one != other).any()
    loss = np.log1p(np.exp(-(2 * labels - 1) * network(x, theta[1])[0][:, 0])).mean()
    np.testing.assert_allclose(measures["loss_on_all"](theta)[1], loss)


def test_the_wave_starts_where_the_source_does():
    (W, b), _, (V, c) = waves.NETWORK.params(waves.start("adaptive"))
    assert (W[0].tolist(), V[:, 0].tolist()) == waves.STARTS["adaptive"] and not b.any() and not c.any()


def test_the_fit_of_the_wave_is_a_descent_of_each_setting_and_seed():
    rates = [0.1, 1.0]
    found = waves.fit(momentum(lr=np.reshape(rates, (-1, 1, 1))), {"rate": rates}, start="momentum", seeds=3, epochs=2, every=1)
    assert {name: list(labels) for name, labels in found.axes.items()} == {"rate": rates, "seed": [0, 1, 2], "epoch": [1, 2]}
    data = (np.stack(part) for part in zip(*(noisy_wave(np.random.default_rng(seed)) for seed in range(3))))
    fit = Minibatches(waves.NETWORK, squared_error, *data, 10, np.random.default_rng(3), runs=(3,))
    theta, v, g = np.tile(waves.start("momentum"), (3, 1)), np.zeros((3, 10)), np.empty((3, 10))
    for _ in range(100):
        fit(theta, g)
        v = 0.9 * v - 1.0 * g
        theta += v
    x = np.linspace(0, 1, 200)[:, None]
    loss = ((waves.NETWORK(x, theta)[0] - wave(x)) ** 2).mean(axis=(-2, -1)) / 2
    np.testing.assert_allclose(found.at(rate=1.0, epoch=1), loss, rtol=1e-5)


def test_without_settings_the_wave_has_no_axis_of_them():
    assert list(waves.fit(sgd(lr=0.1), start="adaptive", seeds=1, epochs=1, every=1).axes) == ["seed", "epoch"]
