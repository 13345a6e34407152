"""Everything public that a setting may hold goes to another process and back, and is copied."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

import trainability
from trainability import (
    GAUSSIAN,
    KERAS,
    PAPER,
    BatchNorm,
    Boltzmann,
    Coder,
    Conjugate,
    Curved,
    Denoising,
    Dense,
    Descent,
    Dropout,
    Fit,
    GroupNorm,
    HessianFree,
    HessianFreeMomentum,
    Interrupted,
    LayerNorm,
    Minibatches,
    Named,
    Network,
    Newton,
    Picked,
    Recurrent,
    RMSNorm,
    Running,
    Structured,
    Tied,
    TruncatedNewton,
    clip_norm,
    clip_value,
    cross_entropy,
    draws,
    gradient_noise,
    l2,
    leaky,
    quadratic,
    ravine,
    relu,
    sgd,
    squared_error,
    sweep,
)
from trainability.activations import Activation
from trainability.surfaces import Surface

RNG = np.random.default_rng(0)
X, TARGET = RNG.normal(size=(2, 6, 2))
NETWORK = Network(Dense(2, 3), BatchNorm(3), relu, Dropout(0.5, np.random.default_rng(1)), Dense(3, 2))
THETA = NETWORK.initial(RNG, W=trainability.kaiming_normal)

# What public names make, for those whose makings a setting may hold.
MADE = {
    "leaky": leaky(0.3),
    "Activation": Activation("tanh", np.tanh, np.cos),
    "Dense": Dense(2, 3),
    "Dense.on_data": Dense(2, 3).on_data,
    "BatchNorm": BatchNorm(3, running=PAPER),
    "BatchNorm.training": BatchNorm(3, running=KERAS).training,
    "BatchNorm.inference": BatchNorm(3).inference,
    "LayerNorm": LayerNorm(3, eps=0.1),
    "GroupNorm": GroupNorm(4, 2),
    "RMSNorm": RMSNorm(3),
    "Running": Running(rate=0.5, unbiased=False),
    "Dropout": Dropout(0.5, np.random.Generator(np.random.MT19937(0))),
    "Dropout.training": Dropout(0.5, np.random.default_rng(0)).training,
    "Network": NETWORK,
    "Network.training": NETWORK.training.on_data,
    "Network.inference": NETWORK.inference,
    "Fit": Fit(NETWORK, squared_error, X, TARGET),
    "Minibatches": Minibatches(NETWORK, squared_error, X, TARGET, 2, np.random.default_rng(0)),
    "Minibatches, drawn": Minibatches(NETWORK, squared_error, X, TARGET, 2, np.random.default_rng(0), sample=draws),
    "Boltzmann": Boltzmann(2, 1, hidden=GAUSSIAN),
    "Units": trainability.BINARY,
    "Contrast": Boltzmann(2, 1).learner(X, 2, np.random.default_rng(0)),
    "Denoising": Denoising(2, 1, p=0.5),
    "Restored": Denoising(2, 1).learner(X, 2, np.random.default_rng(0)),
    "Tied": Tied(2, 1).on_data,
    "Coder": Coder(2, 1, relu),
    "Rule": sgd(lr=trainability.Cosine(0.1, 10)),
    "Descent": Descent(ravine, np.ones(2), trainability.adam),
    "clip_norm": clip_norm(ravine, limit=1.0),
    "clip_value": clip_value(ravine, 1.0),
    "l2": l2(ravine, 0.1),
    "gradient_noise": gradient_noise(ravine, np.random.default_rng(0)),
    "quadratic": quadratic(10.0, angle=0.3),
    "Conjugate": Conjugate(np.ones(2), 1.0, np.ones(2)),
    "Recurrent": Recurrent(2, 3),
    "Curved": Curved(NETWORK, squared_error, X, TARGET),
    "Structured": Structured(NETWORK, squared_error, X, TARGET, hidden=2, mu=0.1),
    "Newton": Newton(ravine, np.ones(2)),
    "TruncatedNewton": TruncatedNewton(ravine, np.ones(2)),
    "HessianFree": HessianFree(Curved(NETWORK, squared_error, X, TARGET), np.ones(NETWORK.size)),
    "HessianFreeMomentum": HessianFreeMomentum(
        Curved(NETWORK, squared_error, X, TARGET), np.ones(NETWORK.size), np.random.default_rng(0)
    ),
    "Picked": Picked(np.ones(2), np.ones(2), 1.0, 3),
    "Named": Named([1.0, 2.0], {"lr": [0.1, 0.2]}),
    "Interrupted": Interrupted({"losses": np.ones(3)}),
    "UnreadableRule": trainability.UnreadableRule("rules.py: sgd, line 3: it says nothing"),
    "fused": trainability.fused(trainability.nesterov(lr=0.1), threads=2),
}


def ways(thing):
    return [pickle.loads(pickle.dumps(thing)), copy.deepcopy(thing), copy.copy(thing)]


@pytest.mark.parametrize("name", trainability.__all__)
def test_every_public_name_pickles(name):
    thing = getattr(trainability, name)
    for other in ways(thing):
        assert type(other) is type(thing) and repr(other).partition(" at 0x")[0] == repr(thing).partition(" at 0x")[0]


@pytest.mark.parametrize("name", MADE)
def test_what_they_make_pickles(name):
    thing = MADE[name]
    for other in ways(thing):
        assert type(other) is type(thing) and repr(other).partition(" at 0x")[0] == repr(thing).partition(" at 0x")[0]


def test_every_kind_of_thing_is_among_them():
    """A new public class, or function that makes an object, must be tried above."""
    kinds = {n for n in trainability.__all__ if isinstance(getattr(trainability, n), type)}
    assert kinds - {name.partition(".")[0] for name in MADE} == {"Split", "Steps", "Surface"} | {
        name for name in kinds if hasattr(getattr(trainability, name), "__dataclass_fields__") and name != "Running"
    }


@pytest.mark.parametrize("name", [n for n in MADE if isinstance(MADE[n], Activation) or n.startswith(("Dense", "LayerNorm"))])
def test_a_layer_comes_back_as_it_was(name):
    layer = MADE[name]
    params = [np.ones(shape) for shape in layer.shapes.values()]
    x = RNG.normal(size=(5, 2 if name.startswith("Dense") else 3))
    for other in ways(layer):
        np.testing.assert_array_equal(other(x, *params)[0], layer(x, *params)[0])


@pytest.mark.parametrize("name", ["Fit", "Minibatches", "Minibatches, drawn"])
def test_a_copy_of_an_objective_goes_on_by_itself(name):
    first, g = pickle.loads(pickle.dumps(MADE[name])), np.empty_like(THETA)
    second = copy.deepcopy(first)
    values = [first(THETA, g) for _ in range(7)]
    assert [second(THETA, g) for _ in range(7)] == values


@pytest.mark.parametrize("name", ["clip_norm", "clip_value", "l2", "gradient_noise", "quadratic"])
def test_a_copy_of_an_objective_of_an_objective_is_the_same(name):
    for other in ways(MADE[name])[:2]:
        (a, b), point = np.empty((2, 2)), np.array([3.0, -4.0])
        objective = copy.deepcopy(MADE[name])
        assert objective(point, a) == other(point, b)
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", [n for n in trainability.__all__ if isinstance(getattr(trainability, n), Surface)])
def test_a_surface_is_one_and_the_same(name):
    thing = getattr(trainability, name)
    assert all(other is thing for other in ways(thing))


def loss(activation, normalization, surface):
    y, _, _ = activation(normalization.training(X, np.ones(2), np.zeros(2))[0])
    return float(cross_entropy(y, np.eye(2)[[0, 1, 0, 1, 0, 1]])[0] + surface(np.ones(2), np.empty(2)))


def test_a_pool_sweeps_over_them():
    settings = {
        "activation": [relu, leaky(0.3)],
        "normalization": [BatchNorm(2, running=PAPER)],
        "surface": [ravine, quadratic(3.0)],
    }
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = sweep(loss, settings, map=pool.map)
    np.testing.assert_array_equal(there.values, sweep(loss, settings).values)
