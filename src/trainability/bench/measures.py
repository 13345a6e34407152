"""What is measured of networks and signals."""

import numpy as np

from ..network import Network


def rms(x: np.ndarray) -> np.ndarray:
    """Root mean square over the last axis, ``(..., n)`` to ``(...)``, in float64, so that squaring cannot overflow first."""
    return np.sqrt(np.mean(np.square(x, dtype=np.float64), axis=-1))


def rms_of(arrays: list[np.ndarray], axes: int = 2) -> np.ndarray:
    """The :func:`rms` of each of some arrays over its last axes: of weights ``(..., n_in, n_out)``, shape ``(..., arrays)``.

    Examples
    --------
    >>> rms_of([np.full((2, 3), 5.0), np.eye(4)])
    array([5. , 0.5])
    """
    return np.stack([rms(a.reshape(*a.shape[:-axes], -1)) for a in arrays], axis=-1)


def accuracy(network: Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The share of inputs ``x`` to which a network whose training is over gives their label ``y``, shape ``theta.shape[:-1]``.

    Examples
    --------
    >>> from trainability.layers import Dense
    >>> theta, x = np.array([[1.0, 2.0, 0.0, 0.0], [2.0, 1.0, 0.0, 0.0]]), np.array([[1.0], [-1.0], [3.0]])
    >>> accuracy(Network(Dense(1, 2)), theta, x, np.array([1, 1, 1])).round(2)
    array([0.67, 0.33])
    """
    return (network.inference(x, theta)[0].argmax(axis=-1) == y).mean(axis=-1)
