"""The deep network of Part 4: its layers, its start, and what normalization makes of the scale of its weights."""

import numpy as np
import pytest

from trainability.activations import relu
from trainability.datasets import one_hot
from trainability.experiments.normalization.normed import KINDS, WIDTHS, accuracy, digits, hidden_weights, learner, normalized, plain, stack, start
from trainability.fit import Fit
from trainability.losses import cross_entropy
from trainability.network import Network
from trainability.normalization import BatchNorm


def test_kinds_differ_in_nothing_but_the_normalization():
    networks = {kind: stack(WIDTHS, hidden) for kind, hidden in KINDS.items()}
    norms = [layer for layer in networks["batch norm"].layers if isinstance(layer, BatchNorm)]
    assert len(norms) == len({*map(id, norms)}) == 4  # each with statistics of its own
    weights = [hidden_weights(network, start(network, 3)) for network in networks.values()]
    for W, V in zip(*weights):
        np.testing.assert_array_equal(W, V)
    assert [W.shape for W in weights[0]] == [(784, 100), (100, 100), (100, 100), (100, 100)]
    assert [layer.shapes["W"] for layer in networks["plain"].layers if "W" in layer.shapes][-1] == (100, 10)


def test_the_gain_scales_the_same_draws():
    network = stack(WIDTHS, plain)
    np.testing.assert_allclose(start(network, 1, gain=4.0), 4 * start(network, 1), rtol=1e-6)
    (W, *_) = hidden_weights(network, start(network, 1))
    assert W.dtype == np.float32 and abs(W.std() / np.sqrt(2 / 784) - 1) < 0.02


def test_accuracy_is_that_of_the_network_after_training():
    images, _ = digits()
    network = stack([784, 20, 10], normalized)
    theta = np.stack([start(network, seed) for seed in range(2)])
    before = accuracy(network, theta, images.x[:50], images.y[:50])
    assert before.shape == (2,) and network.layers[1].t == 0  # it left the statistics alone
    answers = network.inference(images.x[:50], theta)[0].argmax(axis=-1)
    np.testing.assert_array_equal(accuracy(network, theta, images.x[:50], answers[1])[1], 1.0)


def test_a_learner_updates_the_statistics_that_accuracy_uses():
    network = stack(WIDTHS, normalized)
    theta = start(network, 0)
    learner(network, 0)(theta, np.empty_like(theta))
    assert network.layers[1].t == 1


@pytest.fixture(scope="module")
def exact():
    """A network without epsilon in float64, its parameters and its gradient."""
    images, _ = digits()
    network = stack(WIDTHS, lambda n: Network(BatchNorm(n, eps=0.0), relu))
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
