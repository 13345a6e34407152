"""What does a step of each method cost, in time and in memory, as a network grows?"""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from ...activations import tanh
from ...initializers import xavier_normal
from ...losses import squared_error
from ...rule import Descent
from ...rules import nesterov
from ...second import Curved, HessianFree, HessianFreeMomentum, Newton, Phase, TruncatedNewton
from ...tasks.networks import mlp

ROWS, CG = 100, 50

METHODS: dict[str, Callable] = {
    "NAG": lambda fit, theta: Descent(fit, theta, nesterov),
    "HF": lambda fit, theta: HessianFree(fit, theta),
    "HF with momentum": lambda fit, theta: HessianFreeMomentum(fit, theta, np.random.default_rng(0), [Phase(1, 1.0, CG, 0.95)]),
    "truncated Newton": lambda fit, theta: TruncatedNewton(fit, theta),
    "Newton": lambda fit, theta: Newton(fit, theta, damping=1.0),
}


def problem(width: int) -> tuple[Curved, np.ndarray]:
    """A network of two equally wide layers of tanh units, fitted to a hundred random targets; and its first parameters.

    Examples
    --------
    >>> fit, theta = problem(4)
    >>> fit.network, theta.size
    (Network(Dense(4, 4), tanh, Dense(4, 4)), 40)
    """
    rng, network = np.random.default_rng(0), mlp([width] * 3, tanh)
    x, target = rng.normal(size=(2, ROWS, width))
    return Curved(network, squared_error, x, target), network.initial(rng, W=xavier_normal)


def clock(
    *, methods: list[str], widths: list[int], largest: dict[str, int], sizes: list[int], turns: int
) -> dict[str, np.ndarray]:
    """What one step takes, the second of each method, after the same first step.

    Parameters
    ----------
    largest : dict
        For some methods the largest width that is tried.
    sizes : list of int
        Of systems of equations to be solved.

    Returns
    -------
    dict of ndarray
        ``parameters``, ``(widths,)``. ``ms``: milliseconds of the processor for a step, the least of the turns, and ``vectors``: the most
        memory held beside the parameters, in vectors of their size, both ``(methods, widths)``; not a number where not tried.
        ``gradient`` and ``product``, milliseconds of these alone, ``(widths,)``; and ``solve``, of solving a system of each of the ``sizes``.

    Examples
    --------
    >>> found = clock(methods=["NAG", "Newton"], widths=[2, 4], largest={"Newton": 2}, sizes=[3], turns=1)
    >>> found["parameters"], np.isnan(found["ms"]).tolist()
    (array([12, 40]), [[False, False], [False, True]])
    """
    parameters, (ms, vectors) = [], np.full((2, len(methods), len(widths)), np.nan)
    alone = np.empty((2, len(widths)))
    for j, width in enumerate(widths):
        fit, theta = problem(width)
        parameters.append(theta.size)
        g, product = np.empty_like(theta), fit.product(theta)
        alone[:, j] = _least(lambda: fit(theta, g), 20), _least(lambda: product(g), 20)
        for i, method in enumerate(methods):
            if width <= largest.get(method, width):
                ms[i, j] = _step_ms(METHODS[method], fit, theta, turns)
                vectors[i, j] = _step_vectors(METHODS[method], fit, theta.copy())
    solve = np.array([_solve_ms(n, turns) for n in sizes])
    return {
        "parameters": np.array(parameters),
        "ms": ms,
        "vectors": vectors,
        "gradient": alone[0],
        "product": alone[1],
        "solve": solve,
    }


def _least(work, turns):
    """The least time of some turns, in milliseconds."""
    found = []
    for _ in range(turns):
        begin = time.process_time()
        work()
        found.append(1000 * (time.process_time() - begin))
    return min(found)


def _solve_ms(n, turns):
    A, b = np.random.default_rng(n).normal(size=(n, n)), np.ones(n)
    return _least(lambda: np.linalg.solve(A, b), turns)


def _step_ms(method, fit, theta, turns):
    def second():
        steps = method(fit, theta.copy())
        next(steps)
        begin = time.process_time()
        next(steps)
        return 1000 * (time.process_time() - begin)

    return min(second() for _ in range(turns))


def _step_vectors(method, fit, theta):
    """The peak of what is held beside data, parameters, and what evaluating the network takes by itself."""
    g = np.empty_like(theta)
    fit(theta, g)
    tracemalloc.start()
    fit(theta, g)
    _, network = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    tracemalloc.start()
    steps = method(fit, theta)
    next(steps), next(steps)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return max(0, most - network) / theta.nbytes
