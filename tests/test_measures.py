"""Sizes and accuracies."""

import numpy as np

from trainability.activations import tanh
from trainability.bench.measures import accuracy, rms, rms_of
from trainability.bench.seeds import of_seeds
from trainability.dropout import Dropout
from trainability.layers import Dense
from trainability.network import Network


def test_rms_does_not_overflow_before_its_result_does():
    x = np.full((2, 5), 1e30, np.float32)
    np.testing.assert_allclose(rms(x), 1e30, rtol=1e-6)
    assert rms(x).dtype == np.float64
    np.testing.assert_allclose(rms(np.array([[3.0, 4.0], [0.0, 2.0]])), [np.sqrt(12.5), np.sqrt(2)])


def test_rms_of_weights_keeps_their_runs(rng):
    weights = [rng.normal(size=(3, 2, n_in, n_out)) for n_in, n_out in ((4, 5), (5, 6))]
    expected = [[[np.sqrt((W[i, j] ** 2).mean()) for W in weights] for j in range(2)] for i in range(3)]
    np.testing.assert_allclose(rms_of(weights), expected)


def test_accuracy_is_counted_once_training_is_over(rng):
    network = Network(Dense(3, 8), tanh, Dropout(0.5, rng), Dense(8, 4))
    theta, x, y = rng.normal(size=(2, 5, network.size)), rng.normal(size=(20, 3)), rng.integers(4, size=20)
    found = accuracy(network, theta, x, y)
    assert found.shape == (2, 5)
    for i, run in np.ndenumerate(found):
        assert run == np.mean([network.inference(row[None], theta[i])[0].argmax() == label for row, label in zip(x, y)])


def test_draws_of_seeds_are_those_of_their_generators():
    x, n = of_seeds(lambda rng: (rng.normal(size=3), rng.integers(9)), 4)
    for seed in range(4):
        rng = np.random.default_rng(seed)
        np.testing.assert_array_equal(x[seed], rng.normal(size=3))
        assert n[seed] == rng.integers(9)
