"""Adadelta with two epsilons.

Write ``changes``, then run

    pytest rmsprop_adadelta.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def changes(g, rho, eps_step, eps_slope):
    """What Adadelta subtracts from the parameters at each step.

    Parameters
    ----------
    g : ndarray, shape (steps, P)
        The gradients.
    rho : float
        The decay of both averages.
    eps_step, eps_slope : float
        Epsilon over the fraction, beside the average of squared changes, and below it, beside that of squared gradients.

    Returns
    -------
    ndarray, shape (steps, P)
        The changes. A change is counted in their average after it was made, for the next step.
    """
    raise NotImplementedError


def test_first_step():
    first = changes(np.full((1, 1), 2.0), 0.75, 9.0, 3.0)[0, 0]
    assert first != 0, "the first change is 0, and so all are: without epsilon over the fraction it never starts"
    assert not np.isclose(first, 2 * np.sqrt(3 / 4)), "there are two epsilons: eps_step over the fraction, eps_slope below"
    assert not np.isclose(first, 2 * np.sqrt(9 / 7)), (
        "after one gradient of 2 the average of squares is (1 - rho) 4, not 4: it is no sum"
    )
    assert np.isclose(first, 2 * np.sqrt(9 / 4)), (
        f"s = 0.25 · 4 = 1 and u = 0, so the first change is 2 √(9/4) = 3, not {first:.3f}"
    )


def test_next_steps():
    second, third = changes(np.full((3, 1), 2.0), 0.75, 9.0, 3.0)[1:, 0]
    assert not np.isclose(second, 2 * np.sqrt((9 + 1) / (1.75 + 3))), (
        "u is the average of the squared *changes*; yours averages gradients over the fraction, too"
    )
    assert np.isclose(second, 2 * np.sqrt((9 + 2.25) / (1.75 + 3))), (
        f"s = 1.75 and u = 0.25 · 3² = 2.25: the second change is 3.078, not {second:.3f}"
    )
    assert np.isclose(third, 3.1353, atol=1e-3), f"the third change is 3.135, not {third:.3f}: u = 0.75 · 2.25 + 0.25 · 3.078²"


def test_small_gradients():
    g = 1e-3 * np.random.default_rng(0).standard_normal((50, 2))
    found = changes(g, 0.95, 1e4, 1e6)
    assert np.allclose(found, 0.1 * g, rtol=1e-4), (
        "where the epsilons are all, the rate is the root of eps_step / eps_slope, here 0.1"
    )


def test_units():
    g = np.random.default_rng(0).standard_normal((50, 2))
    metres, decimetres = changes(g, 0.9, 1e-6, 1e-6), changes(g / 10, 0.9, 1e-4, 1e-8)
    assert np.allclose(decimetres, 10 * metres), (
        "in units a tenth as long, with epsilons to match, the changes are ten times as many"
    )
