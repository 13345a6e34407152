"""What six wins in ten pairs show: the sign test.

Write ``sign_test``, then run

    pytest on_mnist.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

from math import comb

import numpy as np


def sign_test(a, b):
    """How probable so lopsided a score is, or a more lopsided one, if each pair is the toss of a fair coin.

    Parameters
    ----------
    a, b : ndarray, shape (n,)
        What two methods needed in the same n trials. Less is better; equal numbers are ties, which count for neither.

    Returns
    -------
    float
        Between 0 and 1; it does not matter which of the two is ahead.
    """
    raise NotImplementedError


def score(wins, losses, ties=0):
    """Two arrays, of which the first is better so many times, worse so many times, and as good so many times."""
    return np.repeat([1.0, 3.0, 2.0], [wins, losses, ties]), np.full(wins + losses + ties, 2.0)


def test_one_pair():
    found = sign_test(*score(1, 0))
    assert found == 1, (
        f"one pair always has a winner, so a score of 1 to 0 has the probability 1, not {found}: 0 to 1 is as lopsided"
    )


def test_as_many_wins_as_losses():
    found = sign_test(*score(5, 5))
    assert found <= 1, f"5 to 5 is given the probability {found:.2f}: here the two tails overlap"
    assert found == 1, f"no score is less lopsided than 5 to 5, so the probability is 1, not {found:.2f}: or a more lopsided one"


def test_six_of_ten():
    found = sign_test(*score(6, 4))
    assert np.isclose(found, 772 / 1024), (
        f"6 to 4 is given {found:.3f}; of the 1024 rows of ten tosses 772 are as lopsided, which is 0.754"
    )


def test_ten_of_ten():
    found = sign_test(*score(10, 0))
    assert np.isclose(found, 2 / 1024), (
        f"two of the 1024 rows of ten tosses show ten times the same side, which is 0.00195, not {found:.5f}"
    )


def test_the_other_is_ahead():
    found = sign_test(*score(1, 9))
    assert np.isclose(found, 22 / 1024), (
        f"1 to 9 is given {found:.3f} and must be as 9 to 1, 0.021: start from the larger of the two counts"
    )


def test_ties():
    found = sign_test(*score(6, 0, ties=4))
    assert np.isclose(found, 2 / 64), (
        f"six wins, no loss and four ties are given {found:.3f}, and not 2/64: a tie is no toss, and no loss"
    )
