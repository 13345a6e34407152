"""Hidden units that become one, and the watching of the rules that make them."""

import pickle

import numpy as np
import pytest

from trainability.bench.watching import Watched
from trainability.experiments.adaptive.lost_unit import gap, story
from trainability.rules import adadelta, adam, nesterov, rmsprop, sgd
from trainability.surfaces import ravine
from trainability.tasks.wave import NETWORK, fit, follow
from trainability.training import path

START = np.array([-7.0, 2.0])


@pytest.mark.parametrize("rule", [adam(lr=0.1), nesterov(lr=0.1), sgd(lr=0.1)])
def test_a_watched_rule_is_the_same_rule(rule):
    looks = []
    spied = Watched(rule, 3, lambda theta, *state: looks.append((theta.copy(), len(state))))
    assert spied.hyper == rule.hyper and spied.state_names == rule.state_names
    way = path(ravine, START, spied, 10)
    np.testing.assert_array_equal(way, path(ravine, START, rule, 10))
    assert [n for _, n in looks] == 3 * [len(rule.state_names)]
    np.testing.assert_array_equal([theta for theta, _ in looks], way[3::3])


LOOKS = []


def look(theta, v):
    LOOKS.append(theta.copy())


def test_a_watched_rule_pickles_as_what_it_is():
    spied = pickle.loads(pickle.dumps(Watched(nesterov, 2, look)(lr=0.1)))
    LOOKS.clear()
    way = path(ravine, START, spied, 5)
    np.testing.assert_array_equal(way, path(ravine, START, nesterov(lr=0.1), 5))
    np.testing.assert_array_equal(LOOKS, way[2::2])
    assert repr(spied) == "nesterov(lr=0.1, mu=0.9)"
    with pytest.raises(TypeError, match="^nesterov has no hyperparameter speed; it has lr, mu$"):
        spied(speed=1)


def test_gap_is_the_least_of_three_distances(rng):
    theta = rng.normal(size=(4, 5, NETWORK.size))
    W, b = theta[..., :3], theta[..., 3:6]
    pairs = [np.hypot(W[..., i] - W[..., j], b[..., i] - b[..., j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    np.testing.assert_allclose(gap(theta), np.min(pairs, axis=0))
    theta[..., 5], theta[..., 2] = theta[..., 3], theta[..., 0]
    assert (gap(theta) == 0).all()


def test_the_gap_at_first_is_that_of_two_weights_of_the_start():
    first = follow(rmsprop(lr=0.0), start="adaptive", seeds=1, epochs=1, every=1, gap=gap)["gap"]
    assert first.values == pytest.approx(1.06893327 - 1.03939223, rel=1e-5)  # units two and three


def test_the_story_has_its_rates_and_its_drop():
    loss = story(seeds=1, epochs=4, drop=2, every=2)["loss"]
    edu = rmsprop(rho=0.9, eps=0, eps_inside=1e-6)
    rules = {
        "rmsprop 0.1": edu(lr=0.1),
        "rmsprop 0.01": edu(lr=0.01),
        "adadelta": adadelta(rho=0.9, eps=1e-5),
        "sgd 1": sgd(lr=1.0),
    }
    for method, rule in rules.items():
        np.testing.assert_array_equal(loss.at(method=method), fit(rule, start="adaptive", seeds=1, epochs=4, every=2))
    same = loss.at(method="annealed") == loss.at(method="rmsprop 0.1")
    assert same.at(epoch=2).all() and not same.at(epoch=4).any()
