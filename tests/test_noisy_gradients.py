"""Noise on the gradient: how far it carries weights by itself."""

import numpy as np
import pytest

from trainability.experiments.beyond.noisy_gradients import NETWORK, WEIGHTS, learn, walk
from trainability.objectives import gradient_noise
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.digits import start
from trainability.training import train


def test_the_walk_is_that_of_noise_alone():
    def flat(theta, g):
        g[...] = 0.0
        return 0.0

    theta = np.zeros(200_000)
    noisy = gradient_noise(flat, np.random.default_rng(0), eta=0.3)
    gone = train(Descent(noisy, theta, sgd(lr=0.2)), 30, 10, far=lambda theta: np.sqrt(np.mean(theta**2)))["far"]
    np.testing.assert_allclose(gone, walk(np.array([10, 20, 30]), 0.2, 0.3), rtol=0.01)


def test_the_walk_in_closed_form():
    t = np.array([1000, 4000])
    np.testing.assert_allclose(walk(t, 0.1, 1.0), 0.1 * np.sqrt(t**0.45 / 0.45), rtol=0.02)


def test_first_weights():
    assert not start(NETWORK, 0, WEIGHTS["zero"]).any()
    assert abs(start(NETWORK, 0, WEIGHTS["He"])[196 * 32 + 32 :][: 32 * 32].std() - 0.25) < 0.01


def test_zeros_stay_zero_without_noise_and_walk_with_it():
    found = learn(weights=["zero"], etas=[0.0, 1.0], rates=[0.01, 0.02], seeds=1, steps=20, every=20)
    still, noisy = (found["size"].at(weights="zero", eta=eta, seed=0, step=20).values for eta in (0.0, 1.0))
    assert not still.any()
    np.testing.assert_allclose(noisy, [walk(np.array([20]), rate, 1.0)[0] for rate in (0.01, 0.02)], rtol=0.02)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_runs_without_noise_are_plain_descent(weights):
    both, one = (learn(weights=[weights], etas=etas, rates=[0.05], seeds=1, steps=3, every=3) for etas in ([0.0, 1.0], [0.0]))
    np.testing.assert_allclose(both["size"].at(eta=0.0).values, one["size"].at(eta=0.0).values, rtol=1e-6)
