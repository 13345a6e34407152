"""The race of batch sizes: what its fairness and its counting rest on."""

import numpy as np
import pytest

from trainability.datasets import mnist_sample
from trainability.experiments.descent.batch_race import NETWORK, N, clock, digits, race, updates_between, updates_to
from trainability.named import Named
from trainability.tasks.digits import start


def test_digits_are_means_of_four_pixels():
    x, target = digits().x, digits().target
    image = mnist_sample()[0].x[5].reshape(28, 28)
    np.testing.assert_allclose(x[5].reshape(14, 14)[6, 3], image[12:14, 6:8].mean(), rtol=1e-6)
    np.testing.assert_allclose(x.mean(axis=1), mnist_sample()[0].x[:N].mean(axis=1), rtol=1e-4)
    assert x.dtype == target.dtype == np.float32 and (target.sum(axis=1) == 1).all()


@pytest.mark.parametrize("size", [1, 2, 4, 8, 16, 32, 64])
def test_small_batches_are_measured_four_times_an_epoch(size):
    assert 4 * size * updates_between(size) == N


@pytest.mark.parametrize("size", [32, 1024])
def test_looks_twice_as_often_see_the_same_runs(size):
    settings = dict(sizes=[size], rates=[0.1], seeds=2)
    seldom = race(**settings, measurements=2)["loss"].take(size=0, rate=0)
    often = race(**settings, measurements=4, often=2)["loss"].take(size=0, rate=0)
    np.testing.assert_array_equal(often.at(measurement=[2, 4]), seldom)
    loss = Named([[1.0, 0.2]], {"size": [size], "measurement": [1, 2]})
    assert updates_to(0.3, loss, often=2).values == updates_to(0.3, loss).values / 2


def test_the_whole_batch_is_gradient_descent():
    theta, g, fit = start(NETWORK, 1), np.empty(NETWORK.size, np.float32), digits()
    for _ in range(4):
        fit(theta, g)
        theta -= np.float32(0.1) * g
    loss = race(sizes=[N], rates=[0.1], seeds=2, measurements=1)["loss"]
    np.testing.assert_allclose(loss.at(size=N, rate=0.1, seed=1), fit(theta, g)[None], rtol=2e-3)


def test_the_runs_of_one_seed_share_start_and_batches():
    loss = race(sizes=[64], rates=[0.1, 0.1], seeds=2, measurements=1)["loss"].take(size=0, measurement=0)
    assert (loss.take(rate=0) == loss.take(rate=1)).all() and (loss.at(seed=0) != loss.at(seed=1)).all()


def test_divergence_is_shown_and_not_raised():
    assert not (race(sizes=[64], rates=[1e6], seeds=1, measurements=1)["loss"] < 3).any()


def test_updates_are_counted_to_the_first_time():
    axes = {"size": [16, 1024], "seed": range(2), "measurement": range(1, 5)}
    loss = Named([[[1.0, 0.2, 0.4, 0.1], [np.nan] * 4], [[0.3, 9, 9, 9], [0.31] * 4]], axes)
    np.testing.assert_array_equal(updates_to(0.3, loss), [[32, np.inf], [4, np.inf]])


def test_the_clock_counts_microseconds_of_one_example():
    spent = clock(sizes=[1, 1024], turns=3)["us"]
    assert spent.shape == (2, 3) and (spent > 0).all() and spent[1].min() < spent[0].min()
