"""Every surface, found by looking: its gradient, its minimum, its shape. Then values known by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from trainability import surfaces
from trainability.surfaces import Surface, quadratic

SURFACES = [surface for surface in vars(surfaces).values() if isinstance(surface, Surface)]
SURFACES += [quadratic(100.0), quadratic(7.0, 0.6)]
every_surface = pytest.mark.parametrize("surface", SURFACES, ids=repr)


def points(surface, shape, rng):
    left, right, bottom, top = surface.extent
    return rng.uniform([left, bottom], [right, top], (*shape, 2))


@every_surface
def test_gradient_by_a_step_into_the_complex_plane(surface, rng):
    theta = points(surface, (5, 40), rng)
    g, h = np.empty_like(theta), 1e-30
    value = surface(theta, g)
    x, y = np.moveaxis(theta, -1, 0)
    assert_array_equal(value, surface.value(x, y))
    slopes = np.stack([surface.value(x + 1j * h, y).imag, surface.value(x, y + 1j * h).imag], axis=-1) / h
    assert_allclose(g, slopes, rtol=1e-12, atol=1e-12 * abs(slopes).max())


@every_surface
def test_minimum(surface):
    left, right, bottom, top = surface.extent
    x, y = np.meshgrid(np.linspace(left, right, 401), np.linspace(bottom, top, 401))
    g = np.empty(2)
    if surface.minimum is None:
        height = surface(np.zeros(2), g)
        assert_array_equal(g, 0)
        assert surface.value(x, y).min() < height < surface.value(x, y).max()
        assert surface.value(10 * x, 10 * y).min() < 10 * surface.value(x, y).min()
    else:
        height = surface(np.array(surface.minimum, float), g)
        assert_allclose(g, 0, atol=1e-13)
        assert left < surface.minimum[0] < right and bottom < surface.minimum[1] < top
        assert (surface.value(x, y) >= height - 1e-13).all() and height == pytest.approx(0, abs=1e-13)


def test_they_have_names_and_say_what_they_are():
    named = {name: surface for name, surface in vars(surfaces).items() if isinstance(surface, Surface)}
    assert list(named) == [repr(surface) for surface in named.values()] and all(surface.__doc__ for surface in named.values())
    assert repr(quadratic(3.0)) == "quadratic"


@pytest.mark.parametrize("shape", [(3,), (2, 1), (2, 3)])
def test_refuses_points_that_are_not_pairs(shape):
    with pytest.raises(ValueError, match=r"^beale takes points of shape \(\.\.\., 2\); got \(") as refused:
        surfaces.beale(np.zeros(shape), np.zeros(shape))
    assert str(shape) in str(refused.value)


@pytest.mark.parametrize(
    ("surface", "x", "y", "value"),
    [
        (surfaces.ravine, -7, 2, 49 / 20 + 4),
        (surfaces.wide_ravine, -7, 2, 49 / 10 + 4),
        (surfaces.saddle, 2, 1, 3),
        (surfaces.beale, 0, 0, 1.5**2 + 2.25**2 + 2.625**2),
        (surfaces.beale, 1, 2, 2.5**2 + 5.25**2 + 9.625**2),
        (surfaces.rosenbrock, -1, 2, 4 + 100),
        (surfaces.rastrigin, 2, -3, 4 + 9),
        (surfaces.rastrigin, 0.5, 0, 20.25),
        (surfaces.plateau, 0.6, 0.8, 1 / 2),
        (surfaces.plateau, 3, 4, 25 / 26),
    ],
)
def test_values_by_hand(surface, x, y, value):
    assert surface.value(x, y) == pytest.approx(value, rel=1e-14)


def test_the_plateau_is_flat_far_away():
    g = np.empty(2)
    surfaces.plateau(np.array([600.0, 800.0]), g)
    assert np.linalg.norm(g) == pytest.approx(2 / 1000**3, rel=1e-5)


def test_a_quadratic_has_its_condition_along_its_axes():
    hessian = np.empty((2, 2))
    quadratic(9.0, 0.4)(np.eye(2), hessian)
    first = np.array([np.cos(0.4), np.sin(0.4)])
    second = np.array([-np.sin(0.4), np.cos(0.4)])
    assert_allclose(hessian @ first, first, rtol=1e-14)
    assert_allclose(hessian @ second, 9 * second, rtol=1e-14)
