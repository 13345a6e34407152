"""Weights of which nearly all are zero.

Write ``sparse``, then run

    pytest autoencoders.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def sparse(n_in, n_out, rng, connections=15):
    """First weights of a layer whose units read a few inputs each, chosen by chance, with Gaussian weights of variance 1.

    Parameters
    ----------
    n_in, n_out : int
        Inputs and units. A unit reads all inputs if there are no more than ``connections`` of them.
    rng : numpy.random.Generator
    connections : int
        How many different inputs each unit reads, if there are as many.

    Returns
    -------
    ndarray, shape (n_in, n_out)
        A column for each unit.
    """
    raise NotImplementedError


def drawn(n_in, n_out, seed=0, **how):
    return sparse(n_in, n_out, np.random.default_rng(seed), **how)


def test_every_unit_reads_fifteen():
    W = drawn(100, 40)
    assert np.shape(W) == (100, 40), f"100 inputs and 40 units are an array (100, 40), not {np.shape(W)}"
    read, spread = (W != 0).sum(axis=0), (W != 0).sum(axis=1)
    assert not (spread == 15).all(), (
        "every input has 15 units, but a unit may have none: choose for each column, not for each row"
    )
    assert (read == 15).all(), f"every unit reads 15 different inputs, but one of yours reads {read[read != 15][0]}"
    assert ((drawn(100, 40, connections=4) != 0).sum(axis=0) == 4).all(), "with connections=4 every unit reads 4 inputs"


def test_every_unit_chooses_for_itself():
    chosen = drawn(100, 40) != 0
    assert (chosen != chosen[:, :1]).any(), "all units read the same inputs, so the rest of the layer below is lost"
    many = drawn(100, 4000) != 0
    assert many.mean(axis=1).min() > 0.1, "some inputs are hardly ever chosen: each is as likely as any other, 15 times in 100"


def test_weights_are_gaussian_of_variance_one():
    W = drawn(100, 4000)
    W = W[W != 0]
    assert not abs(W.var() * 15 - 1) < 0.1, (
        "a variance of 1/15 undoes the fifteen: the slope of a logistic unit does that already"
    )
    assert abs(W.mean()) < 0.05 and abs(W.var() - 1) < 0.1, f"mean 0 and variance 1, not {W.mean():.2f} and {W.var():.2f}"
    assert abs((W**4).mean() - 3) < 0.3, f"a Gaussian's fourth moment is 3, not {(W**4).mean():.2f}"


def test_behind_a_code_of_six():
    try:
        W = drawn(6, 25)
    except ValueError as error:
        raise AssertionError(f"six inputs are less than fifteen: then a unit reads all of them ({error})") from None
    assert (W != 0).all(), "where there are only six inputs, every unit reads all six"
