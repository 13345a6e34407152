"""Deep autoencoders: the networks, what is trained and what is reported."""

from itertools import islice

import numpy as np
import pytest

from trainability.activations import sigmoid
from trainability.initializers import normal
from trainability.layers import Dense
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.autoencoders import (
    ENCODERS,
    autoencoder,
    codes,
    curves,
    decoded,
    error,
    error_of_the_mean,
    learner,
    reconstructed,
    starts,
    whole,
)

NETWORK, IMAGES = autoencoder((16, 8, 4, 2)), curves(40, 4)


def test_the_encoders_are_those_of_table_6():
    layers = {name: 2 * (len(widths) - 1) for name, widths in ENCODERS.items()}
    assert layers == {"curves": 12, "mnist": 8, "faces": 8, "small curves": 8}
    assert {name: (widths[0], widths[-1]) for name, widths in ENCODERS.items()} == {
        "curves": (784, 6),
        "mnist": (784, 30),
        "faces": (625, 30),
        "small curves": (144, 6),
    }


@pytest.mark.parametrize("name", ENCODERS)
def test_units_are_logistic_but_for_the_code_and_the_logits(name):
    layers, widths = autoencoder(ENCODERS[name]).layers, ENCODERS[name]
    both = [*widths, *widths[-2::-1]]
    dense = [layer.shapes["W"] for layer in layers if isinstance(layer, Dense)]
    assert dense == list(zip(both, both[1:]))
    linear = [i for i, layer in enumerate(layers) if isinstance(layer, Dense) and layers[i + 1 : i + 2] != (sigmoid,)]
    assert linear == [len(layers) // 2 - 1, len(layers) - 1]


def test_the_loss_is_the_cross_entropy_of_an_image(rng):
    theta = NETWORK.initial(rng, W=normal)
    y = reconstructed(NETWORK, theta, IMAGES)
    expected = -(IMAGES * np.log(y) + (1 - IMAGES) * np.log(1 - y)).sum(axis=1).mean()
    np.testing.assert_allclose(whole(NETWORK, IMAGES)(theta, np.empty_like(theta)), expected, rtol=1e-6)
    np.testing.assert_allclose(error(NETWORK, theta, IMAGES), np.mean([np.sum((a - b) ** 2) for a, b in zip(y, IMAGES)]))


def test_its_gradient_is_that_of_differences(rng):
    theta, step = NETWORK.initial(rng, W=normal), 1e-5 * rng.normal(size=NETWORK.size)
    objective, g, spare = whole(NETWORK, IMAGES), np.empty(NETWORK.size), np.empty(NETWORK.size)
    objective(theta, g)
    difference = objective(theta + step, spare) - objective(theta - step, spare)
    np.testing.assert_allclose(difference, 2 * g @ step, rtol=1e-6)


def test_decoding_the_codes_reconstructs(rng):
    theta = NETWORK.initial(rng, runs=(3,), W=normal)
    code = codes(NETWORK, theta, IMAGES)
    assert code.shape == (3, 40, 2)
    np.testing.assert_array_equal(decoded(NETWORK, theta, code), reconstructed(NETWORK, theta, IMAGES))


def test_seeds_start_and_shuffle_for_themselves_and_are_what_they_are_alone():
    theta = starts(NETWORK, [3, 5])
    assert theta.dtype == np.float32 and theta.shape == (2, NETWORK.size)
    np.testing.assert_array_equal(theta[1], starts(NETWORK, [5])[0])
    assert all((b == 0).all() for layer, params in zip(NETWORK.layers, NETWORK.params(theta)) for b in params[1:])
    rows = next(learner(NETWORK, IMAGES, [3, 5], size=10).batches)
    assert rows.shape == (2, 10) and (rows[0] != rows[1]).any()


def test_runs_of_one_descent_are_runs_alone():
    theta, rates = starts(NETWORK, [3, 5]), np.float32([0.1, 0.01])
    both = np.stack([theta, theta])
    list(islice(Descent(learner(NETWORK, IMAGES, [3, 5], size=10), both, sgd(lr=rates[:, None, None])), 5))
    alone = theta.copy()
    list(islice(Descent(learner(NETWORK, IMAGES, [3, 5], size=10), alone, sgd(lr=0.01)), 5))
    np.testing.assert_allclose(both[1], alone, rtol=1e-5, atol=1e-6)


def test_the_mean_image_is_the_best_constant_answer():
    mean = IMAGES.mean(axis=0)
    np.testing.assert_allclose(error_of_the_mean(IMAGES), np.square(IMAGES - mean).sum(axis=1).mean(), rtol=1e-6)


def test_curves_are_drawn_once_and_nobody_changes_them():
    assert curves(40, 4) is IMAGES
    with pytest.raises(ValueError, match="read-only"):
        IMAGES[0] = 0
