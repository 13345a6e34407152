"""The best rate and the best momentum, by search.

Write ``best``, then run

    pytest momentum.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def factor(x, mu):
    """By what factor the heavy ball shrinks a step, where the rate times the curvature is ``x``; above 1 it diverges."""
    b = 1 + mu - x
    root = np.sqrt(b**2 - 4 * mu + 0j)
    return np.maximum(abs(b + root), abs(b - root)) / 2


def best(condition, rates, momenta):
    """The rate and momentum with which the heavy ball gets down a quadratic in the fewest steps.

    Its curvatures lie between 1/condition and 1. You have ``factor``, which takes arrays and broadcasts.

    Parameters
    ----------
    condition : float
    rates, momenta : ndarray, one axis each
        The values to choose from.

    Returns
    -------
    rate, momentum, factor : float
        The best pair, and the factor per step by which the whole descent shrinks.
    """
    raise NotImplementedError


def test_plain_descent():
    rate, mu, found = best(10.0, np.linspace(0.1, 4, 391), np.zeros(1))
    steep, flat = factor(rate, mu), factor(rate / 10, mu)
    assert flat < 0.85, f"at rate {rate:.2f} the flat direction, of curvature 1/10, shrinks by only {flat:.2f} a step"
    assert steep < 0.85, f"at rate {rate:.2f} the steep direction, of curvature 1, goes by {steep:.2f} a step"
    assert np.isclose(found, max(steep, flat)), (
        f"the directions shrink by {steep:.3f} and {flat:.3f} a step: the descent by the slower of them, not by {found:.3f}"
    )
    assert abs(found - 9 / 11) < 0.01, (
        f"plain descent of condition 10 shrinks by 9/11 = {9 / 11:.3f} a step at best, not {found:.3f}"
    )


def test_no_valley():
    rate, mu, found = best(1.0, np.linspace(0.5, 1.5, 101), np.linspace(0, 0.9, 91))
    assert np.allclose([rate, mu, found], [1, 0, 0], atol=0.02), (
        f"in a round bowl rate 1 without momentum arrives in one step, not {rate:.2f} with {mu:.2f}"
    )


def test_condition_100():
    rate, mu, found = best(100.0, np.linspace(0.05, 4, 396), np.linspace(0, 0.99, 100))
    assert abs(mu - (9 / 11) ** 2) < 0.02 and abs(rate - 4 / 1.1**2) < 0.1, (
        f"Polyak's formulas give rate 3.31 and momentum 0.67, the search {rate:.2f} and {mu:.2f}"
    )
    assert abs(found - 9 / 11) < 0.01, (
        f"with momentum, condition 100 shrinks as condition 10 without, by 0.818 a step; found {found:.3f}"
    )
