"""Slopes that are rare, steady or steep once, against the closed forms of Adagrad's way down them."""

import numpy as np
import pytest

from trainability.experiments.adaptive.own_pace import EDGE, STEEP, cliff, occasional, steps_across
from trainability.rules import adagrad
from trainability.training import path


def test_occasional_gradients_come_when_they_should():
    slope, g, came = occasional([1, 3, 4], [1.0, 2.0, -5.0]), np.empty(3), []
    for _ in range(12):
        slope(np.zeros(3), g)
        came.append(g.copy())
    assert np.count_nonzero(came, axis=0).tolist() == [12, 4, 3]
    assert came[2].tolist() == [1, 2, 0] and came[3].tolist() == [1, 0, -5] and came[11].tolist() == [1, 2, -5]


@pytest.mark.parametrize("period, size", [(1, 1.0), (7, 0.01), (50, 300.0)])
def test_adagrad_steps_by_the_root_of_a_parameters_own_clock(period, size):
    way = path(occasional([period], [size]), np.zeros(1), adagrad(lr=0.5, eps=0.0, eps_inside=1e-300), 500)[:, 0]
    steps = -np.diff(way)
    np.testing.assert_allclose(steps[steps != 0], 0.5 / np.sqrt(np.arange(1, 500 // period + 1)))


@pytest.mark.parametrize("x", [-12.0, -3.0, 0.5, 9.9, 10.1])
def test_the_cliff_has_its_gradient_and_no_jump(x):
    g, h = np.empty(1), 1e-6
    cliff(np.array([x]), g)
    ahead, behind = (cliff(np.array([x + s]), np.empty(1)) for s in (h, -h))
    assert g[0] == pytest.approx((ahead - behind) / (2 * h), rel=1e-6)
    edge = [cliff(np.array([EDGE + s]), np.empty(1)) for s in (-1e-9, 1e-9)]
    assert edge[0] == pytest.approx(edge[1], abs=1e-6) and abs(edge[0] - EDGE) < 1e-6
    assert abs(g[0]) == (STEEP if abs(x) > EDGE else 1)


@pytest.mark.parametrize("s", [0.0, 400.0, 10_000.0])
def test_steps_across_is_the_sum_of_its_steps(s):
    n = steps_across(100.0, 0.7, s)
    assert 0.7 * np.sum(1 / np.sqrt(s + np.arange(1, round(n) + 1))) == pytest.approx(100, rel=0.02)
    assert steps_across(30.0, 1.4) == pytest.approx(steps_across(30.0, 0.7) / 4)
