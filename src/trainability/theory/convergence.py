r"""How fast does a descent with momentum converge on a quadratic?

In a direction of curvature :math:`\lambda` the heavy ball obeys
:math:`\theta_{t+1} = (1 + \mu - \eta\lambda)\,\theta_t - \mu\,\theta_{t-1}`, and all there is to know is in the two
roots of :math:`z^2 - (1 + \mu - \eta\lambda)\,z + \mu`. Plain descent is :math:`\mu = 0`; Nesterov's method is the
heavy ball with :math:`\mu(1 - \eta\lambda)` in place of :math:`\mu`.
"""

import numpy as np

from ..rule import Descent, Rule


def roots(x, mu) -> np.ndarray:
    r"""Both roots of the heavy ball, complex, along a last axis of length 2, the larger modulus first.

    Parameters
    ----------
    x : array-like
        Rate times curvature, :math:`\eta\lambda`.
    mu : array-like
        Momentum; must broadcast with ``x``.

    Examples
    --------
    >>> roots(0.19, 0.0), abs(roots(0.19, 0.81)).round(3)
    (array([0.81+0.j, 0.  +0.j]), array([0.9, 0.9]))
    """
    half = (1 + np.asarray(mu) - x) / 2
    root = np.sqrt(half**2 - mu + 0j)
    first = half + np.where(half < 0, -root, root)
    return np.stack([first, 2 * half - first], axis=-1)


def rate(x, mu) -> np.ndarray:
    """The factor by which the heavy ball comes nearer in a step, in the end: the larger modulus; divergence above 1.

    Examples
    --------
    Plain descent multiplies by 1 - x; at the step x = 2 it stops converging:

    >>> rate(np.array([0.5, 1.0, 2.0]), 0.0)
    array([0.5, 0. , 1. ])
    """
    return abs(roots(x, mu)[..., 0])


def jitter(x, mu) -> np.ndarray:
    r"""The variance at which noise of variance 1 in the gradient keeps the heavy ball, times the curvature squared.

    .. math:: \frac{\lambda^2}{\sigma^2} \operatorname{var}\theta = \frac{1 + \mu}{1 - \mu} \cdot \frac{x}{2(1+\mu) - x}

    Examples
    --------
    The same effective rate, 0.5, by plain descent and by momentum 0.9 with a tenth of the rate:

    >>> round(float(jitter(0.5, 0.0)), 3), round(float(jitter(0.05, 0.9)), 3)
    (0.333, 0.253)
    """
    return (1 + mu) / (1 - mu) * x / (2 * (1 + mu) - x)


def polyak(condition) -> tuple:
    r"""The best rate and momentum for curvatures from 1 to ``condition`` (Polyak 1964, section 2).

    .. math:: \eta = \Bigl(\frac{2}{\sqrt\kappa + 1}\Bigr)^2, \qquad
              \mu = \Bigl(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\Bigr)^2

    Examples
    --------
    Both ends of the spectrum then converge at the same rate, the root of the momentum:

    >>> lr, mu = polyak(9.0)
    >>> float(lr), float(mu), rate(lr * np.array([1.0, 9.0]), mu).round(6)
    (0.25, 0.25, array([0.5, 0.5]))
    """
    root = np.sqrt(condition)
    return (2 / (root + 1)) ** 2, ((root - 1) / (root + 1)) ** 2


def bowl(curvature: np.ndarray):
    r"""The objective :math:`\frac12 \sum_i \lambda_i \theta_i^2`, of curvatures ``(..., P)``."""

    def objective(theta, g):
        g[...] = curvature * theta
        return (g * theta).sum(axis=-1) / 2

    return objective


def tilted(A: np.ndarray, b: np.ndarray):
    r"""The objective :math:`\frac12 \theta^\top A \theta + b^\top \theta`, of a symmetric matrix ``(P, P)`` and a slope ``(P,)``.

    Examples
    --------
    >>> g = np.empty(2)
    >>> float(tilted(np.diag([1.0, 2.0]), np.array([1.0, 0.0]))(np.array([2.0, 1.0]), g)), g
    (5.0, array([3., 2.]))
    """

    def objective(theta, g):
        g[...] = theta @ A
        value = ((g / 2 + b) * theta).sum(axis=-1)
        g += b
        return value

    return objective


def hillside(theta: np.ndarray, g: np.ndarray):
    """The objective of a straight slope: the gradient is 1 everywhere."""
    g[...] = 1
    return theta.sum(axis=-1)


def steps_to(rule: Rule, curvature: np.ndarray, *, shrink: float = 1e-6, limit: int = 100_000) -> np.ndarray:
    """Steps until the distance to the minimum is ``shrink`` of what it was, from a start of ones.

    Parameters
    ----------
    rule : Rule
        Its hyperparameters must broadcast against ``curvature``.
    curvature : ndarray, shape (..., P)
        One quadratic for each leading index.
    shrink : float
        Fraction of the first distance.
    limit : int
        Give up after so many steps.

    Returns
    -------
    ndarray of float, shape (...)
        Infinite where ``limit`` came first.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> steps_to(sgd(lr=1.0), np.array([[0.5], [0.9], [1.0]]), shrink=0.01)
    array([7., 2., 1.])
    """
    theta = np.ones(curvature.shape)
    goal = shrink * np.sqrt(curvature.shape[-1])
    taken = np.full(curvature.shape[:-1], np.inf)
    descent = Descent(bowl(curvature), theta, rule)
    while descent.t < limit and np.isinf(taken).any():
        next(descent)
        taken[np.isinf(taken) & (np.linalg.norm(theta, axis=-1) <= goal)] = descent.t
    return taken
