"""Adam's faults against their closed forms, and where Adam ends: garbage, turned ravines, rare gradients, decay."""

import numpy as np
import pytest

from trainability.experiments.adaptive import adam_decay, adam_moons, adam_stranded
from trainability.experiments.adaptive.adam_faults import adam_printed, adam_uncorrected, adam_without_power, ratios
from trainability.experiments.adaptive.adam_memory import ADDRESS, ARRAYS, KINDS, adam_from, learn, memory
from trainability.experiments.adaptive.adam_turned import steps_down
from trainability.experiments.adaptive.rare_gradients import drift, regret, shrinking, slope, walk
from trainability.rule import Descent
from trainability.rules import adam, adamw, amsgrad, momentum, sgd
from trainability.tasks.wave import GRID, NETWORK, STARTS, fit
from trainability.theory.convergence import bowl, hillside
from trainability.training import path

FAULTS = {
    "uncorrected": adam_uncorrected(eps=0),
    "without power": adam_without_power(eps=0),
    "printed": adam_printed(eps_inside=0),
}


@pytest.mark.parametrize("beta2", [0.99, 0.999])
@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_adam_at_another_rate(name, beta2):
    curvature, start = np.array([1.0, 7.0, 90.0]), [1.0, -2.0, 0.5]
    schedule = lambda t: 0.01 * ratios(t, beta2=beta2)[name]  # noqa: E731
    wrong = path(bowl(curvature), start, FAULTS[name](lr=0.01, beta2=beta2), 300)
    np.testing.assert_allclose(wrong, path(bowl(curvature), start, adam(lr=schedule, beta2=beta2, eps=0), 300), atol=1e-12)


@pytest.mark.parametrize("beta1, beta2", [(0.9, 0.999), (0.5, 0.9)])
def test_ratios_at_the_first_step_and_the_last(beta1, beta2):
    first, last = ({k: float(v) for k, v in ratios(t, beta1=beta1, beta2=beta2).items()} for t in (1, 10**6))
    short = (1 - beta1) / np.sqrt(1 - beta2)
    assert first == pytest.approx({"uncorrected": short, "without power": 1, "printed": short / (1 - beta1)})
    assert last == pytest.approx({"uncorrected": 1, "without power": 1 / short, "printed": 1 / (1 - beta1)})


def test_epsilons_stand_where_they_are_said_to():
    for rule, step in (
        (adam_uncorrected(eps=1.0), 0.2 / (1 + np.sqrt(0.001) * 2)),
        (adam_without_power(eps=1.0), 2 / 3),
        (adam_printed(eps_inside=1.0), 2 / np.sqrt(1 + 0.004)),
    ):
        assert -path(bowl(np.ones(1)), [2.0], rule(lr=1.0), 1)[1, 0] + 2 == pytest.approx(step)


def test_adam_from_zeros_is_adam_and_from_elsewhere_has_its_first_step():
    np.testing.assert_array_equal(*(path(bowl(np.ones(2)), [1.0, 2.0], rule(lr=0.1), 50) for rule in (adam, adam_from)))
    step = -path(hillside, [0.0], adam_from(lr=1.0, m0=2.0, v0=3.0), 1)[1, 0]
    assert step == pytest.approx((0.9 * 2 + 0.1) / 0.1 / np.sqrt((0.999 * 3 + 0.001) / 0.001))


def test_adam_from_sets_its_averages_once():
    theta = np.zeros(1)
    descent = Descent(bowl(np.zeros(1)), theta, adam_from(m0=1.0, v0=1.0))
    for _ in range(3):
        next(descent)
    assert descent.state["m"] == pytest.approx(0.9**3) and descent.state["v"] == pytest.approx(0.999**3)


def test_memory_is_one_number_for_each_array(rng):
    m0, v0 = memory(rng, 50)
    assert m0.shape == v0.shape == (len(KINDS), 50, sum(ARRAYS))
    edges = np.cumsum((0, *ARRAYS))
    for begin, end in zip(edges, edges[1:]):
        assert (np.ptp(m0[..., begin:end], axis=-1) == 0).all() and (np.ptp(v0[..., begin:end], axis=-1) == 0).all()
    kinds = {name: (m, v) for name, m, v in zip(KINDS, m0, v0)}
    assert not kinds["zeros"][0].any() and (kinds["an address"][1] == ADDRESS).all() and (kinds["1e30 in v"][1] == 1e30).all()
    assert not kinds["leftovers in v"][0].any() and not kinds["leftovers in m"][1].any()
    assert kinds["leftovers in m"][0].std() == pytest.approx(0.5, rel=0.2)
    np.testing.assert_array_equal(abs(kinds["of any sign"][1]), kinds["leftovers in both"][1])
    np.testing.assert_array_equal(kinds["leftovers in both"][0], kinds["leftovers in m"][0])


def test_the_arrays_are_those_of_the_network():
    assert ARRAYS == tuple(a.size for layer in NETWORK.params(np.zeros(NETWORK.size)) for a in layer)


def test_a_negative_second_moment_ends_a_run():
    loss = learn(seeds=3, epochs=1, every=1)["loss"].at(epoch=1)
    negative = (memory(np.random.default_rng(3), 3)[1][-1] < 0).any(axis=-1)
    assert negative.any() and (np.isnan(loss.at(kind="of any sign").values) == negative).all()
    assert np.isfinite(loss.at(kind="1e30 in v")).all()


def test_a_rate_is_changed_after_the_epoch_that_is_said():
    common = {"seeds": 2, "epochs": 2, "every": 1}
    kept = adam_stranded.learn(first=[0.1, 0.02, 0.1], second=[0.1, 0.02, 0.02], until=1, **common)["loss"]
    steady = fit(adam(lr=np.reshape([0.1, 0.02], (2, 1, 1))), {"first": [0.1, 0.02]}, start="adaptive", **common)
    np.testing.assert_array_equal(kept.take(first=[0, 1]), steady)
    same = kept.take(first=2) == kept.take(first=0)
    assert same.at(epoch=1).all() and not same.at(epoch=2).any()


def test_units_are_apart_unless_one_is_a_multiple_of_another_and_a_constant(rng):
    outputs = rng.standard_normal((4, 20, 3))
    outputs[1, :, 2] = 5 - 3 * outputs[1, :, 0]
    expected = [1 - abs(np.corrcoef(units.T) - np.eye(3)).max() for units in outputs]
    np.testing.assert_allclose(adam_stranded.apart(outputs), expected, atol=1e-12)
    assert expected[1] < 1e-12 < min(expected[0], expected[2])


def test_the_units_that_are_compared_are_those_of_the_start():
    kept = adam_stranded.learn(first=[1e-9], second=[1e-9], until=1, seeds=2, epochs=1, every=1)["apart"]
    outputs = 1 / (1 + np.exp(-GRID * STARTS["adaptive"][0]))
    np.testing.assert_allclose(kept.at(first=1e-9, epoch=1), np.full(2, adam_stranded.apart(outputs)), rtol=1e-3)


@pytest.mark.parametrize("angle", [0.0, 0.3, np.pi / 4])
def test_plain_descent_takes_as_many_steps_at_any_angle(angle):
    starts = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8]])
    steps = steps_down(sgd, np.array([0.01, 0.05]), starts, conditions=np.array([10.0, 30.0]), angle=angle, goal=1e-4, limit=200)
    for condition in (10.0, 30.0):  # along an axis: (1 - lr λ)^(2t) λ/2 = goal
        assert steps.at(condition=condition, rate=0.05, start=0) == np.ceil(np.log(2e-4) / 2 / np.log(0.95))
        shrink = abs(1 - 0.01 * condition)
        assert steps.at(condition=condition, rate=0.01, start=1) == np.ceil(np.log(2e-4 / condition) / 2 / np.log(shrink))
    assert np.isinf(steps.at(rate=0.01, start=0)).all()
    enough = int(steps.at(condition=10.0, rate=0.05, start=0))
    for limit, expected in ((enough, enough), (enough - 1, np.inf)):
        assert (
            steps_down(sgd, np.array([0.05]), starts[:1], conditions=np.array([10.0]), angle=angle, goal=1e-4, limit=limit).max()
            == expected
        )


def test_momentum_does_not_see_an_angle_and_adam_does():
    starts = np.array([[1.0, 0.4], [0.3, -1.0]])
    common = {"rates": np.array([0.003, 0.03]), "starts": starts, "conditions": np.array([100.0]), "limit": 500}
    np.testing.assert_array_equal(*(steps_down(momentum, angle=a, **common) for a in (0.0, 0.7)))
    aligned, turned = (steps_down(adam, angle=a, **common) for a in (0.0, 0.7))
    assert (aligned != turned).all() or np.isinf(turned).any()


def test_aligned_adam_sees_each_curvature_alone():
    flat, steep = (
        steps_down(adam(eps=0), np.array([0.1]), np.array([[1.0, 0.0]]), conditions=np.array([c]), angle=0.0) for c in (2.0, 1e6)
    )
    assert flat.values == steep.values


def test_slopes_and_regret():
    np.testing.assert_array_equal(slope(np.arange(1, 9), C=5.0, period=4), [5, -1, -1, -1, 5, -1, -1, -1])
    assert regret(np.full(301, -1.0))[-1] == 0
    assert regret(np.array([0.0, 1.0, -1.0])).tolist() == [3.0, 0.5]  # the loss is that of the point before its step
    assert regret(np.ones(401), C=5.0, period=4)[-1] == pytest.approx(2 * (5 - 3) / 4)


@pytest.mark.parametrize("beta2, C, period", [(0.1, 3.0, 3), (0.6, 3.0, 3), (0.5, 5.0, 4)])
def test_the_drift_is_that_of_a_long_walk(beta2, C, period):
    way = walk(adam(lr=1e-4, beta1=0.0, beta2=beta2, eps=0), steps=100 * period, C=C, period=period)
    assert (way[-1] - way[50 * period]) / 50 / 1e-4 == pytest.approx(drift(beta2, C=C, period=period), abs=1e-9)


def test_a_walk_begins_with_the_large_slope():
    np.testing.assert_allclose(walk(sgd(lr=0.1), steps=4), [0, -0.3, -0.2, -0.1, -0.4], atol=1e-15)


def test_the_rate_of_the_theorem():
    np.testing.assert_allclose(shrinking(0.5)(np.array([1, 4, 100])), [0.5, 0.25, 0.05])


def test_adam_goes_to_the_worst_point_and_amsgrad_to_the_best():
    C = 3.0
    runs = {rule.__name__: walk(rule(lr=shrinking(0.5), beta1=0.0, beta2=1 / (1 + C**2)), steps=3000) for rule in (adam, amsgrad)}
    assert runs["adam"][-3000 // 2 :: 3].min() > 0.95 and runs["amsgrad"][-1500:].max() < -0.97
    assert abs(runs["adam"]).max() <= 1


def test_a_penalty_is_divided_like_any_gradient_and_decay_is_not():
    scales, common = np.array([1.0, 0.1]), {"runs": 400, "steps": 1000}
    penalty = adam_decay.shrunk(adam(lr=0.004), np.random.default_rng(1), scales=scales, strength=0.01, **common).mean(axis=0)
    decay = adam_decay.shrunk(adamw(lr=0.004, decay=0.1), np.random.default_rng(1), scales=scales, **common).mean(axis=0)
    np.testing.assert_allclose(penalty, np.exp([-0.04, -0.4]), atol=0.03)
    np.testing.assert_allclose(decay, np.exp([-0.4, -0.4]), atol=0.03)


def test_all_rules_share_their_start():
    loss = adam_moons.learn(rates=[1e-9], seeds=2, steps=2, every=1)["loss"]
    assert (abs(loss / loss.at(rule="adam") - 1) < 1e-4).all()


def test_each_rule_of_the_moons_has_the_settings_of_its_name():
    for name, rule in adam_moons.RULES.items():
        assert rule(lr=0.1).hyper.get("beta2", 0.999) == float(name.partition(", ")[2] or 0.999)
    loss = adam_moons.learn(rates=[0.01], seeds=1, steps=2, every=1)["loss"]
    adams, shorter = loss.at(rule=["adam", "adam, .99"]), loss.at(rule="shrinking")
    assert (shorter == adams).at(step=1).all() and (shorter > adams).at(step=2).all()  # the same batch, then a shorter step
