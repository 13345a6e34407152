"""Hidden units that become one, and the watching of the rules that make them."""

import pickle

import numpy as np
import pytest

from trainability.experiments.adaptive import lost_unit
from trainability.experiments.adaptive.lost_unit import NETWORK, follow, gap
from trainability.bench.watching import Watched
from trainability.experiments.descent.wave_net import fit
from trainability.rules import adadelta, adam, nesterov, rmsprop, sgd
from trainability.surfaces import ravine
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


def test_following_is_fitting_with_a_look():
    losses, gaps = follow(sgd(lr=1.0), seeds=2, epochs=4, every=2)
    np.testing.assert_array_equal(losses, fit(sgd(lr=1.0), start="adaptive", seeds=2, epochs=4, every=2))
    assert gaps.shape == losses.shape == (2, 1, 2)
    first = follow(rmsprop(lr=0.0), seeds=1, epochs=1, every=1)[1]
    assert first == pytest.approx(1.06893327 - 1.03939223, rel=1e-5)  # ai-edu's own start: units two and three


def test_the_story_has_its_rates_and_its_drop():
    runs = lost_unit.story(seeds=1, epochs=20, drop=10)
    assert {name.split()[1] for name in runs} == {"rmsprop", "annealed", "adadelta", "descent"}
    np.testing.assert_array_equal(runs["loss annealed"][0, 0], runs["loss rmsprop"][0, 0])
    assert runs["loss annealed"][1, 0] != runs["loss rmsprop"][1, 0]
    edu = rmsprop(lr=np.reshape([0.1, 0.01], (2, 1, 1)), rho=0.9, eps=0, eps_inside=1e-6)
    settings = {"start": "adaptive", "seeds": 1, "epochs": 20, "every": 10}
    np.testing.assert_array_equal(runs["loss rmsprop"], fit(edu, settings=2, **settings))
    np.testing.assert_array_equal(runs["loss adadelta"], fit(adadelta(rho=0.9, eps=1e-5), **settings))
    np.testing.assert_array_equal(runs["loss descent"], fit(sgd(lr=1.0), **settings))
