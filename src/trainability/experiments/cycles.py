"""Does a rate that rises and falls again and again lead a descent to the deepest minimum of all?"""

from itertools import islice

import numpy as np

from ..objectives import gradient_noise
from ..rule import Descent
from ..rules import sgd
from ..schedules import Cosine, Piecewise, Triangular, WarmRestarts
from ..surfaces import rastrigin

REST = 0.001  # a rate that is small enough for both functions of this module
NOISE = 10.0

# Each from its largest rate and the number of steps.
SCHEDULES = {
    "constant": lambda high, T: Piecewise((high,), ()),
    "one cosine": lambda high, T: Cosine(high, T),
    "ten triangles": lambda high, T: Triangular(REST, high, T // 20),
    "ten restarts": lambda high, T: WarmRestarts(0.0, high, (T + 1) / 10),
}


def shares(*, budgets: list[int], highs: list[float], starts: int, last: int = 100) -> dict[str, np.ndarray]:
    """The share of random starts that end in the deepest of the dents of Rastrigin's egg box.

    The gradients carry noise of standard deviation 10, for they lie between -73 and 73; a rate that is periodic would
    else lock all descents into the same orbit.

    Parameters
    ----------
    budgets : list of int
        For how many steps each schedule is made.
    highs : list of float
        The largest rates. The dents, of curvature 397, hold a descent up to 2/397.
    starts : int
        How many, uniform in the box.
    last : int
        Steps at the rate 0.001, without noise, after the budget, in which every descent comes to rest.

    Returns
    -------
    dict of ndarray, shape (budgets, schedules, highs)
        ``deepest``: the share that rests in the dent at the origin. ``value``: the median of the value there.

    Examples
    --------
    >>> shares(budgets=[20], highs=[0.001, 0.01], starts=5)["deepest"].shape
    (1, 4, 2)
    """
    points = np.random.default_rng(0).uniform(-5.12, 5.12, (starts, 2))

    def values(schedule, budget):
        theta = points.copy()
        noisy = gradient_noise(rastrigin, np.random.default_rng(1), eta=NOISE**2, gamma=0.0)
        for objective, lr, steps in ((noisy, schedule, budget), (rastrigin, REST, last)):
            for _ in islice(Descent(objective, theta, sgd(lr=lr)), steps):
                pass
        return rastrigin.value(theta[:, 0], theta[:, 1])

    ends = np.array([[[values(make(high, T), T) for high in highs] for make in SCHEDULES.values()] for T in budgets])
    return {"deepest": (ends < 0.5).mean(axis=-1), "value": np.median(ends, axis=-1)}


def dented(theta: np.ndarray, g: np.ndarray):
    r"""A wide bowl with a narrow dent in its side, as an objective of points ``(..., 1)``.

    .. math:: f(x) = \frac{x^2}{2} - 6 \exp\Bigl(-\frac{(x-3)^2}{2 \cdot 0.2^2}\Bigr)

    The bottom of the bowl is at 0, of value 0 and curvature 1. The dent, at 2.98, is the deeper minimum, of value -1.53
    and curvature about 150: a descent of a rate above 2/150 cannot rest in it.

    Examples
    --------
    >>> g = np.empty(1)
    >>> dented(np.array([3.0]), g).round(3), g
    (np.float64(-1.5), array([3.]))
    """
    x = theta[..., 0]
    dent = 6 * np.exp(-((x - 3) ** 2) / (2 * 0.2**2))
    g[..., 0] = x + dent * (x - 3) / 0.2**2
    return x**2 / 2 - dent


def in_the_dent(schedule, starts: np.ndarray, steps: int, every: int) -> np.ndarray:
    """The share of descents from ``starts``, ``(n,)``, that are in the dent of :func:`dented` after each ``every`` steps.

    Examples
    --------
    >>> in_the_dent(0.001, np.array([-1.0, 3.1]), steps=4, every=2)
    array([0.5, 0.5])
    """
    theta, inside = starts[:, None].astype(float), []
    for t, _ in zip(range(1, steps + 1), Descent(dented, theta, sgd(lr=schedule))):
        if t % every == 0:
            inside.append(np.mean(abs(theta - 3) < 0.5))
    return np.array(inside)
