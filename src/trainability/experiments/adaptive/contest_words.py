r"""The contest on logistic regression with rare features: is it the zeros that adaptive rates are good for?

Four kinds of inputs with the same mean square in all: words that are there (1) or not (0), or normal numbers that are never 0; with
frequencies, that is mean squares, as unequal as Zipf's law :math:`1/k` has them, or all equal.
"""

import numpy as np

from ...bench import contest
from ...named import Named
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.words import regression

METHODS = contest.METHODS | {"sgd, root": lambda lr, steps: sgd(lr=lambda t: lr / np.sqrt(t))}


def race(*, inputs: list[str], squares: list[str], **settings) -> dict[str, Named]:
    """The ``excess`` of each method on some of the ``INPUTS`` and ``SQUARES`` of :mod:`~trainability.tasks.words`.

    The other settings are those of :func:`~trainability.bench.contest.race`.

    Examples
    --------
    >>> race(inputs=["words"], squares=["Zipf"], methods=["sgd"], low=0.0, rates=2, seeds=1, steps=4, every=2)["excess"]
    Named(input: 1, square: 1, method: 1, rate: 2, seed: 1, step: 2)
    """

    def kind(input, square):
        return {"excess": contest.race(lambda seed: regression(input, square, seed), **settings)["excess"]}

    return sweep(kind, {"input": inputs, "square": squares})


def again(*, inputs: list[str], squares: list[str], **settings) -> dict[str, Named]:
    r"""The same on other seeds and a closer grid, and with them ``"sgd, root"``, plain descent at the rate :math:`\eta/\sqrt t`.

    Examples
    --------
    >>> how = {"centres": {"sgd, root": 1.5}, "offsets": [0.0, 0.25], "first": 10, "seeds": 1, "steps": 4, "every": 2}
    >>> again(inputs=["words"], squares=["Zipf"], **how)["excess"]
    Named(input: 1, square: 1, method: 1, offset: 2, seed: 1, step: 2)
    """

    def kind(input, square):
        return {"excess": contest.again(lambda seed: regression(input, square, seed), methods=METHODS, **settings)["excess"]}

    return sweep(kind, {"input": inputs, "square": squares})
