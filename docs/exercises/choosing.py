"""Between which two values is the true median?

Write ``interval``, then run

    pytest choosing.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

from math import comb

import numpy as np
import pytest


def interval(values, level=0.95):
    """Two of the values, between which the median of their law lies with probability ``level`` at least.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Independent draws from one continuous law, of which nothing else is known.
    level : float
        The probability.

    Returns
    -------
    low, high : float
        The k-th smallest and the k-th largest, with the largest k that will do.

    Raises
    ------
    ValueError
        If not even the smallest and the largest will do.
    """
    raise NotImplementedError


def shuffled(n):
    """The numbers 1 to n in disorder."""
    return np.random.default_rng(0).permutation(n) + 1.0


def test_ten():
    low, high = interval(shuffled(10))
    assert low in range(1, 11) and high in range(1, 11), (
        f"[{low:.2f}, {high:.2f}] are none of the ten values: means and deviations suppose a normal law"
    )
    assert (low, high) != (1, 10), "the smallest and the largest of ten hold it with 99.8 %: a narrower interval will do"
    assert low == 2 and high == 9, (
        f"of ten values the second smallest and second largest hold the median with 97.9 %, not the ones of ranks {low:g} and {high:g}"
    )


def test_few_values():
    assert interval(shuffled(6)) == (1, 6), (
        "of six values the smallest and the largest hold it with 96.9 %, and no others will do"
    )
    assert interval(shuffled(3), 0.75) == (1, 3), (
        "the extremes of three hold it with 75 %, no more and no less: that is enough for 75 %"
    )
    try:
        found = interval(shuffled(5))
    except ValueError:
        return
    pytest.fail(f"of five values even the extremes hold it with 93.8 % only, but {found} was returned: it can lie on either side")


def test_twenty():
    low, high = interval(shuffled(20))
    assert low == 6 and high == 15, (
        f"of twenty values the sixth and the fifteenth hold it with 95.9 %, not those of ranks {low:g} and {high:g}: k grows with n"
    )
    low, high = interval(shuffled(20), 0.7)
    assert low == 8 and high == 13, f"with 70 % the eighth and the thirteenth will do, not those of ranks {low:g} and {high:g}"


def test_any_scale():
    values = np.random.default_rng(0).standard_normal(15)
    assert np.allclose(np.log(interval(np.exp(values))), interval(values)), (
        "of the exponentials it is the exponential: ranks have no scale"
    )
