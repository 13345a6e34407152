"""Initial weights: moments within five standard errors, and what each law promises besides.

The generator is seeded, so a test that passes passes always; five standard errors say that it did so honestly.
"""

from functools import partial
from inspect import isfunction, signature

import numpy as np
import pytest

from trainability import activations
from trainability import initializers as init
from trainability.initializers import (
    FAN,
    GAIN,
    LAW,
    orthogonal,
    sparse,
    sparse_with_replacement,
    spectral_radius,
    variance_scaling,
)

LAWS = {
    name: f
    for name, f in vars(init).items()
    if isfunction(f) and not name.startswith("_") and list(signature(f).parameters)[:2] == ["shape", "rng"]
}
every_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
DRAWS, N_IN, N_OUT = 200, 30, 50  # unequal widths, so that fans taken for each other are seen

# Fourth and eighth moments of the unit-variance law; they give the standard errors of variance and kurtosis.
NORMAL, UNIFORM = (3, 105), (9 / 5, 9)

# Law, options, expected variance, shape of the law.
SCALED = [
    (init.normal, {}, 1, NORMAL),
    (init.normal, {"std": 0.3}, 0.09, NORMAL),
    (init.uniform, {}, 1 / 3, UNIFORM),
    (init.uniform, {"bound": 0.2}, 0.04 / 3, UNIFORM),
    (init.standard_uniform, {}, 1 / (3 * N_IN), UNIFORM),
    (init.lecun_normal, {}, 1 / N_IN, NORMAL),
    (init.lecun_uniform, {}, 1 / N_IN, UNIFORM),
    (init.xavier_normal, {}, 2 / (N_IN + N_OUT), NORMAL),
    (init.xavier_normal, {"gain": 3}, 18 / (N_IN + N_OUT), NORMAL),
    (init.xavier_uniform, {}, 2 / (N_IN + N_OUT), UNIFORM),
    (init.xavier_uniform, {"gain": 3}, 18 / (N_IN + N_OUT), UNIFORM),
    (init.kaiming_normal, {}, 2 / N_IN, NORMAL),
    (init.kaiming_normal, {"fan": "out"}, 2 / N_OUT, NORMAL),
    (init.kaiming_normal, {"gain": 3}, 9 / N_IN, NORMAL),
    (init.kaiming_uniform, {}, 2 / N_IN, UNIFORM),
    (init.kaiming_uniform, {"fan": "out"}, 2 / N_OUT, UNIFORM),
    (init.kaiming_uniform, {"gain": 3}, 9 / N_IN, UNIFORM),
    (variance_scaling, {}, 1 / N_IN, NORMAL),
] + [
    (variance_scaling, {"gain": 3, "fan": fan, "law": law}, 9 / n, shape)
    for fan, n in [("in", N_IN), ("out", N_OUT), ("mean", (N_IN + N_OUT) / 2)]
    for law, shape in [("normal", NORMAL), ("uniform", UNIFORM)]
]
every_scaled = pytest.mark.parametrize(
    "law, options, variance, moments", SCALED, ids=[f"{f.__name__}-{'-'.join(map(str, o.values()))}" for f, o, *_ in SCALED]
)


def within_five_standard_errors(sample, expected, spread, n):
    """Whether the mean of n independent values, of standard deviation ``spread``, is where it should be."""
    assert abs(sample - expected) < 5 * spread / np.sqrt(n), (sample, expected)


def test_every_law_is_here():
    elsewhere = {init.zeros, init.constant, orthogonal, sparse, sparse_with_replacement, spectral_radius}
    assert {law for law, *_ in SCALED} | elsewhere == set(LAWS.values())
    assert {(o["fan"], o["law"]) for _, o, *_ in SCALED if "law" in o} == {(fan, law) for fan in FAN for law in LAW}


@every_scaled
def test_moments(law, options, variance, moments, rng):
    W = law((DRAWS, N_IN, N_OUT), rng, **options)
    fourth, eighth = moments
    within_five_standard_errors(W.mean(), 0, np.sqrt(variance), W.size)
    within_five_standard_errors((W**2).mean(), variance, variance * np.sqrt(fourth - 1), W.size)
    within_five_standard_errors((W**4).mean(), fourth * variance**2, variance**2 * np.sqrt(eighth - fourth**2), W.size)


@pytest.mark.parametrize("case", [case for case in SCALED if case[3] is UNIFORM], ids=lambda case: case[0].__name__)
def test_uniform_laws_fill_their_bounds(case, rng):
    law, options, variance, _ = case
    W, bound = law((DRAWS, N_IN, N_OUT), rng, **options), np.sqrt(3 * variance)
    assert W.min() >= -bound and W.max() <= bound
    assert W.min() < -0.999 * bound and W.max() > 0.999 * bound


@every_law
@pytest.mark.parametrize("shape", [(20, 20), (3, 20, 20), (2, 3, 20, 20)], ids=str)
def test_the_generator_alone_decides(law, shape):
    W = law(shape, np.random.default_rng(5))
    assert W.shape == shape and W.dtype == float
    np.testing.assert_array_equal(W, law(shape, np.random.default_rng(5)))
    np.testing.assert_array_equal(W, law(list(shape), np.random.default_rng(5)))


random_law = pytest.mark.parametrize(
    "law", [law for law in LAWS.values() if law not in (init.zeros, init.constant)], ids=lambda law: law.__name__
)


@random_law
def test_draws_are_independent(law, rng):
    W = law((500, 20, 20), rng).reshape(500, -1)
    W /= np.linalg.norm(W, axis=1, keepdims=True)
    cosines = (W[1:] * W[:-1]).sum(axis=1)
    within_five_standard_errors(cosines.mean(), 0, 1 / 20, 499)  # as of random directions in 400 dimensions
    assert abs(cosines).max() < 0.5


def test_zeros_and_constants_are_that():
    rng = np.random.default_rng(0)
    assert (init.zeros((2, 3), rng) == 0).all()
    assert (init.constant((2, 3), rng) == 1).all()
    W = init.constant((2, 3), rng, value=-2)
    assert (W == -2).all() and W.dtype == float
    assert rng.random() == np.random.default_rng(0).random()  # nothing drawn


@pytest.mark.parametrize("shape", [(6, 6), (9, 4), (4, 9), (3, 9, 4), (2, 3, 4, 9)], ids=str)
@pytest.mark.parametrize("gain", [1, 3])
def test_orthogonal(shape, gain, rng):
    W = orthogonal(shape, rng, gain=gain)
    assert W.shape == shape
    gram = W.mT @ W if shape[-2] >= shape[-1] else W @ W.mT
    np.testing.assert_allclose(gram, np.broadcast_to(gain**2 * np.eye(gram.shape[-1]), gram.shape), atol=1e-13)


def test_orthogonal_is_uniform_over_the_group(rng):
    W = orthogonal((4000, 3, 3), rng)
    trace = np.trace(W, axis1=1, axis2=2)
    within_five_standard_errors(trace.mean(), 0, 1, 4000)
    within_five_standard_errors((trace**2).mean(), 1, np.sqrt(2), 4000)  # its fourth moment is 3
    within_five_standard_errors(np.linalg.det(W).mean(), 0, 1, 4000)
    swap = W @ np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])  # the law knows no direction
    within_five_standard_errors(np.trace(swap, axis1=1, axis2=2).mean(), 0, 1, 4000)


DIRECTIONS = 20_000


@pytest.mark.parametrize("shape", [(3, 2), (2, 3), (3, 3)], ids=str)
def test_orthogonal_entries_are_those_of_a_random_direction(shape, rng):
    W = orthogonal((DIRECTIONS, *shape), rng)
    for entry in W.reshape(DIRECTIONS, -1).T:
        within_five_standard_errors(entry.mean(), 0, np.sqrt(1 / 3), DIRECTIONS)
        within_five_standard_errors((entry**2).mean(), 1 / 3, np.sqrt(1 / 5 - 1 / 9), DIRECTIONS)
        within_five_standard_errors((entry**4).mean(), 1 / 5, np.sqrt(1 / 9 - 1 / 25), DIRECTIONS)


@pytest.mark.parametrize("connections", [0, 1, 7, 30])
def test_sparse_counts_what_each_unit_reads(connections, rng):
    W = sparse((DRAWS, N_IN, N_OUT), rng, connections=connections)
    assert ((W != 0).sum(axis=-2) == connections).all()


def test_sparse_reads_fifteen_by_default(rng):
    assert ((sparse((N_IN, N_OUT), rng) != 0).sum(axis=0) == 15).all()


def test_sparse_weights_are_gaussian(rng):
    W = sparse((DRAWS, N_IN, N_OUT), rng, std=2)
    W = W[W != 0]
    within_five_standard_errors(W.mean(), 0, 2, W.size)
    within_five_standard_errors((W**2).mean(), 4, 4 * np.sqrt(2), W.size)
    within_five_standard_errors((W**4).mean(), 48, 16 * np.sqrt(96), W.size)


def test_sparse_units_choose_by_themselves(rng):
    read = (sparse((DRAWS, N_IN, N_OUT), rng, connections=6) != 0).astype(float)
    p = 6 / N_IN
    for i in range(N_IN):  # every input is as likely as any other
        within_five_standard_errors(read[:, i].mean(), p, np.sqrt(p * (1 - p)), DRAWS * N_OUT)
    for a, b in ((read[1:], read[:-1]), (read[..., 1:], read[..., :-1])):  # between draws, between units
        shared = (a * b).sum(axis=-2)  # hypergeometric
        within_five_standard_errors(shared.mean(), 6 * p, np.sqrt(6 * p * (1 - p) * 24 / 29), shared.size)


@pytest.mark.parametrize("n_in", [6, N_IN])
def test_with_replacement_a_unit_reads_as_many_as_differ(n_in, rng):
    W = sparse_with_replacement((DRAWS, n_in, N_OUT), rng, std=2)
    missed = (1 - 1 / n_in) ** 15
    within_five_standard_errors((W == 0).mean(), missed, np.sqrt(missed * (1 - missed)), W.size)
    read = W[W != 0]
    within_five_standard_errors(read.mean(), 0, 2, read.size)
    within_five_standard_errors((read**2).mean(), 4, 4 * np.sqrt(2), read.size)


@pytest.mark.parametrize("base", [sparse, init.normal, partial(init.normal, std=9)], ids=["sparse", "normal", "wide"])
@pytest.mark.parametrize("shape", [(20, 20), (3, 20, 20)], ids=str)
def test_spectral_radius_rescales_each_draw(base, shape, rng):
    W = spectral_radius(shape, rng, radius=0.7, base=base)
    np.testing.assert_allclose(abs(np.linalg.eigvals(W)).max(axis=-1), 0.7)
    ratio = W / np.where(W == 0, 1, base(shape, np.random.default_rng(0)))
    for own in ratio.reshape(-1, 20 * 20):
        np.testing.assert_allclose(own[own != 0], own.max())  # one positive factor, no other change


def test_spectral_radius_is_that_of_a_sparse_matrix_by_default(rng):
    W = spectral_radius((20, 20), rng)
    np.testing.assert_allclose(abs(np.linalg.eigvals(W)).max(), 1.1)
    assert ((W != 0).sum(axis=0) == 15).all()


@pytest.mark.parametrize(
    "call, message",
    [
        (partial(variance_scaling, (3, 4), fan="sum"), "fan must be one of in, out, mean; got 'sum'"),
        (partial(variance_scaling, (3, 4), law="cauchy"), "law must be one of normal, uniform; got 'cauchy'"),
        (partial(sparse, (14, 4)), "connections must be between 0 and n_in = 14; got 15"),
        (partial(sparse, (14, 4), connections=-1), "connections must be in [0, ∞); got -1"),
        (partial(spectral_radius, (15, 20)), r"only a square matrix has a spectral radius; got the shape (15, 20)"),
    ]
    + [
        (
            partial(spectral_radius, (2, 3, 3), base=base),
            "the base drew a matrix whose only eigenvalue is 0; none of its multiples has radius 1.1",
        )
        for base in (partial(sparse, connections=0), lambda shape, rng: np.stack([np.eye(3), np.eye(3, k=1)]))
    ],
)
def test_bad_input_is_named(call, message, rng):
    with pytest.raises(ValueError) as refused:
        call(rng)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "law", [init.xavier_normal, init.kaiming_uniform, orthogonal, sparse, sparse_with_replacement, spectral_radius]
)
@pytest.mark.parametrize("shape", [(7,), ()], ids=str)
def test_a_shape_without_two_widths_is_refused(law, shape, rng):
    with pytest.raises(ValueError) as refused:
        law(shape, rng)
    assert str(refused.value) == f"weights between units need a shape (..., n_in, n_out); got {shape}"


def gaussian_mean(f):
    """The mean of f over the standard Gaussian, on a grid that has the kink at 0 among its points."""
    z = np.linspace(-12, 12, 24_001)
    return np.trapezoid(f(z) * np.exp(-(z**2) / 2), z) / np.sqrt(2 * np.pi)


@pytest.mark.parametrize("name", ["linear", "relu", "leaky_relu", "selu"])
def test_gain_keeps_the_mean_square_of_the_signal(name):
    f = getattr(activations, name)
    np.testing.assert_allclose(GAIN[name] ** 2 * gaussian_mean(lambda z: f(z)[0] ** 2), 1, rtol=1e-6)


def test_gains_by_custom():
    exact = 1 / np.sqrt(gaussian_mean(lambda z: np.tanh(z) ** 2))
    assert round(exact, 2) == 1.59 and GAIN["tanh"] == 5 / 3
    assert GAIN["sigmoid"] == 1
    assert all(getattr(activations, name).name == name for name in GAIN)
