"""How far does contrastive divergence stray from the gradient that it stands for? A machine so small that all its states can be summed.

Nine visible units, a picture of 3 x 3, and six hidden ones. The data are *bars and stripes*: each row lit or dark as a whole, or each column;
14 pictures in all. No machine gives them a higher mean log-probability than -log 14.
"""

from functools import partial
from itertools import product

import numpy as np

from ...bench.at_rates import at_rates
from ...initializers import normal
from ...named import Named
from ...pretraining import Boltzmann
from ...rules import momentum
from ...sweeping import sweep

SIDE, HIDDEN = 3, 6
MACHINE = Boltzmann(SIDE**2, HIDDEN)
STATES = np.array(list(product([0.0, 1.0], repeat=SIDE**2)))


def pictures() -> np.ndarray:
    """Bars and stripes, ``(14, 9)``.

    Examples
    --------
    >>> pictures().shape
    (14, 9)
    """
    lit = np.array(list(product([0.0, 1.0], repeat=SIDE)))
    rows = np.repeat(lit, SIDE, axis=1)
    return np.unique(np.vstack([rows, np.tile(lit, SIDE)]), axis=0)


def log_likelihood(theta: np.ndarray, data: np.ndarray) -> np.ndarray:
    """The mean log-probability of ``data``, of shape ``theta.shape[:-1]``: the sum over all states is taken, and taken off.

    Examples
    --------
    A machine of zeros gives all 512 pictures the same:

    >>> round(float(log_likelihood(np.zeros(MACHINE.size), pictures()) / np.log(512)), 9)
    -1.0
    """
    all_states = -MACHINE.free_energy(STATES, theta)
    most = all_states.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(all_states - most).sum(axis=-1)) + most[..., 0]
    return -MACHINE.free_energy(data, theta).mean(axis=-1) - log_sum


def exactly(theta: np.ndarray, g: np.ndarray, data: np.ndarray) -> np.ndarray:
    r"""An objective, the mean of -log p(v): its gradient is that of the free energy on the data, less its mean over what the machine believes.

    Examples
    --------
    >>> g = np.empty(MACHINE.size)
    >>> float(exactly(np.zeros(MACHINE.size), g, pictures()).round(3))  # log 512
    6.238
    """
    cost = -log_likelihood(theta, data)
    MACHINE.slope(data, theta, g)
    belief = -MACHINE.free_energy(STATES, theta)
    belief = np.exp(belief - belief.max(axis=-1, keepdims=True))
    belief /= belief.sum(axis=-1, keepdims=True)
    h = MACHINE.encode(STATES, theta) * belief[..., None]
    dW, db, dc = MACHINE.params(g)
    dW += STATES.T @ h
    db += h.sum(axis=-2)
    dc += belief @ STATES
    return cost


def cosine(theta: np.ndarray, data: np.ndarray, draws: int = 30) -> np.ndarray:
    """Of the angle between the gradient and what contrastive divergence says in the mean over so many draws, for each run.

    Examples
    --------
    A machine of zeros reconstructs every picture as grey, so all that both see is how often pixels are lit:

    >>> round(float(cosine(np.zeros(MACHINE.size), pictures()[:7])), 6)
    1.0
    """
    gradient, mean, g = (np.zeros_like(theta) for _ in range(3))
    exactly(theta, gradient, data)
    data = np.broadcast_to(data, (*theta.shape[:-1], *data.shape))
    for seed in range(draws):
        MACHINE.contrast(data, theta, g, np.random.default_rng(seed))
        mean += g
    return (gradient * mean).sum(axis=-1) / np.linalg.norm(gradient, axis=-1) / np.linalg.norm(mean, axis=-1)


def race(*, ways: list[str], rate: float, seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Descend along either gradient, with a momentum of 0.9, all pictures at once.

    Parameters
    ----------
    ways : list of str
        ``"exact"`` and ``"contrastive divergence"``.
    rate : float
        The learning rate.
    seeds, steps, every : int
        How many first weights, updates, and updates from one look to the next.

    Returns
    -------
    dict of Named, axes way, seed, step
        ``likelihood``, the mean log-probability of a picture; ``error``, the squared error of the reconstruction by means; and the :func:`cosine`.

    Examples
    --------
    >>> race(ways=["exact"], rate=0.1, seeds=2, steps=4, every=2)["likelihood"]
    Named(way: 1, seed: 2, step: 2)
    """
    data, rng = pictures(), np.random.default_rng(0)
    start = np.zeros((seeds, MACHINE.size))
    MACHINE.params(start)[0][...] = normal((seeds, SIDE**2, HIDDEN), rng, std=0.1)
    objectives = {"exact": partial(exactly, data=data), "contrastive divergence": MACHINE.learner(data, len(data), rng, (seeds,))}
    measures = {
        "likelihood": partial(log_likelihood, data=data),
        "error": lambda theta: np.square(MACHINE.decode(MACHINE.encode(data, theta), theta) - data).sum(axis=-1).mean(axis=-1),
        "cosine": partial(cosine, data=data),
    }

    def run(way):
        runs = at_rates(start, objectives[way], momentum(lr=rate, mu=0.9), {"seed": range(seeds)}, steps, every, **measures)
        return {name: runs[name] for name in measures}

    return sweep(run, {"way": ways})
