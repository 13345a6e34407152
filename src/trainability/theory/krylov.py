r"""What a method that adds gradients sees of a quadratic: after t steps, a matrix of t rows, three diagonals of it.

From :math:`x = 0` on :math:`q(x) = \frac12 x^\top A x - b^\top x`, every step adds gradients :math:`Ax - b`. So after t steps x is in the
span of :math:`b, Ab, \dots, A^{t-1}b`, whatever the rates and momenta. In an orthonormal basis of that space, built by
Lanczos, q is :math:`\frac12 y^\top T y - \lVert b\rVert y_1` with a tridiagonal T. Plain descent, momentum, Nesterov's method and conjugate gradients
take the same values there, step by step, as in all the dimensions of A.
"""

from collections.abc import Callable

import numpy as np


def lanczos(product: Callable[[np.ndarray], np.ndarray], b: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    r"""The diagonal of T, ``(steps,)``, and what stands beside it, ``(steps - 1,)``, by ``steps`` products (Lanczos 1950).

    Parameters
    ----------
    product : callable
        ``product(v)`` is :math:`Av`, of a symmetric matrix.
    b : ndarray, shape (P,)
        Where the space begins; not zero.
    steps : int
        At most P, and no more than there are different eigenvalues that ``b`` meets.

    Examples
    --------
    In all dimensions T has the eigenvalues of A:

    >>> diagonal, beside = lanczos(lambda v: np.array([1.0, 2.0, 5.0]) * v, np.ones(3), 3)
    >>> np.linalg.eigvalsh(tridiagonal(diagonal, beside)).round(6)
    array([1., 2., 5.])
    """
    basis, diagonal, beside = np.empty((steps, b.size)), np.empty(steps), np.empty(steps)
    v = b
    for k in range(steps):
        basis[k] = v / np.linalg.norm(v)
        v = product(basis[k])
        diagonal[k] = basis[k] @ v
        known = basis[: k + 1]
        for _ in range(2):  # twice, against rounding
            v = v - (known @ v) @ known
        beside[k] = np.linalg.norm(v)
    return diagonal, beside[:-1]


def tridiagonal(diagonal: np.ndarray, beside: np.ndarray) -> np.ndarray:
    """The symmetric matrix of these diagonals.

    Examples
    --------
    >>> tridiagonal(np.array([1.0, 2.0]), np.array([3.0]))
    array([[1., 3.],
           [3., 2.]])
    """
    return np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
