"""Batch normalization in batches of every size: what is measured, by which statistics, and the stored slice."""

import numpy as np
import pytest

from trainability.datasets import mnist_sample, one_hot
from trainability.experiments.normalization.norm_batches import WIDTHS, accuracies, first_gradients, race
from trainability.fit import Fit
from trainability.initializers import kaiming_normal
from trainability.losses import cross_entropy
from trainability.tasks.digits import shrunk
from trainability.tasks.networks import KINDS, mlp

IMAGES, UNSEEN = mnist_sample()
X, TEST = shrunk(IMAGES.x[:256]), shrunk(UNSEEN.x)


def network(kind, seed=0):
    """A network whose running statistics have seen some images, and its parameters, two runs."""
    made = mlp(WIDTHS, KINDS[kind])
    theta = made.initial(np.random.default_rng(seed), runs=(2, 1), dtype=np.float32, W=kaiming_normal)
    made.training(X[:32], theta)
    return made, theta


def measured(made, theta, size, sample=X):
    return {name: measure(theta) for name, measure in accuracies(made, size, sample, TEST, UNSEEN.y).items()}


def by_hand(theta, statistics):
    """Forward through a normalized network by loops; ``statistics(layer, h)`` gives what it is normalized by."""
    x, found = TEST.astype(float), 0
    made = mlp(WIDTHS, KINDS["batch norm"])
    for layer, params in zip(made.layers, made.params(theta.astype(float))):
        if "W" in layer.shapes:
            x = x @ params[0] + params[1]
        elif "gamma" in layer.shapes:
            mean, var = statistics(found, x)
            x, found = params[0] * (x - mean) / np.sqrt(var + 1e-5) + params[1], found + 1
        else:
            x = np.maximum(x, 0)
    return x.argmax(axis=-1) == UNSEEN.y


def test_whole_statistics_are_those_of_the_whole_sample():
    made, theta = network("batch norm")
    few = X[:6]
    whole = measured(made, theta, 100, few)["whole"]
    theta = theta[1, 0]
    own = mlp(WIDTHS, KINDS["batch norm"])
    x, kept = few.astype(float), []
    for layer, params in zip(own.layers, own.params(theta.astype(float))):
        if "gamma" in layer.shapes:
            kept.append((x.mean(axis=0), x.var(axis=0)))
        x, *_ = layer(x, *params)
    np.testing.assert_allclose(whole[1, 0], by_hand(theta, lambda i, h: kept[i]).mean(), atol=0.001)


@pytest.mark.parametrize("size", [2, 100, 300])
def test_batch_statistics_are_those_of_batches_of_test_images(size):
    made, theta = network("batch norm")
    batch = measured(made, theta, size)["batch"]
    theta, n = theta[0, 0], 2000 // size * size

    def of_batches(i, h):
        parts = [h[j : j + size] for j in range(0, n, size)] + ([h[n:]] if n < 2000 else [])
        mean, var = (np.concatenate([np.tile(f(part, axis=0), (len(part), 1)) for part in parts]) for f in (np.mean, np.var))
        return mean, var

    np.testing.assert_allclose(batch[0, 0], by_hand(theta, of_batches)[:n].mean(), atol=0.003)


def test_measuring_leaves_the_running_statistics_alone_and_uses_them():
    made, theta = network("batch norm")
    norm = made.layers[1]
    before = norm.mean.copy(), norm.var.copy(), norm.t
    found = measured(made, theta, 4)
    assert norm.t == before[2] and (norm.mean == before[0]).all() and (norm.var == before[1]).all()
    right = (made.inference(TEST, theta)[0].argmax(axis=-1) == UNSEEN.y).mean(axis=-1)
    np.testing.assert_allclose(found["running"], right, rtol=1e-6)
    assert {name: array.shape for name, array in found.items()} == {"running": (2, 1), "whole": (2, 1), "batch": (2, 1)}


def test_without_normalization_all_statistics_are_one():
    running, whole, batch = measured(*network("plain"), 8).values()
    np.testing.assert_allclose(running, whole)
    np.testing.assert_allclose(running, batch, atol=0.002)


def test_seeds_differ_in_start_and_rates_share_it():
    found = race(sizes=[128], kinds=["plain"], rates=[0.1, 0.1], seeds=2, images=512, every=512)["running"]
    found = found.at(size=128, kind="plain", image=512).transpose("seed", "rate").values
    assert found[0, 0] == found[0, 1] and found[0, 0] != found[1, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_first_gradients_are_those_of_each_batch_and_layer(kind):
    found = first_gradients([8], kind=kind, batches=3, seed=5)
    assert found.shape == (1, 3, 3)
    rng, made = np.random.default_rng(5), mlp(WIDTHS, KINDS[kind])
    theta = made.initial(rng, dtype=np.float32, W=kaiming_normal)
    rows, g = rng.integers(8192, size=(3, 8)), np.empty_like(theta)
    fit = Fit(made, cross_entropy, shrunk(IMAGES.x[rows[1]]), one_hot(IMAGES.y[rows[1]]))
    fit(theta, g)
    weights = [views[0] for layer, views in zip(made.layers, made.params(g)) if "W" in layer.shapes]
    np.testing.assert_allclose(found[0, :, 1], [np.sqrt((W**2).mean()) for W in weights], rtol=1e-3)


def test_two_images_pass_only_their_order_backward():
    first = first_gradients([2, 64], kind="batch norm")[:, 0]
    assert (first.max(axis=-1) / np.median(first, axis=-1) > [100, 1]).all()
    assert first[1].max() < 3 * np.median(first[1])
