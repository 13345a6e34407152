"""How a vector is spread over the eigenvalues of a matrix that is known by its products alone."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Spread(NamedTuple):
    """Eigenvalues ``(..., k)``, in ascending order, and the share of a vector's squared length at each, ``(..., k)``."""

    values: np.ndarray
    shares: np.ndarray


def spread_over(product: Callable, v: np.ndarray, products: int) -> Spread:
    r"""The squared length of a vector over the eigenvalues of a symmetric matrix, by Lanczos' method.

    After ``k`` products a few eigenvalues stand for all: :math:`\sum_i s_i\,\lambda_i^p = v^\top A^p v / v^\top v` for
    every :math:`p < 2k` (Golub & Meurant 2010, theorem 6.1).

    Parameters
    ----------
    product : callable
        Takes and returns arrays like ``v``: the products of each run's matrix and vector.
    v : ndarray of float64, shape (..., P)
        The vectors. Leading axes are independent runs.
    products : int
        How many, at most P.

    Returns
    -------
    Spread

    Examples
    --------
    >>> spread_over(lambda v: np.array([1.0, 10.0, 100.0]) * v, np.array([3.0, 0.0, 4.0]), products=2)
    Spread(values=array([  1., 100.]), shares=array([0.36, 0.64]))
    """
    u, basis, images = v.copy(), [], []
    for _ in range(products):
        for each in basis * 2:  # twice, against rounding
            u -= (each * u).sum(axis=-1, keepdims=True) * each
        basis.append(u / np.maximum(np.linalg.norm(u, axis=-1, keepdims=True), np.finfo(u.dtype).tiny))
        images.append(product(basis[-1]))
        u = images[-1].copy()
    compressed = np.einsum("i...p,j...p->...ij", basis, images)
    values, vectors = np.linalg.eigh((compressed + compressed.mT) / 2)
    return Spread(values, vectors[..., 0, :] ** 2)
