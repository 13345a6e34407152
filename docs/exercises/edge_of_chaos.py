"""Let the data choose the gains (LSUV).

Write ``gains``, then run

    pytest edge_of_chaos.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def gains(x, matrices, f):
    """The gain of each layer with which all layers hand signals of rms 1 to their activation functions.

    Layer by layer the network computes ``x = f(gain * x @ W)``.

    Parameters
    ----------
    x : ndarray, shape (inputs, n)
        A batch of inputs.
    matrices : list of ndarray
        ``W`` for each layer.
    f : callable
        The activation function, elementwise.

    Returns
    -------
    list of float
        One gain for each matrix, such that ``gain * x @ W`` has the rms 1 over all units and all inputs.
    """
    raise NotImplementedError


def batch(layers):
    rng = np.random.default_rng(0)
    return 2 * rng.standard_normal((50, 20)), [rng.standard_normal((20, 20)) for _ in range(layers)]


def rms(x):
    return np.sqrt(np.mean(x**2))


def test_one_number_a_layer():
    shapes = [np.shape(gain) for gain in gains(*batch(3), np.tanh)]
    assert shapes == [(), (), ()], f"three layers have three gains, one number each for the whole batch, not {shapes}"


def test_one_linear_layer():
    x, [W] = batch(1)
    [gain] = gains(x, [W], lambda h: h)
    assert np.isclose(gain * rms(x @ W), 1), (
        f"the signal has the rms {rms(x @ W):.3g}, with the gain {gain * rms(x @ W):.3g}: divide by the root of the mean square"
    )


def test_one_layer():
    x, [W] = batch(1)
    [gain] = gains(x, [W], lambda h: 0.1 * h)
    assert np.isclose(gain * rms(x @ W), 1), (
        f"what the activation function is given has the rms {gain * rms(x @ W):.3g}: measure before it, not behind"
    )


def test_many_layers():
    x, matrices = batch(10)
    for layer, (gain, W) in enumerate(zip(gains(x, matrices, np.tanh), matrices), 1):
        found = gain * rms(x @ W)
        assert np.isclose(found, 1), (
            f"layer {layer} hands over a signal of rms {found:.3g}: send on the signal with the gains chosen so far"
        )
        x = np.tanh(gain * x @ W)
