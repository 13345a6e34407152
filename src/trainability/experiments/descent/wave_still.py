"""What does the plateau of the wave look like, and what is left of the race on it without the noise of mini-batches?

ai-edu's network and start, on a hundred even points of the wave itself: no label noise, no mini-batches, so no seed. An epoch
is a hundred updates, as there.
"""

import numpy as np

from ...bench.at_rates import at_rates
from ...datasets import noisy_wave
from ...fit import Fit
from ...losses import squared_error
from ...named import Named
from ...rules import momentum, nesterov, sgd
from ...sweeping import sweep
from ...tasks.wave import NETWORK, UPDATES, start, still
from .faults import momentum_twice

RULES = {
    "sgd 1": sgd(lr=1.0),
    "momentum": momentum(lr=0.1, mu=0.9),
    "nesterov": nesterov(lr=0.1, mu=0.9),
    "momentum twice": momentum_twice(lr=0.1, mu=0.9),
}


def walk(*, epochs: int, every: int = 10) -> dict[str, Named]:
    """The way of each of ``RULES``.

    Returns
    -------
    dict of Named, axes rule, epoch, parameter
        ``theta``: the parameters.

    Examples
    --------
    >>> walk(epochs=2, every=1)["theta"]
    Named(rule: 4, epoch: 2, parameter: 10)
    """
    updates = UPDATES * epochs, UPDATES * every
    how = {"time": {"epoch": range(every, epochs + 1, every)}, "parts": {"parameter": range(NETWORK.size)}}

    def run(rule):
        return {"theta": at_rates(start("momentum"), still(), RULES[rule], {}, *updates, **how, theta=np.copy)["theta"]}

    return sweep(run, {"rule": [*RULES]})


def landscape(theta: Named, step: float = 1e-4) -> dict[str, Named]:
    """What the still loss looks like at parameters, along the axes that these have.

    Parameters
    ----------
    theta : Named
        Its last axis is ``parameter``.
    step : float
        Of the central differences between gradients that make the Hessian.

    Returns
    -------
    dict of Named
        ``loss``; ``gradient``, also along parameter; ``curvature``, along direction in place of it: the eigenvalues of the
        Hessian from the smallest.

    Examples
    --------
    >>> landscape(walk(epochs=1, every=1)["theta"])
    {'loss': Named(rule: 4, epoch: 1), 'gradient': Named(rule: 4, epoch: 1, parameter: 10), 'curvature': Named(rule: 4, epoch: 1, direction: 10)}
    """
    shifts = step * np.concatenate([np.eye(NETWORK.size), -np.eye(NETWORK.size), np.zeros((1, NETWORK.size))])
    points = theta.values[..., None, :] + shifts
    g = np.empty_like(points)
    loss = still()(points, g)
    ahead, behind, here = np.split(g, [NETWORK.size, 2 * NETWORK.size], axis=-2)
    hessian = (ahead - behind) / (2 * step)
    where = {name: labels for name, labels in theta.axes.items() if name != "parameter"}
    return {
        "loss": Named(loss[..., -1], where),
        "gradient": Named(here[..., 0, :], theta.axes),
        "curvature": Named(np.linalg.eigvalsh((hessian + hessian.mT) / 2), where | {"direction": range(NETWORK.size)}),
    }


def batch_gradients(theta: np.ndarray, rng: np.random.Generator, *, size: int = 10, draws: int = 100) -> np.ndarray:
    """Gradients ``(draws, P)`` at ``theta``, ``(P,)``, on independent mini-batches of the noisy wave."""
    x, target = (part.reshape(draws, size, 1) for part in noisy_wave(rng, n=draws * size))
    theta = np.tile(theta, (draws, 1))
    g = np.empty_like(theta)
    Fit(NETWORK, squared_error, x, target)(theta, g)
    return g
