"""Rates for a tour of surfaces, and what a step divides by, against the steps that the rules take."""

import numpy as np
import pytest

from trainability.experiments.adaptive.own_rate import rate_s, rate_v, root_s, root_v
from trainability.experiments.adaptive.tour import STOPS, tuned
from trainability.rule import Descent, Rule
from trainability.rules import adagrad, adam, momentum, rmsprop, sgd
from trainability.surfaces import ravine
from trainability.training import path


@pytest.mark.parametrize("stop", STOPS)
def test_the_tuned_rate_descends_and_stays(stop):
    surface, start = STOPS[stop]
    rule = tuned(surface, start, momentum, steps=100)
    way = path(surface, start, rule, 100)
    left, right, low, high = surface.extent
    assert (way >= [left, low]).all() and (way <= [right, high]).all()
    assert surface.value(*way[-1]) < surface.value(*start)


def test_no_other_rate_that_stays_is_lower():
    chosen = tuned(ravine, (-7.0, 2.0), sgd, steps=60).hyper["lr"]
    ends = {lr: ravine.value(*path(ravine, [-7.0, 2.0], sgd(lr=lr), 60)[-1]) for lr in (chosen / 1.33, chosen, chosen * 1.33)}
    assert ends[chosen] < ends[chosen / 1.33] and ends[chosen] < ends[chosen * 1.33] * 1.01


def test_a_rule_without_a_rate_stays_as_it_is():
    rule = Rule(lambda theta, g, t, *, pace=0.1: None)
    assert tuned(ravine, (-7.0, 2.0), rule, steps=1) is rule


@pytest.mark.parametrize("rule", [adagrad(lr=0.3, eps=0.1), rmsprop(lr=0.3, eps_inside=0.01)])
def test_the_own_rate_is_the_step_over_the_gradient(rule):
    theta = np.array([-7.0, 2.0])
    descent = Descent(ravine, theta, rule)
    for _ in range(5):
        before = theta.copy()
        next(descent)
        s, hyper = descent.state["s"], {name: rule.hyper[name] for name in ("lr", "eps", "eps_inside")}
        np.testing.assert_allclose(rate_s(s, **hyper), (before - theta) / descent.g)
    np.testing.assert_allclose(root_s(s) ** 2, s)


def test_adams_rate_is_its_step_over_the_corrected_average():
    theta, rule = np.array([-7.0, 2.0]), adam(lr=0.3, beta2=0.9, eps=0.1)
    descent = Descent(ravine, theta, rule)
    for t in range(1, 6):
        before = theta.copy()
        next(descent)
        average = descent.state["m"] / (1 - 0.9**t)
        np.testing.assert_allclose(rate_v(descent.state["v"], t, 0.3, 0.9, 0.1), (before - theta) / average)
        np.testing.assert_allclose(0.3 / rate_v(descent.state["v"], t, 0.3, 0.9, 0.1), root_v(descent.state["v"], t, 0.9) + 0.1)
