"""Does a rate that rises and falls again and again lead a descent to the deepest minimum of all?"""

from functools import partial

import numpy as np

from ...named import Named
from ...objectives import gradient_noise
from ...rule import Descent
from ...rules import sgd
from ...schedules import Cosine, Piecewise, Triangular, WarmRestarts
from ...surfaces import rastrigin
from ...sweeping import sweep
from ...training import train

REST = 0.001  # a rate at which every descent stays in its dent

# Each from its largest rate and the number of steps.
SCHEDULES = {
    "constant": lambda high, T: Piecewise((high,), ()),
    "one cosine": lambda high, T: Cosine(high, T),
    "ten triangles": lambda high, T: Triangular(REST, high, T // 20),
    "ten restarts": lambda high, T: WarmRestarts(0.0, high, (T + 1) / 10),
}


def shares(
    *, noises: list[float], budgets: list[int], highs: list[float], starts: int, last: int = 100, seed: int = 0
) -> dict[str, Named]:
    """The share of random starts that end in the deepest of the dents of Rastrigin's egg box.

    Parameters
    ----------
    noises : list of float
        Standard deviations of the noise in the gradients, at most 71.3 in size. Without any, a periodic rate
        draws many descents into one orbit, and the share jumps between none and all as the rate changes.
    budgets : list of int
        For how many steps each schedule is made.
    highs : list of float
        The largest rates. The dents, of curvature 397, hold a descent up to 2/397.
    starts : int
        How many, uniform in the box.
    last : int
        Steps at the rate 0.001, without noise, after the budget, in which every descent comes to rest.
    seed : int
        Of starts and noise.

    Returns
    -------
    dict of Named, axes noise, budget, schedule, high
        ``deepest``: the share that rests in the dent at the origin.

    Examples
    --------
    >>> shares(noises=[1.0], budgets=[20], highs=[0.001, 0.01], starts=5)["deepest"]
    Named(noise: 1, budget: 1, schedule: 4, high: 2)
    """
    share = partial(_share, starts, last, seed)
    return {"deepest": sweep(share, {"noise": noises, "budget": budgets, "schedule": [*SCHEDULES], "high": highs})}


def _share(starts, last, seed, noise, budget, schedule, high):
    theta = np.random.default_rng(seed).uniform(-5.12, 5.12, (starts, 2))
    noisy = gradient_noise(rastrigin, np.random.default_rng(seed + 1), eta=noise**2, gamma=0.0)
    train(Descent(noisy, theta, sgd(lr=SCHEDULES[schedule](high, budget))), budget)
    train(Descent(rastrigin, theta, sgd(lr=REST)), last)
    return np.mean(rastrigin.value(theta[:, 0], theta[:, 1]) < 0.5)


def again(*, choices: list[tuple[float, int, str, float]], starts: int, seed: int, last: int = 100) -> dict[str, Named]:
    """The same share of other starts, with other noise, for some choices of noise, budget, schedule and largest rate.

    Examples
    --------
    >>> again(choices=[[1.0, 20, "one cosine", 0.01]], starts=5, seed=100)["deepest"]
    Named(choice: 1)
    """
    shares = [_share(starts, last, seed, *choice) for choice in choices]
    return {"deepest": Named(shares, {"choice": [name(*choice) for choice in choices]})}


def name(noise, budget, schedule, high) -> str:
    """What one of the choices is called.

    Examples
    --------
    >>> name(1.0, 20, "one cosine", 0.01)
    'one cosine from 0.01, noise 1, 20 steps'
    """
    return f"{schedule} from {high:g}, noise {noise:g}, {budget} steps"
