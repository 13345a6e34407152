"""Searches for a rate and a weight decay: where trials lie, and that each is on its own."""

import numpy as np
import pytest

from trainability.experiments.beyond import random_search
from trainability.experiments.beyond.random_search import HIGH, LOW, PLANS, WIDE, in_rows, own_draws, search


@pytest.mark.parametrize("plan, low, high", [("random", LOW, HIGH), ("random again", LOW, HIGH), ("random, wide", *WIDE)])
def test_random_trials_fill_their_ranges_evenly(plan, low, high):
    exponents = PLANS[plan](4000, np.random.default_rng(0))
    part = (exponents - low) / np.subtract(high, low)
    assert part.min() >= 0 and part.max() <= 1
    np.testing.assert_allclose(part.mean(axis=0), 0.5, atol=0.025)
    np.testing.assert_allclose(part.var(axis=0), 1 / 12, atol=0.006)
    assert abs(np.corrcoef(part.T)[0, 1]) < 0.05


def test_a_shorter_search_is_the_beginning_of_a_longer_one():
    few, many = (PLANS["random"](n, np.random.default_rng(3)) for n in (25, 100))
    np.testing.assert_array_equal(few, many[:25])


def test_a_grid_goes_from_end_to_end():
    exponents = PLANS["grid"](25, None)
    assert len(np.unique(exponents, axis=0)) == 25 and len(np.unique(exponents[:, 0])) == len(np.unique(exponents[:, 1])) == 5
    np.testing.assert_allclose([exponents.min(axis=0), exponents.max(axis=0)], [LOW, HIGH])


def test_a_grid_needs_a_square():
    with pytest.raises(ValueError, match="a square number of trials; got 24"):
        in_rows(24, None)


def test_a_run_draws_the_same_batches_whoever_else_there_is():
    alone, among = (next(own_draws(50, 20, np.random.default_rng(0), (n,))) for n in (1, 3))
    np.testing.assert_array_equal(alone[0], among[0])
    assert among.shape == (3, 20) and among.min() >= 0 and among.max() < 50 and (among[0] != among[1]).any()


def test_the_same_settings_again_have_another_start():
    found = search(size="half", plans=["random", "random again"], trials=2, seeds=1)
    first, again = (found["rate"].at(plan=plan).values for plan in ("random", "random again"))
    np.testing.assert_array_equal(first, again)
    assert (found["accuracy"].at(plan="random").values != found["accuracy"].at(plan="random again").values).any()


def test_a_fifth_is_held_out(monkeypatch):
    given, looked = [], []

    def learner(network, seed, data, **how):
        given.append(data)
        return own_learner(network, seed, data, **how)

    def accuracy(network, theta, x, y):
        looked.append(x)
        return own_accuracy(network, theta, x, y)

    own_learner, own_accuracy = random_search.learner, random_search.accuracy
    monkeypatch.setattr(random_search, "learner", learner)
    monkeypatch.setattr(random_search, "accuracy", accuracy)
    search(size="half", plans=["random"], trials=1, seeds=2)
    assert [len(data.x) for data in given] == [400, 400] and [len(x) for x in looked] == [100, 2000] * 2
    together = np.concatenate([looked[2], given[1].x])  # of the second seed
    np.testing.assert_array_equal(together, random_search.SIZES["half"][1]()[0].x[500:1000])


def test_more_images_than_there_are():
    with pytest.raises(ValueError, match="21 seeds of 500 images are more than the 10000 there are"):
        search(size="half", plans=["random"], trials=1, seeds=21)
