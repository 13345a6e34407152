"""Normalizations folded away."""

import numpy as np
import pytest

from trainability.activations import tanh
from trainability.experiments.normalization.bn_folded import folded
from trainability.layers import Dense
from trainability.network import Network
from trainability.normalization import PAPER, PYTORCH, BatchNorm


@pytest.mark.parametrize("running", [PYTORCH, PAPER], ids=["PYTORCH", "PAPER"])
def test_a_folded_network_is_the_same_function(running, rng):
    network = Network(Dense(3, 5), BatchNorm(5, running=running, eps=0.1), tanh, Dense(5, 4), BatchNorm(4), Dense(4, 2))
    theta, x = rng.normal(size=network.size), rng.normal(size=(3, 6, 3))
    for batch in x:
        network.training(batch, theta)
    slim, flat = folded(network, theta)
    assert slim.size == network.size - 18 == flat.size and len(slim.layers) == 4
    np.testing.assert_allclose(slim(x[0], flat)[0], network.inference(x[0], theta)[0], rtol=1e-12)


def test_precision_is_that_of_the_parameters(rng):
    network = Network(Dense(3, 5), BatchNorm(5))
    theta = rng.normal(size=network.size)
    network.training(rng.normal(size=(6, 3)).astype(np.float32), theta.astype(np.float32))
    slim, flat = folded(network, theta)
    assert flat.dtype == np.float64
    x = rng.normal(size=(6, 3))
    np.testing.assert_allclose(slim(x, flat)[0], network.inference(x, theta)[0], rtol=1e-12)
    assert folded(network, theta.astype(np.float32))[1].dtype == np.float32
