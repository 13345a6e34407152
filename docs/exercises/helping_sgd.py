"""Stopping early: which look at the held-out loss is the best, and when to give up waiting for a better one.

Write ``stop``, then run

    pytest helping_sgd.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def stop(losses, patience):
    """Which look is kept, and after how many looks the training ends.

    Parameters
    ----------
    losses : ndarray, shape (n,)
        The loss on data held out at each look, in order, as it would be if nobody stopped.
    patience : int
        The training ends after the look that is the last of so many in a row without a new lowest loss.

    Returns
    -------
    kept, taken : int
        The number of the look with the lowest loss of those that were taken, counted from 0, the first of equals; and how
        many were taken, at most n.
    """
    raise NotImplementedError


def test_a_loss_that_only_falls():
    kept, taken = stop(np.array([5.0, 4.0, 3.0]), 2)
    assert (kept, taken) == (2, 3), (
        f"the loss falls at each of 3 looks, so the last, number 2, is kept, and all are taken; not {kept, taken}"
    )


def test_the_best_is_kept_and_not_the_last():
    kept, _ = stop(np.array([5.0, 3.0, 4.0, 6.0, 7.0]), 2)
    assert kept == 1, f"the lowest loss was at look 1, and look {kept} is kept: what the last look saw is two looks too old"


def test_looks_end_when_patience_does():
    _, taken = stop(np.array([5.0, 3.0, 4.0, 6.0, 7.0]), 2)
    assert taken == 4, f"after look 1 two looks bring nothing better, which makes 4; {taken} were taken: is the count one off?"


def test_nobody_knows_what_comes_later():
    kept, _ = stop(np.array([5.0, 3.0, 4.0, 4.0, 1.0]), 2)
    assert kept == 1, f"look {kept} is kept, but a patience of 2 does not live to see it: the training has ended at look 3"


def test_patience_starts_anew():
    kept, taken = stop(np.array([5.0, 6.0, 4.0, 5.0, 3.0, 4.0, 4.0, 0.0]), 2)
    assert (kept, taken) == (4, 7), (
        f"looks without a gain count in a row: a new lowest loss starts the count anew, so (4, 7) and not {kept, taken}"
    )


def test_a_new_lowest_is_needed():
    kept, taken = stop(np.array([5.0, 4.5, 4.8, 4.7, 4.6, 1.0]), 3)
    assert (kept, taken) == (1, 5), (
        f"from 4.8 to 4.6 it falls, but stays above 4.5: lower than the look before is not enough; (1, 5) and not {kept, taken}"
    )


def test_equals_are_no_gain():
    kept, taken = stop(np.array([2.0, 2.0, 2.0, 1.0]), 2)
    assert (kept, taken) == (0, 3), f"an equal loss is no gain, so (0, 3) and not {kept, taken}"
