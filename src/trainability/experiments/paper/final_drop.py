"""Why does the error fall when the momentum drops at the end: does noise die, or a swing? Table 2 of the 2013 paper, taken apart."""

from functools import partial
from itertools import islice

from ...bench.at_rates import as_stored
from ...named import Named
from ...rule import Descent
from ...rules import nesterov
from ...schedules import SutskeverMomentum
from ...sweeping import sweep
from ...tasks.autoencoders import curves, error, learner, starts, whole
from ...training import train
from .small_curves import BATCH, IMAGES, NETWORK, SIZE

# How a run may end: by what its rate is multiplied, and its momentum, if that is not kept.
ENDS = {"kept": (1, None), "momentum 0.9": (1, 0.9), "momentum 0": (1, 0.0), "rate / 10": (0.1, None)}


def last_updates(
    *,
    ends: list[str],
    gradients: list[str],
    rate: float,
    limit: float,
    period: float,
    seeds: int,
    updates: int,
    last: int,
    every: int,
) -> dict[str, Named]:
    """One run of each seed, which then ends in several ways, each from the same weights and the same velocity.

    Parameters
    ----------
    ends : list of str
        Some of ``ENDS``.
    gradients : list of str
        What the gradient is taken on in the end: a "batch", as before, or "all" images.
    rate, limit, period : float
        Of Nesterov's momentum until then: it rises by equation 5.
    seeds, updates, last, every : int
        How many seeds, updates before the end and in it, and updates from one look to the next.

    Returns
    -------
    dict of Named, float32, axes gradient, end, seed, step
        ``error``: the squared error per image, on all images.

    Examples
    --------
    >>> last_updates(ends=["kept"], gradients=["batch"], rate=0.1, limit=0.9, period=8, seeds=2, updates=2, last=4, every=2)["error"]
    Named(gradient: 1, end: 1, seed: 2, step: 2)
    """
    images, those = curves(IMAGES, SIZE), range(seeds)
    batches = learner(NETWORK, images, those, BATCH)
    descent = Descent(batches, starts(NETWORK, those), nesterov(lr=rate, mu=SutskeverMomentum(limit, period)))
    list(islice(descent, updates))
    order, reached = batches.state_dict(), float(SutskeverMomentum(limit, period)(updates))

    def run(gradient, end):
        batches.load_state_dict(order)
        factor, momentum = ENDS[end]
        rule = nesterov(lr=factor * rate, mu=reached if momentum is None else momentum)
        goes_on = Descent({"batch": batches, "all": whole(NETWORK, images)}[gradient], descent.theta.copy(), rule)
        goes_on.state["v"][...] = descent.state["v"]
        history = train(goes_on, last, every, error=partial(error, NETWORK, images=images))
        return Named(history["error"], {"step": history["step"].tolist(), "seed": those})

    return as_stored({"error": sweep(run, {"gradient": gradients, "end": ends})})
