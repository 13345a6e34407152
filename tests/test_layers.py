"""Every layer is a function, its Jacobian and the transpose of that. Activations and networks are layers too."""

from inspect import Parameter, isclass, signature

import numpy as np
import pytest

from trainability import activations, layers
from trainability.activations import Activation, silu, tanh
from trainability.layers import Dense
from trainability.network import Network
from trainability.normalization import BatchNorm, GroupNorm, LayerNorm, RMSNorm
from trainability.recurrent import Recurrent, every, last

N, WIDTH = 7, 5
IMAGES = 2, 3, 2, 4
SEQUENCES = 6, N, WIDTH
INPUTS = {}  # of layer classes whose inputs are not rows (N, WIDTH)


def specimen(Layer):
    """A layer whose required sizes, in their order, are WIDTH, WIDTH - 1, ..., so that no two are alike."""
    required = [p for p in signature(Layer).parameters.values() if p.default is Parameter.empty]
    return Layer(*range(WIDTH, WIDTH - len(required), -1))


CLASSES = [c for c in vars(layers).values() if isclass(c) and c.__module__ == layers.__name__ and "__call__" in vars(c)]
LAYERS = {c.__name__: (specimen(c), INPUTS.get(c, (N, WIDTH))) for c in CLASSES}
LAYERS |= {name: (f, (N, WIDTH)) for name, f in vars(activations).items() if isinstance(f, Activation)}
LAYERS["Network"] = Network(Dense(WIDTH, 4), tanh, Dense(4, 3), silu, Dense(3, 2)), (N, WIDTH)
LAYERS |= {c.__name__: (c(WIDTH), (N, WIDTH)) for c in (BatchNorm, LayerNorm, RMSNorm)}
LAYERS |= {f"{c.__name__} of images": (c(4, spatial=2), IMAGES) for c in (BatchNorm, LayerNorm, RMSNorm)}
LAYERS |= {"GroupNorm": (GroupNorm(6, 2), (N, 6)), "GroupNorm of images": (GroupNorm(4, 2, spatial=2), IMAGES)}
LAYERS["normalized Network"] = Network(Dense(WIDTH, 4), BatchNorm(4), tanh, Dense(4, 3), LayerNorm(3)), (N, WIDTH)
trained = BatchNorm(WIDTH), BatchNorm(4, spatial=2)
for norm in trained:
    norm.mean, norm.var = np.linspace(-1, 1, norm.n), np.linspace(0.5, 2, norm.n)
LAYERS |= {"BatchNorm trained": (trained[0].inference, (N, WIDTH)), "BatchNorm of images trained": (trained[1].inference, IMAGES)}
LAYERS |= {repr(layer): (layer, SEQUENCES) for layer in (Recurrent(WIDTH, 4), last, every)}
LAYERS["Network that answers last"] = Network(Recurrent(WIDTH, 4), last, Dense(4, 2)), SEQUENCES
LAYERS["Network that answers every time"] = Network(Recurrent(WIDTH, 4), every, Dense(4, 2)), SEQUENCES
every_layer = pytest.mark.parametrize("layer, shape", LAYERS.values(), ids=LAYERS)
every_runs = pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=["single", "batched", "batched twice"])


def point(layer, shape, runs, rng):
    """Inputs and parameters, away from the kinks of activations."""
    x = rng.uniform(0.2, 2, (*runs, *shape)) * rng.choice([-1, 1], (*runs, *shape))
    return x, [rng.normal(size=(*runs, *s)) for s in layer.shapes.values()]


def unwritten(params):
    """Room for gradients, filled with what must be overwritten."""
    return [np.full_like(p, np.nan) for p in params]


def test_every_layer_is_here():
    assert {"Dense", "tanh", "relu", "Network", "BatchNorm", "GroupNorm"} <= LAYERS.keys()


@every_layer
@every_runs
def test_push_is_the_jacobian(layer, shape, runs, rng):
    (x, params), (dx, dparams) = (point(layer, shape, runs, rng) for _ in range(2))
    _, _, push = layer(x, *params)
    h = 1e-6
    ahead, behind = (layer(x + s * dx, *[p + s * d for p, d in zip(params, dparams)])[0] for s in (h, -h))
    np.testing.assert_allclose(push(dx, *dparams), (ahead - behind) / (2 * h), rtol=1e-5, atol=1e-7)


@every_layer
@every_runs
def test_pull_is_its_transpose(layer, shape, runs, rng):
    (x, params), (dx, dparams) = (point(layer, shape, runs, rng) for _ in range(2))
    y, pull, push = layer(x, *params)
    dy, grads = rng.normal(size=y.shape), unwritten(params)
    back = pull(dy, *grads)
    assert back.shape == x.shape
    forward, backward = (dy * push(dx, *dparams)).sum(), (back * dx).sum()
    backward += sum((g * d).sum() for g, d in zip(grads, dparams))
    np.testing.assert_allclose(backward, forward, rtol=1e-10)


@every_layer
def test_runs_do_not_mix(layer, shape, rng):
    x, params = point(layer, shape, (3,), rng)
    y, pull, push = layer(x, *params)
    dy, grads = rng.normal(size=y.shape), unwritten(params)
    back, moved = pull(dy, *grads), push(x, *params)
    for i in range(3):
        y_i, pull_i, push_i = layer(x[i], *(p[i] for p in params))
        grads_i = unwritten([p[i] for p in params])
        np.testing.assert_allclose(y[i], y_i, rtol=1e-12)
        np.testing.assert_allclose(back[i], pull_i(dy[i], *grads_i), rtol=1e-10)
        np.testing.assert_allclose(moved[i], push_i(x[i], *(p[i] for p in params)), rtol=1e-10)
        for grad, grad_i in zip(grads, grads_i):
            np.testing.assert_allclose(grad[i], grad_i, rtol=1e-10)


@every_layer
def test_runs_share_inputs_that_have_no_run_axes(layer, shape, rng):
    x, _ = point(layer, shape, (), rng)
    _, params = point(layer, shape, (3,), rng)
    y, pull, _ = layer(x, *params)
    y_own, pull_own, _ = layer(np.stack([x] * 3), *params)
    np.testing.assert_allclose(np.broadcast_to(y, y_own.shape), y_own, rtol=1e-12)
    grads, grads_own = unwritten(params), unwritten(params)
    np.testing.assert_allclose(pull(y_own, *grads), pull_own(y_own, *grads_own), rtol=1e-10)
    for grad, grad_own in zip(grads, grads_own):
        np.testing.assert_allclose(grad, grad_own, rtol=1e-10)


@every_layer
def test_a_layer_remembers_no_call(layer, shape, rng):
    points = [point(layer, shape, (), rng) for _ in range(2)]
    (y, pull, push), _ = [layer(x, *params) for x, params in points]  # the second call must not disturb the first
    x, params = points[0]
    y_again, pull_again, push_again = layer(x, *params)
    np.testing.assert_array_equal(y, y_again)
    np.testing.assert_array_equal(push(x, *params), push_again(x, *params))
    grads, grads_again = unwritten(params), unwritten(params)
    np.testing.assert_array_equal(pull(y, *grads), pull_again(y, *grads_again))
    for grad, grad_again in zip(grads, grads_again):
        np.testing.assert_array_equal(grad, grad_again)


@every_layer
def test_single_precision_stays(layer, shape, rng):
    x, params = point(layer, shape, (), rng)
    x, params = x.astype(np.float32), [p.astype(np.float32) for p in params]
    y, pull, push = layer(x, *params)
    assert {y.dtype, pull(y, *unwritten(params)).dtype, push(x, *params).dtype} == {np.dtype(np.float32)}


def test_dense_is_an_affine_map_of_each_row(rng):
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    y, _, _ = Dense(3, 2)(x, W, b)
    for row, image in zip(x, y):
        np.testing.assert_allclose(image, [sum(row * W[:, j]) + b[j] for j in range(2)])
    assert Dense(3, 2).shapes == {"W": (3, 2), "b": (2,)}
    assert repr(Dense(3, 2)) == "Dense(3, 2)"


@pytest.mark.parametrize("shape", [(4, 2), (4, 4), (3,), (3, 2), ()], ids=str)
def test_dense_refuses_inputs_of_another_width(shape):
    with pytest.raises(ValueError) as refused:
        Dense(3, 2)(np.ones(shape), np.ones((3, 2)), np.ones(2))
    assert str(refused.value) == f"Dense(3, 2) takes inputs of shape (..., N, 3); got {shape}"
