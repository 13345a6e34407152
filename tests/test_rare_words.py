"""Documents of rare and frequent words: their law, their gradient, and who learns which."""

import numpy as np
import pytest

from trainability.experiments.adaptive import rare_words
from trainability.experiments.adaptive.rare_words import EDGES, MODEL, WORDS, documents, frequencies, lesson, race, reading, share
from trainability.rule import Descent
from trainability.rules import adagrad, sgd
from trainability.training import train


def test_frequencies_follow_zipf_and_fill_a_document():
    mean = frequencies()
    assert mean.sum() == pytest.approx(rare_words.LENGTH)
    np.testing.assert_allclose(mean * np.arange(1, WORDS + 1), mean[0])


def test_documents_have_these_counts_and_even_odds(rng):
    evidence = rng.normal(0, 0.3, WORDS)
    (x,), (p,) = documents([rng], evidence[None], 4000)
    assert x.shape == (4000, WORDS) and p.shape == (4000, 1)
    assert np.abs(x.mean(axis=0) - frequencies()).max() < 5 * np.sqrt(frequencies()[0] / 4000)
    np.testing.assert_allclose(x.var(axis=0)[:20], frequencies()[:20], rtol=0.2)
    logit = np.log(p / (1 - p))[:, 0]
    np.testing.assert_allclose(logit, (x - frequencies()) @ evidence, atol=1e-6)
    assert abs(logit.mean()) < 5 * logit.std() / np.sqrt(4000)


def test_a_call_reads_new_documents_and_its_gradient_is_that_of_the_truth_at_rest(rng):
    evidence = rng.normal(0, 0.3, (1, WORDS))
    truth = np.append(evidence[0], -frequencies() @ evidence[0])[None]
    objective, g, mean, values = reading([rng], evidence, size=200), np.empty((1, MODEL.size)), np.zeros((1, MODEL.size)), []
    for _ in range(40):
        values.append(objective(truth, g)[0])
        mean += g / 40
    assert len(set(values)) == 40
    assert np.abs(mean).max() < 0.2  # the true weights have no gradient, but for noise
    objective(np.zeros_like(truth), g)
    assert np.abs(g).max() > 0.5


def test_share_regresses_bin_by_bin(rng):
    evidence = rng.normal(size=(3, WORDS))
    factors = np.repeat([0.1, 0.2, 0.3, 0.4, 0.5], np.diff([*EDGES, WORDS]))
    np.testing.assert_allclose(share(evidence * factors, evidence), np.tile([0.1, 0.2, 0.3, 0.4, 0.5], (3, 1)))


def read(rule, steps, Q=None):
    """The measures of one reader after so many steps."""
    theta, objective, measures = lesson(1, Q)
    return train(Descent(objective, theta[None], rule), steps, steps, **measures)


def test_a_reader_starts_from_nothing():
    idle = read(sgd(lr=0.0), 1)
    assert idle["share"].max() == 0 and 0 < idle["excess"] < np.log(2)


def test_turning_the_axes_changes_adagrad_but_not_descent(rng):
    Q = np.linalg.qr(rng.normal(size=(MODEL.size, MODEL.size)))[0]
    plain, same = (read(sgd(lr=0.01), 60, axes)["share"] for axes in (None, Q))
    np.testing.assert_allclose(same, plain, rtol=1e-3, atol=1e-6)
    own, lost = (read(adagrad(lr=0.1), 60, axes)["share"] for axes in (None, Q))
    assert own.min() > 0.1 and own[0, 0, -1] > 2 * lost[0, 0, -1]


def test_the_race_is_that_of_the_rules_it_names():
    excess = race(rates=[0.01, 0.1], seeds=1, steps=4, every=2)["excess"].at(seed=0, step=4)
    rules = {"descent": sgd(lr=0.1), "falling": sgd(lr=lambda t: 0.1 * t**-0.5), "adagrad": adagrad(lr=0.1)}
    for name, rule in rules.items():
        assert excess.at(rule=name, rate=0.1) == pytest.approx(read(rule, 4)["excess"].item(), rel=1e-6)
    assert excess.at(rule="turned", rate=0.1) != pytest.approx(excess.at(rule="adagrad", rate=0.1), rel=1e-3)
