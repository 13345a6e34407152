"""A recurrent layer is a deep network whose layers share their weights. (Its Jacobian and the transpose: ``test_layers.py``.)"""

import numpy as np
import pytest

from trainability.activations import tanh
from trainability.layers import Dense
from trainability.network import Network
from trainability.recurrent import Recurrent, every, last


def parameters(rng, n_in=3, n=4, runs=()):
    return [rng.normal(size=(*runs, *shape)) for shape in Recurrent(n_in, n).shapes.values()]


def test_it_is_unrolled_in_time(rng):
    """The states, and all gradients, of dense layers in a row, each of which reads the last one and an input of its own."""
    times, rows, n_in, n = 5, 7, 3, 4
    x, (U, W, b) = rng.normal(size=(times, rows, n_in)), parameters(rng, n_in, n)
    h, pull, _ = Recurrent(n_in, n)(x, U, W, b)
    dy = rng.normal(size=h.shape)
    grads = np.empty_like(U), np.empty_like(W), np.empty_like(b)
    dx = pull(dy, *grads)

    state, pulls = np.zeros((rows, n)), []
    for t in range(times):
        a, of_both, _ = Dense(n_in + n, n)(np.concatenate([x[t], state], axis=-1), np.concatenate([U, W]), b)
        state, of_units, _ = tanh(a)
        np.testing.assert_allclose(h[t], state, rtol=1e-12)
        pulls.append((of_both, of_units))
    above, total = np.zeros((rows, n)), [np.zeros((n_in + n, n)), np.zeros(n)]
    for t in reversed(range(times)):
        of_both, of_units = pulls[t]
        here = [np.empty_like(each) for each in total]
        back = of_both(of_units(above + dy[t]), *here)
        total = [so_far + each for so_far, each in zip(total, here)]
        np.testing.assert_allclose(dx[t], back[:, :n_in], rtol=1e-10, atol=1e-14)
        above = back[:, n_in:]
    np.testing.assert_allclose(np.concatenate(grads[:2]), total[0], rtol=1e-10)
    np.testing.assert_allclose(grads[2], total[1], rtol=1e-10)


def test_small_signals_go_through_powers_of_the_matrix(rng):
    x, (U, W, _) = np.zeros((6, 2, 3)), parameters(rng)
    x[0] = 1e-9 * rng.normal(size=(2, 3))
    h, pull, _ = Recurrent(3, 4)(x, U, W, np.zeros(4))
    np.testing.assert_allclose(h[-1], x[0] @ U @ np.linalg.matrix_power(W, 5), rtol=1e-9)
    dy = np.zeros_like(h)
    dy[-1] = rng.normal(size=(2, 4))
    dx = pull(dy, np.empty_like(U), np.empty_like(W), np.empty(4))
    np.testing.assert_allclose(dx[0], dy[-1] @ np.linalg.matrix_power(W.T, 5) @ U.T, rtol=1e-9)


def test_one_time_is_a_dense_layer(rng):
    x, (U, W, b) = rng.normal(size=(1, 5, 3)), parameters(rng)
    h, pull, _ = Recurrent(3, 4)(x, U, W, b)
    np.testing.assert_allclose(h, np.tanh(x @ U + b))
    dW = np.full_like(W, np.nan)
    pull(h, np.empty_like(U), dW, np.empty(4))
    assert not dW.any()


def test_what_is_pulled_is_left_as_it_is(rng):
    x, params = rng.normal(size=(4, 5, 3)), parameters(rng)
    h, pull, push = Recurrent(3, 4)(x, *params)
    dy, kept = rng.normal(size=h.shape), h.copy()
    before = dy.copy()
    first, again = ([np.empty_like(p) for p in params] for _ in range(2))
    pull(dy, *first), push(x, *params), pull(dy, *again)
    np.testing.assert_array_equal(dy, before)
    np.testing.assert_array_equal(h, kept)
    for one, other in zip(first, again):
        np.testing.assert_array_equal(one, other)


def test_on_data_the_gradient_in_them_is_spared(rng):
    x, params = rng.normal(size=(4, 5, 3)), parameters(rng)
    layer, grads, spared = Recurrent(3, 4), *([np.empty_like(p) for p in params] for _ in range(2))
    h, pull, _ = layer(x, *params)
    assert pull(h, *grads).shape == x.shape
    _, pull, _ = layer.on_data(x, *params)
    assert pull(h, *spared) is None
    for one, other in zip(grads, spared):
        np.testing.assert_array_equal(one, other)


def test_what_reads_the_states(rng):
    x = rng.normal(size=(2, 6, 5, 4))
    np.testing.assert_array_equal(last(x)[0], x[:, 5])
    np.testing.assert_array_equal(every(x)[0][:, 5:10], x[:, 1])
    assert [repr(last), repr(every)] == ["last", "every"]
    assert [last.shapes, every.shapes] == [{}, {}]


def test_a_network_over_time_has_its_parameters_in_one_array(rng):
    network = Network(Recurrent(3, 4), last, Dense(4, 1))
    assert network.size == 3 * 4 + 4 * 4 + 4 + 4 + 1
    assert repr(network) == "Network(Recurrent(3, 4), last, Dense(4, 1))"


@pytest.mark.parametrize("shape", [(5, 3), (4, 5, 2), (0, 5, 3), (3,)], ids=str)
def test_sequences_of_another_shape_are_refused(shape, rng):
    with pytest.raises(ValueError) as refused:
        Recurrent(3, 4)(np.ones(shape), *parameters(rng))
    assert str(refused.value) == f"Recurrent(3, 4) takes inputs of shape (..., T, N, 3), from T = 1 on; got {shape}"


def test_parameters_of_another_shape_are_refused(rng):
    U, W, b = parameters(rng)
    for params in ((U.T, W, b), (U, U, b), (U, W, b[:2])):
        with pytest.raises(ValueError, match=r"takes U, W and b of shapes .*; got"):
            Recurrent(3, 4)(np.ones((2, 5, 3)), *params)


def test_runs_that_do_not_meet_are_refused(rng):
    with pytest.raises(ValueError, match="leading axes of Recurrent"):
        Recurrent(3, 4)(np.ones((3, 6, 5, 3)), *parameters(rng, runs=(2,)))


def test_half_precision_and_widths_of_zero_are_refused(rng):
    with pytest.raises(TypeError, match="single precision or more"):
        Recurrent(3, 4)(np.ones((2, 5, 3), np.float16), *parameters(rng))
    with pytest.raises(ValueError, match="n must be in"):
        Recurrent(3, 0)


@pytest.mark.parametrize("reading", [last, every], ids=repr)
def test_states_without_times_are_refused(reading):
    for shape in ((5, 4), (0, 5, 4)):
        with pytest.raises(ValueError, match=f"{reading} reads states of shape"):
            reading(np.ones(shape))
