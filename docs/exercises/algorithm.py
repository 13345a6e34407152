"""Average what batch normalization uses after training.

Write ``averages``, then run

    pytest algorithm.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def averages(batches):
    """The mean and the variance of each column, averaged over batches (Ioffe & Szegedy 2015, algorithm 2, line 10).

    Parameters
    ----------
    batches : ndarray, shape (B, N, n)
        What reaches the layer: B batches of N rows, N > 1.

    Returns
    -------
    mean, var : ndarray, shape (n,)
        The mean, and the unbiased variance.
    """
    raise NotImplementedError


def test_the_mean():
    mean, _ = averages(np.array([[[0.0, 5.0], [2.0, 5.0]], [[4.0, 5.0], [12.0, 5.0]]]))
    assert np.shape(mean) == (2,), f"two columns have two means, not an array of shape {np.shape(mean)}"
    assert np.allclose(mean, [4.5, 5]), f"the columns (0, 2, 4, 12) and (5, 5, 5, 5) have the means 4.5 and 5, not {mean}"


def test_batches_that_differ():
    _, var = averages(np.array([[[1.0], [1.0]], [[3.0], [3.0]]]))
    assert np.allclose(var, 0), (
        f"no batch varies within, and yet the variance is {var[0]:.2f}: that of all rows together counts how the batches differ, too"
    )


def test_few_rows():
    _, var = averages(np.array([[[-1.0], [1.0]]] * 5))
    assert not np.allclose(var, 1), (
        "the batches have the variance 1 about their own mean, which is too small: N / (N - 1) is missing"
    )
    assert np.allclose(var, 2), (
        f"five batches of (-1, 1) have the unbiased variance 2, not {var[0]:.2f}: N counts the rows of one batch"
    )


def test_spreads_that_differ():
    _, var = averages(np.array([[[0.0], [0.0], [0.0]], [[-3.0], [0.0], [3.0]]]))
    assert np.allclose(var, 4.5), (
        f"unbiased variances of 0 and 9 have the mean 4.5, not {var[0]:.2f}: a mean of deviations, squared, is smaller"
    )
