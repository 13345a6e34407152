"""Newton's method, whole and truncated."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

import numpy as np

from ..conjugate import Conjugate, conjugate_gradients
from ..ranges import Rate, ranged
from .curved import one_run
from .hessian import Objective, hessian, hessian_product
from .line_search import line_search


class Newton:
    r"""Newton's method: each step goes to where the quadratic that fits the objective best here has slope zero.

    .. math:: \theta \leftarrow \theta - (H + \lambda I)^{-1} g

    That is its minimum only if all its curvatures are positive. With P parameters a step takes 2P gradients, room for P²
    numbers, and about P³/3 multiplications.

    Parameters
    ----------
    objective : callable
        As that of :class:`~trainability.rule.Descent`; it must be the same at every call.
    theta : ndarray of float, shape (..., P)
        The parameters, changed in place. Leading axes are independent runs.
    damping : float
        :math:`\lambda`, added to all curvatures.

    Yields
    ------
    ndarray or float
        The value before each step.

    Notes
    -----
    A step on which a curvature is exactly zero raises NumPy's ``LinAlgError``.

    Examples
    --------
    A ravine is a quadratic, and one step is all it takes:

    >>> from trainability.surfaces import ravine
    >>> theta = np.array([-7.0, 2.0])
    >>> value = next(Newton(ravine, theta))
    >>> theta.round(8) + 0.0
    array([0., 0.])
    """

    @ranged
    def __init__(self, objective: Objective, theta: np.ndarray, damping: Rate = 0.0):
        if not isinstance(theta, np.ndarray) or theta.dtype.char not in "fdg" or theta.ndim == 0 or not theta.flags.writeable:
            raise TypeError(f"Newton changes its parameters in place: a writable array of floats (..., P); got {theta!r}")
        self.objective, self.theta, self.damping = objective, theta, damping
        self.g = np.zeros_like(theta)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        value = self.objective(self.theta, self.g)
        H = hessian(self.objective, self.theta)
        H += self.damping * np.eye(self.theta.shape[-1], dtype=H.dtype)
        self.theta -= np.linalg.solve(H, self.g[..., None])[..., 0]
        return value


class TruncatedNewton:
    r"""Newton's method for the large: conjugate gradients on the Hessian, left early (Nocedal & Wright 2006, algorithm 7.1).

    They are left where the residual is below :math:`\min(\frac12, \sqrt{\lVert g \rVert})\, \lVert g \rVert`, so the nearer the goal the
    later; or before a direction of negative curvature, along which the quadratic falls for ever. If that is the first, the step is
    the negative gradient. A line search decides how much of the step is taken.

    Parameters
    ----------
    objective, theta
        As in :class:`Newton`; ``theta`` is one run, ``(P,)``.

    Yields
    ------
    float
        The value before each step.

    Examples
    --------
    Near a saddle, where Newton's step would go up to it:

    >>> from trainability.surfaces import saddle
    >>> theta = np.array([1.0, 0.1])
    >>> value = next(TruncatedNewton(saddle, theta))
    >>> bool(value > saddle(theta, np.empty(2)))
    True
    """

    def __init__(self, objective: Objective, theta: np.ndarray):
        one_run(theta, "TruncatedNewton")
        self.objective, self.theta = objective, theta
        self.g = np.zeros_like(theta)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        value = self.objective(self.theta, self.g)
        solve = conjugate_gradients(hessian_product(self.objective, self.theta), -self.g)
        d = -self.g
        for step in islice(until_small(solve, float(np.linalg.norm(self.g))), self.theta.size):
            d = step.x
        spare = np.empty_like(self.g)
        alpha = line_search(lambda a: self.objective(self.theta + a * d, spare), float(value), float(self.g @ d), shrink=0.5)
        self.theta += alpha * d
        return value


def until_small(steps: Iterator[Conjugate], size: float) -> Iterator[Conjugate]:
    """The steps, up to the first whose residual is small beside a gradient of this ``size``."""
    for step in steps:
        yield step
        if np.linalg.norm(step.residual) <= min(0.5, size**0.5) * size:
            return
