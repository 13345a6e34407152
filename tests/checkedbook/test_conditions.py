"""The conditions of a claim: what they may be, and which other numbers they are tried with."""

import warnings

import numpy as np
import pytest

from checkedbook.conditions import FACTORS, Conditions, others, shown


def first_to_fail(condition, **numbers):
    """The smallest factor at which a condition that holds fails; None if it never does."""
    conditions = Conditions("S0-1", {"it holds": condition}, numbers)
    assert conditions.failed == []
    return next((factor for factor, failed in conditions.shaken() if failed), None)


@pytest.mark.parametrize(
    "condition, numbers, factor",
    [
        (lambda loss: loss < 1, dict(loss=0.8), 1.3),
        (lambda loss: loss > 0.8, dict(loss=1), 1.3),
        (lambda loss: loss < 1, dict(loss=0.6), 2),
        (lambda loss: loss > 0.2, dict(loss=1.0), 10),
        (lambda loss: loss < 1, dict(loss=0.02), 100),
        (lambda loss: loss < 1, dict(loss=1e-5), None),
        (lambda loss: loss > 0, dict(loss=1.0), None),
        (lambda n: n == 1, dict(n=1), 1.3),
        (lambda n: [5, 6, 7][n] == 6, dict(n=1), 1.3),  # an index stays one
        (lambda n: n == 0, dict(n=0), 1.3),
        (lambda x: x == 0, dict(x=0.0), 1.3),
        (lambda x: x == np.inf, dict(x=np.inf), 1.3),
        (lambda x: x != x, dict(x=np.nan), 1.3),
        (lambda yes: yes, dict(yes=True), 1.3),
        (lambda best: best == "Adam", dict(best="Adam"), 1.3),
        (lambda a, b: a < b, dict(a=1.0, b=1.2), 1.3),  # each alone
        (lambda a, b: a < b, dict(a=1.0, b=1.9), 2),
        (lambda a, b: 0.9 < a / b < 1.1 and a + b < 2.5, dict(a=1.0, b=1.0), 1.3),
        (lambda a, b, c: a + b + c < 3.5, dict(a=1.0, b=1.0, c=1.0), 1.3),  # all together
        (lambda a, b, c: a + b + c > 2.4, dict(a=1.0, b=1.0, c=1.0), 1.3),
        (lambda loss: (loss < 1).all(), dict(loss=np.array([0.1, 0.9])), 1.3),
        (lambda loss: loss[0] < loss[1], dict(loss=np.array([1.0, 1.5])), 1.3),
        (lambda loss: (np.diff(loss, axis=0) < 0).all(), dict(loss=np.array([[2, 2.2], [1.5, 1.4], [1.2, 1.1]])), 1.3),
        (lambda loss: (np.diff(loss, axis=1) < 0).all(), dict(loss=np.array([[2, 1.5], [2.2, 1.4]])), 1.3),
        (lambda loss: (np.diff(loss) < 0).all(), dict(loss=np.array([9.0, 2.0, 0.4])), 10),
        (lambda steps: np.arange(9)[steps].sum() == 3, dict(steps=np.array([1, 2])), 1.3),
        (lambda none: none.sum() == 0, dict(none=np.zeros(3, bool)), 1.3),
        (lambda names: names[0] == "SGD", dict(names=np.array(["SGD", "Adam"])), 1.3),
        (lambda lost: np.isnan(lost).all(), dict(lost=np.array([np.nan, np.nan])), 1.3),
    ],
)
def test_other_numbers_make_it_fail(condition, numbers, factor):
    assert first_to_fail(condition, **numbers) == factor


def test_a_condition_that_cannot_be_asked_of_other_numbers_does_not_fail(recwarn):
    assert first_to_fail(lambda n: {3: True}[n], n=3) is None
    assert first_to_fail(lambda x: bool(x > 0 and np.exp(np.array([x])) > 0), x=600.0) is None
    assert not recwarn.list


def test_every_factor_is_tried():
    conditions = Conditions("S0-1", {"small": lambda x: x < 9, "tiny": lambda x: x < 1.1}, {"x": 1.0})
    assert list(conditions.shaken()) == [(1.3, ["tiny"]), (2, ["tiny"]), (10, ["small", "tiny"]), (100, ["small", "tiny"])]


@pytest.mark.parametrize(
    "value", [3, 0, -2, 0.25, True, "Adam", np.array([3, 0, 1]), np.array([[0.5, 0.0, np.inf]]), np.array([True, False])]
)
@pytest.mark.parametrize("up", FACTORS)
def test_others_differ_and_are_of_the_same_kind(value, up):
    first, *rest = others(value, up, FACTORS[up])
    assert np.all(first != value) and np.shape(first) == np.shape(value)
    assert len(rest) == (3 if np.ndim(value) else 1)
    assert all(np.asarray(other).dtype.kind == np.asarray(value).dtype.kind for other in (first, *rest))


def test_conditions_are_functions_of_the_numbers():
    def judged(condition, **numbers):
        return Conditions("S0-1", {"it holds": condition}, numbers)

    with pytest.raises(
        TypeError, match="claim S0-1: the condition 'it holds' must be a function of the claim's numbers, got True"
    ):
        judged(True)
    with pytest.raises(ValueError, match="claim S0-1: the condition 'it holds' takes no number, so none could make it false"):
        judged(lambda: True, x=1)
    with pytest.raises(ValueError, match="the condition 'it holds' takes y, and the claim has the numbers x, z"):
        judged(lambda x, y: True, x=1, z=2)
    with pytest.raises(ValueError, match="the condition 'it holds' raises ZeroDivisionError: division by zero"):
        judged(lambda x: 1 / x > 0, x=0)
    for wrong in (1, None, "yes", np.array([True]), np.array([True, False])):
        with pytest.raises(TypeError, match="the condition 'it holds' must give one truth value, got "):
            judged(lambda x: wrong, x=1)
    assert judged(lambda x: np.bool_(True), x=1).failed == []


@pytest.mark.parametrize("holds", [True, {}, [], "yes", None])
def test_conditions_have_names(holds):
    with pytest.raises(ValueError, match="claim S0-1: holds must be conditions by name"):
        Conditions("S0-1", holds, {"x": 1})


def test_a_condition_that_fails_is_named():
    conditions = Conditions("S0-1", {"small": lambda x: x < 1, "large": lambda x: x > 1}, {"x": 3})
    assert conditions.failed == ["small"] and conditions.uses == {"small": ["x"], "large": ["x"]}


def test_a_warning_of_the_condition_itself_is_heard():
    with warnings.catch_warnings(), pytest.raises(ValueError, match="raises RuntimeWarning: divide by zero"):
        warnings.simplefilter("error")
        Conditions("S0-1", {"it holds": lambda x: bool((1 / x > 0).all())}, {"x": np.zeros(2)})


def test_a_long_array_is_shown_by_its_ends():
    assert shown(np.arange(100)) == "[ 0, 1, 2, ..., 97, 98, 99]"
