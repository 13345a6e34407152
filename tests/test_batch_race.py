"""The race of batch sizes: what its fairness, its counting and its stored slice rest on."""

import numpy as np
import pytest

from trainability.datasets import mnist_sample
from trainability.experiments.descent.batch_race import N, NETWORK, digits, race, start, updates_between, updates_to
from trainability.fit import Fit
from trainability.losses import cross_entropy


def test_digits_are_means_of_four_pixels():
    x, target = digits()
    image = mnist_sample()[0].x[5].reshape(28, 28)
    np.testing.assert_allclose(x[5].reshape(14, 14)[6, 3], image[12:14, 6:8].mean(), rtol=1e-6)
    np.testing.assert_allclose(x.mean(axis=1), mnist_sample()[0].x[:N].mean(axis=1), rtol=1e-4)
    assert x.dtype == target.dtype == np.float32 and (target.sum(axis=1) == 1).all()


@pytest.mark.parametrize("size", [1, 2, 4, 8, 16, 32, 64])
def test_small_batches_are_measured_four_times_an_epoch(size):
    assert 4 * size * updates_between(size) == N


def test_a_slice_is_a_corner_of_the_whole():
    settings = dict(sizes=[64, 256], rates=[0.01, 0.1], seeds=2, measurements=2)
    whole = race(**settings)["loss"]
    assert whole.shape == (2, 2, 2, 2) and whole.dtype == np.float16
    for part in (dict(sizes=[64]), dict(rates=[0.01]), dict(measurements=1)):
        again = race(**settings | part)["loss"]
        np.testing.assert_allclose(whole[tuple(map(slice, again.shape))], again, rtol=2e-3)


def test_the_whole_batch_is_gradient_descent():
    theta, g = start(1), np.empty(NETWORK.size, np.float32)
    fit = Fit(NETWORK, cross_entropy, *digits())
    for _ in range(4):
        fit(theta, g)
        theta -= np.float32(0.1) * g
    loss = race(sizes=[N], rates=[0.1], seeds=2, measurements=1)["loss"]
    np.testing.assert_allclose(loss[0, 1, 0, 0], fit(theta, g), rtol=2e-3)


def test_the_runs_of_one_seed_share_start_and_batches():
    loss = race(sizes=[64], rates=[0.1, 0.1], seeds=2, measurements=1)["loss"][0, ..., 0]
    assert loss[0, 0] == loss[0, 1] and loss[0, 0] != loss[1, 0]


def test_divergence_is_shown_and_not_raised():
    assert not race(sizes=[64], rates=[1e6], seeds=1, measurements=1)["loss"][0, 0, 0, 0] < 3


def test_updates_are_counted_to_the_first_time():
    loss = np.array([[[1.0, 0.2, 0.4, 0.1], [np.nan] * 4], [[0.3, 9, 9, 9], [0.31] * 4]])
    np.testing.assert_array_equal(updates_to(loss, [16, 1024], goal=0.3), [[32, np.inf], [4, np.inf]])
