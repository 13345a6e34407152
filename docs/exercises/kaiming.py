"""Ten thousand rectifier networks without a matrix.

Write ``walks``, then run

    pytest kaiming.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def walks(networks, n, depth, rng):
    """What random networks of rectifiers do to the size of a signal.

    The weights are Gaussian, of variance 2/n. A layer then multiplies the mean square of its signal by a random number.

    Parameters
    ----------
    networks, n, depth : int
        How many networks, units in a layer (64 or more), and layers.
    rng : numpy.random.Generator
        Where all chance comes from.

    Returns
    -------
    ndarray, shape (networks,)
        The logarithm of the factor by which all layers of a network together multiply the mean square.
    """
    raise NotImplementedError


def test_one_layer():
    factor = np.exp(walks(20_000, 512, 1, np.random.default_rng(0)))
    assert factor.shape == (20_000,), f"one number for each of 20 000 networks, not {factor.shape}"
    assert abs(factor.mean() - 1) < 0.01, (
        f"a layer multiplies the mean square by {factor.mean():.2f} on average, not by 1: about every other unit is silent"
    )
    spread = 512 * factor.var()
    assert abs(spread - 5) < 0.4, (
        f"n times the variance of a layer's factor is {spread:.1f}, not 5: how many units are live is chance, too"
    )


def test_layers_are_independent():
    spread = walks(5_000, 512, 50, np.random.default_rng(0)).var() / (5 * 50 / 512)
    assert 0.8 < spread < 1.25, (
        f"fifty layers spread the logarithm {spread:.0f} times as much as they should: each layer draws its own number"
    )


def test_a_hundred_layers():
    found = walks(5_000, 512, 100, np.random.default_rng(0)).mean()
    assert abs(found + 2.5 * 100 / 512) < 0.08, f"the mean of the logarithm is {found:.3f}; {-2.5 * 100 / 512:.3f} was expected"
