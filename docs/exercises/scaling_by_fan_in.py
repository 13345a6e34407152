"""Weights by the toss of a coin.

Write ``coin``, then run

    pytest scaling_by_fan_in.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def coin(shape, rng):
    """Weights that are plus or minus one and the same number, each with probability one half, of variance 1/n.

    Parameters
    ----------
    shape : tuple
        ``(..., inputs, units)``: ``n`` is the number of inputs. Leading axes are more matrices of the kind.
    rng : numpy.random.Generator
        Where all chance comes from.

    Returns
    -------
    ndarray of float of that shape
    """
    raise NotImplementedError


def test_two_values():
    values = np.unique(coin((64, 64), np.random.default_rng(0)))
    assert len(values) == 2 and values[0] == -values[1], f"the weights are {values[:4]}: tails is minus what heads is"


def test_variance():
    size = abs(coin((64, 64), np.random.default_rng(0))).max()
    assert np.isclose(size, 1 / 8), f"64 inputs: the weights are ±{size:.3g}, of variance {size**2:.2g}; that of ±a is a²"


def test_fan_in():
    size = abs(coin((64, 16), np.random.default_rng(0))).max()
    assert np.isclose(size, 1 / 8), f"16 units read 64 inputs: n is 64, but ±{size:.3g} has n = {1 / size**2:.0f}"


def test_leading_axes():
    size = abs(coin((4, 64, 16), np.random.default_rng(0))).max()
    assert np.isclose(size, 1 / 8), (
        f"four matrices of 64 inputs each: ±{size:.3g} has n = {1 / size**2:.0f}, the inputs are the last axis but one"
    )


def test_chance():
    W = coin((64, 64), np.random.default_rng(0))
    assert np.array_equal(W, coin((64, 64), np.random.default_rng(0))), (
        "equal generators must draw equal weights: use rng, and nothing else"
    )
    assert len(np.unique(W, axis=1).T) > 32, "columns are equal: toss the coin for every weight"
    assert abs(np.sign(W).mean()) < 5 / 64, f"{np.mean(W > 0):.0%} of the weights are positive"
