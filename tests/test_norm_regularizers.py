"""Few images: who trains on which, and what follows a dense layer."""

import numpy as np
import pytest

from trainability.activations import relu
from trainability.dropout import Dropout
from trainability.experiments.normalization import norm_regularizers
from trainability.experiments.normalization.norm_regularizers import follow, judged, mislabelled, race
from trainability.normalization import BatchNorm


@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize("drop", [0.0, 0.5])
def test_what_follows_a_dense_layer(norm, drop):
    layers = follow(7, np.random.default_rng(0), norm=norm, drop=drop).layers
    kinds = [BatchNorm] * norm + [type(relu)] + [Dropout] * (drop > 0)
    assert [type(layer) for layer in layers] == kinds
    assert all(layer.n == 7 for layer in layers if isinstance(layer, BatchNorm))
    assert all(layer.p == drop for layer in layers if isinstance(layer, Dropout))


def test_shapes_and_slices():
    settings = dict(wrong=[0.3, 0.0], norms=[False, True], decays=[0.01], drops=[0.5], rates=[0.03, 0.1], images=100)
    settings |= dict(seeds=2, steps=4, every=2)
    whole = race(**settings)
    assert whole["validation"].shape == whole["accuracy"].shape == (2, 2, 3, 2, 2, 2)
    for part in (dict(wrong=[0.3], norms=[False], seeds=1), dict(decays=[], drops=[], steps=2)):
        for name, values in race(**settings | part).items():
            np.testing.assert_allclose(whole[name][tuple(map(slice, values.shape))], values, atol=1e-3)


def test_every_seed_has_images_of_its_own_and_none_of_the_validation(monkeypatch):
    seen = []

    class Spy(norm_regularizers.Minibatches):
        def __init__(self, network, loss, x, *rest):
            seen.append(x)
            super().__init__(network, loss, x, *rest)

    measured = []
    monkeypatch.setattr(norm_regularizers, "Minibatches", Spy)
    monkeypatch.setattr(norm_regularizers, "accuracy", lambda network, theta, x, y: measured.append(x) or np.ones(1))
    race(wrong=[0.0], norms=[False], decays=[0.1], drops=[], rates=[0.1], images=60, seeds=2, steps=1, every=1)
    sample = norm_regularizers.digits()[0].x
    for x, expected in zip(seen, (sample[:60], sample[60:120]) * 2):
        np.testing.assert_array_equal(x, expected)
    np.testing.assert_array_equal(measured[0], sample[8000:])
    np.testing.assert_array_equal(measured[1], norm_regularizers.digits()[1].x)


def test_decay_decays_and_does_not_act_where_it_is_zero():
    settings = dict(wrong=[0.0], norms=[False], drops=[], rates=[0.1], images=100, seeds=1, steps=30, every=30)
    none, zero, heavy = race(**settings, decays=[0.0, 5.0])["accuracy"][0, 0, :, 0, 0, 0]
    assert none == zero > heavy + 0.1


def test_more_images_than_there_are():
    with pytest.raises(ValueError, match="81 seeds of 100 images are more than the 8000 there are"):
        race(wrong=[0.0], norms=[False], decays=[], drops=[], rates=[0.1], images=100, seeds=81, steps=1, every=1)


def test_a_seed_has_no_say_in_its_own_settings():
    """Every seed shines at a strength, a rate and a time of its own, and all others agree on another."""
    validation, accuracy = np.full((3, 4, 2, 2), 0.5), np.arange(48.0).reshape(3, 4, 2, 2)
    validation[2, :, 1, 0] = 0.6
    validation[0, 3, 0, 1] = 0.99
    np.testing.assert_array_equal(judged(validation, accuracy), accuracy[2, :, 1, 0])


def test_wrong_labels_are_wrong_and_of_every_kind():
    y = np.arange(10_000) % 10
    noisy = mislabelled(y, 0.3, np.random.default_rng(0))
    assert abs((noisy != y).mean() - 0.3) < 0.02 and noisy.min() == 0 and noisy.max() == 9
    shifts = np.bincount((noisy - y)[noisy != y] % 10, minlength=10)
    assert shifts[0] == 0 and (np.abs(shifts[1:] / shifts.sum() - 1 / 9) < 0.03).all()
    np.testing.assert_array_equal(mislabelled(y, 0.0, np.random.default_rng(0)), y)
    assert (mislabelled(y, 1.0, np.random.default_rng(0)) != y).all()


def test_wrong_labels_are_learned_from():
    run = race(wrong=[0.0, 0.9], norms=[True], decays=[], drops=[], rates=[0.3], images=200, seeds=1, steps=40, every=40)
    right, wrong = run["accuracy"].ravel()
    assert right > 0.6 and wrong < 0.3
