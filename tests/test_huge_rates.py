"""Rates of a thousand, for the hidden weights alone."""

import numpy as np

from trainability.experiments.normalization.huge_rates import REST, race
from trainability.experiments.normalization.normed import KINDS, WIDTHS, hidden_weights, learner, stack, start
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.training import train


def test_at_the_common_rate_it_is_plain_descent():
    network = stack(WIDTHS, KINDS["batch norm"])
    theta = start(network, 1)
    loss = train(Descent(learner(network, 1), theta, sgd(lr=REST)), 4)["loss"]
    run = race(kinds=["batch norm"], rates=[REST], seeds=2, steps=4, every=2)
    np.testing.assert_allclose(run["loss"][0, 1, 0], loss.reshape(2, 2).mean(axis=1), rtol=1e-5)
    expected = [np.sum(W.astype(float) ** 2) for W in hidden_weights(network, theta)]
    np.testing.assert_allclose(run["square"][0, 1, 0, -1], expected, rtol=1e-5)


def test_only_hidden_weights_get_the_rate():
    """At rate 0 they stand still, and the rest learns."""
    run = race(kinds=["plain"], rates=[0.0], seeds=1, steps=40, every=20)
    np.testing.assert_array_equal(run["square"][..., 0, :], run["square"][..., 1, :])
    assert run["loss"][..., 1] < run["loss"][..., 0]


def test_the_first_step_adds_the_square_of_its_length():
    """Pythagoras: the gradient is orthogonal to normalized weights, so ten times the rate adds a hundred times as much."""
    run = race(kinds=["batch norm"], rates=[0.0, 10.0, 100.0], seeds=1, steps=1, every=1)["square"][0, 0, :, 0]
    np.testing.assert_allclose((run[2] - run[0]) / (run[1] - run[0]), 100, rtol=0.02)
    plain = race(kinds=["plain"], rates=[0.0, 10.0, 100.0], seeds=1, steps=1, every=1)["square"][0, 0, :, 0]
    assert (np.abs((plain[2] - plain[0]) / (plain[1] - plain[0]) - 100) > 2).any()


def test_every_slice_is_a_corner_of_the_whole():
    settings = dict(kinds=["batch norm", "plain"], rates=[0.1, 1.0], seeds=2, steps=4, every=2)
    whole = race(**settings)
    for name, values in race(**settings | dict(kinds=["batch norm"], rates=[0.1], seeds=1, steps=2)).items():
        np.testing.assert_allclose(whole[name][tuple(map(slice, values.shape))], values, rtol=1e-4)
