"""Few images: who trains on which, and what follows a dense layer."""

import numpy as np
import pytest

from trainability.activations import relu
from trainability.dropout import Dropout
from trainability.experiments.normalization import norm_regularizers
from trainability.experiments.normalization.norm_regularizers import follow, mislabelled, race
from trainability.normalization import BatchNorm
from trainability.tasks.digits import digits


@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize("drop", [0.0, 0.5])
def test_what_follows_a_dense_layer(norm, drop):
    layers = follow(7, np.random.default_rng(0), norm=norm, drop=drop).layers
    kinds = [BatchNorm] * norm + [type(relu)] + [Dropout] * (drop > 0)
    assert [type(layer) for layer in layers] == kinds
    assert all(layer.n == 7 for layer in layers if isinstance(layer, BatchNorm))
    assert all(layer.p == drop for layer in layers if isinstance(layer, Dropout))


def test_every_seed_has_images_of_its_own_and_none_of_the_validation(monkeypatch):
    seen = []

    def spy(start, objective, rule, axes, steps, every, *, validation, accuracy):
        seen.append((validation.keywords["x"], accuracy.keywords["x"]))
        return at_rates(start, objective, rule, axes, steps, every, validation=validation, accuracy=accuracy)

    def learner(network, seed, data, **how):
        seen.append(data.x)
        return norm_regularizers_learner(network, seed, data, **how)

    at_rates, norm_regularizers_learner = norm_regularizers.at_rates, norm_regularizers.learner
    monkeypatch.setattr(norm_regularizers, "at_rates", spy)
    monkeypatch.setattr(norm_regularizers, "learner", learner)
    race(wrong=[0.0], norms=[False], decays=[0.1], drops=[], rates=[0.1], images=60, seeds=2, steps=1, every=1)
    (sample, _), (unseen, _) = digits()
    for x, expected in zip(seen[::2], (sample[:60], sample[60:120]) * 2):
        np.testing.assert_array_equal(x, expected)
    for validation, accuracy in seen[1::2]:
        np.testing.assert_array_equal(validation, sample[8000:])
        np.testing.assert_array_equal(accuracy, unseen)


def test_decay_decays_and_does_not_act_where_it_is_zero():
    settings = dict(wrong=[0.0], norms=[False], drops=[], rates=[0.1], images=100, seeds=1, steps=30, every=30)
    none, zero, heavy = np.ravel(race(**settings, decays=[0.0, 5.0])["accuracy"])
    assert none == zero > heavy + 0.1


def test_more_images_than_there_are():
    with pytest.raises(ValueError, match="81 seeds of 100 images are more than the 8000 there are"):
        race(wrong=[0.0], norms=[False], decays=[], drops=[], rates=[0.1], images=100, seeds=81, steps=1, every=1)


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
    right, wrong = np.ravel(run["accuracy"])
    assert right > 0.6 and wrong < 0.3
