"""Why does Adam at the rate 0.1 never fit ai-edu's wave: are its steps too long for the place, or is it in the wrong place?"""

import numpy as np

from ...activations import sigmoid
from ...named import Named
from ...rules import adam
from ...schedules import Piecewise
from ...tasks.wave import GRID, NETWORK, UPDATES, follow


def apart(outputs: np.ndarray) -> np.ndarray:
    """How far the two most alike of some hidden units are from being one: 1 minus the modulus of their correlation.

    At 0 one is a multiple of the other and a constant, and the layer behind cannot tell them from a single unit.

    Parameters
    ----------
    outputs : ndarray, shape (..., N, H)
        Of ``H`` units, for ``N`` inputs.

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> x = np.linspace(0, 1, 5)
    >>> float(apart(np.stack([x, x**2, 3 - 2 * x], axis=-1)).round(9))
    0.0
    """
    unit = outputs - outputs.mean(axis=-2, keepdims=True)
    unit /= np.linalg.norm(unit, axis=-2, keepdims=True)
    one, other = np.triu_indices(unit.shape[-1], 1)
    return 1 - abs((unit.mT @ unit)[..., one, other]).max(axis=-1)


def learn(*, first: list[float], second: list[float], until: int, seeds: int, epochs: int, every: int = 10) -> dict[str, Named]:
    """Train ai-edu's wave by Adam, at the rates ``first`` up to epoch ``until``, and from there at ``second``, as many.

    Returns
    -------
    dict of Named, float32, axes first, seed, epoch
        ``loss``, on noise-free points, and ``apart``, of the hidden units on them.

    Examples
    --------
    >>> learn(first=[0.1, 0.01], second=[0.01, 0.01], until=1, seeds=3, epochs=2, every=1)["apart"]
    Named(first: 2, seed: 3, epoch: 2)
    """
    lr = Piecewise((np.reshape(first, (-1, 1, 1)), np.reshape(second, (-1, 1, 1))), (UPDATES * until,))

    def units(theta):
        (W, b), *_ = NETWORK.params(theta)
        return apart(sigmoid.f(GRID @ W + b[..., None, :]))

    return follow(adam(lr=lr), {"first": first}, start="adaptive", seeds=seeds, epochs=epochs, every=every, apart=units)
