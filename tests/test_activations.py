"""Every activation function, found by looking: its slope, its precision, its far ends; then its definition."""

import math
from math import erfc, exp, log, pi, sqrt

import numpy as np
import pytest

from trainability import activations
from trainability.activations import SELU_ALPHA, SELU_SCALE, Activation, leaky, selu

ACTIVATIONS = {name: f for name, f in vars(activations).items() if isinstance(f, Activation)}
every_activation = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)

# Each from its textbook, one number at a time.
DEFINITIONS = {
    "linear": lambda x: x,
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "tanh": math.tanh,
    "softsign": lambda x: x / (1 + abs(x)),
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "elu": lambda x: x if x > 0 else exp(x) - 1,
    "selu": lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * (exp(x) - 1)),
    "softplus": lambda x: log(1 + exp(x)),
    "silu": lambda x: x / (1 + exp(-x)),
}


def slope(f, x):
    """The derivative at each x, which is what a 1 at the output becomes at the input."""
    _, pull, _ = f(x)
    return pull(np.ones_like(x))


@every_activation
def test_is_what_its_name_says(f):
    x = np.array([-3.0, -1.0, -0.25, 0.0, 0.25, 1.0, 3.0])
    np.testing.assert_allclose(f(x)[0], [DEFINITIONS[f.name](v) for v in x], rtol=1e-13)
    assert ACTIVATIONS[f.name] is f and repr(f) == f.name
    assert f.shapes == {}


@every_activation
def test_slope_agrees_with_differences(f):
    x, h = np.concatenate([np.linspace(-6, -0.05, 50), np.linspace(0.05, 6, 50)]), 1e-6
    np.testing.assert_allclose(slope(f, x), (f(x + h)[0] - f(x - h)[0]) / (2 * h), rtol=1e-6, atol=1e-8)


@every_activation
def test_slope_at_zero_is_the_one_from_the_left(f):
    zero, h = np.zeros(1), 1e-7
    np.testing.assert_allclose(slope(f, zero), (f(zero)[0] - f(zero - h)[0]) / h, rtol=1e-6)


@every_activation
def test_pull_and_push_scale_by_the_slope(f, rng):
    x, d = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    _, pull, push = f(x)
    np.testing.assert_allclose(pull(d), d * slope(f, x))
    np.testing.assert_array_equal(push(d), pull(d))


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_precision_stays(f, dtype):
    x = np.linspace(-3, 3, 20, dtype=dtype)
    y, pull, _ = f(x)
    assert y.dtype == dtype and pull(y).dtype == dtype


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_far_out_nothing_overflows(f, dtype):
    x = np.array([-1000, -100, 100, 1000], dtype)
    with np.errstate(all="raise", under="ignore"):
        y, pull, _ = f(x)
        assert np.isfinite(y).all() and np.isfinite(pull(y)).all()
    np.testing.assert_allclose(slope(f, x), slope(f, x / 10), atol=0.05)  # it has settled


@pytest.mark.parametrize("x", [-80.0, -30.0, -17.0, -8.0, 8.0, 30.0])
def test_tails_keep_their_digits(x):
    single = np.array([x], np.float32)
    for y, digits in ((activations.sigmoid(np.array([x]))[0], 1e-14), (activations.sigmoid(single)[0], 1e-6)):
        np.testing.assert_allclose(y, 1 / (1 + exp(-x)), rtol=digits)
    np.testing.assert_allclose(activations.softplus(single)[0], math.log1p(exp(x)), rtol=1e-6)
    np.testing.assert_allclose(activations.silu(single)[0], x / (1 + exp(-x)), rtol=1e-6)


@pytest.mark.parametrize("f", [f for f in ACTIVATIONS.values() if f(np.zeros(1))[0] == 0], ids=repr)
def test_small_inputs_keep_their_digits(f):
    x = np.array([-1e-13, 1e-13])
    np.testing.assert_allclose(f(x)[0], slope(f, x) * x, rtol=1e-9)


@pytest.mark.parametrize("a", [0.0, 0.2, 1.0])
def test_leaky_leaks_as_much_as_it_is_told(a):
    x = np.array([-2.0, 2.0])
    assert leaky(a)(x)[0].tolist() == [-2 * a, 2]
    assert slope(leaky(a), x).tolist() == [a, 1]


def test_selu_maps_a_standard_gaussian_to_mean_zero_and_variance_one():
    # E exp(kz) over z < 0 is exp(k²/2) Phi(-k), so both moments are known in closed form.
    below = {k: exp(k * k / 2) * erfc(k / sqrt(2)) / 2 for k in (0, 1, 2)}
    mean = SELU_SCALE * (1 / sqrt(2 * pi) + SELU_ALPHA * (below[1] - below[0]))
    square = SELU_SCALE**2 * (1 / 2 + SELU_ALPHA**2 * (below[2] - 2 * below[1] + below[0]))
    assert abs(mean) < 1e-15 and abs(square - 1) < 1e-15
    z = np.random.default_rng(0).standard_normal(100_000)
    np.testing.assert_allclose([selu(z)[0].mean(), selu(z)[0].var()], [0, 1], atol=5 * sqrt(2 / len(z)))
