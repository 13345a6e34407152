"""The sharpness against known Hessians."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from trainability.bench.sharpness import sharpness
from trainability.surfaces import quadratic, rosenbrock
from trainability.theory.convergence import bowl


def test_the_sharpness_of_a_quadratic_is_its_largest_curvature():
    curvature = np.stack([np.linspace(-30, 7, 12), np.linspace(0, 9, 12)])
    found = sharpness(bowl(curvature), np.ones((2, 12)), np.random.default_rng(0), products=12)
    assert_allclose(found, [7, 9], rtol=1e-6)
    assert sharpness(quadratic(40.0, angle=0.3), np.zeros(2), np.random.default_rng(1), products=2) == pytest.approx(40)


def test_the_sharpness_of_a_banana_is_that_of_its_hessian():
    x, y = -0.7, 0.4
    hessian = [[2 + 1200 * x**2 - 400 * y, -400 * x], [-400 * x, 200]]
    found = sharpness(rosenbrock, np.array([x, y]), np.random.default_rng(0), products=2)
    assert found == pytest.approx(np.linalg.eigvalsh(hessian)[1], rel=1e-5)
