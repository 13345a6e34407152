"""The race of first weights on MNIST: what its fairness and its stored slices rest on."""

import numpy as np
import pytest

from trainability.experiments.signals.starts import LAWS, NETWORK, first_gradients, race, starts


@pytest.mark.parametrize("kind", LAWS)
def test_laws_scale_the_same_draws_and_biases_are_zero(kind):
    theta = starts(kind, 5)
    assert theta.dtype == np.float32 and len(theta) == len(LAWS[kind])
    for W, b in filter(None, NETWORK[kind].params(theta)):
        np.testing.assert_allclose(W / W.std(axis=(1, 2), keepdims=True), np.broadcast_to(W[0] / W[0].std(), W.shape), rtol=1e-3, atol=1e-4)
        assert not b.any()


def test_every_slice_is_a_corner_of_the_whole():
    whole = race(kind="relu", seeds=2, steps=4, rates=[0.01, 0.1], every=2)
    for part in (
        race(kind="relu", seeds=1, steps=4, rates=[0.01, 0.1], every=2),
        race(kind="relu", seeds=2, steps=2, rates=[0.01, 0.1], every=2),
        race(kind="relu", seeds=2, steps=4, rates=[0.01], every=2),
    ):
        for name, values in part.items():
            np.testing.assert_allclose(whole[name][tuple(map(slice, values.shape))], values, rtol=1e-5)


def test_one_step_from_the_first_gradient():
    loss = race(kind="relu", seeds=1, steps=2, rates=[0.0, 0.1], every=1)["loss"][0]
    assert loss[0, 2, 0] == loss[1, 2, 0]  # before the first step no rate has acted
    assert loss[1, 2, 1] < loss[0, 2, 1]


def test_a_gradient_scales_with_the_product_of_the_other_layers():
    sizes = first_gradients("relu", seeds=3)
    scale = 0.01 * np.sqrt([784, 100, 100, 100, 100])
    np.testing.assert_allclose(sizes[:, 0] / sizes[:, 1], np.broadcast_to(np.prod(scale) / scale, (3, 5)), rtol=0.15)
