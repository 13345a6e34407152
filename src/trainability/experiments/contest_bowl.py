"""The contest on a badly conditioned quadratic with noise in its gradient, along the axes of the parameters and across them."""

import numpy as np

from ..initializers import orthogonal
from ..sweep import sweep
from . import contest

SIZE, CONDITION = 50, 1000.0
CURVATURE = np.geomspace(1, 1 / CONDITION, SIZE)


class NoisyBowl:
    r"""Half the sum of :math:`\lambda_i (Q\theta)_i^2`; noise of standard deviation ``noise`` in the gradient only.

    Examples
    --------
    The same noise, turned with the axes:

    >>> flat, turned = (NoisyBowl(Q, np.random.default_rng(0), 0.1) for Q in (np.eye(SIZE), np.eye(SIZE)[::-1]))
    >>> g, h = np.empty(SIZE), np.empty(SIZE)
    >>> bool(flat(np.arange(50.0), g) == turned(np.arange(50.0)[::-1], h)), np.array_equal(g, h[::-1])
    (True, True)
    """

    def __init__(self, Q: np.ndarray, rng: np.random.Generator, noise: float):
        self.Q, self.rng, self.noise = Q, rng, noise

    def __call__(self, theta, g):
        y = theta @ self.Q.T
        g[...] = (CURVATURE * y + self.noise * self.rng.standard_normal(SIZE)) @ self.Q
        return (CURVATURE * y**2).sum(axis=-1) / 2


AXES = {"aligned": lambda rng: np.eye(SIZE), "turned": lambda rng: orthogonal((SIZE, SIZE), rng)}


def bowl(axes: str, noise: float, seed: int) -> contest.Problem:
    """From a start of standard normal coordinates along the axes of the bowl: the same start, however these lie."""
    rng = np.random.default_rng(seed)
    start, Q = rng.standard_normal(SIZE), AXES[axes](rng)
    return contest.Problem(start @ Q, NoisyBowl(Q, np.random.default_rng([seed, 1]), noise), {})


def race(*, axes: list[str], noise: float, **settings) -> dict[str, np.ndarray]:
    """The contest on some of ``AXES``, which become the first axis; see :func:`~.contest.race`.

    Examples
    --------
    >>> race(axes=["aligned"], noise=0.1, methods=["sgd"], low=-1.0, rates=2, seeds=1, steps=4, every=2)["loss"].shape
    (1, 1, 1, 2, 2)
    """
    return sweep(lambda axes: contest.race(lambda seed: bowl(axes, noise, seed), **settings), {"axes": axes})
