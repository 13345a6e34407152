"""Which rule learns rare words? Logistic regression on documents of words, as frequent as in a language.

A document is a row of counts: how often it has each of five hundred words. The words come by Zipf's law, the one of
rank ``k`` in proportion to ``1/k``. Each occurrence adds its word's evidence to the log odds of the label, which are even
for an average document. All evidences are drawn from one normal law, so that a rare word tells as much as a frequent one,
each time it appears. Every document is read once.
"""

from typing import Callable

import numpy as np

from ...fit import Fit
from ...initializers import orthogonal
from ...layers import Dense
from ...losses import binary_cross_entropy
from ...network import Network
from ...rule import Descent, Rule
from ...rules import adagrad, sgd
from ...training import train
from ...bench.turned import turned

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


def documents(rng: np.random.Generator, evidence: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts ``(size, WORDS)``, each a Poisson number, and the probability ``(size, 1)`` that the label is 1.

    Parameters
    ----------
    rng : Generator
        The source of randomness.
    evidence : ndarray, shape (WORDS,)
        What each occurrence of a word adds to the log odds.
    size : int
        Number of documents.
    """
    x = rng.poisson(frequencies(), (size, WORDS)).astype(float)
    return x, np.exp(-np.logaddexp(0, (frequencies() - x) @ evidence))[:, None]


def reading(evidence: np.ndarray, rngs: list, size: int = 10) -> Callable:
    """The objective that reads ``size`` new documents at every call, for runs with an evidence and a generator each.

    Parameters
    ----------
    evidence : ndarray, shape (seeds, WORDS)
        See :func:`documents`.
    rngs : list of Generator
        One for each seed.
    size : int
        Documents in a batch.
    """

    def objective(theta, g):
        x, p = (np.stack(part) for part in zip(*(documents(rng, e, size) for rng, e in zip(rngs, evidence))))
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


def read(rule: Rule, *, settings: int, seeds: int, steps: int, every: int = 50, Q: np.ndarray | None = None) -> dict:
    """Let ``rule`` learn from ten new documents a step.

    Parameters
    ----------
    rule : Rule
        Its hyperparameters may be arrays ``(settings, 1, 1)``.
    settings, seeds, steps, every : int
        How many settings, runs for each, and steps, and after how many to measure.
    Q : ndarray, optional
        What turns the axes of the parameters, see :func:`~trainability.bench.turned.turned`.

    Returns
    -------
    dict of ndarray
        ``excess``, ``(steps // every, settings, seeds)``: the cross-entropy on 500 new documents above that of the true
        probabilities, in nats. ``share``, ``(steps // every, settings, seeds, bins)``: see :func:`share`.
    """
    rngs = [np.random.default_rng(seed) for seed in range(seeds)]
    evidence = np.stack([rng.normal(0, EVIDENCE, WORDS) for rng in rngs])
    x, p = (np.stack(part) for part in zip(*(documents(rng, e, 500) for rng, e in zip(rngs, evidence))))
    floor = -(p * np.log(p) + (1 - p) * np.log1p(-p)).mean(axis=(-2, -1))
    objective, straight = reading(evidence, rngs), np.asarray
    if Q is not None:
        objective, straight = turned(objective, Q), lambda theta: theta @ Q

    def excess(theta):
        return binary_cross_entropy(MODEL(x, straight(theta))[0], p)[0] - floor

    def learned(theta):
        return share(straight(theta)[..., :WORDS], evidence)

    theta = np.zeros((settings, seeds, MODEL.size))
    history = train(Descent(objective, theta, rule), steps, every, excess=excess, share=learned)
    return {name: history[name].astype(np.float32) for name in ("excess", "share")}


def race(*, rates: list[float], seeds: int, steps: int, every: int = 50) -> dict[str, np.ndarray]:
    """What :func:`read` returns, under ``"excess NAME"`` and ``"share NAME"``, on one grid of rates.

    The names: ``descent``; ``falling``, descent with the rate over the root of the step; ``adagrad``; and ``turned``, Adagrad
    on the same documents, the axes of its parameters turned at random.
    """
    lr = np.reshape(rates, (-1, 1, 1))
    Q = orthogonal((MODEL.size, MODEL.size), np.random.default_rng(0))
    readers = {
        "descent": (sgd(lr=lr), None),
        "falling": (sgd(lr=lambda t: lr / np.sqrt(t)), None),
        "adagrad": (adagrad(lr=lr), None),
        "turned": (adagrad(lr=lr), Q),
    }
    runs = {name: read(rule, settings=len(rates), seeds=seeds, steps=steps, every=every, Q=axes) for name, (rule, axes) in readers.items()}
    return {f"{what} {name}": array for name, run in runs.items() for what, array in run.items()}
