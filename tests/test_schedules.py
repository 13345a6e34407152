"""Every schedule on steps of any kind; then each where its values are known. Their equations are in test_equations.py."""

import pickle
from dataclasses import is_dataclass
from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability import schedules
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.schedules import (
    Cosine,
    Exponential,
    InverseTime,
    NaturalExponential,
    NesterovMomentum,
    NesterovSequence,
    OneCycle,
    Piecewise,
    SutskeverMomentum,
    Switch,
    Triangular,
    WarmRestarts,
    Warmup,
    momenta,
)

SAMPLES = [
    Piecewise((0.1, 0.01, 0.002), (10, 25)),
    InverseTime(0.1, 0.5),
    Exponential(0.1, 0.96),
    NaturalExponential(0.1, 0.04),
    Cosine(0.1, 40, 0.01),
    Warmup(Cosine(0.1, 40), 10),
    Switch(Exponential(0.1, 0.9), 20, 0.001),
    Triangular(0.01, 0.1, 8),
    WarmRestarts(0.01, 0.1, 7),
    WarmRestarts(0.01, 0.1, 5, 2),
    OneCycle(0.1, 40),
    SutskeverMomentum(0.99, 10),
    NesterovMomentum(),
    NesterovSequence(),
]
every_schedule = pytest.mark.parametrize("schedule", SAMPLES, ids=repr)


def test_every_schedule_is_sampled():
    named = {kind for kind in vars(schedules).values() if isinstance(kind, type) and is_dataclass(kind)}
    assert named == {type(schedule) for schedule in SAMPLES}


@every_schedule
def test_steps_may_be_numbers_or_arrays(schedule):
    t = np.arange(1, 61)
    values = schedule(t)
    assert values.shape == (60,) and np.isfinite(values).all()
    assert len(np.unique(values)) > 1
    for steps in (t.tolist(), t.astype(float).tolist(), t, t.astype(np.int32)):
        assert_allclose([schedule(step) for step in steps], values, rtol=1e-14)
    assert_array_equal(schedule(t.reshape(3, 20)), values.reshape(3, 20))
    assert_array_equal(schedule(t.astype(float)), values)
    assert np.isfinite(schedule(t - 0.5)).all()


@every_schedule
def test_prints_pickles_and_compares(schedule):
    assert eval(repr(schedule), vars(schedules)) == schedule == pickle.loads(pickle.dumps(schedule))


@every_schedule
def test_sets_the_rate_of_a_descent(schedule):
    def slope(theta, g):
        g[...] = 1
        return 0.0

    theta = np.zeros(2)
    walk = [theta[0].copy() for _ in islice(Descent(slope, theta, sgd(lr=schedule)), 30)]
    assert_allclose(np.diff([0, *walk]), -schedule(np.arange(1, 31)), rtol=1e-11)


# Of the learning rate


def test_piecewise_changes_after_its_boundaries():
    assert Piecewise((3, 2, 1), (10, 20))(np.array([0, 1, 10, 11, 20, 21, 10**9])).tolist() == [3, 3, 3, 2, 2, 1, 1]
    assert Piecewise((0.5,), ())(7) == 0.5


@pytest.mark.parametrize(
    ("values", "boundaries", "message"),
    [
        ((1, 2), (5, 6), "2 boundaries part 3 values; got 2"),
        ((1, 2, 3), (6,), "1 boundaries part 2 values; got 3"),
        ((1, 2, 3), (6, 5), r"boundaries must increase; got \(6, 5\)"),
        ((1, 2, 3), (6, 6), r"boundaries must increase; got \(6, 6\)"),
    ],
)
def test_piecewise_refuses_what_does_not_fit(values, boundaries, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        Piecewise(values, boundaries)


def test_decays_start_at_their_start():
    for schedule in (InverseTime(0.3, 2), Exponential(0.3, 0.5), NaturalExponential(0.3, 2), Cosine(0.3, 10, 0.1)):
        assert schedule(0) == pytest.approx(0.3, rel=1e-15)


def test_decays_by_halves():
    assert InverseTime(0.3, 0.25)(4) == pytest.approx(0.15, rel=1e-15)
    assert Exponential(0.3, 0.5)(3) == pytest.approx(0.3 / 8, rel=1e-15)
    assert NaturalExponential(0.3, np.log(2))(3) == pytest.approx(0.3 / 8, rel=1e-15)


def test_cosine_ends_at_its_stop_and_stays():
    assert_allclose(Cosine(0.3, 12, 0.1)(np.array([0, 4, 6, 8, 12, 13, 1000])), [0.3, 0.25, 0.2, 0.15, 0.1, 0.1, 0.1], rtol=1e-14)
    assert Cosine(0.3, 12)(12) == 0


def test_warmup_multiplies_what_it_wraps():
    t = np.arange(1, 30)
    cosine = Cosine(0.3, 25)
    assert_allclose(Warmup(cosine, 10)(t), cosine(t) * np.minimum(t / 10, 1), rtol=1e-15)
    assert_allclose(Warmup(2.0, 4)(np.arange(1, 7)), [0.5, 1, 1.5, 2, 2, 2], rtol=1e-15)


def test_switch_hands_over_after_its_step():
    t = np.arange(1, 30)
    both = Switch(Cosine(0.3, 25), 10, Exponential(1, 0.9))(t)
    assert_array_equal(both, [*Cosine(0.3, 25)(t[:10]), *Exponential(1, 0.9)(t[10:])])
    assert Switch(0.9, 5, 0.1)(5) == 0.9 and Switch(0.9, 5, 0.1)(6) == 0.1


def test_triangular_turns_every_half_cycle():
    t = np.arange(0, 60, 5)
    assert_allclose(Triangular(0.1, 0.7, 5)(t), [0.1, 0.7] * 6, rtol=1e-14)
    assert_allclose(np.diff(Triangular(0.1, 0.7, 5)(np.arange(6))), 0.12, rtol=1e-13)


@pytest.mark.parametrize(("growth", "starts"), [(1, [0, 7, 14, 21]), (2, [0, 7, 21, 49]), (3, [0, 7, 28, 91])])
def test_warm_restarts_return_to_the_top(growth, starts):
    rates = WarmRestarts(0.1, 0.9, 7, growth)(np.arange(starts[-1] + 1))
    assert_allclose(rates[starts], 0.9, rtol=1e-14)
    assert np.flatnonzero(np.diff(rates) > 0).tolist() == [start - 1 for start in starts[1:]]
    assert (rates > 0.1).all()


@pytest.mark.parametrize("growth", [1.5, 2, 10])
def test_warm_restarts_far_out(growth):
    start, period = 0.0, 10.0
    while start < 1e9:
        assert_allclose(WarmRestarts(0, 1, 10, growth)(np.array([start, start + period / 2])), [1, 0.5], atol=1e-6)
        start, period = start + period, period * growth


def test_one_cycle_rises_and_falls():
    t = np.arange(0, 101)
    rates = OneCycle(0.5, 100, rise=0.4)(t)
    assert_allclose(rates[[0, 20, 40, 70, 100]], [0.02, 0.26, 0.5, 0.250001, 2e-6], rtol=1e-12)
    assert (np.diff(rates[:41]) > 0).all() and (np.diff(rates[40:]) < 0).all()
    assert OneCycle(0.5, 100)(1000) == pytest.approx(2e-6, rel=1e-12)
    assert OneCycle(0.5, 100) == OneCycle(0.5, 100, rise=0.3)


# Of the momentum


@pytest.mark.parametrize(("limit", "step"), [(0.9, 1000), (0.99, 12_250), (0.995, 24_750), (0.999, 124_750)])
def test_sutskever_reaches_his_limits(limit, step):
    schedule = SutskeverMomentum(limit)
    assert schedule(step) == schedule(10**7) == limit
    assert schedule(step - 1) < limit - 1e-6


def test_sutskever_halves_the_distance_to_one():
    assert_array_equal(
        1 - SutskeverMomentum(1.0, 10)(np.array([0, 9, 10, 30, 70, 150])), [1 / 2, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32]
    )


def test_nesterov_in_short():
    assert NesterovMomentum()(np.array([0, 1, 5, 295])).tolist() == pytest.approx([0.4, 0.5, 0.7, 0.99], rel=1e-15)


def test_nesterov_in_short_approaches_the_sequence():
    t = np.array([100, 1000, 10_000])
    assert_allclose(NesterovSequence()(t), NesterovMomentum()(t), atol=2e-4)
    assert_allclose(t * (1 - NesterovSequence()(t)), 3, rtol=0.05)


def test_nesterov_sequence_by_hand():
    golden = (1 + np.sqrt(5)) / 2
    third = (1 + np.sqrt(4 * golden**2 + 1)) / 2
    assert_allclose(NesterovSequence()(np.array([0, 1])), [0, (golden - 1) / third], rtol=1e-15)


def test_nesterov_sequence_is_computed_once(monkeypatch):
    roots = []
    monkeypatch.setattr(momenta, "sqrt", lambda x: roots.append(x) or x**0.5)
    momenta._nesterov.cache_clear()
    for t in range(2000):
        NesterovSequence()(t)
    assert len(roots) < 5000
