"""Up in a straight line, down along a cosine.

Write ``rate``, then run

    pytest schedules.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def rate(t, peak, warmup, total):
    """The learning rate of step ``t``: up to ``peak`` in ``warmup`` equal steps, then along half a cosine to 0 at ``total``.

    Parameters
    ----------
    t : int or ndarray of int
        The step, or many of them. The first one is 1. After ``total`` the rate stays 0.
    peak : float
        The largest rate, which is that of step ``warmup``.
    warmup, total : int
        Steps up, and steps in all.

    Returns
    -------
    float or ndarray, as t is
    """
    raise NotImplementedError


def test_up():
    found = rate(np.arange(1, 5), 0.8, 4, 20)
    assert found[0] != 0, "the rate of the first step, t = 1, is 0: that step is lost"
    assert np.isclose(found[3], 0.8), (
        f"at the end of the warm-up the rate is {found[3]:.3f}, not 0.8: the cosine begins to fall there, not before"
    )
    assert np.allclose(found, [0.2, 0.4, 0.6, 0.8]), f"four equal steps to 0.8 are 0.2, 0.4, 0.6, 0.8, not {found}"


def test_down():
    found = rate(np.array([8, 12, 16, 20]), 0.8, 4, 20)
    assert not np.isclose(found[3], 0.4 * (1 + np.cos(1))), (
        "at the end it is at 0.77 of its peak: a cosine is 0 at half of pi, not at one half"
    )
    assert np.isclose(found[1], 0.4), f"halfway down, at step 12, the rate is half its peak, not {found[1]:.3f}"
    assert np.allclose(found + found[[2, 1, 0, 3]], [0.8, 0.8, 0.8, 0]), f"the way down is half a cosine, but it goes {found}"


def test_after_the_end():
    found = rate(np.array([20, 25, 1000]), 0.8, 4, 20)
    assert np.allclose(found, 0, atol=1e-12), (
        f"after the last step the rate is {found[1]:.3f}: the cosine comes up again, unless you stop it"
    )


def test_one_step():
    assert np.isclose(rate(2, 0.8, 4, 20), 0.4), "it must take a single step as well as an array of them"
