"""How fragile are second derivatives: by differences, and where curvatures are negative?"""

import numpy as np

from ...activations import tanh
from ...datasets import moons
from ...fit import Fit
from ...initializers import normal
from ...losses import binary_cross_entropy
from ...named import Named
from ...second import Newton, gauss_newton, hessian, hessian_product
from ...tasks.networks import mlp

NETWORK = mlp([2, 8, 1], tanh)


def problem(dtype: type = np.float64) -> Fit:
    """Three hundred points on two moons, for a network of eight tanh units."""
    x, label = moons(np.random.default_rng(0))
    return Fit(NETWORK, binary_cross_entropy, x.astype(dtype), label[:, None].astype(dtype))


def differences(*, steps: np.ndarray, seeds: int) -> dict[str, Named]:
    """The relative error of a product with the Hessian by a forward difference of gradients, for steps of these lengths.

    Returns
    -------
    dict of Named
        ``hessian``, axes precision, seed and step. ``gauss_newton``, axes precision and seed: the error of the product that takes no
        difference. Both against extended precision.

    Examples
    --------
    >>> found = differences(steps=np.array([1e-4, 1e-2]), seeds=2)
    >>> found["hessian"], found["gauss_newton"]
    (Named(precision: 2, seed: 2, step: 2), Named(precision: 2, seed: 2))
    """
    kinds = {"float32": np.float32, "float64": np.float64}
    by, without = np.empty((2, seeds, len(steps))), np.empty((2, seeds))
    exact_fit = problem(np.longdouble)
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        theta = NETWORK.initial(rng, W=normal).astype(np.float32)
        v = rng.normal(size=theta.size).astype(np.float32)
        v /= np.linalg.norm(v)
        exact = hessian_product(exact_fit, theta.astype(np.longdouble))(v.astype(np.longdouble))
        exact_G = _product(exact_fit, theta.astype(np.longdouble))(v.astype(np.longdouble))
        for i, dtype in enumerate(kinds.values()):
            fit, here, along = problem(dtype), theta.astype(dtype), v.astype(dtype)
            g, there = np.empty((2, here.size), dtype)
            fit(here, g)
            for j, h in enumerate(steps):
                fit(here + dtype(h) * along, there)
                by[i, seed, j] = _apart((there - g) / dtype(h), exact)
            without[i, seed] = _apart(_product(fit, here)(along), exact_G)
    axes = {"precision": [*kinds], "seed": range(seeds)}
    return {"hessian": Named(by, axes | {"step": list(steps)}), "gauss_newton": Named(without, axes)}


def _product(fit, theta):
    return gauss_newton(fit.network, fit.loss, fit.x, fit.target, theta)


def _apart(found, exact):
    return float(np.linalg.norm((found - exact).astype(float)) / np.linalg.norm(exact.astype(float)))


def first_steps(*, seeds: int, damping: float) -> dict[str, Named]:
    """The first step from random weights, by Newton, and by the Gauss-Newton matrix, damped.

    Returns
    -------
    dict of Named, axis seed
        ``negative``: the share of the curvatures that are negative. ``before``: the loss; ``newton`` and ``gauss_newton``: the loss after.
        ``uphill``: whether Newton's step begins upwards.

    Examples
    --------
    >>> first_steps(seeds=3, damping=0.1)["newton"]
    Named(seed: 3)
    """
    fit, rng = problem(), np.random.default_rng(0)
    theta = NETWORK.initial(rng, runs=(seeds,), W=normal)
    g, moved, other = np.empty_like(theta), theta.copy(), np.empty_like(theta)
    before = fit(theta, g)
    with np.errstate(over="ignore"):
        next(Newton(fit, moved))
    product, identity = _product(fit, theta), np.eye(theta.shape[-1])
    G = np.stack([product(np.broadcast_to(unit, theta.shape)) for unit in identity], axis=-1)
    careful = theta - np.linalg.solve(G + damping * identity, g[..., None])[..., 0]
    found = {
        "negative": (np.linalg.eigvalsh(hessian(fit, theta)) < -1e-8).mean(axis=-1),
        "before": before,
        "newton": fit(moved, other),
        "gauss_newton": fit(careful, other),
        "uphill": np.vecdot(moved - theta, g) > 0,
    }
    return {name: Named(values, {"seed": range(seeds)}) for name, values in found.items()}
