"""How far back does the gradient of a recurrent network reach, and how long does its state remember? Before any training."""

from collections.abc import Callable

import numpy as np

from ...bench.measures import rms
from ...named import Named
from ...recurrent import Recurrent
from ...tasks.gaps import GAPS, LAWS, batch, start


def own_inputs(drive: np.ndarray, W: np.ndarray):
    """A recurrent layer each of whose units has an input of its own, so that the gradient in the inputs is that in the units.

    ``drive`` is ``(..., T, N, n)``. Returns what a layer does: states, pull and push.
    """
    n = W.shape[-1]
    return Recurrent(n, n)(drive, np.eye(n), W, np.zeros(n))


def gradients(*, seeds: int, times: int, units: int = 100, n: int = 20, laws: dict[str, Callable] = LAWS) -> dict[str, Named]:
    """The rms of a gradient at the units, by how many times before the end it is taken; at the end it is 1.

    The networks start as for add, but for the law of the hidden weights; the gradient at the last states is random.

    Returns
    -------
    dict of Named, axes law, seed, back
        ``gradient``; and ``state``, the rms of the states at the same times.
    """
    gap, found = GAPS["add"], {"gradient": [], "state": []}
    for law in laws.values():
        for seed in range(seeds):
            (U, W, _), *_ = gap.network(units).params(start(gap, units, times, seed, hidden=law).astype(float))
            x, _ = batch(gap, times, n, [np.random.default_rng([seed, 2])])
            h, pull, _ = own_inputs(x[0].astype(float) @ U, W)
            dy = np.zeros_like(h)
            dy[-1] = np.random.default_rng([seed, 3]).standard_normal(dy[-1].shape)
            da = pull(dy, np.empty_like(W), np.empty_like(W), np.empty(units))
            size = rms(da.reshape(times, -1))[::-1]
            found["gradient"].append(size / size[0]), found["state"].append(rms(h.reshape(times, -1))[::-1])
    axes = {"law": [*laws], "seed": range(seeds), "back": range(times)}
    return {name: Named(np.reshape(each, [*map(len, axes.values())]), axes) for name, each in found.items()}


def pulses(law: Callable, *, seed: int, times: int, units: int = 100, n: int = 2) -> np.ndarray:
    """The states, ``(T, N, units)``, after ``n`` different pulses at the first time, and nothing else.

    Examples
    --------
    With a radius below one they fade:

    >>> h = pulses(LAWS["radius 0.9"], seed=0, times=100)
    >>> h.shape, bool(abs(h[-1]).max() < 1e-3 < abs(h[0]).max())
    ((100, 2, 100), True)
    """
    rng = np.random.default_rng(seed)
    W, drive = law((units, units), rng), np.zeros((times, n, units))
    drive[0] = 0.1 * rng.standard_normal((n, units))
    h, *_ = own_inputs(drive, W)
    return h


def superposition(law: Callable, *, seeds: int, times: int, units: int = 100) -> Named:
    """How far the state after two pulses at once is from the sum of the states after either, relative to it: 0 for a linear map.

    Returns
    -------
    Named, axes seed, step

    Examples
    --------
    >>> apart = superposition(LAWS["radius 1.5"], seeds=2, times=30)
    >>> bool((apart.at(step=1) < 0.05).all()), bool((apart.at(step=30) > 0.5).all())
    (True, True)
    """
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        W, drive = law((units, units), rng), np.zeros((times, 3, units))
        drive[0, :2] = 0.1 * rng.standard_normal((2, units))
        drive[0, 2] = drive[0, 0] + drive[0, 1]
        h, *_ = own_inputs(drive, W)
        found.append(rms(h[:, 2] - h[:, 0] - h[:, 1]) / rms(h[:, 2]))
    return Named(found, {"seed": range(seeds), "step": range(1, times + 1)})
