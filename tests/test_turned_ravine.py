"""Heights in a ravine that is turned."""

import numpy as np

from trainability.experiments.adaptive.turned_ravine import DISTANCE, heights
from trainability.rules import adagrad, sgd
from trainability.surfaces import ravine


def test_without_a_step_it_is_the_height_of_the_start():
    at = heights({"descent": sgd}, rates=[0.1, 0.9], seeds=[3, 5], angle=0.7, steps=0)
    for seed in (3, 5):
        way = np.random.default_rng(seed).uniform(0, 2 * np.pi)
        start = DISTANCE * np.array([np.cos(way), np.sin(way)])
        np.testing.assert_allclose(at.at(seed=seed), ravine.value(*start), rtol=1e-12)


def test_only_a_rule_of_vectors_is_blind_to_the_angle():
    straight, turned = (
        heights({"descent": sgd, "adagrad": adagrad}, rates=[0.9], seeds=range(4), angle=angle) for angle in (0.0, np.pi / 4)
    )
    np.testing.assert_allclose(straight.at(rule="descent"), turned.at(rule="descent"), rtol=1e-9)
    assert (abs(straight.at(rule="adagrad") / turned.at(rule="adagrad") - 1) > 0.1).any()


def test_what_left_for_ever_is_infinitely_high():
    assert np.isinf(heights({"descent": sgd}, rates=[1e30], seeds=[0], angle=0.0)).all()
