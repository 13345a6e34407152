"""Hessian-free optimization: Gauss-Newton steps by conjugate gradients, as far as they can be trusted."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

import numpy as np

from ..conjugate import conjugate_gradients
from ..ranges import Count, Fraction, Positive, ranged
from ..state import agree
from .backtracking import Picked, backtracked
from .curved import Curved, needs_curved, one_run
from .damping import levenberg_marquardt, reduction_ratio
from .line_search import line_search
from .until_flat import until_flat


class HessianFree:
    r"""Hessian-free optimization (Martens 2010, algorithm 2).

    Each step minimizes, by conjugate gradients, the quadratic

    .. math:: q(\delta) = f + g^\top \delta + \frac12 \delta^\top (G + \lambda I)\, \delta

    with the gradient :math:`g` on all data and the Gauss-Newton matrix :math:`G` on a part. They start from the last solution, decayed, are
    preconditioned, and end when they bring too little (:func:`until_flat`). Of the points on their way one is picked on all data
    (:func:`backtracked`), a line search says how much of it is taken, and the damping :math:`\lambda` follows from how well the
    quadratic predicted (:func:`levenberg_marquardt`).

    Parameters
    ----------
    objective : Curved
        On all data.
    theta : ndarray of float, shape (P,)
        The parameters, changed in place.
    batches : iterator of indices, optional
        The cases on which each step takes its curvature, such as :func:`~trainability.fit.batches`: all, if not given.
    damping : float
        The first :math:`\lambda`; Martens' code begins with 45.
    decay : float
        What is kept of the last solution where the next one starts: in Martens' code 0.95.
    most : int
        Steps of conjugate gradients at most.

    Yields
    ------
    float
        The value before each step.

    Notes
    -----
    ``picked`` tells of the last step: the solution, the point picked, its value, how many steps of conjugate gradients there
    were. ``ratio`` is the prediction's, ``rate`` the line search's. Martens' code takes the ratio on the part of the data that the
    curvature is from, without damping, as here.

    Examples
    --------
    A linear network is a quadratic; nearly undamped, a step solves it:

    >>> from trainability.layers import Dense
    >>> from trainability.losses import squared_error
    >>> from trainability.network import Network
    >>> x = np.array([[0.0], [1.0], [2.0]])
    >>> theta = np.zeros(2)
    >>> value = next(HessianFree(Curved(Network(Dense(1, 1)), squared_error, x, 3 * x + 1), theta, damping=1e-12))
    >>> theta.round(6)
    array([3., 1.])
    """

    @ranged
    def __init__(
        self,
        objective: Curved,
        theta: np.ndarray,
        batches: Iterator[Any] | None = None,
        damping: Positive = 1.0,
        decay: Fraction = 0.95,
        most: Count = 250,
    ):
        needs_curved(objective, "HessianFree"), one_run(theta, "HessianFree")
        self.objective, self.theta, self.batches = objective, theta, batches
        self.damping, self.decay, self.most = damping, decay, most
        self.g, self.delta = np.zeros_like(theta), np.zeros_like(theta)
        self.t, self.ratio, self.rate = 0, float("nan"), float("nan")
        self.picked: Picked | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        f, theta, g = self.objective, self.theta, self.g
        value = float(f(theta, g))
        part = f if self.batches is None else f.rows(next(self.batches))
        start, M = self.decay * self.delta, part.preconditioner(theta, self.damping)
        steps = until_flat(islice(conjugate_gradients(part.damped(theta, self.damping), -g, start, M), self.most))
        picked = backtracked(steps, start, lambda delta: f.value(theta + delta))
        ratio = predicted_well(part, theta, g, picked.last)
        rate = line_search(lambda rate: f.value(theta + rate * picked.best), value, float(g @ picked.best))
        self.picked, self.ratio, self.rate, self.delta = picked, ratio, rate, picked.last
        self.damping = levenberg_marquardt(self.damping, ratio)
        theta += rate * picked.best
        self.t += 1
        return value

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from step to step: parameters, last solution, damping, number of steps, and the place in the batches."""
        own = {"theta": self.theta.copy(), "delta": self.delta.copy(), "damping": self.damping, "t": self.t}
        return own | ({} if self.batches is None else {f"batches.{k}": v for k, v in self.batches.state_dict().items()})

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other parameters, and then nothing has changed."""
        agree(state, {**self.state_dict(), **{name: None for name in state if name.startswith("batches.")}})
        if self.batches is not None:
            self.batches.load_state_dict({name[8:]: kept for name, kept in state.items() if name.startswith("batches.")})
        self.t, self.damping = int(state["t"]), float(state["damping"])
        self.theta[...], self.delta = state["theta"], np.array(state["delta"])


def predicted_well(part: Curved, theta: np.ndarray, g: np.ndarray, delta: np.ndarray) -> float:
    """The reduction ratio of a step on a part of the data, the model undamped."""
    predicted = g @ delta + delta @ part.product(theta)(delta) / 2
    return reduction_ratio(float(part.value(theta)), float(part.value(theta + delta)), float(predicted))
