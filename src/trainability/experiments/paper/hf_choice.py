"""Which settings suit each method of the race on the small autoencoder? Tried on two seeds that do not judge."""

from functools import partial

import numpy as np

from ...named import Named
from ...second import Phase
from ...sweeping import sweep
from .hf_race import for_the_work, hf, hf_momentum, nag

SEEDS = (100, 101)


def _end(method, seed, passes):
    return np.float32(next(for_the_work(method, seed, [passes])))


def for_nag(*, rates: list[float], limits: list[float], passes: int) -> dict[str, Named]:
    """``error``, axes rate, limit and seed: the squared error per image at the end, of Nesterov's method.

    Examples
    --------
    >>> for_nag(rates=[0.01], limits=[0.9], passes=1)["error"]
    Named(rate: 1, limit: 1, seed: 2)
    """

    def run(rate, limit, seed):
        return _end(partial(nag, lr=rate, limit=limit), seed, passes)

    return {"error": sweep(run, {"rate": rates, "limit": limits, "seed": SEEDS})}


def for_hf(*, parts: list[float], dampings: list[float], passes: int) -> dict[str, Named]:
    """``error``, axes part, damping and seed: of Hessian-free, by the part of the images that its curvature is from and its first damping.

    Examples
    --------
    >>> for_hf(parts=[0.25], dampings=[10.0], passes=1)["error"]
    Named(part: 1, damping: 1, seed: 2)
    """

    def run(part, damping, seed):
        return _end(partial(hf, part=part, damping=damping), seed, passes)

    return {"error": sweep(run, {"part": parts, "damping": dampings, "seed": SEEDS})}


def for_hf_momentum(*, parts: list[float], steps: list[int], decays: list[float], passes: int) -> dict[str, Named]:
    """``error``, axes part, steps, decay and seed: of Hessian-free with momentum in one phase, at the rate 1.

    Examples
    --------
    >>> for_hf_momentum(parts=[0.25], steps=[3], decays=[0.9], passes=1)["error"]
    Named(part: 1, steps: 1, decay: 1, seed: 2)
    """

    def run(part, steps, decay, seed):
        return _end(partial(hf_momentum, phases=[Phase(1, part, steps, decay)]), seed, passes)

    return {"error": sweep(run, {"part": parts, "steps": steps, "decay": decays, "seed": SEEDS})}
