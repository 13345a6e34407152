"""The race of first weights on MNIST: what its fairness rests on."""

import numpy as np
import pytest

from trainability.experiments.signals.starts import LAWS, NETWORK, first_gradients, race, starts, unmoved


@pytest.mark.parametrize("kind", LAWS)
def test_laws_scale_the_same_draws_and_biases_are_zero(kind):
    theta = starts(kind, 5)
    assert theta.dtype == np.float32 and len(theta) == len(LAWS[kind])
    for W, b in filter(None, NETWORK[kind].params(theta)):
        np.testing.assert_allclose(
            W / W.std(axis=(1, 2), keepdims=True), np.broadcast_to(W[0] / W[0].std(), W.shape), rtol=1e-3, atol=1e-4
        )
        assert not b.any()


def test_one_step_from_the_first_gradient():
    loss = race(kind="relu", seeds=1, steps=2, rates=[0.0, 0.1], every=1)["loss"].at(law="2/n", seed=0)
    assert loss.at(step=1, rate=0.0) == loss.at(step=1, rate=0.1)  # before the first step no rate has acted
    assert loss.at(step=2, rate=0.1) < loss.at(step=2, rate=0.0)


def test_a_gradient_scales_with_the_product_of_the_other_layers():
    sizes = first_gradients("relu", seeds=3)
    scale = 0.01 * np.sqrt([784, 100, 100, 100, 100])
    ratio = sizes.at(law="std 0.01") / sizes.at(law="1/n")
    np.testing.assert_allclose(ratio, np.broadcast_to(np.prod(scale) / scale, (3, 5)), rtol=0.15)


def test_a_longer_step_leaves_fewer_weights_what_they_were():
    still, short, long = (unmoved("relu", lr=lr) for lr in (0.0, 0.01, 1.0))
    assert (still == 1).all() and (short < still).all() and (long < short).all()
    assert short.at(law="std 0.01") > 3 * short.at(law="1/n")
