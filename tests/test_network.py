"""Networks on one flat array, their losses as objectives, and mini-batches."""

from itertools import islice

import numpy as np
import pytest

from trainability.activations import linear, sigmoid, tanh
from trainability.dropout import Dropout
from trainability.fit import Fit, Minibatches, batches, draws
from trainability.initializers import kaiming_normal, normal, xavier_normal, zeros
from trainability.layers import Dense
from trainability.losses import cross_entropy, squared_error
from trainability.network import Network, split
from trainability.normalization import BatchNorm

N, N_IN, N_OUT = 12, 3, 2


@pytest.fixture
def network():
    return Network(Dense(N_IN, 5), tanh, Dense(5, N_OUT))


@pytest.fixture
def data(rng):
    return rng.normal(size=(N, N_IN)), rng.normal(size=(N, N_OUT))


@pytest.mark.parametrize("runs", [(), (4,), (2, 4)], ids=str)
@pytest.mark.parametrize("shapes", [[(2, 3), (3,), (), (1, 2, 2)], [(2, 3)], [], [(0, 3), (2,)]], ids=str)
def test_split_gives_views_in_order(runs, shapes):
    size = sum(int(np.prod(s)) for s in shapes)
    flat = np.arange(float(np.prod(runs) * size)).reshape(*runs, size)
    parts = split(flat, shapes)
    assert [p.shape for p in parts] == [runs + s for s in shapes]
    joined = np.concatenate([p.reshape(*runs, -1) for p in parts] + [np.empty((*runs, 0))], axis=-1)
    np.testing.assert_array_equal(joined, flat)
    for part in parts:
        part[...] = -1
    assert (flat == -1).all()


def test_split_writes_through_arrays_that_are_views_themselves():
    whole = np.zeros((8, 3))
    W, b = split(whole.T[:, ::2], [(3,), (1, 1)])
    W[...], b[...] = 1, 2
    assert whole[:, 0].tolist() == [1, 0, 1, 0, 1, 0, 2, 0]


@pytest.mark.parametrize("shape", [(5,), (7,), (6, 2)], ids=str)
def test_split_names_the_size_it_needs(shape):
    with pytest.raises(ValueError) as refused:
        split(np.zeros(shape), [(2, 2), (2,)])
    assert str(refused.value) == f"the last axis must hold 6 parameters; got an array of shape {shape}"


def test_a_network_calls_its_layers_one_after_the_other(network, data, rng):
    theta, (x, _) = rng.normal(size=network.size), data
    (W1, b1), none, (W2, b2) = network.params(theta)
    assert network.size == 3 * 5 + 5 + 5 * 2 + 2 and network.shapes == {"theta": (32,)} and none == []
    np.testing.assert_allclose(network(x, theta)[0], np.tanh(x @ W1 + b1) @ W2 + b2)


def test_params_are_views(network):
    theta = np.zeros((2, network.size))
    for layer in network.params(theta):
        for view in layer:
            view[...] = 1
    assert (theta == 1).all()


def test_a_network_within_a_network_stands_for_its_layers(network, data, rng):
    parts, tail = Network(Dense(N_IN, 5), tanh), Network(sigmoid)
    nested, flat = Network(parts, Dense(5, N_OUT), tail), Network(*network.layers, sigmoid)
    assert [type(a) for a in nested.layers] == [type(a) for a in flat.layers]
    theta = nested.initial(np.random.default_rng(3), W=normal)
    np.testing.assert_array_equal(theta, flat.initial(np.random.default_rng(3), W=normal))
    np.testing.assert_array_equal(nested(data[0], theta)[0], flat(data[0], theta)[0])


def test_a_network_may_have_no_parameters(data):
    y, pull, push = Network(tanh, tanh)(data[0], np.zeros(0))
    np.testing.assert_array_equal(y, np.tanh(np.tanh(data[0])))
    assert Network(tanh).initial(np.random.default_rng(0), runs=(2,)).shape == (2, 0)


def test_initial_draws_each_name_by_its_law(network, rng):
    theta = network.initial(rng, runs=(4, 100), W=kaiming_normal)
    (W1, b1), _, (W2, b2) = network.params(theta)
    assert theta.shape == (4, 100, 32) and not b1.any() and not b2.any()
    for W, n_in in ((W1, N_IN), (W2, 5)):
        assert abs(W.var() * n_in / 2 - 1) < 5 * np.sqrt(2 / W.size)
    theta = network.initial(rng, b=lambda shape, rng: np.arange(shape[-1]), W=zeros)
    (W1, b1), _, (W2, b2) = network.params(theta)
    assert b1.tolist() == [0, 1, 2, 3, 4] and b2.tolist() == [0, 1] and not W1.any() and not W2.any()


def test_initial_shows_laws_the_runs_first_and_draws_each_for_itself(network):
    seen = []

    def law(shape, rng):
        seen.append(shape)
        return rng.standard_normal(shape)

    theta = network.initial(np.random.default_rng(0), runs=(2,), W=law)
    assert seen == [(2, 3, 5), (2, 5, 2)]
    assert (theta[0] != theta[1]).sum() == 25
    np.testing.assert_array_equal(theta, network.initial(np.random.default_rng(0), runs=(2,), W=law))


def test_initial_takes_a_precision(network, rng):
    assert network.initial(rng, W=normal).dtype == np.float64
    assert network.initial(rng, dtype=np.float32, W=normal).dtype == np.float32


def test_initial_names_laws_for_what_is_not_there(network, rng):
    with pytest.raises(TypeError) as refused:
        network.initial(rng, W=normal, weight=normal, U=normal)
    assert str(refused.value) == "no parameter is called U, weight; there are W, b"


def test_initial_passes_on_what_a_law_refuses(network, rng):
    with pytest.raises(ValueError, match=r"need a shape \(..., n_in, n_out\); got \(5,\)"):
        network.initial(rng, b=xavier_normal)


def test_a_network_refuses_inputs_of_another_width_and_parameters_of_another_size(network):
    with pytest.raises(ValueError, match=r"Dense\(3, 5\) takes inputs of shape \(..., N, 3\); got \(12, 4\)"):
        network(np.ones((N, N_IN + 1)), np.zeros(network.size))
    with pytest.raises(ValueError, match=r"must hold 32 parameters; got an array of shape \(33,\)"):
        network(np.ones((N, N_IN)), np.zeros(network.size + 1))


@pytest.mark.parametrize("loss", [squared_error, cross_entropy])
@pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=str)
def test_fit_gives_the_loss_and_its_gradient(loss, runs, network, data, rng):
    x, target = data[0], np.eye(N_OUT)[rng.integers(N_OUT, size=N)]
    fit, theta = Fit(network, loss, x, target), rng.normal(size=(*runs, network.size))
    g, unused = np.full_like(theta, np.nan), np.empty_like(theta)
    value = fit(theta, g)
    np.testing.assert_allclose(value, loss(network(x, theta)[0], target)[0])
    assert np.shape(value) == runs
    v, h = rng.normal(size=theta.shape), 1e-6
    slope = (fit(theta + h * v, unused) - fit(theta - h * v, unused)) / (2 * h)
    np.testing.assert_allclose((g * v).sum(axis=-1), slope, rtol=1e-6)


@pytest.mark.parametrize("own_data", [False, True])
def test_fit_runs_equal_their_own(own_data, network, rng):
    runs = (3,) if own_data else ()
    x, target = rng.normal(size=(*runs, N, N_IN)), rng.normal(size=(*runs, N, N_OUT))
    theta = rng.normal(size=(3, network.size))
    g = np.empty_like(theta)
    values = Fit(network, squared_error, x, target)(theta, g)
    for i in range(3):
        g_i = np.empty(network.size)
        fit = Fit(network, squared_error, x[i], target[i]) if own_data else Fit(network, squared_error, x, target)
        np.testing.assert_allclose(values[i], fit(theta[i], g_i))
        np.testing.assert_allclose(g[i], g_i)


def test_fit_stays_in_single_precision(network, data, rng):
    x, target = (a.astype(np.float32) for a in data)
    theta = network.initial(rng, runs=(2,), dtype=np.float32, W=normal)
    assert Fit(network, squared_error, x, target)(theta, np.empty_like(theta)).dtype == np.float32


@pytest.mark.parametrize("x, target", [((5, N_IN), (6, N_OUT)), ((5,), (5,)), ((5, N_IN), (5,))], ids=str)
def test_fit_refuses_rows_that_do_not_match(x, target, network, rng):
    for make in (Fit, lambda *args: Minibatches(*args, 2, rng)):
        with pytest.raises(ValueError) as refused:
            make(network, squared_error, np.ones(x), np.ones(target))
        assert str(refused.value) == (
            f"inputs (..., N, n_in) and targets (..., N, n_out) must have the same rows; got shapes {x} and {target}"
        )


def test_fit_refuses_data_with_runs_that_the_parameters_lack(network):
    fit = Fit(network, squared_error, np.ones((4, N, N_IN)), np.ones((4, N, N_OUT)))
    g = np.full(network.size, 7.0)
    with pytest.raises(ValueError) as refused:
        fit(np.zeros(network.size), g)
    assert str(refused.value) == "parameters (32,) have runs (); the data make them (4,)"
    assert (g == 7).all()


@pytest.mark.parametrize("n, size", [(12, 4), (12, 5), (12, 12), (12, 1), (1, 1)])
@pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=str)
def test_an_epoch_has_every_row_once(n, size, runs, rng):
    draw = batches(n, size, rng, runs)
    per_epoch = -(-n // size)
    epochs = [list(islice(draw, per_epoch)) for _ in range(2)]
    for epoch in epochs:
        assert [b.shape for b in epoch[:-1]] == [(*runs, size)] * (per_epoch - 1)
        rows = np.sort(np.concatenate(epoch, axis=-1), axis=-1)
        np.testing.assert_array_equal(rows, np.broadcast_to(np.arange(n), (*runs, n)))
    if n > 1:
        assert (np.concatenate(epochs[0], axis=-1) != np.concatenate(epochs[1], axis=-1)).any()


def test_runs_have_orders_of_their_own_from_the_generator(rng):
    first = next(batches(50, 50, rng, (2,)))
    assert (first[0] != first[1]).any() and (first[0] != np.arange(50)).any()
    again = next(batches(50, 50, np.random.default_rng(0), (2,)))
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("size", [0, -1, 13])
def test_a_batch_size_out_of_range_is_refused_at_once(size, network, data, rng):
    for make in (lambda: batches(N, size, rng), lambda: Minibatches(network, squared_error, *data, size, rng)):
        with pytest.raises(ValueError) as refused:
            make()
        assert str(refused.value) == (
            f"size must be in [1, ∞); got {size}"
            if size < 1
            else f"the batch size must be between 1 and the 12 rows there are; got {size}"
        )


@pytest.mark.parametrize("runs", [(), (3,)], ids=str)
def test_minibatch_gradients_average_to_the_full_one(runs, network, data, rng):
    theta = rng.normal(size=(*runs, network.size))
    full = np.empty_like(theta)
    value = Fit(network, squared_error, *data)(theta, full)
    objective = Minibatches(network, squared_error, *data, 4, rng, runs)
    steps = [(objective(theta, g), g) for g in (np.empty_like(theta) for _ in range(N // 4))]
    np.testing.assert_allclose(np.mean([g for _, g in steps], axis=0), full)
    np.testing.assert_allclose(np.mean([value for value, _ in steps], axis=0), value)
    assert not np.allclose(steps[0][1], steps[1][1])


def test_minibatches_differ_from_run_to_run(network, data, rng):
    theta = np.tile(rng.normal(size=network.size), (2, 1))
    values = Minibatches(network, squared_error, *data, 4, rng, (2,))(theta, np.empty_like(theta))
    assert values[0] != values[1]


def test_minibatches_pair_each_input_with_its_target(rng):
    x = rng.normal(size=(N, 1))
    objective, g = Minibatches(Network(Dense(1, 1)), squared_error, x, 3 * x + 1, 5, rng), np.empty(2)
    for _ in range(6):
        assert objective(np.array([3.0, 1.0]), g) < 1e-30


def test_minibatches_refuse_data_of_other_runs(network, rng):
    with pytest.raises(ValueError) as refused:
        Minibatches(network, squared_error, np.ones((4, N, N_IN)), np.ones((4, N, N_OUT)), 2, rng, runs=(3,))
    assert (
        str(refused.value)
        == "the data must be one set for all runs, or one for each of runs=(3,); got inputs of shape (4, 12, 3)"
    )


def test_minibatches_of_data_of_their_own_are_those_of_each_run(rng):
    x = rng.normal(size=(3, N, 1))
    slope = np.array([1.0, 2.0, 3.0])[:, None, None]
    objective = Minibatches(Network(Dense(1, 1)), squared_error, x, slope * x, 5, rng, runs=(3,))
    theta, g = np.concatenate([slope[..., 0], np.zeros((3, 1))], axis=-1), np.empty((3, 2))
    for _ in range(6):
        assert (objective(theta, g) < 1e-30).all()
    assert (objective(theta + 1, g) > 0.1).all()


def test_draws_are_with_replacement_and_never_partial(rng):
    rows = np.stack([r for r, _ in zip(draws(5, 4, rng, runs=(2,)), range(2000))])
    assert rows.shape == (2000, 2, 4)
    repeats = np.mean([len(set(row)) < 4 for row in rows[:, 0]])
    chance = 1 - 5 * 4 * 3 * 2 / 5**4
    assert abs(repeats - chance) < 5 * np.sqrt(chance * (1 - chance) / 2000)
    with pytest.raises(ValueError, match="between 1 and the 5 rows there are; got 6"):
        draws(5, 6, rng)


def test_on_data_the_gradient_is_the_same_and_none_goes_on(network, data, rng):
    x, target = data
    theta = rng.normal(size=(2, network.size))
    y, pull, push = network.on_data(x, theta)
    y_whole, pull_whole, push_whole = network(x, theta)
    dy, g, g_whole = rng.normal(size=y.shape), np.empty_like(theta), np.empty_like(theta)
    assert pull(dy, g) is None and pull_whole(dy, g_whole).shape == (2, *x.shape)
    np.testing.assert_array_equal(g, g_whole)
    np.testing.assert_array_equal(y, y_whole)
    np.testing.assert_array_equal(push(x, theta), push_whole(x, theta))
    assert repr(network.on_data) == repr(network)


def test_a_fit_asks_for_no_gradient_in_its_data(data, rng, monkeypatch):
    asked = []
    monkeypatch.setattr(Dense, "back", lambda self, dy, W: asked.append(self) or dy @ W.mT)
    network = Network(Dense(N_IN, 5), tanh, Dense(5, N_OUT))
    Fit(network, squared_error, *data)(rng.normal(size=network.size), np.empty(network.size))
    assert asked == [network.layers[2]]


def test_a_first_layer_that_is_no_dense_stays(rng):
    network = Network(BatchNorm(N_IN), Dense(N_IN, N_OUT))
    assert network.on_data.layers == network.layers


def test_inference_replaces_the_layers_that_differ_then(rng):
    norm, dropout = BatchNorm(5), Dropout(0.5, rng)
    network = Network(Dense(N_IN, 5), norm, tanh, dropout, Dense(5, N_OUT))
    after = network.inference
    assert [a is b for a, b in zip(after.layers, network.layers)] == [True, False, True, False, True]
    assert after.size == network.size and after.layers[1].norm is norm and after.layers[3] is linear
    theta, x = network.initial(rng, W=kaiming_normal), rng.normal(size=(N, N_IN))
    before = norm.t
    np.testing.assert_allclose(after(x, theta)[0][:1], after(x[:1], theta)[0], rtol=1e-12)
    assert norm.t == before


def test_a_scale_starts_at_one(rng):
    network = Network(Dense(N_IN, 5), BatchNorm(5))
    W, b, gamma, beta = (view for views in network.params(network.initial(rng)) for view in views)
    assert (gamma == 1).all() and not (W.any() or b.any() or beta.any())
    gamma = network.params(network.initial(rng, gamma=zeros))[1][0]
    assert (gamma == 0).all()


def test_a_network_says_what_it_is_made_of():
    assert repr(Network(Dense(2, 3), tanh, BatchNorm(3))) == "Network(Dense(2, 3), tanh, BatchNorm(3))"


def test_the_state_is_that_of_the_layers_by_their_place(rng):
    network = Network(Dense(1, 2), BatchNorm(2), *[tanh] * 9, BatchNorm(2))
    network.training(rng.normal(size=(4, 1)), network.initial(rng, W=kaiming_normal))
    state = network.state_dict()
    assert list(state) == ["layers", "1.mean", "1.var", "1.t", "11.mean", "11.var", "11.t"]
    fresh = Network(Dense(1, 2), BatchNorm(2), *[tanh] * 9, BatchNorm(2))
    fresh.load_state_dict(state)
    for i in (1, 11):
        np.testing.assert_array_equal(fresh.layers[i].mean, network.layers[i].mean)
        np.testing.assert_array_equal(fresh.layers[i].var, network.layers[i].var)
    assert (fresh.layers[1].mean != fresh.layers[11].mean).any()
    other = Network(Dense(1, 2), BatchNorm(2))
    with pytest.raises(ValueError) as refused:
        other.load_state_dict(state)
    assert str(refused.value) == f"the state is that of {network}; here it is {other}" and other.layers[1].t == 0


def test_to_look_at_a_network_never_changes_it(rng):
    network = Network(Dense(N_IN, 5), BatchNorm(5), tanh, Dropout(0.5, rng), Dense(5, N_OUT))
    theta, x = network.initial(rng, W=kaiming_normal), rng.normal(size=(N, N_IN))
    before = str(network.state_dict())
    first, again = network(x, theta)[0], network(x, theta)[0]
    network.inference(x, theta), network.on_data(x, theta), str(network.training)
    assert str(network.state_dict()) == before
    np.testing.assert_array_equal(first, again)
    for view in (network.training, network.training.on_data, network.on_data.training):
        view(x, theta)
        assert str(network.state_dict()) != before
        before = str(network.state_dict())
    Fit(network, squared_error, x, rng.normal(size=(N, N_OUT)))(theta, np.empty_like(theta))
    assert network.layers[1].t == 4


def test_on_data_keeps_the_class_of_a_layer(data, rng):
    class Doubled(Dense):
        def __call__(self, x, W, b):
            return super().__call__(2 * x, W, b)

    x, target = data
    network = Network(Doubled(N_IN, N_OUT))
    theta = rng.normal(size=network.size)
    assert isinstance(network.on_data.layers[0], Doubled)
    y, pull, _ = network.on_data(x, theta)
    np.testing.assert_array_equal(y, network(x, theta)[0])
    assert pull(y, np.empty_like(theta)) is None and network(x, theta)[1](y, np.empty_like(theta)).shape == x.shape


@pytest.mark.parametrize("sample", [batches, draws])
def test_minibatches_go_on_where_they_were(sample, network, data):
    def fresh():
        return Minibatches(network, squared_error, *data, 5, np.random.default_rng(3), sample=sample)

    first, second = fresh(), fresh()
    theta, g = np.ones(network.size), np.empty(network.size)
    for _ in range(7):
        first(theta, g)
    assert first.state_dict()["t"] == 7
    second.load_state_dict(first.state_dict())
    assert [second(theta, g) for _ in range(5)] == [first(theta, g) for _ in range(5)] and second.t == 12
