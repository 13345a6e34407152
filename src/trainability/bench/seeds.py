"""The same draws for as many seeds as one likes, side by side."""

from collections.abc import Callable

import numpy as np


def of_seeds(draw: Callable, seeds: int) -> tuple[np.ndarray, ...]:
    """The arrays that ``draw(rng)`` returns, each stacked over the generators of seeds 0, 1, ...

    Examples
    --------
    >>> x, label = of_seeds(lambda rng: (rng.normal(size=(5, 2)), rng.integers(2, size=5)), seeds=3)
    >>> x.shape, label.shape
    ((3, 5, 2), (3, 5))
    """
    return tuple(map(np.stack, zip(*(draw(np.random.default_rng(seed)) for seed in range(seeds)))))
