"""Every update rule, found by looking: a new one is tested by being there. Then the closed forms."""

import pickle
import tracemalloc
from itertools import islice
from numbers import Number

import numpy as np
import pytest

from trainability import rules
from trainability.rule import Descent, Rule

RULES = [rule for rule in vars(rules).values() if isinstance(rule, Rule)]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)

# Hyperparameters of a batch of R runs with P parameters can differ from run to run, along the parameters, or both.
R, P = 3, 1003
ARRAYS = {"number": (), "by run": (R, 1), "by parameter": (P,), "by both": (R, P)}
every_kind = pytest.mark.parametrize("shape", ARRAYS.values(), ids=ARRAYS)


def run(objective, theta, rule, steps, **options):
    """Where ``steps`` steps from ``theta`` end, and the values on the way."""
    theta = np.array(theta, dtype=float)
    values = list(islice(Descent(objective, theta, rule, **options), steps))
    return theta, values


def spread(rule, shape, rng):
    """The rule with each of its numbers replaced by an array of numbers a little smaller."""
    return rule(
        **{
            name: value * rng.uniform(0.9, 1, shape) if shape else value
            for name, value in rule.hyper.items()
            if isinstance(value, Number)
        }
    )


def test_there_are_rules():
    assert rules.sgd in RULES


@every_rule
def test_descends_a_bowl(rule, bowl):
    """At one learning rate at least, of ten to the power of -3 to 0: which are too small or too large is the rule's own affair."""
    rates = {"lr": np.logspace(-3, 0, 7)[:, None]} if "lr" in rule.hyper else {}
    with np.errstate(over="ignore", invalid="ignore"):
        theta, values = run(bowl([1.0, 25.0]), np.tile([0.3, -0.3], (7, 1)), rule(**rates), 600)
    assert ((values[-1] < 0.1 * values[0]) & (abs(theta) < 0.2).all(axis=1)).any()


@every_rule
@every_kind
def test_blocks_change_nothing(rule, shape, bowl, rng):
    objective, theta = bowl(rng.uniform(1, 25, P)), rng.normal(size=(R, P))
    rule = spread(rule, shape, rng)
    whole, values = run(objective, theta, rule, 5)
    parts, values_too = run(objective, theta, rule, 5, block=300)
    np.testing.assert_array_equal(parts, whole)
    np.testing.assert_array_equal(values_too, values)


@every_rule
@every_kind
def test_a_batch_of_runs_equals_its_runs_alone(rule, shape, bowl, rng):
    objective, theta = bowl(rng.uniform(1, 25, P)), rng.normal(size=(R, P))
    rule = spread(rule, shape, rng)
    together, values = run(objective, theta, rule, 5)
    for i in range(R):
        own = {name: np.broadcast_to(value, (R, P))[i] if shape else value for name, value in rule.hyper.items()}
        alone, values_alone = run(objective, theta[i], rule(**own), 5)
        np.testing.assert_array_equal(together[i], alone)
        np.testing.assert_array_equal([value[i] for value in values], values_alone)


@every_rule
@every_kind
def test_a_constant_schedule_equals_its_constant(rule, shape, bowl, rng):
    objective, theta = bowl(rng.uniform(1, 25, P)), rng.normal(size=(R, P))
    rule = spread(rule, shape, rng)
    scheduled = rule(**{name: lambda t, value=value: value for name, value in rule.hyper.items()})
    np.testing.assert_array_equal(run(objective, theta, scheduled, 5)[0], run(objective, theta, rule, 5)[0])


@every_rule
def test_a_schedule_sets_each_step_anew(rule, bowl):
    decay = {name: lambda t, value=value: value / t for name, value in rule.hyper.items() if isinstance(value, Number)}
    scheduled, _ = run(bowl([1.0, 25.0]), [1.0, -1.0], rule(**decay), 5)
    theta = np.array([1.0, -1.0])
    descent = Descent(bowl([1.0, 25.0]), theta, rule)
    for t in range(1, 6):
        descent.rule = rule(**{name: value(t) for name, value in decay.items()})
        next(descent)
    np.testing.assert_array_equal(theta, scheduled)


class Single(np.ndarray):
    """An array that lets nothing computed from it leave single precision, and so sees temporaries too."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        inputs = [np.asarray(a) if isinstance(a, np.ndarray) else a for a in inputs]
        result = getattr(ufunc, method)(*inputs, **options)
        assert result.dtype in (np.float32, bool), f"{ufunc.__name__} made {result.dtype}"
        if out is None:
            return result.view(Single)
        out[0].view(np.ndarray)[...] = result
        return out[0]


@every_rule
@every_kind
@pytest.mark.parametrize("scheduled", [False, True], ids=["constant", "scheduled"])
def test_single_precision_stays(rule, shape, scheduled, rng):
    rule = spread(rule, shape, rng)
    if scheduled:  # a schedule computes in whatever precision it likes
        rule = rule(**{name: lambda t, value=value: np.float64(value) for name, value in rule.hyper.items()})

    def slope(theta, g):
        g[...] = 1
        return 0.0

    theta = np.ones((R, P), np.float32).view(Single)
    descent = Descent(slope, theta, rule)
    list(islice(descent, 3))
    assert {a.dtype for a in (descent.theta, descent.g, *descent.state.values())} == {np.dtype(np.float32)}
    assert (theta < 1).all()


@every_rule
def test_needs_less_than_a_megabyte_of_its_own(rule):
    """Beyond parameters, gradient and state, which take four to twenty megabytes here."""
    descent = Descent(lambda theta, g: 0.0, np.ones(10**6, np.float32), rule)
    tracemalloc.start()
    list(islice(descent, 3))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1e6


@every_rule
def test_pickles_and_prints(rule):
    again = pickle.loads(pickle.dumps(rule))
    assert repr(again) == repr(rule) == repr(eval(repr(rule), vars(rules)))
    assert again.update is rule.update and again.ahead is rule.ahead
    name, value = next(iter(rule.hyper.items()))
    assert f"{name}={value}" in repr(rule)
    assert repr(pickle.loads(pickle.dumps(rule(**{name: 0.125})))) == repr(rule).replace(f"{value}", "0.125", 1)


@every_rule
def test_names_itself_when_a_hyperparameter_is_unknown(rule):
    message = f"{rule.__name__} has no hyperparameter speed; it has {', '.join(rule.hyper)}"
    with pytest.raises(TypeError, match=f"^{message}$"):
        rule(speed=1)


def test_sgd_on_a_bowl_is_a_geometric_series(bowl):
    c, lr, start = np.array([1.0, 25.0]), 0.03, np.array([1.0, -2.0])
    theta, values = run(bowl(c), start, rules.sgd(lr=lr), 30)
    np.testing.assert_allclose(theta, start * (1 - lr * c) ** 30, rtol=1e-12)
    k = np.arange(30)[:, None]
    np.testing.assert_allclose(values, (c * (start * (1 - lr * c) ** k) ** 2).sum(axis=1) / 2, rtol=1e-12)
