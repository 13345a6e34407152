"""What every rule and every descent promises, on rules made for the purpose; test_rules.py has the real ones."""

import pickle
from itertools import islice

import numpy as np
import pytest

from trainability.rule import Descent, Rule


@Rule
def coast(theta, g, t, v, *, lr=0.1, mu=0.5):
    """A rule with a state and a lookahead."""
    v *= mu
    v -= lr * g
    theta -= lr * g


@coast.lookahead
def coast(theta, v, *, lr, mu):
    theta += mu * v


@Rule
def clock(theta, g, t):
    """A rule without hyperparameters."""
    theta += t


class Halving:
    """A schedule that pickles."""

    def __call__(self, t):
        return 0.5**t

    def __repr__(self):
        return "Halving()"


def run(objective, theta, rule, steps, **options):
    """The values before each step, and the descent after the last."""
    descent = Descent(objective, theta, rule, **options)
    return list(islice(descent, steps)), descent


def nowhere(theta, g):
    g[...] = 0
    return 0.0


def test_a_rule_reads_its_state_and_its_defaults_off_the_signature():
    assert coast.state_names == ("v",) and clock.state_names == ()
    assert coast.hyper == {"lr": 0.1, "mu": 0.5} and clock.hyper == {}
    assert coast.__name__ == "coast" and coast.__doc__ == "A rule with a state and a lookahead."


def test_other_hyperparameters_make_another_rule():
    other = coast(lr=3)
    assert other.hyper == {"lr": 3, "mu": 0.5} and coast.hyper == {"lr": 0.1, "mu": 0.5}
    assert other(mu=2).hyper == {"lr": 3, "mu": 2}
    assert (other.update, other.ahead, other.state_names) == (coast.update, coast.ahead, coast.state_names)


@pytest.mark.parametrize(
    "unknown, message",
    [
        ({"speed": 1}, "coast has no hyperparameter speed; it has lr, mu"),
        ({"v": 1, "lr": 2, "beta": 1}, "coast has no hyperparameter beta, v; it has lr, mu"),
    ],
)
def test_an_unknown_hyperparameter_is_named_beside_those_there_are(unknown, message):
    with pytest.raises(TypeError, match=f"^{message}$"):
        coast(**unknown)


def test_a_rule_prints_as_the_call_that_makes_it():
    assert repr(coast) == "coast(lr=0.1, mu=0.5)" and repr(clock) == "clock()"
    assert repr(coast(lr=Halving())) == "coast(lr=Halving(), mu=0.5)"


@pytest.mark.parametrize("lr", [0.3, Halving(), np.array([[0.1], [0.2]])], ids=["number", "schedule", "array"])
def test_a_rule_pickles_by_name(lr):
    there = pickle.loads(pickle.dumps(coast(lr=lr)))
    assert repr(there) == repr(coast(lr=lr))
    assert there.update is coast.update and there.ahead is coast.ahead


@pytest.mark.parametrize("value", [2, np.float64(2), np.array(2), lambda t: np.float64(t), lambda t: np.array(t)])
def test_a_single_number_becomes_a_python_float(value):
    lr = coast(lr=value).at(2, np.float32)["lr"]
    assert type(lr) is float and lr == 2.0


@pytest.mark.parametrize("value", [[1, 2], np.array([1.0, 2.0]), lambda t: np.array([1, t])])
def test_an_array_takes_the_precision_asked_for(value):
    lr = coast(lr=value).at(2, np.float32)["lr"]
    assert lr.dtype == np.float32 and lr.tolist() == [1, 2]


def test_steps_are_counted_from_one_for_rules_and_schedules():
    theta, seen = np.zeros(3), []
    run(nowhere, theta, clock, 3)
    assert theta.tolist() == [6, 6, 6]  # 1 + 2 + 3
    run(nowhere, np.zeros(3), coast(lr=lambda t: seen.append(t) or 0.1), 3, block=1)
    assert seen == [1, 2, 3]  # once a step, however many blocks


def test_a_descent_looks_ahead_takes_the_gradient_there_and_moves_in_place(bowl):
    objective, lr, mu = bowl([1.0, 4.0]), 0.1, 0.5
    theta = np.array([1.0, -2.0])
    expected, v, g = theta.copy(), np.zeros(2), np.empty(2)
    values, descent = run(objective, theta, coast, 5)
    for value in values:
        expected += mu * v
        assert value == objective(expected, g)
        v, expected = mu * v - lr * g, expected - lr * g
    np.testing.assert_array_equal(theta, expected)
    assert descent.theta is theta and descent.t == 5
    np.testing.assert_array_equal(descent.state["v"], v)


def test_a_descent_is_an_iterator_of_one_value_per_run(bowl):
    descent = Descent(bowl([1.0, 4.0]), np.ones((2, 3, 2)), coast)
    assert iter(descent) is descent
    assert next(descent).tolist() == [[2.5] * 3] * 2


def test_a_state_is_a_copy_and_puts_everything_back(bowl):
    _, descent = run(bowl(1.0), np.ones(2), coast, 3)
    state = descent.state_dict()
    assert list(state) == ["rule", "theta", "t", "v"]
    further = [next(descent) for _ in range(2)]
    descent.load_state_dict(state)
    assert [next(descent) for _ in range(2)] == further and descent.t == 5


@pytest.mark.parametrize(
    "rule, shape, message",
    [
        (clock, (2,), "what is kept is rule, t, theta, v; here it is rule, t, theta"),
        (coast, (3, 2), "theta is float64 array of shape (2,); here it is float64 array of shape (3, 2)"),
    ],
)
def test_the_state_of_another_descent_is_refused_and_nothing_moves(rule, shape, message):
    state, other = Descent(nowhere, np.ones(2), coast).state_dict() | {"t": 9}, Descent(nowhere, np.zeros(shape), rule)
    with pytest.raises(ValueError) as refused:
        other.load_state_dict(state)
    assert str(refused.value) == message and other.t == 0 and not other.theta.any()


@pytest.mark.parametrize("shape", [(1000,), (3, 1000), (2, 3, 1000), (400, 2)])
@pytest.mark.parametrize("block", [1, 300, Rule.block])
def test_blocks_cover_every_parameter_once_and_are_as_small_as_asked(shape, block):
    sizes = []

    @Rule
    def spy(theta, g, t):
        sizes.append(theta.size)
        theta += 1

    theta = np.zeros(shape)
    run(nowhere, theta, spy, 1, block=block)
    assert (theta == 1).all()
    runs = theta.size // shape[-1]
    assert max(sizes) <= max(block, runs)  # a block is never less than one parameter of every run
    assert len(sizes) <= 2 * np.ceil(theta.size / max(block, runs))


def test_no_parameters_are_no_error():
    assert run(nowhere, np.zeros((3, 0)), coast, 2)[0] == [0.0, 0.0]


@pytest.mark.parametrize(
    "theta, error, message",
    [
        ([1.0], TypeError, "theta must be an array of floats, float32 or wider, to be changed in place; got list"),
        (1.0, TypeError, "got float"),
        (np.arange(3), TypeError, r"array of floats.*; got int64 array of shape \(3,\)"),
        (np.ones(3, np.float16), TypeError, r"float32 or wider, .*; got float16 array of shape \(3,\)"),
        (np.ones(3, complex), TypeError, r"got complex128 array of shape \(3,\)"),
        (np.array(1.0), ValueError, r"theta must be writable, of shape \(..., P\); got float64 array of shape \(\)"),
        (np.broadcast_to(1.0, (2, 3)), ValueError, r"writable.*got read-only float64 array of shape \(2, 3\)"),
    ],
    ids=["list", "number", "integers", "half", "complex", "no axis", "read-only"],
)
def test_parameters_that_cannot_move_are_refused(theta, error, message):
    with pytest.raises(error, match=message):
        Descent(nowhere, theta, clock)


@pytest.mark.parametrize("lr", [(3,), (4, 2), (5, 1), (2, 4, 5), (2,), (7,)], ids=str)
def test_a_hyperparameter_of_the_wrong_shape_is_refused_before_anything_moves(lr, bowl):
    theta = np.ones((4, 5))
    descent = Descent(bowl(1.0), theta, coast(lr=lambda t: np.full(lr, 0.1)), block=8)  # blocks of two columns
    with pytest.raises(ValueError) as refused:
        next(descent)
    assert str(refused.value) == f"lr must broadcast against theta of shape (4, 5); got {lr}"
    assert (theta == 1).all() and descent.t == 0


@pytest.mark.parametrize("lr", [(5,), (1,), (4, 1), (1, 5), (4, 5), (1, 1)], ids=str)
def test_a_hyperparameter_of_a_shape_that_broadcasts_acts_where_it_stands(lr, rng):
    theta, lr = np.zeros((4, 5)), rng.uniform(0.1, 1, lr)

    def slope(theta, g):
        g[...] = 1
        return theta.sum(axis=-1)

    run(slope, theta, coast(lr=lr), 1, block=8)
    np.testing.assert_array_equal(theta, np.broadcast_to(-lr, (4, 5)))
