"""How far to trust a model: Levenberg and Marquardt's rule.

Write ``next_damping``, then run

    pytest second_order.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def next_damping(before, after, g, G, delta, damping):
    """The damping of the next step, from how well the quadratic model predicted this one.

    The ratio is what the step has changed, over what the undamped model q(delta) = g·delta + delta·G delta / 2 said it would.
    Below 1/4 the damping grows by 3/2, above 3/4 it shrinks by 2/3.

    Parameters
    ----------
    before, after : float
        The loss before the step and after it. Where the step has left all bounds, ``after`` is infinite or not a number.
    g, delta : ndarray, shape (n,)
        The gradient before the step, and the step.
    G : ndarray, shape (n, n)
        The curvature before the step, without damping.
    damping : float
        With which the step was made.

    Returns
    -------
    float
    """
    raise NotImplementedError


def bowl(curvature):
    """A step of -1 from 1, where the model promises the fall of a parabola of this curvature: before, g, G and delta."""
    return curvature / 2, np.array([curvature]), np.array([[curvature]]), np.array([-1.0])


def test_a_model_that_is_exact():
    before, g, G, delta = bowl(2.0)
    found = next_damping(before, 0.0, g, G, delta, 6.0)
    assert found < 6, (
        f"the model promised a fall of 1, and 1 it was: it deserves more trust, so less damping than 6, not {found}: "
        "is the damping in the model, or is the half missing?"
    )
    assert np.isclose(found, 4), f"the damping shrinks by 2/3, from 6 to 4, not to {found}"


def test_a_model_that_promised_too_much():
    before, g, G, delta = bowl(2.0)
    found = next_damping(before, 0.9, g, G, delta, 6.0)
    assert found > 6, f"of a fall of 1 only 0.1 came: the damping must grow from 6, not be {found}"
    assert np.isclose(found, 9), f"the damping grows by 3/2, from 6 to 9, not to {found}"


def test_a_step_that_went_up():
    before, g, G, delta = bowl(2.0)
    found = next_damping(before, 3.0, g, G, delta, 6.0)
    assert np.isclose(found, 9), (
        f"the loss rose from 1 to 3, and the damping went from 6 to {found}: the ratio is negative, below 1/4"
    )


def test_more_than_was_promised():
    before, g, G, delta = bowl(2.0)
    found = next_damping(before, -4.0, g, G, delta, 6.0)
    assert np.isclose(found, 4), (
        f"it fell by 5 where 1 was promised, so the ratio is 5, and not 1/5; the damping is 4, not {found}"
    )


def test_in_between():
    before, g, G, delta = bowl(2.0)
    found = next_damping(before, 0.4, g, G, delta, 6.0)
    assert found == 6, f"of a fall of 1, 0.6 came, which is between 1/4 and 3/4: the damping stays 6, and is not {found}"


def test_two_dimensions():
    g, G, delta = np.array([-4.0, -4.0]), np.ones((2, 2)), np.array([1.0, 1.0])
    found = next_damping(8.0, 3.4, g, G, delta, 2.0)
    assert np.isclose(found, 4 / 3), (
        f"g·delta is -8, half of delta·G delta 2: a fall of 6 was promised, and 4.6 came, so the damping falls to 4/3; it is {found}. "
        "Is the product elementwise?"
    )


def test_out_of_all_bounds():
    before, g, G, delta = bowl(2.0)
    for after in (np.inf, np.nan):
        found = next_damping(before, after, g, G, delta, 6.0)
        assert np.isclose(found, 9), (
            f"the loss is {after} after the step, and the damping {found}: a comparison with NaN is False"
        )
