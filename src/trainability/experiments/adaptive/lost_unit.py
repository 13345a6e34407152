"""Why do some methods get stuck on ai-edu's wave? Two of its three hidden units become one.

Units of the same weights get the same gradients, and from then on they are one unit for good. What is left is a network of two.
"""

import numpy as np

from ...activations import sigmoid
from ...rule import Rule
from ...rules import adadelta, rmsprop, sgd
from ...schedules import Piecewise
from ...tasks.networks import mlp
from ...bench.watching import Watched
from ..descent.wave_net import fit

NETWORK = mlp([1, 3, 1], sigmoid)
PAIRS = ([0, 0, 1], [1, 2, 2])


def gap(theta: np.ndarray) -> np.ndarray:
    """The distance ``(...)`` of the two hidden units that are nearest to each other, in input weight and bias.

    Examples
    --------
    >>> float(gap(np.array([1.0, 8.0, 4.0, 0.0, 0.0, 4.0, 9.0, 9.0, 9.0, 9.0])))  # units (1, 0), (8, 0) and (4, 4)
    5.0
    """
    (W, b), *_ = NETWORK.params(theta)
    units = np.stack([W[..., 0, :], b], axis=-1)
    first, second = (units[..., pair, :] for pair in PAIRS)
    return np.linalg.norm(first - second, axis=-1).min(axis=-1)


def follow(rule: Rule, *, settings: int = 1, seeds: int, epochs: int, every: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Losses and gaps, each ``(epochs // every, settings, seeds)``, of ai-edu's network on the wave; see :func:`.wave_net.fit`."""
    gaps = []
    seen = Watched(rule, 100 * every, lambda theta, *state: gaps.append(gap(theta)))
    losses = fit(seen, start="adaptive", settings=settings, seeds=seeds, epochs=epochs, every=every)
    return losses, np.stack(gaps).astype(np.float32)


def story(*, seeds: int, epochs: int, drop: int) -> dict[str, np.ndarray]:
    """What :func:`follow` returns, under ``"loss NAME"`` and ``"gap NAME"``.

    ``rmsprop`` has the rates 0.1 and 0.01; ``annealed`` has 0.1 until epoch ``drop`` and 0.001 from there; ``adadelta``
    has ai-edu's constants, and ``descent`` the rate 1.
    """
    edu = rmsprop(rho=0.9, eps=0, eps_inside=1e-6)
    rules = {
        "rmsprop": (edu(lr=np.reshape([0.1, 0.01], (2, 1, 1))), 2),
        "annealed": (edu(lr=Piecewise((0.1, 0.001), (100 * drop,))), 1),
        "adadelta": (adadelta(rho=0.9, eps=1e-5), 1),
        "descent": (sgd(lr=1.0), 1),
    }
    runs = {name: follow(rule, settings=n, seeds=seeds, epochs=epochs) for name, (rule, n) in rules.items()}
    return {f"{what} {name}": array for name, run in runs.items() for what, array in zip(("loss", "gap"), run)}
