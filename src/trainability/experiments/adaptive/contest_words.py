r"""The contest on logistic regression with rare features: is it the zeros that adaptive rates are good for?

Four kinds of inputs with the same mean square in all: words that are there (1) or not (0), or normal numbers that are never 0; with
frequencies, that is mean squares, as unequal as Zipf's law :math:`1/k` has them, or all equal.
"""

from ...bench import contest
from ...named import Named
from ...sweeping import sweep
from ...tasks.words import regression


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
