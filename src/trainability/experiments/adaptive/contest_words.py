r"""The contest on logistic regression with rare features: is it the zeros that adaptive rates are good for?

Four kinds of inputs with the same mean square in all: words that are there (1) or not (0), or normal numbers that are never 0; with
frequencies, that is mean squares, as unequal as Zipf's law :math:`1/k` has them, or all equal.
"""

import numpy as np

from ...bench import contest
from ...sweeping import sweep
from ...tasks.words import regression


def race(*, inputs: list[str], squares: list[str], **settings) -> dict[str, np.ndarray]:
    """The ``excess`` of each method on some of ``INPUTS`` and ``SQUARES``, which become the first two axes.

    The other settings, and the other axes, are those of :func:`~.contest.race`.

    Examples
    --------
    >>> run = race(inputs=["words"], squares=["Zipf"], methods=["sgd"], low=0.0, rates=2, seeds=1, steps=4, every=2)
    >>> run["excess"].shape
    (1, 1, 1, 1, 2, 2)
    """

    def kind(input, square):
        return {"excess": contest.race(lambda seed: regression(input, square, seed), **settings)["excess"]}

    return sweep(kind, {"input": inputs, "square": squares})
