r"""Why does a rate that diverges from the first step on do no harm a hundred steps later?

Plain descent, on all of 200 digits at once, so without noise: a network 196-32-32-10 of rectifiers whose first
weights may be larger than Kaiming's law has them. What limits the rate is the *sharpness*, the largest eigenvalue of the
Hessian: along its eigenvector a step of rate :math:`\eta` overshoots more and more once the sharpness is above :math:`2/\eta`.
"""

from functools import partial

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.sharpness import sharpness
from ...datasets import one_hot
from ...fit import Fit
from ...initializers import kaiming_normal
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...rule import Descent
from ...rules import sgd
from ...schedules import Cosine, Piecewise, Warmup
from ...sweeping import sweep
from ...tasks.digits import first, shrunk
from ...tasks.networks import mlp
from ...training import train

NETWORK = mlp([196, 32, 32, 10], relu)

# Each from its largest rate and the number of steps in which it is raised or reduced.
SCHEDULES = {
    "constant": lambda high, steps: Piecewise((high,), ()),
    "reduced": lambda high, steps: Cosine(high, steps, high / 10),
    "raised": lambda high, steps: Warmup(high, steps),
}


def digits() -> Fit:
    """The cross-entropy of the network on the first 200 digits, in float64, as an objective."""
    x, y = first(200)
    return Fit(NETWORK, cross_entropy, shrunk(x).astype(float), one_hot(y, dtype=float))


def starts(seeds: int, gain: float) -> np.ndarray:
    """Parameters ``(seeds, P)``: weights of Kaiming's law times ``gain``, biases zero."""
    return gain * np.stack([NETWORK.initial(np.random.default_rng(seed), W=kaiming_normal) for seed in range(seeds)])


def silent(objective: Fit, theta: np.ndarray) -> np.ndarray:
    """The share, of shape ``(...)``, of units in the last hidden layer that are zero on all the data."""
    hidden = Network(*objective.network.layers[:-1])
    y, _, _ = hidden(objective.x, theta[..., : hidden.size])
    return (y == 0).all(axis=-2).mean(axis=-1)


def learn(
    *, gains: list[float], rates: list[float], seeds: int, steps: int, rise: int = 100, every: int = 20
) -> dict[str, Named]:
    """Train by each of ``SCHEDULES`` at each of the largest rates, from first weights of each size.

    Parameters
    ----------
    gains, rates : list of float
        Factors on the first weights, and largest rates.
    seeds, steps : int
        How many networks, and for how long.
    rise : int
        Steps in which a rate is raised, or reduced.
    every : int
        Steps from one measurement to the next.

    Returns
    -------
    dict of Named, float32, axes gain, schedule, rate, seed, step
        ``loss``: before that step. ``silent``: see :func:`silent`.

    Examples
    --------
    >>> learn(gains=[1.0], rates=[0.1, 0.2], seeds=2, steps=2, every=1)["loss"]
    Named(gain: 1, schedule: 3, rate: 2, seed: 2, step: 2)
    """
    objective, high = digits(), np.reshape(rates, (-1, 1, 1))
    axes = {"rate": rates, "seed": range(seeds), "step": range(every, steps + 1, every)}

    def run(gain, schedule):
        theta = np.tile(starts(seeds, gain), (len(rates), 1, 1))
        descent = Descent(objective, theta, sgd(lr=SCHEDULES[schedule](high, rise)))
        with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
            taken = train(descent, steps, every, silent=partial(silent, objective))
        found = {"loss": taken["losses"][every - 1 :: every], "silent": taken["silent"]}
        return {name: Named(np.moveaxis(values, 0, -1), axes) for name, values in found.items()}

    return as_stored(sweep(run, {"gain": gains, "schedule": [*SCHEDULES]}))


def follow(*, gain: float, high: float, low: float, seeds: int, steps: int, rise: int = 100, every: int = 10) -> dict[str, Named]:
    """Sharpness and loss on the way of a rate that is raised to ``high``, and of one that stays at ``low``.

    Returns
    -------
    dict of Named, float32, axes rate, seed, step
        ``sharp`` and ``loss``. ``start``, along seed alone: the sharpness at first.

    Examples
    --------
    >>> follow(gain=1.0, high=0.1, low=0.01, seeds=2, steps=4, every=2)
    {'start': Named(seed: 2), 'sharp': Named(rate: 2, seed: 2, step: 2), 'loss': Named(rate: 2, seed: 2, step: 2)}
    """
    objective, theta, axes = digits(), starts(seeds, gain), {"seed": range(seeds)}
    courses, spare = {high: Warmup(high, rise), low: low}, np.empty_like(theta)

    def sharp(theta):
        return sharpness(objective, theta, np.random.default_rng(0))

    def value(theta):
        return objective(theta, spare)

    def run(rate):
        found = at_rates(theta, objective, sgd(lr=courses[rate]), axes, steps, every, sharp=sharp, value=value)
        return {"sharp": found["sharp"], "loss": found["value"]}

    return {"start": Named(np.float32(sharp(theta)), axes)} | as_stored(sweep(run, {"rate": [*courses]}))
