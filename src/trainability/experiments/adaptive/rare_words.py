"""Which rule learns rare words? Logistic regression on documents of words, as frequent as in a language.

A document is a row of counts: how often it has each of five hundred words. The words come by Zipf's law, the one of
rank ``k`` in proportion to ``1/k``. Each occurrence adds its word's evidence to the log odds of the label, which are even
for an average document. All evidences are drawn from one normal law, so that a rare word tells as much as a frequent one,
each time it appears. Every document is read once.
"""

from collections.abc import Callable

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...bench.contest import Problem
from ...bench.turned import turned
from ...fit import Fit
from ...initializers import orthogonal
from ...layers import Dense
from ...losses import binary_cross_entropy
from ...named import Named
from ...network import Network
from ...rules import adagrad, sgd
from ...sweeping import sweep

WORDS = 500
LENGTH = 100  # words in a document, on average
EVIDENCE = 0.3  # standard deviation of a word's evidence, in log odds
EDGES = (0, 3, 12, 50, 200)  # where the bins of the rank begin

MODEL = Network(Dense(WORDS, 1))


def frequencies() -> np.ndarray:
    """How often each word occurs in a document, on average, shape ``(WORDS,)``: Zipf's law.

    Examples
    --------
    >>> frequencies()[[0, 9, 499]].round(3)
    array([14.721,  1.472,  0.029])
    """
    harmonic = 1 / np.arange(1.0, WORDS + 1)
    return LENGTH * harmonic / harmonic.sum()


def documents(rngs: list, evidence: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """For each seed, of its own generator and ``evidence``, ``(seeds, WORDS)``: the counts of words in ``size`` documents,
    ``(seeds, size, WORDS)``, Poisson numbers; and the probabilities ``(seeds, size, 1)`` that the label is 1.
    """
    x = np.stack([rng.poisson(frequencies(), (size, WORDS)) for rng in rngs]).astype(float)
    return x, np.exp(-np.logaddexp(0, (frequencies() - x) @ evidence[..., None]))


def reading(rngs: list, evidence: np.ndarray, size: int = 10) -> Callable:
    """The objective that reads ``size`` new :func:`documents` at every call."""

    def objective(theta, g):
        x, p = documents(rngs, evidence, size)
        labels = np.stack([rng.random((size, 1)) for rng in rngs]) < p
        return Fit(MODEL, binary_cross_entropy, x, labels)(theta, g)

    return objective


def share(theta: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """The learned part of the evidence, ``(..., len(EDGES))``: the weights of each bin of ranks, regressed on the truth.

    Examples
    --------
    >>> evidence = np.ones(WORDS)
    >>> share(evidence * (np.arange(WORDS) < 12), evidence)
    array([1., 1., 0., 0., 0.])
    """
    products, squares = (np.add.reduceat(a * evidence, EDGES, axis=-1) for a in (theta, evidence))
    return products / squares


def lesson(seeds: int, Q: np.ndarray | None = None) -> Problem:
    """Ten new documents a step, from weights of zero, ``(P,)``; each seed has its own evidence and documents.

    Its measures are ``excess``, the cross-entropy on 500 new documents above that of the true probabilities, in nats, and
    :func:`share`. ``Q``, if given, turns the axes of the parameters, see :func:`~trainability.bench.turned.turned`.
    """
    rngs = [np.random.default_rng(seed) for seed in range(seeds)]
    evidence = np.stack([rng.normal(0, EVIDENCE, WORDS) for rng in rngs])
    x, p = documents(rngs, evidence, 500)
    floor = -(p * np.log(p) + (1 - p) * np.log1p(-p)).mean(axis=(-2, -1))
    objective, straight = reading(rngs, evidence), np.asarray
    if Q is not None:
        objective, straight = turned(objective, Q), lambda theta: theta @ Q

    def excess(theta):
        return binary_cross_entropy(MODEL(x, straight(theta))[0], p)[0] - floor

    def learned(theta):
        return share(straight(theta)[..., :WORDS], evidence)

    return Problem(np.zeros(MODEL.size), objective, {"excess": excess, "share": learned})


def race(*, rates: list[float], seeds: int, steps: int, every: int = 50) -> dict[str, Named]:
    """Let each rule read, at all rates.

    The rules: ``descent``; ``falling``, descent with the rate over the root of the step; ``adagrad``; and ``turned``, Adagrad
    on the same documents, the axes of its parameters turned at random.

    Returns
    -------
    dict of Named, float32, axes rule, rate, seed, step
        ``excess`` and, also along bin, ``share``: the measures of :func:`lesson`.

    Examples
    --------
    >>> race(rates=[0.1, 1.0], seeds=1, steps=4, every=2)["share"]
    Named(rule: 4, rate: 2, seed: 1, step: 2, bin: 5)
    """
    lr, Q = np.reshape(rates, (-1, 1, 1)), orthogonal((MODEL.size, MODEL.size), np.random.default_rng(0))
    rules = {
        "descent": (sgd(lr=lr), None),
        "falling": (sgd(lr=lambda t: lr / np.sqrt(t)), None),
        "adagrad": (adagrad(lr=lr), None),
        "turned": (adagrad(lr=lr), Q),
    }

    def run(rule):
        rule, axes = rules[rule]
        theta, objective, measures = lesson(seeds, axes)
        runs = {"rate": rates, "seed": range(seeds)}
        learned = at_rates(theta, objective, rule, runs, steps, every, parts={"bin": EDGES}, **measures)
        return {name: learned[name] for name in measures}

    return as_stored(sweep(run, {"rule": [*rules]}))
