"""What does conjugate gradients lose where it ends, and what does it save to start from the last solution, decayed?"""

from itertools import islice

import numpy as np

from ...bench.passes import Work
from ...conjugate import conjugate_gradients
from ...named import Named
from ...network import Network
from ...sweeping import sweep
from ...tasks.autoencoders import curves, error
from .hf_race import IMAGES, NETWORK, hf

STARTS = {"zero": 0.0, "last solution": 0.95}  # what they keep of it


def updates(*, decays: list[float], seeds: int, updates: int) -> dict[str, Named]:
    """Hessian-free on the small autoencoder, from starts that keep this much of the last solution.

    Returns
    -------
    dict of Named, float32, axes decay, seed, update
        After each update: ``error``, the squared error per image; ``steps``, how many of conjugate gradients it took; ``passes``, the
        work so far.

    Examples
    --------
    >>> updates(decays=[0.0], seeds=1, updates=2)["steps"]
    Named(decay: 1, seed: 1, update: 2)
    """

    def run(decay, seed):
        images, work = curves(IMAGES, 12), Work()
        descent, rows = hf(Network(NETWORK, work), images, seed, decay=decay), []
        for _ in islice(descent, updates):
            done = work.gradients / IMAGES
            rows.append((error(NETWORK, descent.theta, images), descent.picked.steps, done))
        axes = {"update": range(1, updates + 1)}
        return {
            name: Named(np.float32(values), axes) for name, values in zip(("error", "steps", "passes"), zip(*rows, strict=True))
        }

    return sweep(run, {"decay": decays, "seed": range(seeds)})


def solves(*, at: list[int], seeds: int, steps: int) -> dict[str, Named]:
    """One and the same quadratic, solved from zero and from the decayed last solution, at some updates of Hessian-free.

    Returns
    -------
    dict of Named, float32, axes seed, update, start, step
        ``value``: that of the quadratic, less the loss, before the first step and after each.

    Examples
    --------
    >>> solves(at=[1, 2], seeds=1, steps=5)["value"]
    Named(seed: 1, update: 2, start: 2, step: 6)
    """

    def run(seed):
        descent, found = hf(NETWORK, curves(IMAGES, 12), seed), []
        for t in range(1, max(at) + 1):
            if t in at:
                found.append([_values(descent, decay, steps) for decay in STARTS.values()])
            next(descent)
        axes = {"update": at, "start": [*STARTS], "step": range(steps + 1)}
        return {"value": Named(np.float32(found), axes)}

    return sweep(run, {"seed": range(seeds)})


def errors(*, at: list[int], seeds: int, steps: int, whole: int) -> dict[str, Named]:
    """What is wrong with either start, and with the points behind it: how far they are from the solution, and how steep that is.

    Returns
    -------
    dict of Named, float32, axes seed, update, start, step
        ``distance``: over that from zero to the solution, which is taken after the ``whole`` number of steps; ``curvature``: that of the
        quadratic along that line.

    Examples
    --------
    >>> errors(at=[2], seeds=1, steps=5, whole=30)["distance"]
    Named(seed: 1, update: 1, start: 2, step: 6)
    """

    def run(seed):
        descent, found = hf(NETWORK, curves(IMAGES, 12), seed), []
        for t in range(1, max(at) + 1):
            if t in at:
                found.append([_errors(descent, decay, steps, whole) for decay in STARTS.values()])
            next(descent)
        axes = {"update": at, "start": [*STARTS], "step": range(steps + 1)}
        distance, curvature = np.moveaxis(np.float32(found), -1, 0)
        return {"distance": Named(distance, axes), "curvature": Named(curvature, axes)}

    return sweep(run, {"seed": range(seeds)})


def _errors(descent, decay, steps, whole):
    """Distance and curvature of what is left at the start and after each step, before the coming update of a descent."""
    product, *rest = _model(descent)
    with np.errstate(invalid="ignore"):  # where it is solved to the last bit
        *_, best = _points(product, *rest, 0.95 * descent.delta, whole)
        left = [best - x for x in _points(product, *rest, decay * descent.delta, steps)]
    size = np.linalg.norm(best)
    return [(np.linalg.norm(each) / size, each @ product(each) / (each @ each)) for each in left]


def _model(descent):
    """Of the coming update of a descent: the products, the negative gradient and the preconditioner."""
    fit, theta, damping, g = descent.objective, descent.theta, descent.damping, np.empty_like(descent.theta)
    fit(theta, g)
    return fit.damped(theta, damping), -g, fit.preconditioner(theta, damping)


def _points(product, b, M, start, steps):
    """The start and the points behind it."""
    return [start, *(step.x for step in islice(conjugate_gradients(product, b, start, M), steps))]


def _values(descent, decay, steps):
    """The quadratic at the start and after each step, before the coming update of a descent."""
    product, b, M = _model(descent)
    start = decay * descent.delta
    first = start @ product(start) / 2 - b @ start
    with np.errstate(invalid="ignore"):  # where it is solved to the last bit
        way = islice(conjugate_gradients(product, b, start, M), steps)
        values = [float(first), *(float(step.value) for step in way)]
    return values + values[-1:] * (steps + 1 - len(values))
