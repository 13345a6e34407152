"""Every loss, found by looking: gradient and curvature by differences, runs, precision; then its definition."""

from inspect import isfunction, signature

import numpy as np
import pytest

from trainability import losses
from trainability.losses import binary_cross_entropy, cross_entropy, squared_error

LOSSES = [
    f
    for name, f in vars(losses).items()
    if isfunction(f) and not name.startswith("_") and list(signature(f).parameters) == ["y", "target"]
]
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
every_runs = pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=["single", "batched", "batched twice"])
N, K = 6, 4


def data(runs, rng):
    """Outputs, and targets that are distributions."""
    return rng.normal(size=(*runs, N, K)), rng.dirichlet(np.ones(K), size=(*runs, N))


def test_every_loss_is_here():
    assert {cross_entropy, binary_cross_entropy, squared_error} <= set(LOSSES)


@every_loss
@every_runs
def test_gradient(loss, runs, rng):
    y, target = data(runs, rng)
    value, dy, _ = loss(y, target)
    assert np.shape(value) == runs and dy.shape == y.shape
    v, h = rng.normal(size=y.shape), 1e-6
    slope = (loss(y + h * v, target)[0] - loss(y - h * v, target)[0]) / (2 * h)
    np.testing.assert_allclose((dy * v).sum(axis=(-2, -1)), slope, rtol=1e-6, atol=1e-9)


@every_loss
@every_runs
def test_curvature(loss, runs, rng):
    y, target = data(runs, rng)
    _, _, curve = loss(y, target)
    v, h = rng.normal(size=y.shape), 1e-6
    bend = (loss(y + h * v, target)[1] - loss(y - h * v, target)[1]) / (2 * h)
    np.testing.assert_allclose(curve(v), bend, rtol=1e-5, atol=1e-9)
    assert ((v * curve(v)).sum(axis=(-2, -1)) > 0).all()  # Gauss-Newton products rest on it


@every_loss
def test_runs_do_not_mix_and_share_targets(loss, rng):
    y, target = data((3,), rng)
    for targets in (target, target[0]):
        value, dy, curve = loss(y, targets)
        for i in range(3):
            value_i, dy_i, curve_i = loss(y[i], np.broadcast_to(targets, y.shape)[i])
            np.testing.assert_allclose(value[i], value_i, rtol=1e-12)
            np.testing.assert_allclose(dy[i], dy_i, rtol=1e-12)
            np.testing.assert_allclose(curve(y)[i], curve_i(y[i]), rtol=1e-12)


@every_loss
def test_is_the_mean_over_rows(loss, rng):
    y, target = data((), rng)
    rows = [loss(y[i : i + 1], target[i : i + 1])[0] for i in range(N)]
    np.testing.assert_allclose(loss(y, target)[0], np.mean(rows), rtol=1e-12)


@every_loss
def test_inputs_are_left_alone_and_single_precision_stays(loss, rng):
    y, target = (a.astype(np.float32) for a in data((), rng))
    before = y.copy(), target.copy()
    value, dy, curve = loss(y, target)
    assert {value.dtype, dy.dtype, curve(y).dtype} == {np.dtype(np.float32)}
    np.testing.assert_array_equal((y, target), before)


@every_loss
@pytest.mark.parametrize(
    "y, target",
    [((N, K), (N, K + 1)), ((N, K), (N + 1, K)), ((N, K), (N,)), ((N, K), (N, 1)), ((K,), (K,)), ((), ()), ((K,), (N, K))],
    ids=str,
)
def test_shapes_that_do_not_match_are_named(loss, y, target):
    with pytest.raises(ValueError) as refused:
        loss(np.ones(y), np.ones(target))
    assert str(refused.value) == f"outputs and targets must both be (..., N, K); got shapes {y} and {target}"


def test_cross_entropy_of_labels_is_minus_the_log_of_their_probability(rng):
    y, labels = rng.normal(size=(N, K)), rng.integers(K, size=N)
    p = np.exp(y) / np.exp(y).sum(axis=1, keepdims=True)
    value, dy, _ = cross_entropy(y, np.eye(K)[labels])
    np.testing.assert_allclose(value, -np.log(p[np.arange(N), labels]).mean())
    np.testing.assert_allclose(dy, (p - np.eye(K)[labels]) / N)


def test_cross_entropy_knows_no_level_and_no_overflow(rng):
    y, target = data((), rng)
    for a, b in zip(cross_entropy(y, target)[:2], cross_entropy(y + 1e3 * np.arange(N)[:, None], target)[:2]):
        np.testing.assert_allclose(a, b, rtol=1e-9)
    with np.errstate(all="raise", under="ignore"):
        assert cross_entropy(np.array([[0.0, 1e4]]), np.array([[1.0, 0.0]]))[0] == 1e4


def test_binary_cross_entropy_is_that_of_each_column_and_knows_no_overflow(rng):
    y, target = data((), rng)
    p = 1 / (1 + np.exp(-y))
    value, _, _ = binary_cross_entropy(y, target)
    np.testing.assert_allclose(value, -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum(axis=1).mean())
    with np.errstate(all="raise", under="ignore"):
        assert binary_cross_entropy(np.array([[1e4, -1e4]]), np.array([[0.0, 0.0]]))[0] == 1e4


def test_squared_error_is_half_the_squared_distance(rng):
    y, target = data((), rng)
    value, _, _ = squared_error(y, target)
    np.testing.assert_allclose(value, sum(np.linalg.norm(a - b) ** 2 for a, b in zip(y, target)) / (2 * N))
