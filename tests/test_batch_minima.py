"""Small batches and poor minima: two phases of one descent, from the same starts."""

import numpy as np

from trainability.experiments.descent.batch_minima import EVERY, NETWORK, descend, points
from trainability.fit import Fit
from trainability.losses import squared_error


def test_points_are_the_stretched_wave():
    x, y = points()
    assert x.shape == y.shape == (100, 1)
    assert -1 <= x.min() < -0.9 and 0.9 < x.max() < 1 and 1 < np.abs(y).max() < 4


def test_with_all_points_both_phases_are_one_descent():
    shaken, calm = (descend(sizes=[100], rates=[0.1], seeds=2, noisy=n, calm=2 - n)["loss"] for n in (2, 1))
    np.testing.assert_allclose(shaken, calm, rtol=1e-5)  # shuffling all points changes nothing but rounding


def test_the_calm_phase_only_falls_and_the_rate_is_used():
    loss = descend(sizes=[1], rates=[0.05, 0.1], seeds=4, noisy=1, calm=2)["loss"]
    second, third = (loss.at(step=step) for step in (2 * EVERY, 3 * EVERY))
    assert (third < second).all() and (loss.at(rate=0.05) != loss.at(rate=0.1)).all()


def test_plain_descent_from_the_same_start():
    (x, y), rng = points(), np.random.default_rng(1)
    theta = NETWORK.initial(
        rng, runs=(1,), W=lambda shape, rng: 2 * rng.standard_normal(shape), b=lambda shape, rng: rng.standard_normal(shape)
    )
    fit, g = Fit(NETWORK, squared_error, x, y), np.empty_like(theta)
    for _ in range(EVERY):
        fit(theta, g)
        theta -= 0.1 * g
    np.testing.assert_allclose(
        descend(sizes=[100], rates=[0.1], seeds=1, noisy=0, calm=1)["loss"].values.ravel(), fit(theta, g), rtol=1e-5
    )
