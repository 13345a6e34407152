"""How a signal fares in a deep network.

Write ``sizes``, then run

    pytest xavier.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def sizes(f, n, depth, rng):
    """The size of a signal behind each layer of a random network.

    Each layer multiplies by a matrix of independent Gaussian weights of variance 1/n, and applies ``f``.

    Parameters
    ----------
    f : callable
        The activation function, elementwise.
    n, depth : int
        Units in a layer, and layers.
    rng : numpy.random.Generator
        Draws the input, n standard normal numbers, and the matrices.

    Returns
    -------
    ndarray, shape (depth,)
        The rms over the units, the root of the mean square, behind layers 1 to ``depth``.
    """
    raise NotImplementedError


def test_shape():
    found = sizes(np.tanh, 10, 7, np.random.default_rng(0))
    assert np.shape(found) == (7,), f"seven layers, one size behind each: {np.shape(found)}"


def test_sign():
    found = sizes(np.sign, 25, 4, np.random.default_rng(0))
    assert not np.allclose(found, 5), "plus and minus ones have the rms 1, whatever n is; 5 is the length of 25 of them"
    assert np.allclose(found, 1), (
        f"plus and minus ones have the rms 1, not {found[0]:.3f}: measure behind the activation function"
    )


def test_linear_layers():
    last = sizes(lambda x: x, 300, 10, np.random.default_rng(0))[-1]
    assert 0.4 < last < 2.5, (
        f"behind 10 linear layers the signal has the size {last:.1e}, not about 1: weights of variance 1/n have the standard deviation 1/√n"
    )


def test_layers_differ():
    found = sizes(lambda x: x, 1, 5, np.random.default_rng(0))
    factors = found[1:] / found[:-1]
    assert np.ptp(factors) > 1e-6, f"with one unit, every layer multiplies by {factors[0]:.3f}: draw a new matrix for each"


def test_tanh():
    found = np.median([sizes(np.tanh, 100, 50, np.random.default_rng(seed))[-1] for seed in range(10)])
    assert 0.07 < found < 0.13, f"behind 50 layers of tanh the size is about 1/√100 = 0.1, not {found:.2g}"
