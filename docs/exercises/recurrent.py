"""Backpropagation through time, for one unit.

Write ``bptt``, then run

    pytest recurrent.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def bptt(u, w, x, target):
    """The gradient of a loss over time, for one tanh unit that reads its own last state.

    From ``h = 0`` on, ``h = tanh(u * x[t] + w * h)`` for each ``t``; the loss is ``(h - target)**2 / 2`` with the last ``h``.

    Parameters
    ----------
    u, w : float
        The weight of the input, and that of the last state.
    x : list of float
        The inputs, one for each time.
    target : float
        What the last state should be.

    Returns
    -------
    du, dw : float
        The slopes of the loss in ``u`` and in ``w``.
    """
    raise NotImplementedError


def loss(u, w, x, target):
    h = 0.0
    for each in x:
        h = np.tanh(u * each + w * h)
    return (h - target) ** 2 / 2


def slopes(u, w, x, target):
    """By differences: right to nine digits or so, but a pass forward for each parameter and side."""
    e = 1e-5
    return (
        (loss(u + e, w, x, target) - loss(u - e, w, x, target)) / (2 * e),
        (loss(u, w + e, x, target) - loss(u, w - e, x, target)) / (2 * e),
    )


def test_one_time():
    du, dw = bptt(2.0, 0.5, [0.5], 0.0)
    h = np.tanh(1.0)
    assert not np.isclose(du, h * 0.5), f"du is {du:.4f}: the slope of the unit, 1 - h**2, is missing"
    assert np.isclose(du, h * (1 - h**2) * 0.5), (
        f"one input of 0.5 and u = 2 give a = 1, and du = {h * (1 - h**2) * 0.5:.4f}; got {du:.4f}"
    )
    assert dw == 0, (
        f"before the first time the state is 0, so w has no say; got dw = {dw:.4f}: it meets the state before, not after"
    )


def test_what_comes_from_earlier_times():
    x, target = [0.5, 0.0, 0.0], 1.0
    du, dw = bptt(1.0, 0.5, x, target)
    right = slopes(1.0, 0.5, x, target)
    assert du != 0, (
        "the only input stands at the first time, and du is 0: go back through w to the first time, not only to the last"
    )
    assert np.isclose(dw, right[1], rtol=1e-6), f"dw is {dw:.4f}, and by differences {right[1]:.4f}: each time adds its part"
    assert np.isclose(du, right[0], rtol=1e-6), f"du is {du:.4f}, and by differences {right[0]:.4f}"


def test_by_differences():
    rng = np.random.default_rng(0)
    for times in (2, 5, 30):
        u, w, target = rng.normal(size=3)
        x = rng.normal(size=times).tolist()
        right = slopes(u, w, x, target)
        assert np.allclose(bptt(u, w, x, target), right, rtol=1e-6, atol=1e-9), (
            f"{times} times, u = {u:.2f} and w = {w:.2f}: {np.round(bptt(u, w, x, target), 5)}, by differences {np.round(right, 5)}"
        )
