"""Adam's correction as a schedule of the rate.

Write ``corrected``, then run

    pytest adam.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def corrected(t, lr, beta1, beta2):
    """The rate with which Adam *without* corrections takes the step t that Adam takes with the rate ``lr``, epsilon aside.

    Parameters
    ----------
    t : int or ndarray of int
        The step, or many of them. The first one is 1.
    lr : float
        Adam's rate.
    beta1, beta2 : float
        The decay of the average m of gradients and of the average v of their squares.

    Returns
    -------
    float or ndarray, as t is
    """
    raise NotImplementedError


def uncorrected(g, rates, beta1, beta2):
    """The steps of Adam without corrections and without epsilon, for given gradients and rates."""
    m, v, steps = 0.0, 0.0, []
    for each, rate in zip(g, rates):
        m, v = beta1 * m + (1 - beta1) * each, beta2 * v + (1 - beta2) * each**2
        steps.append(rate * m / np.sqrt(v))
    return np.array(steps)


def test_v_alone():
    found = corrected(1, 1.0, 0.0, 0.75)
    assert found < 1, (
        "with β₁ = 0 and β₂ = 3/4 the first v is too small, so the first step is too long; your rate makes it longer"
    )
    assert np.isclose(found, 0.5), (
        f"with β₁ = 0 and β₂ = 3/4 the first v is a quarter of g², and its root half of g: a rate of 0.5, not {found:.3g}"
    )


def test_m_alone():
    found = corrected(1, 1.0, 0.75, 0.0)
    assert np.isclose(found, 4), (
        f"with β₁ = 3/4 and β₂ = 0 the first m is a quarter of g: a rate of 4, not {found:.3g}; only v is a square"
    )


def test_constant_gradient():
    rates = [corrected(t, 0.1, 0.9, 0.999) for t in range(1, 101)]
    steps = uncorrected(np.full(100, 7.0), rates, 0.9, 0.999) / 0.1
    assert np.isclose(steps[0], 1), f"the first step is {steps[0]:.3g} rates long; uncorrected it is 3.16 without your schedule"
    assert np.allclose(steps, 1), (
        f"along a constant gradient each step should be a rate long; step 100 is {steps[-1]:.2f}: is t in it?"
    )


def test_many_steps_at_once():
    t = np.array([1, 10, 100_000])
    found = corrected(t, 0.1, 0.9, 0.999)
    assert np.shape(found) == (3,), "it must take an array of steps as well as one"
    assert np.isclose(found[2], 0.1), f"after 100 000 steps there is nothing to correct, and the rate is {found[2]:.3g} of 0.1"
