"""Which settings suit each method of the race on the small autoencoder? Tried on seeds that do not judge.

Each function returns ``error``, the squared error per image after so many passes, as the race does.
"""

from functools import partial

from ...named import Named
from ...second import Phase
from ...sweeping import sweep
from .hf_race import for_the_work, hf, hf_momentum, nag


def for_nag(*, rates: list[float], limits: list[float], seeds: list[int], passes: int) -> dict[str, Named]:
    """Of Nesterov's method, by its rate and the limit of its momentum.

    Examples
    --------
    >>> for_nag(rates=[0.01], limits=[0.9], seeds=[100], passes=8)["error"]
    Named(rate: 1, limit: 1, seed: 1, passes: 1)
    """

    def run(rate, limit, seed):
        return {"error": for_the_work(partial(nag, lr=rate, limit=limit), seed, passes)}

    return sweep(run, {"rate": rates, "limit": limits, "seed": seeds})


def for_hf(*, parts: list[float], dampings: list[float], seeds: list[int], passes: int) -> dict[str, Named]:
    """Of Hessian-free, by the part of the images that its curvature is from, and its first damping.

    Examples
    --------
    >>> for_hf(parts=[0.25], dampings=[10.0], seeds=[100], passes=8)["error"]
    Named(part: 1, damping: 1, seed: 1, passes: 1)
    """

    def run(part, damping, seed):
        return {"error": for_the_work(partial(hf, part=part, damping=damping), seed, passes)}

    return sweep(run, {"part": parts, "damping": dampings, "seed": seeds})


def for_hf_momentum(
    *, parts: list[float], steps: list[int], decays: list[float], seeds: list[int], passes: int
) -> dict[str, Named]:
    """Of Hessian-free with momentum in one phase, at the rate 1.

    Examples
    --------
    >>> for_hf_momentum(parts=[0.25], steps=[3], decays=[0.9], seeds=[100], passes=8)["error"]
    Named(part: 1, steps: 1, decay: 1, seed: 1, passes: 1)
    """

    def run(part, steps, decay, seed):
        return {"error": for_the_work(partial(hf_momentum, phases=[Phase(1, part, steps, decay)]), seed, passes)}

    return sweep(run, {"part": parts, "steps": steps, "decay": decays, "seed": seeds})
