"""What others' bug reports have found, tried here: nothing goes wrong in silence. One test for each kind."""

import copy
import threading
from itertools import islice

import numpy as np
import pytest

from trainability import (
    PAPER,
    BatchNorm,
    Dense,
    Descent,
    Dropout,
    GroupNorm,
    LayerNorm,
    Minibatches,
    Network,
    RMSNorm,
    Rule,
    adagrad,
    adam,
    batches,
    binary_cross_entropy,
    clip_norm,
    clip_value,
    cross_entropy,
    draws,
    early,
    gradient_noise,
    l2,
    leaky,
    load,
    momentum,
    momentum_framework,
    nadam,
    nesterov,
    normal,
    one_hot,
    path,
    relu,
    rmsprop,
    save,
    saving,
    sgd,
    squared_error,
    standardize,
    train,
)


def parabola(theta, g):
    g[...] = theta
    return (theta**2).sum(-1) / 2


def refused(error, message, call):
    with pytest.raises(error) as raised:
        call()
    assert message in str(raised.value)


def taken(descent, steps):
    return [np.array(value) for value in islice(descent, steps)]


# State


def test_1_the_best_is_put_back_when_the_steps_run_out():
    theta = np.array([1.0])
    train(early(Descent(parabola, theta, momentum(lr=0.1)), lambda: abs(theta[0]), 1, 100, theta=theta), 15)
    np.testing.assert_allclose(abs(theta), 0.0292, atol=1e-4)


@pytest.mark.parametrize("how", [copy.deepcopy, copy.copy])
@pytest.mark.parametrize("rule", [sgd, nesterov, adam])
def test_2_a_copy_goes_on(how, rule):
    one = Descent(parabola, np.array([1.0, 2.0]), rule(lr=0.1))
    taken(one, 3)
    other = copy.deepcopy(one)
    assert taken(how(one), 3) == taken(other, 3) and other.t == 6 and (other.theta != one.theta).any() or how is copy.copy


def test_3_a_state_is_no_view():
    descent = Descent(parabola, np.ones(2), adam)
    taken(descent, 2)
    kept = descent.state_dict()
    theta, m = kept["theta"].copy(), kept["m"].copy()
    further = taken(descent, 3)
    np.testing.assert_array_equal(kept["theta"], theta)
    np.testing.assert_array_equal(kept["m"], m)
    descent.load_state_dict(kept)
    assert taken(descent, 3) == further
    norm = BatchNorm(1)
    kept = norm.state_dict()
    norm.mean += 1
    assert kept["mean"] == 0


@pytest.mark.parametrize("rules", [(momentum_framework, momentum), (adagrad, rmsprop), (adam, nadam)], ids=str)
def test_4_another_rule_is_refused(rules, tmp_path):
    one, other = (Descent(parabola, np.ones(2), rule) for rule in rules)
    taken(one, 3)
    save(tmp_path / "it", descent=one)
    refused(
        ValueError,
        f"is {rules[0].__name__!r}; here it is {rules[1].__name__!r}",
        lambda: load(tmp_path / "it", descent=other),
    )
    assert other.t == 0 and (other.theta == 1).all()


@pytest.mark.parametrize(
    "layers",
    [
        (leaky(0.01), leaky(0.3)),
        (BatchNorm(4), BatchNorm(4, eps=0.1)),
        (BatchNorm(4), BatchNorm(4, running=PAPER)),
        (GroupNorm(4, 2), GroupNorm(4, 4)),
        (LayerNorm(4), LayerNorm(4, spatial=1)),
        (RMSNorm(4), RMSNorm(4, eps=0.0)),
    ],
    ids=str,
)
def test_4_another_network_is_refused(layers, tmp_path):
    one, other = map(Network, layers)
    save(tmp_path / "it", network=one)
    refused(ValueError, f"is {repr(one)!r}; here it is {repr(other)!r}", lambda: load(tmp_path / "it", network=other))
    load(tmp_path / "it", network=Network(layers[0]))


@pytest.mark.parametrize("dtype", ["i8", "f4", "f2", ">f8"])
def test_5_nothing_is_cast_and_nothing_half_loaded(dtype, tmp_path):
    save(tmp_path / "it", a=np.array([1.5]), b=np.array([2.5]))
    a, b = np.zeros(1), np.zeros(1, dtype)
    refused(ValueError, "b in ", lambda: load(tmp_path / "it", a=a, b=b))
    b = np.zeros(1)
    b.flags.writeable = False
    refused(ValueError, "b is read-only", lambda: load(tmp_path / "it", a=a, b=b))
    assert a == 0


@pytest.mark.parametrize("name", ["allow_pickle", "file", "path", "self", "format"])
def test_6_any_plain_name_is_a_name(name, tmp_path):
    save(tmp_path / "it", **{name: np.ones(3)})
    there = np.zeros(3)
    load(tmp_path / "it", **{name: there})
    assert (there == 1).all()


@pytest.mark.parametrize("part", [3, None, "text", [1.0], np.array([object()])])
def test_6_wrong_kinds_of_parts_are_named(part, tmp_path):
    refused(TypeError, "epoch must be an array of numbers", lambda: save(tmp_path / "it", epoch=part))
    assert not (tmp_path / "it").exists()


@pytest.mark.parametrize("generator", [np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64])
@pytest.mark.parametrize("sample", [batches, draws])
@pytest.mark.parametrize("taken_before", [1, 5])
def test_7_one_generator_for_dropout_batches_and_noise_goes_on_bit_for_bit(generator, sample, taken_before, tmp_path):
    def training(seed):
        rng = np.random.Generator(generator(seed))
        network = Network(Dense(2, 4), BatchNorm(4), relu, Dropout(0.3, rng), Dense(4, 1))
        x = np.random.default_rng(0).normal(size=(10, 2))
        data = Minibatches(network, squared_error, x, x[:, :1], 4, rng, sample=sample)
        noise = gradient_noise(data, rng)
        theta = network.initial(np.random.default_rng(seed), W=normal)
        return {"network": network, "data": data, "noise": noise, "descent": Descent(noise, theta, adam)}

    one, other = training(0), training(1)
    taken(one["descent"], taken_before)
    taken(other["descent"], 7)
    save(tmp_path / "it", **one)
    load(tmp_path / "it", **other)
    assert taken(other["descent"], 6) == taken(one["descent"], 6)
    np.testing.assert_array_equal(other["descent"].theta, one["descent"].theta)


def test_7_another_generator_or_other_batches_are_refused(tmp_path):
    x = np.ones((10, 2))
    network = Network(Dense(2, 1))

    def data(generator=np.random.PCG64, size=4, sample=batches):
        return Minibatches(network, squared_error, x, x[:, :1], size, np.random.Generator(generator(0)), sample=sample)

    save(tmp_path / "it", data=data())
    for other in (data(np.random.Philox), data(size=5), data(sample=draws)):
        before = repr(other.state_dict())
        refused(ValueError, "here it is", lambda: load(tmp_path / "it", data=other))
        assert repr(other.state_dict()) == before
    endless = data(sample=lambda n, size, rng, runs: iter([np.arange(size)] * 9))
    refused(TypeError, "cannot be kept", lambda: save(tmp_path / "it", data=endless))


def test_7_early_stopping_goes_on_and_is_not_forgotten(tmp_path):
    def training():
        theta = np.array([1.0])
        descent = Descent(parabola, theta, momentum(lr=0.1))
        return {"descent": descent, "stopping": early(descent, lambda: abs(theta[0]), 1, 6, theta=theta)}

    one, other = training(), training()
    taken(one["stopping"], 8)
    save(tmp_path / "it", **one)
    load(tmp_path / "it", **other)
    assert taken(other["stopping"], 99) == taken(one["stopping"], 99)
    np.testing.assert_array_equal(other["descent"].theta, one["descent"].theta)
    refused(ValueError, "early(every=1, patience=6)", lambda: saving(one["stopping"], tmp_path / "it", 1, descent=one["descent"]))


def test_8_two_at_once_may_save_to_one_path(tmp_path):
    failures = []

    def write(number):
        try:
            for _ in range(20):
                save(tmp_path / "it", theta=np.full(1000, number))
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(float(k),)) for k in range(3)]
    [writer.start() for writer in writers]
    [writer.join() for writer in writers]
    theta = np.zeros(1000)
    load(tmp_path / "it", theta=theta)
    assert not failures and len(set(theta)) == 1 and [each.name for each in tmp_path.iterdir()] == ["it"]


def test_9_a_step_that_raises_has_not_been_taken():
    stumbles = [False]

    def objective(theta, g):
        if stumbles[0]:
            raise ArithmeticError
        return parabola(theta, g)

    descent = Descent(objective, np.array([1.0, -3.0]), nesterov(lr=0.1))
    taken(descent, 5)
    before, stumbles[0] = descent.state_dict(), True
    with pytest.raises(ArithmeticError):
        next(descent)
    np.testing.assert_allclose(descent.theta, before["theta"], rtol=1e-15)
    assert descent.t == 5 and (descent.state["v"] == before["v"]).all()


def test_9_an_objective_that_returns_its_gradient_is_refused():
    refused(TypeError, "write the gradient to g", lambda: next(Descent(lambda theta, g: (0.0, theta), np.ones(2), sgd)))


def test_9_a_rule_that_rebinds_is_refused():
    def lost(theta, g, t, v, *, lr=0.1):
        theta = theta - lr * g  # noqa: F841

    def lost_state(theta, g, t, v, *, lr=0.1):
        v = g
        theta -= lr * v

    refused(TypeError, "lost binds theta to another array", lambda: Rule(lost))
    refused(TypeError, "lost_state binds v to another array", lambda: Rule(lost_state))


def test_10_losses_are_copies_and_measures_have_names_of_their_own():
    def objective(theta, g):
        g[...] = 1
        return theta[..., 0]

    def history(**measures):
        return train(Descent(objective, np.array([[3.0], [5.0]]), sgd(lr=1.0)), 2, **measures)

    assert history()["losses"].tolist() == [[3, 5], [2, 4]]
    assert history(theta=lambda theta: theta)["theta"][:, 0, 0].tolist() == [2, 1]
    refused(TypeError, "cannot be called loss", lambda: history(loss=np.mean))


# Numbers


@pytest.mark.parametrize("dtype", ["u1", "i2", "i8", "?", ">f4", "f4"])
@pytest.mark.parametrize(
    "layer",
    [
        LayerNorm(2),
        RMSNorm(2),
        GroupNorm(2, 1),
        BatchNorm(2),
        BatchNorm(2).training,
        BatchNorm(2).inference,
        Dense(2, 2),
        Dropout(0.3, np.random.default_rng(0)),
    ],
    ids=repr,
)
def test_11_integers_are_numbers(layer, dtype):
    layer = copy.deepcopy(layer)
    x = np.array([[1, 5], [0, 1], [10, 200]]).astype(dtype)
    params = [np.ones(shape) for shape in layer.shapes.values()]
    right = copy.deepcopy(layer)(x.astype(float), *params)[0]
    np.testing.assert_allclose(copy.deepcopy(layer)(x, *params)[0], right, rtol=1e-5, atol=1e-5)
    single = copy.deepcopy(layer)(x, *(p.astype("f4") for p in params))[0]
    assert single.dtype == ("f4" if params else right.dtype if np.dtype(dtype).kind != "f" else "f4")
    np.testing.assert_allclose(single, right, rtol=1e-5, atol=1e-5)
    assert standardize(np.array([1, 5]), -1, 0.0)[0].tolist() == [-1, 1]


@pytest.mark.parametrize("limit", [0, -1, np.inf, np.nan, None, "1"])
@pytest.mark.parametrize("clip", [clip_norm, clip_value])
def test_12_a_limit_is_positive(clip, limit):
    refused((TypeError, ValueError), "limit must be", lambda: clip(parabola, limit))


def test_12_a_long_gradient_is_clipped():
    g = np.empty(2)
    clip_norm(parabola, 1.0)(np.array([3e160, 4e160]) * 1e-10, g)
    clip_norm(lambda theta, g: g.__setitem__(..., [3e160, 4e160]), 1.0)(np.zeros(2), g)
    np.testing.assert_allclose(g, [0.6, 0.8], rtol=1e-15)


def test_13_half_precision_is_refused_throughout():
    half = np.ones((4, 2), np.float16)
    for call in (
        lambda: Descent(parabola, half, adam),
        lambda: relu(half),
        lambda: Dense(2, 2)(half, np.ones((2, 2)), np.ones(2)),
        lambda: Dense(2, 2)(np.ones((4, 2)), half[:2], half[0]),
        lambda: BatchNorm(2)(half, np.ones(2), np.ones(2)),
        lambda: Dropout(0.5, np.random.default_rng(0))(half),
        lambda: squared_error(half, half),
        lambda: Network(Dense(2, 2)).initial(np.random.default_rng(0), dtype=np.float16),
        lambda: Network(Dense(2, 2))(half, np.ones(6)),
        lambda: standardize(half, -1, 0.0),
    ):
        refused(TypeError, "float16", call)


def test_14_nothing_is_refused_at_the_start():
    network, rng = Network(Dense(2, 2), BatchNorm(2)), np.random.default_rng(0)
    refused(
        ValueError,
        "a row of data at least",
        lambda: Minibatches(network, squared_error, np.ones((0, 2)), np.ones((0, 2)), 1, rng),
    )
    for loss in (cross_entropy, binary_cross_entropy, squared_error):
        refused(ValueError, "a row at least", lambda: loss(np.ones((0, 2)), np.ones((0, 2))))
        refused(ValueError, "a row at least", lambda: loss(np.ones((2, 0)), np.ones((2, 0))))
    refused(ValueError, "one row at least", lambda: BatchNorm(2)(np.ones((0, 2)), np.ones(2), np.ones(2)))
    x = np.ones((9, 2))
    refused(
        ValueError,
        "needs 2 rows in each batch; the smallest will have 1",
        lambda: Minibatches(network, squared_error, x, x, 4, rng),
    )
    Minibatches(network, squared_error, x, x, 3, rng)
    Minibatches(network, squared_error, x, x, 4, rng, sample=draws)


@pytest.mark.parametrize("loss, y", [(cross_entropy, [[-np.inf, 0.0]]), (binary_cross_entropy, [[-np.inf, np.inf]])])
def test_15_what_has_no_weight_counts_nothing(loss, y):
    assert loss(np.array(y), np.array([[0.0, 1.0]]))[0] == 0


def test_15_shapes_are_what_they_should_be(tmp_path):
    assert one_hot([], 5000).shape == (0, 5000) and one_hot(np.array([[4999]]), 5000).sum() == 1
    value = l2(parabola, np.array([[1.0], [2.0], [3.0]]))(np.ones((3, 4)), np.empty((3, 4)))
    assert value.tolist() == [4, 6, 8]
    refused(
        ValueError,
        "the law of W must return an array of shape (2, 3); got float64 array of shape (3,)",
        lambda: Network(Dense(2, 3)).initial(np.random.default_rng(0), W=lambda shape, rng: np.ones(3)),
    )


# Settings


@pytest.mark.parametrize("count", [0, -1, 1.5, None, "2", True])
def test_16_counts_are_counts(count, tmp_path):
    descent = Descent(parabola, np.ones(1), sgd)
    for call in (
        lambda: early(descent, lambda: 0.0, count, 1),
        lambda: early(descent, lambda: 0.0, 1, count),
        lambda: saving(descent, tmp_path / "it", count),
        lambda: train(descent, 3, count),
    ):
        refused((ValueError, TypeError), "must be ", call)
    if count != 0:
        refused((ValueError, TypeError), "steps must be", lambda: path(parabola, [1.0], sgd, count))


def test_17_what_a_schedule_gives_is_looked_at():
    descent = Descent(parabola, np.ones(1), sgd(lr=lambda t: 0.1 if t < 3 else np.nan))
    taken(descent, 2)
    refused(ValueError, "lr of sgd must be in [0, ∞); got nan", lambda: next(descent))
    assert descent.t == 2
    refused(TypeError, "lr of sgd must be a number", lambda: next(Descent(parabola, np.ones(1), sgd(lr=lambda t: "fast"))))


def test_18_a_hyperparameter_needs_a_default():
    def bare(theta, g, t, *, lr):
        theta -= lr * g

    refused(TypeError, "the hyperparameter lr of bare needs a default", lambda: Rule(bare))
