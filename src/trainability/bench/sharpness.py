"""The largest curvature of a loss: what limits the rate of a descent."""

from collections.abc import Callable

import numpy as np


def sharpness(
    objective: Callable, theta: np.ndarray, rng: np.random.Generator, *, products: int = 20, step: float = 1e-9
) -> np.ndarray:
    """The largest eigenvalue of the Hessian, by Lanczos' method on differences of gradients.

    It takes the largest eigenvalue within the space that a random vector and its first products with the Hessian span. Power
    iteration would look at the last product alone, and find the eigenvalue of largest modulus, often a negative one.

    Parameters
    ----------
    objective : callable
        Writes a gradient, as :class:`~trainability.rule.Descent` calls it.
    theta : ndarray of float64, shape (..., P)
        Where.
    rng : Generator
        Draws the first vectors.
    products : int
        Products with the Hessian, at most P; each takes two gradients.
    step : float
        Distance from ``theta`` at which they are taken. A kink of a rectifier within it looks like a huge curvature: among
        200 digits a step of 1e-4 often meets one, this one hardly ever.

    Returns
    -------
    ndarray, shape (...)
        A lower bound, tight once there are enough products.

    Examples
    --------
    >>> from trainability.theory.convergence import bowl
    >>> sharpness(bowl(np.array([-9.0, 1.0, 2.0, 8.0])), np.zeros(4), np.random.default_rng(0), products=4).round(6)
    np.float64(8.0)
    """
    v, basis, images = rng.standard_normal(theta.shape), [], []
    ahead, behind = np.empty_like(v), np.empty_like(v)
    for _ in range(products):
        for u in basis * 2:  # twice, against rounding
            v -= (u * v).sum(axis=-1, keepdims=True) * u
        basis.append(v / np.linalg.norm(v, axis=-1, keepdims=True))
        objective(theta + step * basis[-1], ahead)
        objective(theta - step * basis[-1], behind)
        images.append((ahead - behind) / (2 * step))
        v = images[-1].copy()
    compressed = np.einsum("i...p,j...p->...ij", basis, images)
    return np.linalg.eigvalsh((compressed + compressed.mT) / 2)[..., -1]
