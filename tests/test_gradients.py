"""The scatter of mini-batch gradients against what can be enumerated."""

from itertools import combinations, product

import numpy as np
import pytest

from trainability.activations import tanh
from trainability.bench.gradients import batch_gradients, example_gradients, noise_scale, variance
from trainability.fit import Fit, batches, draws
from trainability.losses import squared_error
from trainability.tasks.networks import mlp

N, NETWORK = 6, mlp([2, 3, 1], tanh)


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    return NETWORK, squared_error, rng.standard_normal((N, 2)), rng.standard_normal((N, 1)), rng.standard_normal(NETWORK.size)


def test_each_example_has_the_gradient_of_a_batch_of_one(case):
    network, loss, x, target, theta = case
    g = np.empty_like(theta)
    for row, each in zip(range(N), example_gradients(*case), strict=True):
        Fit(network, loss, x[row : row + 1], target[row : row + 1])(theta, g)
        np.testing.assert_allclose(each, g, rtol=1e-12)


def test_gradients_of_all_examples_average_to_that_of_the_whole(case):
    network, loss, x, target, theta = case
    g = np.empty_like(theta)
    Fit(network, loss, x, target)(theta, g)
    np.testing.assert_allclose(example_gradients(*case).mean(axis=0), g, rtol=1e-12)


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_the_variance_over_all_batches_is_exact(case, size):
    each = example_gradients(*case)
    without = np.array([each[list(rows)].mean(axis=0) for rows in combinations(range(N), size)])
    replaced = np.array([each[list(rows)].mean(axis=0) for rows in product(range(N), repeat=min(size, 3))])
    np.testing.assert_allclose(variance(without), variance(each) / size * (N - size) / (N - 1), rtol=1e-12, atol=1e-30)
    np.testing.assert_allclose(variance(replaced), variance(each) / min(size, 3), rtol=1e-12)


@pytest.mark.parametrize(("sample", "correction"), [(draws, 1.0), (batches, 3 / 5)])
def test_sampled_batches_scatter_as_they_should(case, sample, correction):
    each = example_gradients(*case)
    some = batch_gradients(*case, size=3, count=4000, rng=np.random.default_rng(1), sample=sample)
    assert some.shape == (4000, NETWORK.size)
    np.testing.assert_allclose(variance(some), variance(each) / 3 * correction, rtol=0.08)
    error = np.linalg.norm(some.mean(axis=0) - each.mean(axis=0))
    assert error < 4 * np.sqrt(variance(each) / 3 / 4000)


def test_a_batch_of_all_has_no_noise_and_draws_with_replacement_by_default(case):
    whole = batch_gradients(*case, size=N, count=3, rng=np.random.default_rng(0), sample=batches)
    assert variance(whole) < 1e-28
    assert variance(batch_gradients(*case, size=N, count=50, rng=np.random.default_rng(0))) > 1e-3


def test_noise_scale_is_where_noise_equals_signal(case):
    each = example_gradients(*case)
    scale = noise_scale(each)
    np.testing.assert_allclose(variance(each) / scale, (each.mean(axis=0) ** 2).sum())
    np.testing.assert_allclose(noise_scale(7 * each), scale)  # a change of units changes nothing
    assert noise_scale(np.ones((4, 3))) == 0


def test_sums_of_squares_survive_float32():
    tiny = np.array([[1e-30, 0], [3e-30, 0]], np.float32)
    np.testing.assert_allclose([variance(tiny), noise_scale(tiny)], [1e-60, 0.25], rtol=1e-6)


def test_a_size_out_of_range_is_refused(case):
    with pytest.raises(ValueError, match="between 1 and the 6 rows"):
        batch_gradients(*case, size=7, count=2, rng=np.random.default_rng(0))
