"""The one-unit recurrent network and its cliff, against differences and the fixed point on the wall."""

import numpy as np
import pytest

from trainability.activations import sigmoid
from trainability.experiments.descent.cliff import TARGET, cliff, steepest, unroll, wall


def test_states_against_a_loop():
    h = 0.3
    for _ in range(100):
        h = 1 / (1 + np.exp(-(3.2 * h - 1.4)))
    np.testing.assert_allclose(unroll(3.2, -1.4)[0], h, rtol=1e-12)
    np.testing.assert_allclose(cliff.value(3.2, -1.4), (h - 0.65) ** 2, rtol=1e-12)


@pytest.mark.parametrize(
    "point", [(0.5, 0.2), (3.0, -1.0), (4.2, -2.2), (4.8, -2.28), (-3.0, 1.0), (-6.0, 3.2)]
)  # the last one alternates
def test_gradient_against_differences(point):
    theta, g, step = np.array(point), np.empty(2), 1e-6
    cliff(theta, g)
    around = theta + step * np.array([[[1, 0], [-1, 0]], [[0, 1], [0, -1]]])
    values = cliff(around, np.empty_like(around))
    np.testing.assert_allclose(g, (values[:, 0] - values[:, 1]) / (2 * step), rtol=1e-5, atol=1e-10)


def test_without_weight_the_first_state_is_all_that_feedback_adds():
    h, dw, db = unroll(0.0, 0.7)
    slope = h * (1 - h)
    np.testing.assert_allclose([h, dw, db], [sigmoid.f(0.7), slope * h, slope], rtol=1e-12)


def test_on_the_steep_wall_the_first_state_is_a_fixed_point():
    w = np.array([5.2, 5.5, 6.0, 7.0])
    np.testing.assert_allclose(wall(w), np.log(0.3 / 0.7) - 0.3 * w, atol=1e-4)
    np.testing.assert_allclose(sigmoid.f(0.3 * w + wall(w)), 0.3, atol=1e-4)


def test_where_the_map_is_stable_the_wall_is_the_valley():
    w = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(wall(w), np.log(TARGET / (1 - TARGET)) - TARGET * w, atol=1e-6)
    assert (cliff.value(w, wall(w)) < 1e-20).all()


def test_steepness_grows_by_the_hundredth_power():
    w = np.array([5.7, 5.8, 5.9])
    growth = np.diff(np.log(steepest(w))) / np.diff(np.log(w))
    np.testing.assert_allclose(growth, 100, rtol=0.1)
    np.testing.assert_allclose(np.log(steepest(w)), 100 * np.log(0.21 * w), atol=1)


def test_points_must_be_pairs():
    with pytest.raises(ValueError, match="shape"):
        cliff(np.zeros(3), np.zeros(3))
