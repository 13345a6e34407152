"""Rates of a thousand, for the hidden weights alone."""

import numpy as np

from trainability.experiments.normalization.huge_rates import REST, race
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.digits import WIDTHS, learner, start
from trainability.tasks.networks import KINDS, hidden_weights, mlp
from trainability.training import train


def test_at_the_common_rate_it_is_plain_descent():
    network = mlp(WIDTHS, KINDS["batch norm"])
    theta = start(network, 1)
    loss = train(Descent(learner(network, 1), theta, sgd(lr=REST)), 4)["loss"]
    run = {
        name: found.at(kind="batch norm", rate=REST, seed=1)
        for name, found in race(kinds=["batch norm"], rates=[REST], seeds=2, steps=4, every=2).items()
    }
    np.testing.assert_allclose(run["loss"], loss.reshape(2, 2).mean(axis=1), rtol=1e-5)
    expected = [np.sum(W.astype(float) ** 2) for W in hidden_weights(network, theta)]
    np.testing.assert_allclose(run["square"].at(step=4), expected, rtol=1e-5)


def test_only_hidden_weights_get_the_rate():
    """At rate 0 they stand still, and the rest learns."""
    run = race(kinds=["plain"], rates=[0.0], seeds=1, steps=40, every=20)
    np.testing.assert_array_equal(run["square"].at(step=20), run["square"].at(step=40))
    assert (run["loss"].at(step=40) < run["loss"].at(step=20)).all()


def test_the_first_step_adds_the_square_of_its_length():
    """Pythagoras: the gradient is orthogonal to normalized weights, so ten times the rate adds a hundred times as much."""
    square = race(kinds=["batch norm", "plain"], rates=[0.0, 10.0, 100.0], seeds=1, steps=1, every=1)["square"]
    added = square.at(rate=[10.0, 100.0]) - square.at(rate=0.0)
    ratio = added.at(rate=100.0) / added.at(rate=10.0)
    np.testing.assert_allclose(ratio.at(kind="batch norm"), 100, rtol=0.02)
    assert (np.abs(ratio.at(kind="plain") - 100) > 2).any()
