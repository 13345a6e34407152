"""Batch normalization against the scale of the first weights: what the fairness and the stored slices rest on."""

import numpy as np
import pytest

from trainability.datasets import mnist_sample, one_hot
from trainability.experiments.normalization.norm_scales import KINDS, STDS, WIDTHS, first_variances, learn, starts, strides
from trainability.fit import Fit, draws
from trainability.losses import cross_entropy
from trainability.normalization import BatchNorm
from trainability.tasks.networks import mlp


def test_sixteen_scales_over_four_decades():
    assert len(STDS) == 16 and STDS[0] == 1 and np.isclose(STDS[-1], 1e-4)
    np.testing.assert_allclose(STDS[1:] / STDS[:-1], 10 ** (-4 / 15))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "plain"])
def test_each_kind_has_the_epsilon_of_its_name(kind):
    norms = [layer for layer in mlp(WIDTHS, KINDS[kind]).layers if isinstance(layer, BatchNorm)]
    assert len(norms) == 5 and {norm.eps for norm in norms} == {float(kind.removeprefix("eps "))}


def test_all_scales_and_kinds_start_from_the_same_draws():
    draws = []
    for kind in ("plain", "eps 1e-6"):
        network = mlp(WIDTHS, KINDS[kind])
        W = [p[0] for layer, p in zip(network.layers, network.params(starts(network, STDS, 2))) if "W" in layer.shapes]
        for w in W:
            np.testing.assert_allclose(w / STDS[:, None, None], np.broadcast_to(w[0], w.shape), rtol=1e-5)
        draws.append(W[3][0])
    np.testing.assert_array_equal(*draws)


def test_without_normalization_the_largest_scale_does_not_learn_and_is_no_error():
    assert learn(kinds=["plain"], scales=1, rates=[0.01], seeds=1, epochs=1, every=1)["accuracy"].max() < 0.25


def test_the_first_variance_is_that_of_the_pixels_times_that_of_the_weights():
    pixels = mnist_sample()[0].x[:1000].var(axis=0, dtype=float).sum()
    for std in (1.0, 1e-2):
        np.testing.assert_allclose(first_variances(std, 1e-6)[0], pixels * std**2, rtol=0.2)


def test_epsilon_shrinks_what_the_next_layers_see():
    free, held = first_variances(1e-4, 1e-12), first_variances(1e-4, 1e-3)
    np.testing.assert_allclose(free[0], held[0], rtol=1e-5)
    shrunk = free[0] / (free[0] + 1e-3)
    np.testing.assert_allclose(held[1] / free[1], shrunk, rtol=0.05)
    assert (np.diff(held) < 0).all()


def test_a_stride_is_the_rate_times_gradient_over_weights():
    network = mlp(WIDTHS, KINDS["plain"])
    images, _ = mnist_sample()
    rows = next(draws(1000, 100, np.random.default_rng([4, 1])))
    theta = starts(network, STDS, 4)
    g = np.empty_like(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        Fit(network, cross_entropy, images.x[rows], one_hot(images.y[rows]))(theta, g)
    expected = [
        [100 * np.sqrt((G**2).mean()) / np.sqrt((W**2).mean()) for G, W in zip(slopes[0], weights[0])]
        for slopes, weights in zip(network.params(g)[:-1], network.params(theta)[:-1])
        if slopes
    ]
    found = strides(1, kind="plain", rate=100, seed=4).at(step=1)
    assert found.take(std=4).max() > 1  # a multiple of the old weights, not of the new
    np.testing.assert_allclose(found.take(std=slice(3, 6)), np.transpose(expected)[3:6], rtol=1e-2)


def test_the_first_stride_of_normalized_weights_goes_as_rate_over_scale():
    slow, fast = (strides(1, kind="eps 1e-8", rate=rate).at(step=1) for rate in (0.01, 0.1))
    times_scale = (slow * slow.axis("std")).transpose("layer").take(std=slice(3, 11)).values
    np.testing.assert_allclose(times_scale, np.broadcast_to(times_scale[:1], times_scale.shape), rtol=0.25)
    np.testing.assert_allclose(fast.take(std=slice(8)), 10 * slow.take(std=slice(8)).values, rtol=1e-2)
