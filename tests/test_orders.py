"""The order of images: what each is, and that all get the same number of updates."""

from itertools import islice

import numpy as np
import pytest

from trainability.datasets import Split
from trainability.experiments.beyond.orders import NETWORK, ORDERS, SIZE, difficulty, growing, race, repeated
from trainability.tasks.digits import halved

Y = np.random.default_rng(0).integers(10, size=640)
HARD = np.random.default_rng(1).random(640)


def first_epochs(order, epochs=1, steps=100, seed=0):
    """The images of the first epochs, ``(epochs, 640)``."""
    found = islice(ORDERS[order](Y, HARD, steps, np.random.default_rng(seed)), 10 * epochs)
    return np.concatenate(list(found)).reshape(epochs, 640)


@pytest.mark.parametrize("order", ["reshuffled", "shuffled once", "sorted"])
def test_an_epoch_has_every_image_once(order):
    for epoch in first_epochs(order, 2):
        np.testing.assert_array_equal(np.sort(epoch), np.arange(640))


def test_shuffling_again_or_once():
    (first, second), (once, twice) = first_epochs("reshuffled", 2), first_epochs("shuffled once", 2)
    assert (first != second).any()
    np.testing.assert_array_equal(once, twice)
    assert (once != first_epochs("shuffled once", seed=1)[0]).any()


def test_sorted_by_label():
    assert (np.diff(Y[first_epochs("sorted")[0]]) >= 0).all()


@pytest.mark.parametrize("order, sign", [("easy first", 1), ("hard first", -1)])
def test_curricula_begin_at_their_end(order, sign):
    early = first_epochs(order, steps=10_000)[0]
    least = np.sort(sign * HARD)[100]  # a tenth is 64, and after ten updates there are hardly more
    assert (sign * HARD[early] < least).all()


def test_any_first_knows_no_difficulty():
    early = first_epochs("any first", steps=10_000)[0]
    assert len(np.unique(early)) <= 70 and 0.3 < HARD[early].mean() < 0.7


def test_a_pool_grows_to_all():
    pool = growing(np.arange(1000), 500, 10, np.random.default_rng(0))
    most = [next(pool).max() for _ in range(10)]
    assert most[0] < 100 and all(m < 1000 * (0.1 + 0.18 * t) + 1 for t, m in enumerate(most[:5])) and min(most[5:]) > 980


def test_repeated_batches_fill_the_epoch():
    assert [len(rows) for rows in islice(repeated(np.arange(130), SIZE), 6)] == [64, 64, 2] * 2


def test_difficulty_is_high_where_labels_are_wrong():
    (x, y), _ = halved()
    wrong = np.where(np.arange(512) % 4 == 0, (y[:512] + 5) % 10, y[:512])
    hard = difficulty(Split(x[:512], wrong), Split(x[512:4608], y[512:4608]), seed=0)
    assert hard.shape == (512,) and hard[::4].mean() > 3 * hard[1::4].mean()


def test_orders_differ_and_learn():
    found = race(wrong=[0.0], orders=["reshuffled", "sorted"], rates=[0.2], seeds=1, steps=64, every=64)["accuracy"]
    shuffled, ordered = found.at(rate=0.2, seed=0, step=64, wrong=0.0).values
    assert shuffled > 0.7 > ordered + 0.2
    assert NETWORK.size == 196 * 50 + 50 + 50 * 10 + 10
