"""The contest on a badly conditioned quadratic with noise in its gradient, along the axes of the parameters and across them."""

from collections.abc import Callable

import numpy as np

from ...bench import contest
from ...bench.turned import turned
from ...initializers import orthogonal
from ...named import Named
from ...sweeping import sweep

SIZE, CONDITION = 50, 1000.0
CURVATURE = np.geomspace(1, 1 / CONDITION, SIZE)
AXES = {"aligned": lambda rng: np.eye(SIZE), "turned": lambda rng: orthogonal((SIZE, SIZE), rng)}


def noisy(rng: np.random.Generator, noise: float) -> Callable:
    r"""The objective :math:`\sum_i \lambda_i \theta_i^2/2`, with noise of that standard deviation in its gradient, not its value.

    Examples
    --------
    >>> g = np.empty(SIZE)
    >>> float(noisy(np.random.default_rng(0), 0.0)(2 * np.eye(SIZE)[0], g)), g[:2]
    (2.0, array([2., 0.]))
    """

    def objective(theta, g):
        g[...] = CURVATURE * theta + noise * rng.standard_normal(SIZE)
        return (CURVATURE * theta**2).sum(axis=-1) / 2

    return objective


def bowl(axes: str, noise: float, seed: int) -> contest.Problem:
    """From a start of standard normal coordinates along the axes of the bowl: the same start, however these lie."""
    rng = np.random.default_rng(seed)
    start, Q = rng.standard_normal(SIZE), AXES[axes](rng)
    return contest.Problem(start @ Q.T, turned(noisy(np.random.default_rng([seed, 1]), noise), Q), {})


def race(*, axes: list[str], noise: float, **settings) -> dict[str, Named]:
    """The contest on some of ``AXES``; see :func:`~trainability.bench.contest.race`.

    Examples
    --------
    >>> race(axes=["aligned"], noise=0.1, methods=["sgd"], low=-1.0, rates=2, seeds=1, steps=4, every=2)["loss"]
    Named(axes: 1, method: 1, rate: 2, seed: 1, step: 2)
    """
    return sweep(lambda axes: contest.race(lambda seed: bowl(axes, noise, seed), **settings), {"axes": axes})


def again(*, centres: dict[str, dict[str, float]], noise: float, **settings) -> dict[str, Named]:
    """The same on other seeds and a closer grid, whose centres each of ``AXES`` has for itself.

    Examples
    --------
    >>> how = {"offsets": [0.0, 0.25], "first": 10, "seeds": 1, "steps": 4, "every": 2}
    >>> again(centres={"turned": {"sgd": -1.0}}, noise=0.1, **how)["loss"]
    Named(axes: 1, method: 1, offset: 2, seed: 1, step: 2)
    """

    def lie(axes):
        return contest.again(lambda seed: bowl(axes, noise, seed), centres=centres[axes], **settings)

    return sweep(lie, {"axes": [*centres]})


def ended(loss: Named, looks: int) -> Named:
    """The mean loss of so many last looks, infinite for who was ever higher than at the first one.

    A falling rate may bring back, in double precision, who has flown far off; that run has diverged all the same.

    Examples
    --------
    >>> ended(Named([[4.0, 2.0, 1.0], [4.0, 1e9, 1.0]], {"seed": range(2), "step": [1, 2, 3]}), looks=2).values
    array([1.5, inf])
    """
    stayed = (loss <= loss.take(step=0)).all("step")
    last = loss.take(step=slice(-looks, None)).mean("step")
    return Named(np.where(stayed, last, np.inf), last.axes)
