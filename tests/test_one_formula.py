"""Every rule against the one formula: which fit, which only by the letter, and which do not."""

import numpy as np
import pytest

from trainability import rules
from trainability.experiments.adaptive import one_formula
from trainability.experiments.adaptive.one_formula import FORMS, formula, gap, is_weighted, steps
from trainability.rule import Rule
from trainability.rules import adamw, momentum, nesterov, sgd
from trainability.schedules import InverseTime


def test_a_form_is_of_a_rule():
    assert FORMS.keys() <= {name for name, value in vars(rules).items() if isinstance(value, Rule)}


@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"adamw"}))
@pytest.mark.parametrize("seed", range(3))
def test_steps_are_those_of_the_formula(name, seed):
    assert gap(name, np.random.default_rng(seed)) < 1e-12


def test_weight_decay_needs_the_parameters():
    rng = np.random.default_rng(0)
    assert gap("adamw", rng) > 1e-3
    form, g, theta = FORMS["adamw"], rng.standard_normal((5, 4)), rng.standard_normal(4)
    rest = steps(form.rule(lr=0.01, decay=0.3), g, theta) - formula(form, g, 0.01)
    np.testing.assert_allclose(rest, np.broadcast_to(-0.01 * 0.3 * theta, (5, 4)), rtol=1e-9)
    np.testing.assert_allclose(steps(adamw(eps=0, decay=0), g, theta), formula(form, g, 0.001), rtol=1e-9)


@pytest.mark.parametrize("name, fits", [(name, name not in ("momentum", "nesterov", "adamw")) for name in FORMS])
def test_a_changing_rate_stands_outside_the_sum_or_the_rule_does_not_fit(name, fits):
    assert (gap(name, np.random.default_rng(0), lr=InverseTime(0.1, 0.2)) < 1e-10) == fits


@pytest.mark.parametrize("rule", [momentum, nesterov])
def test_the_heavy_ball_with_a_schedule_is_a_sum_whose_weights_hold_the_rates(rule, rng):
    g, lr = rng.standard_normal((9, 3)), InverseTime(0.1, 0.2)
    sums = [-sum(0.9 ** (t - k) * lr(k) * g[k - 1] for k in range(1, t + 1)) for t in range(1, 10)]
    np.testing.assert_allclose(steps(rule(lr=lr), g, np.zeros(3)), sums, rtol=1e-9)


def test_steps_come_from_the_same_point_whatever_was_before(rng):
    g, theta = rng.standard_normal((3, 2)), np.ones(2)
    np.testing.assert_allclose(steps(sgd(lr=2.0), g, theta), -2 * g)
    assert (theta == 1).all()
    np.testing.assert_allclose(steps(momentum(lr=1.0, mu=0.5), g, theta)[2], -(g[2] + g[1] / 2 + g[0] / 4))
    np.testing.assert_allclose(steps(nesterov, g, theta), steps(momentum, g, theta), rtol=1e-12)


def test_the_sums_by_hand():
    g = np.array([[1.0], [2.0], [4.0]])
    assert one_formula.total(g) == 7 and one_formula.total(g, 0.5) == 0.25 + 1 + 4
    assert one_formula.average(g, 0.5) == 2.625 and one_formula.corrected(g, 0.5) == 3
    assert one_formula.corrected(np.ones((7, 1)), 0.9) == pytest.approx(1)
    assert one_formula.largest(np.array([[3.0], [0.0]])) == pytest.approx(0.001 * 9 / (1 - 0.999**2))


@pytest.mark.parametrize("name", FORMS)
def test_weighted_sums_are_those_that_are(name):
    assert is_weighted(name, np.random.default_rng(1)) == (name not in ("rmsprop_centered", "adadelta", "amsgrad"))
