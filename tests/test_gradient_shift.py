"""How much the steps below change a layer's gradient."""

import numpy as np

from trainability.activations import linear
from trainability.experiments.gradient_shift import ends, race, shift
from trainability.experiments.normed import KINDS, WIDTHS, stack
from trainability.fit import Fit
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network


def test_a_layer_ends_where_the_next_dense_one_begins():
    network = stack(WIDTHS, KINDS["batch norm"])
    sizes = np.diff(ends(network))
    np.testing.assert_array_equal(sizes, [784 * 100 + 300, *[100 * 100 + 300] * 3, 100 * 10 + 10])
    assert ends(network)[0] == 0 and ends(network)[-1] == network.size


def test_two_linear_units_in_closed_form():
    """y = v w x with x = 1 and target 0: the gradient in v is v w², and w steps by η v² w."""
    network = Network(Dense(1, 1), linear, Dense(1, 1))
    fit = Fit(network, squared_error, np.ones((1, 1)), np.zeros((1, 1)))
    w, v, lr = 2.0, 3.0, 0.01
    theta = np.array([w, 0.0, v, 0.0])  # weight and bias of either layer
    change, cosine = shift(fit, theta, np.array([lr]), ends(network))
    hidden = w - 2 * lr * v * v * w  # the weight and the bias move the hidden unit alike
    before, after = np.array([v * w * w, v * w]), np.array([v * hidden * hidden, v * hidden])
    np.testing.assert_allclose(change, [np.linalg.norm(after - before) / np.linalg.norm(before)])
    np.testing.assert_allclose(cosine, [before @ after / np.linalg.norm(before) / np.linalg.norm(after)])
    np.testing.assert_array_equal(theta, [w, 0.0, v, 0.0])


def test_without_a_step_nothing_shifts():
    run = race(kinds=list(KINDS), rates=[0.0, 0.1], seeds=1, steps=1, every=1)
    assert run["change"].shape == run["cosine"].shape == (2, 1, 2, 1, 4)
    np.testing.assert_array_equal(run["change"][:, :, 0], 0)
    np.testing.assert_allclose(run["cosine"][:, :, 0], 1, rtol=1e-5)
    assert (run["change"][:, :, 1] > 0.01).all()


def test_every_slice_is_a_corner_of_the_whole():
    settings = dict(kinds=["batch norm", "plain"], rates=[0.03, 0.1], seeds=2, steps=4, every=2)
    whole = race(**settings)
    part = dict(kinds=["batch norm"], rates=[0.03], seeds=1, steps=2)
    for name, values in race(**settings | part).items():
        np.testing.assert_allclose(whole[name][tuple(map(slice, values.shape))], values, rtol=1e-3)
