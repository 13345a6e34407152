"""The race to a loss on MNIST: what its fairness, its stop and its stored slices rest on."""

import numpy as np
import pytest

from trainability.activations import relu
from trainability.datasets import mnist_sample, one_hot
from trainability.experiments.normalization import norm_mnist
from trainability.experiments.normalization.norm_mnist import (
    EVERY,
    SIZE,
    VARIANTS,
    WIDTHS,
    clock,
    descent,
    own_rates,
    race,
    splits,
)
from trainability.fit import Fit, batches
from trainability.losses import cross_entropy
from trainability.tasks.networks import mlp, normalized
from trainability.training import train

ONE = dict(data=["sample"], starts=["fan-in"], variants=["plain"], rates=[0.1], seeds=1)


def test_only_gamma_and_beta_have_another_rate():
    network = mlp(WIDTHS, normalized)
    lrs = own_rates(network, 0.1, 64)
    assert lrs.dtype == np.float32 and lrs.shape == (network.size,)
    for layer, views in zip(network.layers, network.params(lrs)):
        for name, view in zip(layer.shapes, views):
            np.testing.assert_allclose(view, 6.4 if name in ("gamma", "beta") else 0.1, rtol=1e-6)
    assert np.ptp(own_rates(mlp(WIDTHS, relu), 0.1, 64)) == 0


@pytest.mark.parametrize("variant, factor", [("normalized", 1), ("as in the source", 64)])
def test_the_source_sums_where_it_should_average(variant, factor):
    images, *_ = splits("sample")
    network, steps = descent(variant, "fan-out", 0.1, 3, images)
    before, g = steps.theta.copy(), np.empty_like(steps.theta)
    rows = next(batches(len(images.y), SIZE, np.random.default_rng([3, 1])))
    Fit(network, cross_entropy, images.x[rows], one_hot(images.y[rows]))(before, g)
    next(steps)
    for layer, old, new, slope in zip(network.layers, *map(network.params, (before, steps.theta, g))):
        for name, a, b, c in zip(layer.shapes, old, new, slope):
            np.testing.assert_allclose(b, a - 0.1 * (factor if name in ("gamma", "beta") else 1) * c, rtol=1e-4, atol=1e-6)


def test_the_variants_of_a_seed_share_their_weights_and_seeds_differ():
    def first_weights(variant, seed):
        network, steps = descent(variant, "fan-out", 0.1, seed, splits("sample")[0])
        return network.params(steps.theta)[0][0]

    for variant in VARIANTS:
        np.testing.assert_array_equal(first_weights(variant, 0), first_weights("plain", 0))
    assert (first_weights("plain", 1) != first_weights("plain", 0)).any()


@pytest.mark.parametrize("start, variance", [("fan-out", 2 / 128), ("fan-in", 2 / 784)])
def test_the_starts_are_those_of_he_forward_and_backward(start, variance):
    network, steps = descent("plain", start, 0.1, 0, splits("sample")[0])
    np.testing.assert_allclose(network.params(steps.theta)[0][0].var(), variance, rtol=0.02)


def test_the_first_twentieth_is_for_validation():
    images, unseen = mnist_sample()
    train, valid, test = splits("sample")
    np.testing.assert_array_equal(np.concatenate([valid.x, train.x]), images.x)
    np.testing.assert_array_equal(np.concatenate([valid.y, train.y]), images.y)
    np.testing.assert_array_equal(test.x, unseen.x)


def test_a_run_ends_at_the_goal_and_is_tested_there(monkeypatch):
    whole = race(**ONE | {"limit": 3 * EVERY})
    loss = np.ravel(whole["loss"])
    assert np.isfinite(loss).all() and np.isnan(whole["accuracy"]).all()
    monkeypatch.setitem(norm_mnist.GOAL, "sample", float(loss[1]))
    ended = race(**ONE | {"limit": 3 * EVERY})
    np.testing.assert_allclose(np.ravel(ended["loss"]), [*loss[:2], np.nan], rtol=1e-5)
    assert np.isnan(np.ravel(ended["accuracy"])).tolist() == [True, False, True]
    network, steps = descent("plain", "fan-in", 0.1, 0, splits("sample")[0])
    train(steps, 2 * EVERY)
    test = splits("sample")[2]
    right = (network(test.x, steps.theta)[0].argmax(axis=1) == test.y).mean()
    np.testing.assert_allclose(ended["accuracy"].at(step=[2 * EVERY]).max(), right, rtol=1e-6)


def test_normalized_networks_are_validated_by_running_statistics():
    images, valid, _ = splits("sample")
    network, steps = descent("normalized", "fan-in", 0.1, 0, images)
    train(steps, EVERY)
    loss = cross_entropy(network.inference(valid.x, steps.theta)[0], one_hot(valid.y))[0]
    np.testing.assert_allclose(race(**ONE | dict(variants=["normalized"], limit=EVERY))["loss"].max(), loss, rtol=1e-5)


def test_divergence_is_shown_and_ends_a_run():
    found = race(**ONE | dict(rates=[1e6], limit=2 * EVERY))
    assert np.isnan(found["loss"]).all() and np.isnan(found["accuracy"]).all()


def test_the_clock_counts_milliseconds_of_one_iteration():
    spent = clock(variants=["plain", "normalized"], turns=2, steps=2)["ms"]
    assert spent.shape == (2, 2) and (spent > 0).all()
