"""Normalizations: closed forms, what each is blind to, running statistics by hand, and what is refused."""

import numpy as np
import pytest

from trainability.fit import Fit
from trainability.layers import Dense
from trainability.losses import squared_error
from trainability.network import Network
from trainability.normalization import KERAS, PAPER, PYTORCH, BatchNorm, GroupNorm, LayerNorm, RMSNorm, Running, standardize
from trainability.normalization.standard import tangent

# shape of the input, and over which axes its mean and variance are taken
OVER = {
    "BatchNorm": (BatchNorm(6), (5, 6), (-2,)),
    "BatchNorm of images": (BatchNorm(6, spatial=2), (5, 3, 2, 6), (-4, -3, -2)),
    "LayerNorm": (LayerNorm(6), (5, 6), (-1,)),
    "LayerNorm of images": (LayerNorm(6, spatial=2), (5, 3, 2, 6), (-1,)),
    "one group": (GroupNorm(6, 1), (5, 6), (-1,)),
    "one group of images": (GroupNorm(6, 1, spatial=2), (5, 3, 2, 6), (-3, -2, -1)),
    "groups of one channel": (GroupNorm(6, 6, spatial=2), (5, 3, 2, 6), (-3, -2)),
}
over = pytest.mark.parametrize("layer, shape, axes", OVER.values(), ids=OVER)
conventions = pytest.mark.parametrize("running", [PYTORCH, KERAS, PAPER], ids=["PYTORCH", "KERAS", "PAPER"])


def ones(layer):
    """Scales of one and shifts of zero."""
    return [np.full(shape, float(name == "gamma")) for name, shape in layer.shapes.items()]


def room(layer, runs=()):
    return [np.full((*runs, *shape), np.nan) for shape in layer.shapes.values()]


@over
@pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=str)
def test_mean_zero_and_variance_one(layer, shape, axes, runs, rng):
    x = rng.normal(5, 3, (*runs, *shape))
    y, _, _ = layer(x, *ones(layer))
    np.testing.assert_allclose(y.mean(axes), 0, atol=1e-13)
    var = x.var(axes)
    np.testing.assert_allclose(y.var(axes), var / (var + layer.eps), rtol=1e-12)


@over
def test_scale_and_shift_are_by_channel(layer, shape, axes, rng):
    x, gamma, beta = rng.normal(size=shape), rng.normal(size=6), rng.normal(size=6)
    plain, _, _ = layer(x, *ones(layer))
    np.testing.assert_allclose(layer(x, gamma, beta)[0], gamma * plain + beta, rtol=1e-13)


@over
def test_gradients_of_scale_and_shift(layer, shape, axes, rng):
    x, dy = rng.normal(size=(2, *shape))
    y, pull, _ = layer(x, *ones(layer))
    dgamma, dbeta = room(layer)
    pull(dy, dgamma, dbeta)
    everything = tuple(range(len(shape) - 1))
    np.testing.assert_allclose(dgamma, (dy * y).sum(everything), rtol=1e-12)
    np.testing.assert_allclose(dbeta, dy.sum(everything), rtol=1e-12)


@over
def test_the_gradient_has_no_mean_and_no_part_along_the_output(layer, shape, axes, rng):
    layer = type(layer)(6, *([layer.groups] if isinstance(layer, GroupNorm) else []), spatial=len(layer.rows) - 1, eps=0.0)
    x, dy = rng.normal(size=(2, *shape))
    y, pull, _ = layer(x, *ones(layer))
    dx = pull(dy, *room(layer))
    assert abs(dx).max() > 0.01
    np.testing.assert_allclose(dx.sum(axes), 0, atol=1e-13)
    np.testing.assert_allclose((dx * y).sum(axes), 0, atol=1e-13)


@pytest.mark.parametrize("axis", [-1, (0,), (0, 2)], ids=str)
def test_standardize_and_its_jacobian_written_out(axis, rng):
    x, eps = rng.normal(2, 3, (4, 3, 5)), 0.3
    xhat, scale, mean, var = standardize(x, axis, eps)
    np.testing.assert_allclose(mean, x.mean(axis, keepdims=True))
    np.testing.assert_allclose(var, x.var(axis, keepdims=True))
    np.testing.assert_allclose(scale, (x.var(axis, keepdims=True) + eps) ** -0.5)
    np.testing.assert_allclose(xhat, (x - mean) / np.sqrt(var + eps))
    column = rng.normal(size=7)
    xhat, scale, *_ = standardize(column, -1, eps)
    jacobian = scale * (np.eye(7) - np.full((7, 7), 1 / 7) - np.outer(xhat, xhat) / 7)
    np.testing.assert_allclose(np.stack([tangent(e, xhat, scale, -1) for e in np.eye(7)]), jacobian, atol=1e-15)


def test_a_batch_of_two_rows_says_only_which_is_larger(rng):
    x = np.array([[1.0, 5.0], [3.0, -4.0]])
    y, pull, _ = BatchNorm(2, eps=0.0)(x, np.ones(2), np.zeros(2))
    np.testing.assert_allclose(y, [[-1, 1], [1, -1]])
    np.testing.assert_allclose(pull(rng.normal(size=(2, 2)), np.empty(2), np.empty(2)), 0, atol=1e-15)


def test_one_row_is_the_shift_whatever_it_is(rng):
    x, dy, gamma, beta = rng.normal(size=(4, 1, 3))
    layer = BatchNorm(3, running=KERAS)
    y, pull, push = layer.training(x, gamma[0], beta[0])
    dgamma, dbeta = room(layer)
    np.testing.assert_array_equal(y, beta)
    np.testing.assert_array_equal(pull(dy, dgamma, dbeta), np.zeros((1, 3)))
    np.testing.assert_array_equal(dgamma, np.zeros(3))
    np.testing.assert_array_equal(dbeta, dy[0])


def test_the_unbiased_variance_of_one_row_is_refused_and_nothing_moves():
    for running in (PYTORCH, PAPER):
        layer = BatchNorm(2, running=running)
        with pytest.raises(ValueError) as refused:
            layer.training(np.ones((1, 2)), np.ones(2), np.zeros(2))
        assert str(refused.value) == f"{layer} keeps the unbiased variance, which needs at least two rows; got one"
        assert layer.t == 0 and layer.mean.tolist() == [0, 0] and layer.var.tolist() == [1, 1]


def test_one_image_has_many_rows(rng):
    layer, x = BatchNorm(3, spatial=2, running=PAPER), rng.normal(size=(1, 4, 5, 3))
    layer.training(x, np.ones(3), np.zeros(3))
    np.testing.assert_allclose(layer.var, x.var((0, 1, 2), ddof=1))


def test_a_bias_before_the_batch_s_normalization_is_worth_nothing(rng):
    network = Network(Dense(4, 3), BatchNorm(3), Dense(3, 2))
    theta = rng.normal(size=network.size)
    x, target = rng.normal(size=(8, 4)), rng.normal(size=(8, 2))
    g = np.full_like(theta, np.nan)
    Fit(network, squared_error, x, target)(theta, g)
    (dW, db), (dgamma, dbeta), _ = network.params(g)
    np.testing.assert_allclose(db, 0, atol=1e-14)
    assert all(abs(d).max() > 1e-3 for d in (dW, dgamma, dbeta))


# what each is blind to


def changes(layer, x, other):
    y, other = (layer(a, *ones(layer))[0] for a in (x, other))
    return not np.allclose(y, other, rtol=1e-6, atol=1e-6)


INVARIANT = {  # to adding, and to multiplying by: one number for each channel, one for each image, one for each element of a channel
    "BatchNorm": (BatchNorm(6, spatial=2, eps=0.0), {"+channel", "*channel"}),
    "LayerNorm": (LayerNorm(6, spatial=2, eps=0.0), {"+image", "*image"}),
    "RMSNorm": (RMSNorm(6, spatial=2, eps=0.0), {"*image"}),
    "GroupNorm": (GroupNorm(6, 2, spatial=2, eps=0.0), {"+image", "*image"}),
    "instances": (GroupNorm(6, 6, spatial=2, eps=0.0), {"+channel", "*channel", "+image", "*image"}),
}


@pytest.mark.parametrize("layer, blind", INVARIANT.values(), ids=INVARIANT)
def test_what_it_is_blind_to(layer, blind, rng):
    x = rng.normal(size=(5, 3, 2, 6))
    by = {"channel": rng.uniform(0.5, 2, 6), "image": rng.uniform(0.5, 2, (5, 1, 1, 1))}
    moved = {f"+{name}": x + by[name] for name in by} | {f"*{name}": x * by[name] for name in by}
    assert {name for name, other in moved.items() if not changes(layer, x, other)} == blind


@pytest.mark.parametrize("layer", [LayerNorm(6), RMSNorm(6), GroupNorm(6, 2)], ids=str)
def test_rows_know_nothing_of_each_other(layer, rng):
    x = rng.normal(size=(5, 6))
    whole, _, _ = layer(x, *ones(layer))
    np.testing.assert_allclose(whole, np.concatenate([layer(x[i : i + 1], *ones(layer))[0] for i in range(5)]), rtol=1e-13)


def test_rms_norm_keeps_the_mean_and_has_no_shift(rng):
    layer, x, gamma = RMSNorm(4, eps=0.2), rng.normal(3, 1, (5, 4)), rng.normal(size=4)
    assert layer.shapes == {"gamma": (4,)}
    expected = gamma * x / np.sqrt((x**2).mean(-1, keepdims=True) + 0.2)
    y, pull, push = layer(x, gamma)
    np.testing.assert_allclose(y, expected)
    dgamma = np.full(4, np.nan)
    pull(np.ones((5, 4)), dgamma)
    np.testing.assert_allclose(dgamma, (expected / gamma).sum(0))
    np.testing.assert_allclose(push(np.zeros((5, 4)), np.ones(4)), expected / gamma)


def test_groups_are_of_neighbours(rng):
    x = rng.normal(size=(2, 3, 2, 6))
    y, _, _ = GroupNorm(6, 3, spatial=2)(x, np.ones(6), np.zeros(6))
    for channels in (slice(0, 2), slice(2, 4), slice(4, 6)):
        part = x[..., channels]
        np.testing.assert_allclose(y[..., channels], standardize(part, (-3, -2, -1), 1e-5)[0], rtol=1e-12)


@pytest.mark.parametrize("groups", [4, 7])
def test_groups_divide_the_channels(groups):
    with pytest.raises(ValueError) as refused:
        GroupNorm(6, groups)
    assert str(refused.value) == f"the number of groups must divide the 6 channels; got {groups}"


# running statistics


@conventions
def test_running_statistics_by_hand(running, rng):
    layer = BatchNorm(3, running=running)
    batches = [rng.normal(2, 3, (n, 3)) for n in (4, 7, 2)]
    mean, var = np.zeros(3), np.ones(3)
    for t, x in enumerate(batches, 1):
        rate = {PYTORCH: 0.1, KERAS: 0.01, PAPER: 1 / t}[running]
        layer.training(x, np.ones(3), np.zeros(3))
        mean = (1 - rate) * mean + rate * x.mean(0)
        var = (1 - rate) * var + rate * x.var(0, ddof=0 if running is KERAS else 1)
        assert layer.t == t
        np.testing.assert_allclose(layer.mean, mean, rtol=1e-13)
        np.testing.assert_allclose(layer.var, var, rtol=1e-13)


def test_the_paper_averages_over_all_batches(rng):
    layer, batches = BatchNorm(3, running=PAPER), rng.normal(size=(6, 5, 3))
    for x in batches:
        layer.training(x, np.ones(3), np.zeros(3))
    np.testing.assert_allclose(layer.mean, batches.mean((0, 1)), rtol=1e-12)
    np.testing.assert_allclose(layer.var, batches.var(1, ddof=1).mean(0), rtol=1e-12)


def test_running_variance_starts_where_it_is_told(rng):
    layer, x = BatchNorm(2, running=Running(0.25, unbiased=False, var=0.0)), rng.normal(size=(8, 2))
    assert layer.var.tolist() == [0, 0]
    layer.training(x, np.ones(2), np.zeros(2))
    np.testing.assert_allclose(layer.var, x.var(0) / 4)


def test_running_statistics_get_the_axes_of_runs_and_the_precision(rng):
    layer = BatchNorm(3, spatial=2, running=PAPER)
    x = rng.normal(size=(4, 2, 5, 3, 2, 3)).astype(np.float32)
    layer.training(x, np.ones((4, 2, 3), np.float32), np.zeros((4, 2, 3), np.float32))
    assert layer.mean.shape == layer.var.shape == (4, 2, 3) and layer.mean.dtype == layer.var.dtype == np.float32
    np.testing.assert_allclose(layer.mean, x.mean((-4, -3, -2)), atol=1e-6)
    np.testing.assert_allclose(layer.var, x.var((-4, -3, -2), ddof=1), rtol=1e-5)


def test_statistics_follow_in_training_only(rng):
    layer, x = BatchNorm(3), rng.normal(size=(5, 3))
    y, pull, push = layer.training(x, *ones(layer))
    kept = layer.mean, layer.var, layer.t
    pull(x, *room(layer)), push(x, *ones(layer)), layer.inference(x, *ones(layer))
    looked, *_ = layer(x, *ones(layer))
    assert kept == (layer.mean, layer.var, layer.t) and layer.t == 1
    np.testing.assert_array_equal(looked, y)
    assert repr(layer.training) == "TrainingNorm(3)" and layer.training.shapes == layer.shapes


# after training


@pytest.mark.parametrize("spatial", [0, 2])
def test_inference_is_an_affine_map_of_each_row(spatial, rng):
    layer = BatchNorm(3, spatial=spatial, eps=0.1)
    x, dy = rng.normal(size=(2, 5, *[2] * spatial, 3))
    layer.training(x, *ones(layer))
    gamma, beta = rng.normal(size=(2, 3))
    y, pull, push = layer.inference(x, gamma, beta)
    slope = gamma / np.sqrt(layer.var + 0.1)
    np.testing.assert_allclose(y, slope * (x - layer.mean) + beta)
    np.testing.assert_allclose(layer.inference(x[2:3], gamma, beta)[0], y[2:3])
    dgamma, dbeta = room(layer)
    np.testing.assert_allclose(pull(dy, dgamma, dbeta), slope * dy)
    rows = tuple(range(x.ndim - 1))
    np.testing.assert_allclose(dgamma, (dy * (x - layer.mean) / np.sqrt(layer.var + 0.1)).sum(rows))
    np.testing.assert_allclose(dbeta, dy.sum(rows))


def test_inference_sees_the_statistics_of_the_day(rng):
    layer, x = BatchNorm(3), rng.normal(size=(5, 3))
    after = layer.inference
    before, _, _ = after(x, *ones(layer))
    layer.training(x, *ones(layer))
    assert not np.allclose(after(x, *ones(layer))[0], before)
    assert repr(after) == "InferenceNorm(3)"


def test_inference_of_runs(rng):
    layer, x, gamma, beta = BatchNorm(3), rng.normal(size=(4, 5, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    layer.training(x, gamma, beta)
    y, _, _ = layer.inference(x[0], gamma, beta)  # the same rows for all runs
    for i in range(4):
        np.testing.assert_allclose(y[i], gamma[i] * (x[0] - layer.mean[i]) / np.sqrt(layer.var[i] + 1e-5) + beta[i])


def test_a_network_goes_over_to_inference_with_its_layers(rng):
    norm = BatchNorm(3)
    network = Network(Dense(2, 3), norm)
    theta, x = network.initial(rng, W=lambda shape, rng: rng.normal(size=shape)), rng.normal(size=(6, 2))
    network.training(x, theta)
    kept = norm.mean
    y, _, _ = network.inference(x, theta)
    h = x @ network.params(theta)[0][0]
    np.testing.assert_allclose(y, (h - norm.mean) / np.sqrt(norm.var + 1e-5))
    assert norm.mean is kept and network.inference.size == network.size


def test_what_is_put_back_is_what_was_kept(rng):
    layer, x = BatchNorm(3, running=PAPER), rng.normal(size=(3, 5, 3))
    layer.training(x[0], *ones(layer))
    kept = layer.state_dict()
    assert kept.keys() == {"mean", "var", "t"} and not any(kept[name] is getattr(layer, name) for name in ("mean", "var"))
    layer.training(x[1], *ones(layer))
    other = BatchNorm(3, running=PAPER)
    other.load_state_dict(kept)
    kept["mean"] += 1  # which is no longer theirs
    other.training(x[1], *ones(layer))
    assert other.t == 2
    np.testing.assert_array_equal([other.mean, other.var], [layer.mean, layer.var])


# what is refused


@pytest.mark.parametrize("layer", [BatchNorm(3), BatchNorm(3).inference, LayerNorm(3), RMSNorm(3), GroupNorm(3, 1)], ids=str)
@pytest.mark.parametrize("shape", [(5, 2), (3,), (3, 5)], ids=str)
def test_rows_of_another_width(layer, shape):
    with pytest.raises(ValueError) as refused:
        layer(np.ones(shape), *ones(layer))
    assert str(refused.value) == f"{layer} takes inputs of shape (..., N, 3); got {shape}"


@pytest.mark.parametrize("make", [BatchNorm, LayerNorm, RMSNorm], ids=lambda c: c.__name__)
@pytest.mark.parametrize("shape", [(5, 4, 3), (3,), (2, 4, 4, 5)], ids=str)
def test_images_of_another_shape(make, shape):
    layer = make(3, spatial=2)
    with pytest.raises(ValueError) as refused:
        layer(np.ones(shape), *ones(layer))
    assert str(refused.value) == f"{layer} takes inputs of shape (..., N, H, W, 3); got {shape}"
