"""How good is the best of a hundred random settings, is it better than that of a grid, and how much of the ranking is luck?"""

from collections.abc import Callable, Iterator
from math import isqrt

import numpy as np

from ...activations import relu
from ...bench.at_rates import at_rates
from ...bench.measures import accuracy
from ...datasets import Split
from ...fit import draws
from ...named import Named
from ...objectives import l2
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import SIZES, learner, start
from ...tasks.networks import mlp

IMAGES, HELD_OUT, SIZE, EPOCHS = 500, 100, 100, 50  # Saito's
LOW, HIGH = (-6.0, -8.0), (-2.0, -4.0)  # exponents of ten of the rate and of the weight decay, his, too
WIDE = (-3.0, -5.0), (0.0, -1.0)


def at_random(low: tuple[float, float], high: tuple[float, float]) -> Callable:
    """A plan of trials ``plan(trials, rng)``: exponents ``(trials, 2)``, each pair drawn evenly between ``low`` and ``high``."""
    return lambda trials, rng: rng.uniform(low, high, (trials, 2))


def in_rows(trials: int, rng: np.random.Generator) -> np.ndarray:
    """A plan that has its trials in rows and columns, from end to end of Saito's ranges.

    Examples
    --------
    >>> in_rows(4, None).tolist()
    [[-6.0, -8.0], [-6.0, -4.0], [-2.0, -8.0], [-2.0, -4.0]]
    """
    side = isqrt(trials)
    if side**2 != trials:
        raise ValueError(f"rows and columns need a square number of trials; got {trials}")
    rates, decays = np.linspace(LOW, HIGH, side).T
    return np.stack(np.meshgrid(rates, decays, indexing="ij"), axis=-1).reshape(-1, 2)


PLANS = {
    "random": at_random(LOW, HIGH),
    "random again": at_random(LOW, HIGH),  # the same settings from other starts
    "grid": in_rows,
    "random, wide": at_random(*WIDE),
}


def own_draws(n: int, size: int, rng: np.random.Generator, runs: tuple[int, ...]) -> Iterator[np.ndarray]:
    """As :func:`~trainability.fit.draws`, but every run has a generator of its own: how many others there are makes no difference."""
    each = [draws(n, size, own) for own in rng.spawn(*runs)]
    return map(np.stack, zip(*each))


def search(*, size: str, plans: list[str], trials: int, seeds: int) -> dict[str, Named]:
    """Searches by several plans; each seed has 500 images of its own, and holds out a fifth of them to choose by.

    Each trial has its own start and its own batches, and all trials of a search are trained at once.

    Parameters
    ----------
    size : str
        ``"whole"`` for Saito's network, or ``"half"``: :data:`~trainability.tasks.digits.SIZES`.
    plans : list of str
        Some of ``PLANS``.
    trials : int
        In each search.

    Returns
    -------
    dict of Named, axes plan, seed, trial
        ``rate`` and ``decay``, and ``validation`` and ``accuracy`` after the last update, float32: the shares of right answers on the
        100 images held out and on the 2,000 test images. Weight decay is on all parameters.

    Examples
    --------
    >>> found = search(size="half", plans=["random"], trials=1, seeds=1)
    >>> found["accuracy"], found["rate"].values.round(4)
    (Named(plan: 1, seed: 1, trial: 1), array([[[0.0034]]]))
    """
    widths, data = SIZES[size]
    network, ((x, y), test) = mlp(widths, relu), data()
    if seeds * IMAGES > len(x):
        raise ValueError(f"{seeds} seeds of {IMAGES} images are more than the {len(x)} there are")

    def run(plan, seed):
        number = list(PLANS).index(plan)
        rate, decay = 10 ** PLANS[plan](trials, np.random.default_rng([seed, 4])).T
        own = slice(IMAGES * seed, IMAGES * (seed + 1))
        kept, few = Split(x[own][:HELD_OUT], y[own][:HELD_OUT]), Split(x[own][HELD_OUT:], y[own][HELD_OUT:])
        steps = EPOCHS * len(few.x) // SIZE
        found = at_rates(
            np.stack([start(network, [seed, number, trial]) for trial in range(trials)]),
            l2(learner(network, [seed, number], few, size=SIZE, runs=(trials,), sample=own_draws), np.float32(decay)[:, None]),
            sgd(lr=np.float32(rate)[:, None]),
            {"trial": range(trials)},
            steps,
            steps,
            validation=lambda theta: accuracy(network, theta, *kept),
            accuracy=lambda theta: np.array(
                [accuracy(network, each, *test) for each in theta]
            ),  # one by one, for the sake of memory
        )
        last = {name: found[name].at(step=steps).astype(np.float32) for name in ("validation", "accuracy")}
        return last | {name: Named(values, {"trial": range(trials)}) for name, values in (("rate", rate), ("decay", decay))}

    return sweep(run, {"plan": plans, "seed": range(seeds)})


def winner(found: dict[str, Named], wanted: Named) -> Named:
    """What is wanted of the trial that did best on the images held out, the first of equals.

    Examples
    --------
    >>> found = {"validation": Named([[0.5, 0.9, 0.9]], {"seed": [0], "trial": range(3)})}
    >>> winner(found, Named([[0.4, 0.8, 0.7]], {"seed": [0], "trial": range(3)})).values
    array([0.8])
    """
    best = found["validation"].argmax("trial")
    return (wanted * (wanted.axis("trial") == best)).sum("trial")


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    """Spearman's correlation: that of the ranks, which equals share.

    Examples
    --------
    >>> round(agreement(np.array([1, 2, 3]), np.array([10, 20, 1000])), 9), round(agreement(np.array([1, 2, 3]), np.array([3, 1, 1])), 2)
    (1.0, -0.87)
    """
    return float(np.corrcoef(*((np.less.outer(x, x).sum(axis=0) - np.greater.outer(x, x).sum(axis=0)) / 2 for x in (a, b)))[0, 1])
