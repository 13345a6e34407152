"""Logistic regression on five hundred inputs, frequent ones and rare ones: words, or numbers of the same mean squares."""

import numpy as np

from ..activations import sigmoid
from ..bench.contest import Problem
from ..fit import Fit
from ..layers import Dense
from ..losses import binary_cross_entropy
from ..network import Network

WORDS = 500
NETWORK = Network(Dense(WORDS, 1))
ZIPF = 1 / np.arange(1, WORDS + 1)
SQUARES = {"Zipf": ZIPF, "equal": np.full(WORDS, ZIPF.mean())}


def words(square: np.ndarray, rng: np.random.Generator, rows: int) -> np.ndarray:
    """Bags of words ``(rows, WORDS)``: each word is there with probability ``square``, whatever the others do."""
    return (rng.random((rows, WORDS), np.float32) < square).astype(np.float32)


def numbers(square: np.ndarray, rng: np.random.Generator, rows: int) -> np.ndarray:
    """Normal numbers ``(rows, WORDS)`` of mean square ``square``."""
    return rng.standard_normal((rows, WORDS), np.float32) * np.sqrt(square, dtype=np.float32)


INPUTS = {"words": words, "numbers": numbers}


class Stream:
    """Mini-batches without end, each of new rows, whose labels follow the weights ``truth``, as an objective."""

    def __init__(self, inputs, square, truth, rng, size=32):
        self.inputs, self.square, self.truth, self.rng, self.size = inputs, square, truth, rng, size

    def __call__(self, theta, g):
        x = self.inputs(self.square, self.rng, self.size)
        label = self.rng.random((self.size, 1)) < sigmoid.f(x @ self.truth)
        return Fit(NETWORK, binary_cross_entropy, x, label.astype(np.float32))(theta, g)


def regression(inputs: str, squares: str, seed: int, *, rows=2000) -> Problem:
    """True weights are standard normal, for rare words, too; ``excess`` is the loss on new rows beyond that of the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.standard_normal((WORDS, 1)).astype(np.float32)
    x = INPUTS[inputs](SQUARES[squares], rng, rows)
    target = sigmoid.f(x @ truth)
    least = binary_cross_entropy(x @ truth, target)[0]

    def excess(theta):
        return binary_cross_entropy(NETWORK(x, theta)[0], target)[0] - least

    stream = Stream(INPUTS[inputs], SQUARES[squares], truth, np.random.default_rng([seed, 1]))
    return Problem(np.zeros(NETWORK.size, np.float32), stream, {"excess": excess})
