"""Turned objectives: gradient, equivariance of plain descent, and the loss of it under Adagrad."""

import numpy as np
import pytest

from trainability.bench.turned import rotation, turned
from trainability.initializers import orthogonal
from trainability.rules import adagrad, momentum, sgd
from trainability.surfaces import beale, quadratic, ravine
from trainability.training import path


def test_the_gradient_is_that_of_the_turned_function(rng):
    Q, theta, g, h = rotation(0.7), rng.normal(size=2), np.empty(2), 1e-6
    turned(beale, Q)(theta, g)
    for i, step in enumerate(h * np.eye(2)):
        ahead, behind = (turned(beale, Q)(theta + s, np.empty(2)) for s in (step, -step))
        assert g[i] == pytest.approx((ahead - behind) / (2 * h), rel=1e-5)


def test_it_turns_left_as_the_quadratics_of_the_package_do(rng):
    points, g, same = rng.normal(size=(50, 2)), np.empty((50, 2)), np.empty((50, 2))
    value = turned(quadratic(20.0), rotation(0.4))(points, g)
    np.testing.assert_allclose(value, quadratic(20.0, angle=0.4)(points, same))
    np.testing.assert_allclose(g, same)


@pytest.mark.parametrize("rule", [sgd(lr=0.9), momentum(lr=0.1)])
def test_descents_without_axes_turn_with_the_function(rule):
    Q = rotation(1.1)
    way = path(turned(ravine, Q), np.array([-7.0, 2.0]) @ Q.T, rule, 50)
    np.testing.assert_allclose(way @ Q, path(ravine, [-7.0, 2.0], rule, 50), atol=1e-12)


def test_adagrad_does_not():
    Q = rotation(np.pi / 4)
    way = path(turned(ravine, Q), np.array([-7.0, 2.0]) @ Q.T, adagrad(lr=1.5), 30)
    assert np.abs(way @ Q - path(ravine, [-7.0, 2.0], adagrad(lr=1.5), 30)).max() > 1


def test_parameters_may_have_runs(rng):
    Q, theta, g = orthogonal((2, 2), rng), rng.normal(size=(3, 4, 2)), np.empty((3, 4, 2))
    value, one = turned(ravine, Q)(theta, g), np.empty(2)
    assert value.shape == (3, 4) and value[1, 2] == pytest.approx(turned(ravine, Q)(theta[1, 2], one))
    np.testing.assert_allclose(g[1, 2], one)
