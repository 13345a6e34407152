"""Few images: who trains on which, what helps, and where an early stop would be."""

import numpy as np
import pytest

from trainability import early
from trainability.activations import relu
from trainability.dropout import Dropout
from trainability.experiments.beyond import few_images
from trainability.experiments.beyond.few_images import HELPS, kept, learn, scores
from trainability.layers import Dense
from trainability.named import Named
from trainability.network import Network
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.tasks.digits import digits, halved

SETTINGS = dict(size="half", rates=[0.1], steps=4, every=4)


def test_every_seed_trains_on_images_of_its_own_and_never_on_those_held_out(monkeypatch):
    given, looked = [], []

    def learner(network, seed, data, **how):
        given.append(data)
        return own_learner(network, seed, data, **how)

    def looking(network, theta, x, y):
        looked.append(len(x))
        return scores(network, theta, x, y)

    own_learner = few_images.learner
    monkeypatch.setattr(few_images, "learner", learner)
    monkeypatch.setattr(few_images, "scores", looking)
    learn(**SETTINGS, helps=["nothing", "more images"], seeds=2)
    (x, y), _ = halved()
    for data, (low, high) in zip(given, [(0, 300), (400, 700), (0, 400), (400, 800)], strict=True):
        np.testing.assert_array_equal(data.x, x[low:high])
        np.testing.assert_array_equal(data.y, y[low:high])
    assert looked == [300, 100, 2000] * 4


def test_help_is_what_it_says(monkeypatch):
    seen = []

    def at_rates(start, objective, *rest, **more):
        seen.append(objective)
        return own_at_rates(start, objective, *rest, **more)

    own_at_rates = few_images.at_rates
    monkeypatch.setattr(few_images, "at_rates", at_rates)
    found = learn(**SETTINGS, helps=list(HELPS), seeds=1)
    assert found["train"].axes["help"] == list(HELPS)
    plain, decayed, dropped = (found["test"].at(help=help).values for help in ("nothing", "weight decay", "dropout"))
    assert (plain != decayed).any() and (plain != dropped).any()


def test_dropout_follows_each_rectifier(monkeypatch):
    built = []

    def mlp(widths, hidden):
        built.append((widths, hidden(50)))
        return own_mlp(widths, hidden)

    own_mlp = few_images.mlp
    monkeypatch.setattr(few_images, "mlp", mlp)
    learn(**SETTINGS, helps=["dropout", "nothing"], seeds=1)
    (widths, dropped), (_, plain) = built
    assert widths == [196, *[50] * 6, 10]
    assert [type(layer) for layer in dropped.layers] == [type(relu), Dropout] and dropped.layers[1].p == 0.2
    assert plain.layers == (relu,)


def test_scores_are_the_loss_and_the_accuracy():
    network = Network(Dense(2, 10))
    theta = network.initial(np.random.default_rng(0), W=lambda shape, rng: rng.normal(size=shape))
    x, y = np.random.default_rng(1).normal(size=(7, 2)), np.arange(7)
    logits = x @ theta[:20].reshape(2, 10)
    loss = np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(7), y])
    np.testing.assert_allclose(scores(network, theta, x, y), [loss, np.mean(logits.argmax(axis=1) == y)])


@pytest.mark.parametrize("patience", [1, 2, 3, 5])
def test_kept_is_where_early_ends(patience):
    rng = np.random.default_rng(patience)
    for _ in range(20):
        losses = rng.integers(0, 12, 15).astype(float)
        theta = np.zeros(1)

        def climb(theta, g):  # theta counts the steps
            g[...] = -1.0
            return 0.0

        descent = early(Descent(climb, theta, sgd(lr=1.0)), lambda: losses[int(theta[0]) - 1], 1, patience, theta=theta)
        for _ in zip(range(15), descent):
            pass
        descent.close()
        assert kept(Named(losses, {"step": range(1, 16)}), patience) == theta[0]


def test_more_images_than_there_are():
    with pytest.raises(ValueError, match="26 seeds of 400 images are more than the 10000 there are"):
        learn(**SETTINGS, helps=["nothing"], seeds=26)


def test_images_at_half_the_resolution():
    (x, y), test = halved()
    (whole, labels), _ = digits()
    assert x.shape == (10_000, 196) and test.x.shape == (2000, 196) and x.dtype == np.float32
    np.testing.assert_array_equal(y, labels)
    np.testing.assert_allclose(x.mean(axis=1), whole.mean(axis=1), atol=1e-6)
