"""The scale at which a signal neither explodes nor vanishes, by trial.

Write ``critical_std``, then run

    pytest exploding_and_vanishing.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def critical_std(size, low, high, calls):
    """The standard deviation of the weights at which a network keeps the size of its signal.

    Parameters
    ----------
    size : callable
        ``size(std)`` runs the network with weights of this standard deviation, and returns the rms behind its last
        layer of a signal that had the rms 1. It grows with ``std``. It can be 0 or infinity.
    low, high : float
        At ``low`` the signal vanishes, at ``high`` it explodes.
    calls : int
        How often ``size`` may be called.

    Returns
    -------
    float
        Within a factor of ``(high / low) ** 0.5**calls`` of the right one.
    """
    raise NotImplementedError


def linear(n, depth):
    """The average network of width ``n`` in closed form, and a list of the standard deviations it was run with."""
    tried = []

    def size(std):
        tried.append(std)
        with np.errstate(over="ignore", under="ignore"):
            return np.float64(std * np.sqrt(n)) ** depth

    return size, tried


def test_width_512():
    size, _ = linear(512, 100)
    found = critical_std(size, 0.01, 1.0, 30)
    assert 0.02 < found < 0.5, (
        f"{found:.2g} is an end of the interval: keep the half at whose ends the signal vanishes and explodes"
    )
    assert np.isclose(found, 1 / np.sqrt(512), rtol=1e-6), f"for width 512 it is {1 / np.sqrt(512):.5f}, not {found:.5f}"


def test_size_is_zero_or_infinite():
    size, _ = linear(100, 100_000)
    found = critical_std(size, 0.001, 10.0, 30)
    assert np.isclose(found, 0.1, rtol=1e-6), (
        f"{found} where 0.1 is right: the sizes are 0 or infinite here, and only tell on which side they are"
    )


def test_few_calls():
    size, tried = linear(10**8, 100)
    found = critical_std(size, 1e-8, 1.0, 12)
    assert len(tried) <= 12, f"it called size {len(tried)} times; 12 were allowed"
    off = max(found / 1e-4, 1e-4 / found)
    assert off < 1.005, (
        f"off by a factor of {off:.2f} after 12 calls: scales are compared by their ratio, so halve log(high / low)"
    )
