"""Two weights in a row, worked by hand: where do Newton's step and Gauss and Newton's go?"""

import numpy as np

from ...surfaces import surface

TARGET = 5.0


@surface(minimum=None, extent=(-3.4, 4.2, -3.4, 4.2))
def two_weights(a, b):
    r"""Half the squared error of :math:`y = ab` where 5 is asked for, :math:`(ab - 5)^2/2`."""
    return (a * b - TARGET) ** 2 / 2


@two_weights.gradient
def two_weights(a, b):
    return b * (a * b - TARGET), a * (a * b - TARGET)


def curvatures(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Hessian and the Gauss-Newton matrix, ``(2, 2)`` each.

    Examples
    --------
    >>> H, G = curvatures(np.array([1.0, 1.0]))
    >>> H, G
    (array([[ 1., -3.],
           [-3.,  1.]]), array([[1., 1.],
           [1., 1.]]))
    """
    a, b = theta
    J = np.array([[b, a]])
    G = J.T @ J
    return G + (a * b - TARGET) * np.array([[0.0, 1.0], [1.0, 0.0]]), G


def steps(theta: np.ndarray, damping: float) -> dict[str, np.ndarray]:
    """The steps of Newton, of Gauss and Newton (the shortest, where there are many), and the damped one.

    Examples
    --------
    >>> for name, step in steps(np.array([1.0, 1.0]), damping=2.0).items():
    ...     print(name, step.round(9))
    Newton [-2. -2.]
    Gauss-Newton [2. 2.]
    damped [1. 1.]
    """
    (H, G), g = curvatures(theta), np.empty(2)
    two_weights(theta, g)
    return {
        "Newton": -np.linalg.solve(H, g),
        "Gauss-Newton": -np.linalg.pinv(G) @ g,
        "damped": -np.linalg.solve(G + damping * np.eye(2), g),
    }
