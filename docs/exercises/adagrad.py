"""Adagrad with the whole matrix.

Write ``descend``, then run

    pytest adagrad.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def descend(gradient, theta, lr, steps, eps=1e-8):
    """Where Adagrad with the whole matrix is after some steps.

    Its step is ``lr`` times the inverse root of G times g, with G the sum of all outer products of a gradient g with itself.
    A matrix root has the eigenvectors of its matrix, and the roots of its eigenvalues.

    Parameters
    ----------
    gradient : callable
        ``gradient(theta)``.
    theta : ndarray of float, shape (P,)
        Where to start.
    lr : float
        The rate.
    steps : int
        How many.
    eps : float
        Added to each eigenvalue of the root, for some may be 0.

    Returns
    -------
    ndarray, shape (P,)
    """
    raise NotImplementedError


def along(g, steps=1):
    """How far it goes if the gradient is always g, in rates."""
    g = np.array(g)
    way = descend(lambda theta: g.copy(), np.zeros(2), 0.1, steps)
    assert way @ g < 0, f"with the gradient {g} it goes {way}: that is up"
    return float(np.linalg.norm(way) / 0.1)


def test_along_an_axis():
    length = along([0.0, 0.5])
    assert np.isclose(length, 1), f"the first step along (0, ½) is {length:.2g} rates long, not 1: it is g over the root of g²"


def test_two_steps():
    second = along([0.0, 5.0], steps=2) - along([0.0, 5.0])
    assert np.isclose(second, np.sqrt(0.5)), (
        f"the second step along the same gradient is {second:.2f} rates long, not √½: G is the sum over all steps"
    )


def test_off_the_axes():
    length = along([3.0, 4.0])
    assert not np.isclose(length, np.sqrt(2)), "the first step along (3, 4) is √2 rates long: that is the diagonal's Adagrad"
    assert np.isclose(length, 1), (
        f"the first step along (3, 4) is {length:.2g} rates long, not 1: the root of a matrix is not the roots of its entries"
    )


def test_rotation():
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    bowl = np.diag([1.0, 20.0])
    straight = descend(lambda theta: bowl @ theta, np.array([-7.0, 2.0]), 1.0, 20)
    turned = descend(lambda theta: turn @ bowl @ turn.T @ theta, turn @ np.array([-7.0, 2.0]), 1.0, 20)
    assert np.allclose(turned, turn @ straight), (
        f"it ends at {turn.T @ turned} in a turned valley, and at {straight} in the valley itself"
    )
