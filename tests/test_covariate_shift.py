"""Noise behind the normalization, and how the movement of distributions is measured."""

import numpy as np
import pytest

from trainability.experiments.normalization import covariate_shift as shift
from trainability.experiments.normalization.covariate_shift import (
    KINDS,
    Noise,
    inputs,
    moved,
    network,
    race,
    skew_and_kurtosis,
    watch,
)
from trainability.normalization import BatchNorm
from trainability.tasks.digits import first, start


def test_noise_moves_all_rows_of_a_unit_alike():
    x = np.random.default_rng(0).standard_normal((2, 50, 3))
    y, pull, push = Noise(np.random.default_rng(1))(x)
    stretch, shifted = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 3))
    np.testing.assert_allclose(y, x * (1 + stretch) + shifted)
    np.testing.assert_allclose(push(x), x * (1 + stretch))
    dy = np.random.default_rng(2).standard_normal(x.shape)
    assert np.isclose((dy * push(x)).sum(), (pull(dy) * x).sum())


def test_noise_is_new_at_every_call_centred_and_gone_in_the_end():
    noise = Noise(np.random.default_rng(0), size=0.25)
    calls = np.stack([noise(np.ones((1, 1000)))[0][0] for _ in range(20)])
    assert (calls.std(axis=0) > 0.05).all() and abs(calls.mean() - 1) < 0.01
    assert calls.min() > 0.5 and calls.max() < 1.5 and calls.max() > 1.4  # 1 ± 2a
    x = np.ones((2, 3), np.float32)
    assert noise(x)[0].dtype == np.float32 and noise.inference(x)[0] is not None
    np.testing.assert_array_equal(noise.inference(x)[0], x)


@pytest.mark.parametrize("kind", KINDS)
def test_the_noise_stands_behind_the_normalization(kind):
    layers = network(kind, np.random.default_rng(0)).layers
    names = [type(layer).__name__ for layer in layers[:4]]
    assert (
        names[:3]
        == {
            "plain": ["Dense", "Activation", "Dense"],
            "noisy plain": ["Dense", "Noise", "Activation"],
            "batch norm": ["Dense", "BatchNorm", "Activation"],
            "noisy batch norm": ["Dense", "BatchNorm", "Noise"],
        }[kind]
    )


def test_inputs_of_normalized_units_have_mean_zero_and_variance_one():
    net = network("batch norm", np.random.default_rng(0))
    seen = inputs(net, np.tile(start(net, 0), (2, 1)), first(200).x)
    assert seen.shape == (4, 2, 200, 100)
    np.testing.assert_allclose(seen.mean(axis=-2), 0, atol=1e-4)
    np.testing.assert_allclose(seen.std(axis=-2), 1, atol=1e-2)


def test_moved_is_the_distance_of_distributions_not_of_rows():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((1000, 2))
    np.testing.assert_allclose(moved(x, rng.permuted(x, axis=0)), 0)
    np.testing.assert_allclose(moved(x, x + [1.0, -2.0]), [1, 2] / x.std(axis=0))
    np.testing.assert_allclose(moved(10 * x, 10 * (x + 1)), moved(x, x + 1))
    z = np.sort(x, axis=0)
    np.testing.assert_allclose(moved(z, 3 * z), 2 * np.abs(z).mean(axis=0) / z.std(axis=0))


def test_skewness_and_kurtosis_of_known_laws_ignore_scale_and_shift():
    x = np.random.default_rng(0).exponential(size=(400_000, 1))
    skew, kurtosis = skew_and_kurtosis(x)
    assert abs(skew[0] - 2) < 0.1 and abs(kurtosis[0] - 6) < 0.7
    np.testing.assert_allclose(skew_and_kurtosis(3 * x - 1), (skew, kurtosis), rtol=1e-9)
    np.testing.assert_allclose(skew_and_kurtosis(-x)[0], -skew)


def test_normalization_leaves_the_shape_of_a_distribution_alone():
    x = np.random.default_rng(0).exponential(size=(500, 3))
    y, *_ = BatchNorm(3)(x, np.array([1.0, 2.0, 0.5]), np.array([0.0, 1.0, -1.0]))
    np.testing.assert_allclose(skew_and_kurtosis(y), skew_and_kurtosis(x), rtol=1e-9)


def test_watching_does_not_touch_what_is_learned():
    settings = dict(kinds=["noisy batch norm"], rates=[0.1], seeds=1, steps=4)
    often, seldom = race(**settings, every=1), race(**settings, every=4)
    np.testing.assert_array_equal(often["accuracy"].at(step=4), seldom["accuracy"].at(step=4))
    np.testing.assert_allclose(often["loss"].mean("step"), seldom["loss"].at(step=4), rtol=1e-6)


def test_only_noise_moves_the_inputs_of_a_network_that_stands_still():
    moved = race(kinds=list(KINDS), rates=[0.0], seeds=1, steps=2, every=1)["moved"]
    assert (moved.at(kind=["plain", "batch norm"]) == 0).all()
    assert (moved.at(kind=["noisy plain", "noisy batch norm"]) > 0.2).all()


def test_watch_is_the_race_seen_in_full():
    seen = watch("batch norm", lr=0.1, seed=1, steps=4, every=2)
    run = race(kinds=["batch norm"], rates=[0.1], seeds=2, steps=4, every=2)["moved"].at(kind="batch norm", rate=0.1, seed=1)
    np.testing.assert_allclose(np.median(moved(seen[:-1], seen[1:]), axis=-1), run, rtol=1e-4)
    assert seen.shape[2] == shift.PROBES
