"""Clip to what is usual (AutoClip).

Write ``autoclip``, then run

    pytest clipping.py

It needs NumPy and pytest. A test that fails says what is wrong, if it can.
"""

import numpy as np


def autoclip(g, norms, percent=90):
    """The gradient, clipped by norm to a percentile of the lengths of all gradients so far, its own included.

    Parameters
    ----------
    g : ndarray
        The gradient. This array is left as it is.
    norms : list of float
        The lengths of the gradients before, as they were before clipping. That of ``g`` is appended.
    percent : float
        Which percentile is the limit, rounded down to one of the lengths.

    Returns
    -------
    ndarray like g
        In the direction of ``g``, and no longer than it was.
    """
    raise NotImplementedError


def test_the_first_gradient():
    found = autoclip(np.array([3.0, 4.0]), [])
    assert np.allclose(found, [3, 4]), (
        f"there is nothing to compare the first gradient with, so it stays (3, 4) and does not become {found}"
    )


def test_an_outlier():
    found = autoclip(np.array([3000.0, 400.0]), [5.0] * 99)
    assert np.isclose(found[1] / found[0], 400 / 3000), (
        f"(3000, 400) has become {found.round(2)}: clipping by norm keeps the direction"
    )
    assert np.isclose(np.linalg.norm(found), 5), f"99 gradients were of length 5, and now one is {np.linalg.norm(found):.1f} long"


def test_an_early_outlier():
    found = np.linalg.norm(autoclip(np.array([60.0, 80.0]), [0.1, 0.2, 0.3, 0.1, 0.2, 0.3]))
    assert found < 1, (
        f"six lengths below 0.4 and one of 100 make a limit of {found:.0f}: between the two largest, interpolation is on its way to the outlier"
    )
    assert np.isclose(found, 0.3), (
        f"six lengths of 0.3 at most and one of 100: rounded down, their 90th percentile is 0.3, not {found:.2f}"
    )


def test_a_short_gradient():
    found = autoclip(np.array([0.3, 0.4]), [5.0] * 99)
    assert np.allclose(found, [0.3, 0.4]), (
        f"a gradient of length 0.5 has got the length {np.linalg.norm(found):.1f}: clipping only shortens"
    )


def test_no_gradient():
    with np.errstate(invalid="ignore"):
        found = autoclip(np.zeros(2), [0.0] * 9)
    assert (found == 0).all(), f"at rest the gradient is 0, and the limit too, and it becomes {found}: 0 divided by 0"


def test_memory():
    norms = [5.0] * 99
    autoclip(np.array([300.0, 400.0]), norms)
    assert len(norms) == 100, f"norms has {len(norms)} lengths after 100 gradients: append that of g"
    assert norms[-1] == 500, (
        f"it remembers the length {norms[-1]:g} of a gradient that was 500 long: if it saw clipped gradients only, the limit could hardly rise"
    )
