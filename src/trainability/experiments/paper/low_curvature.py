"""Where does momentum get to that plain descent does not? How far both go, in directions of each curvature."""

from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from ...bench.spectrum import spread_over
from ...named import Named
from ...rule import Descent
from ...rules import nesterov
from ...schedules import SutskeverMomentum
from ...second import gauss_newton
from ...sweeping import sweep
from ...tasks.autoencoders import curves, learner, starts
from .small_curves import BATCH, IMAGES, NETWORK, SIZE


def moves(
    *,
    rules: Mapping[str, Sequence[float]],
    rate: float,
    limit: float,
    period: float,
    seeds: int,
    updates: int,
    then: int,
    images: int,
    products: int,
) -> dict[str, Named]:
    """From one place in the middle of training, some updates by each of several rules, without a velocity to begin with.

    Parameters
    ----------
    rules : dict
        What moves on from there: names, and for each a rate and a momentum, Nesterov's.
    rate, limit, period : float
        Of Nesterov's momentum until then: it rises by equation 5.
    seeds, updates, then : int
        How many seeds, updates before, and updates by each rule, on the same batches.
    images, products : int
        How many images the Gauss-Newton matrix is of, and how many of its products are taken.

    Returns
    -------
    dict of Named, axes rule, seed, place
        ``curvature``: the eigenvalues of the matrix that stand for all, ``squared``: the squared distance gone along each.

    Examples
    --------
    >>> settings = dict(rate=0.1, limit=0.9, period=8, seeds=2, updates=2, then=2, images=10, products=3)
    >>> moves(rules={"momentum": [0.1, 0.9]}, **settings)["squared"]
    Named(rule: 1, seed: 2, place: 3)
    """
    x, those = curves(IMAGES, SIZE), range(seeds)
    batches = learner(NETWORK, x, those, BATCH)
    descent = Descent(batches, starts(NETWORK, those), nesterov(lr=rate, mu=SutskeverMomentum(limit, period)))
    list(islice(descent, updates))
    order, here = batches.state_dict(), descent.theta.astype(float)
    some = x[:images].astype(float)
    product = gauss_newton(NETWORK, batches.loss, some, some, here)

    def run(rule):
        batches.load_state_dict(order)
        lr, mu = rules[rule]
        goes_on = Descent(batches, descent.theta.copy(), nesterov(lr=lr, mu=mu))
        list(islice(goes_on, then))
        moved = goes_on.theta - here
        curvature, shares = spread_over(product, moved, products)
        axes = {"seed": those, "place": range(products)}
        return {
            "curvature": Named(curvature, axes),
            "squared": Named(shares * np.square(moved).sum(axis=-1, keepdims=True), axes),
        }

    return sweep(run, {"rule": [*rules]})
