"""Functions of the plane to descend: each with its gradient, its minimum, and the extent worth drawing.

A surface is an objective: ``surface(theta, g)`` takes points ``(..., 2)``. ``surface.value(x, y)`` draws contours.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from .precision import floating, writable
from .ranges import Finite, ranged


class Surface:
    """A function of x and y with its gradient.

    Parameters
    ----------
    value : callable
        ``value(x, y)``, of arrays.
    minimum : tuple or None
        Where it is least; ``None`` where it has no least value.
    extent : tuple
        ``(left, right, bottom, top)``, what a picture should show.

    Raises
    ------
    ValueError
        When called with points that are not pairs.

    Examples
    --------
    >>> g = np.empty(2)
    >>> float(ravine(np.array([-10.0, 2.0]), g)), g
    (9.0, array([-1.,  4.]))
    """

    __name__: str

    def __init__(self, value: Callable[..., Any], *, minimum: tuple[float, ...] | None, extent: tuple[float, ...]):
        self.value, self.minimum, self.extent = value, minimum, extent
        self.__name__, self.__module__, self.__doc__ = value.__name__, value.__module__, value.__doc__
        self.made: tuple[Callable[..., Any], tuple[Any, ...]] | None = None

    def __repr__(self):
        return self.__name__

    def __reduce__(self):
        return self.made or (_named, (self.__module__, self.__name__))

    def gradient(self, slopes: Callable[..., Any]) -> "Surface":
        """Set, as a decorator, the function of x and y that returns both partial derivatives."""
        self.slopes = slopes
        return self

    def __call__(self, theta: np.ndarray, g: np.ndarray) -> Any:
        theta = floating(theta, self)
        if theta.shape[-1:] != (2,):
            raise ValueError(f"{self} takes points of shape (..., 2); got {theta.shape}")
        writable(g, theta, self)
        x, y = theta[..., 0], theta[..., 1]
        g[..., 0], g[..., 1] = self.slopes(x, y)
        return self.value(x, y)


def _named(module, name):
    return getattr(import_module(module), name)


def surface(*, minimum: tuple[float, ...] | None, extent: tuple[float, ...]) -> Callable[[Callable[..., Any]], Surface]:
    """A decorator that makes a function of x and y a :class:`Surface`."""
    return partial(Surface, minimum=minimum, extent=extent)


@surface(minimum=(0, 0), extent=(-10, 10, -4, 4))
def ravine(x, y):
    r"""Saito's ravine, :math:`x^2/20 + y^2`, of condition 20."""
    return x**2 / 20 + y**2


@ravine.gradient
def ravine(x, y):
    return x / 10, 2 * y


@surface(minimum=(0, 0), extent=(-10, 10, -4, 4))
def wide_ravine(x, y):
    r"""ai-edu's twin of it, :math:`x^2/10 + y^2`, of condition 10."""
    return x**2 / 10 + y**2


@wide_ravine.gradient
def wide_ravine(x, y):
    return x / 5, 2 * y


@ranged
def quadratic(condition: Finite, angle: Finite = 0.0) -> Surface:
    r"""The quadratic of eigenvalues 1 and ``condition``, the first axis turned by ``angle`` radians from x.

    Examples
    --------
    >>> steep = quadratic(100.0)
    >>> float(steep.value(0.0, 1.0) / steep.value(1.0, 0.0))
    100.0
    """
    c, s = np.cos(angle), np.sin(angle)

    @surface(minimum=(0, 0), extent=(-2, 2, -2, 2))
    def quadratic(x, y):
        return ((c * x + s * y) ** 2 + condition * (c * y - s * x) ** 2) / 2

    @quadratic.gradient
    def quadratic(x, y):
        a, b = c * x + s * y, condition * (c * y - s * x)
        return c * a - s * b, s * a + c * b

    quadratic.made = _quadratic, (condition, angle)
    return quadratic


def _quadratic(condition, angle):
    return quadratic(condition, angle)


@surface(minimum=None, extent=(-1.5, 1.5, -1.5, 1.5))
def saddle(x, y):
    r"""The plain saddle, :math:`x^2 - y^2`."""
    return x**2 - y**2


@saddle.gradient
def saddle(x, y):
    return 2 * x, -2 * y


@surface(minimum=(3, 0.5), extent=(-4.5, 4.5, -4.5, 4.5))
def beale(x, y):
    r"""Beale's function, :math:`(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2`."""
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


@beale.gradient
def beale(x, y):
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    return 2 * (a * (y - 1) + b * (y**2 - 1) + c * (y**3 - 1)), 2 * x * (a + 2 * b * y + 3 * c * y**2)


@surface(minimum=(1, 1), extent=(-2, 2, -1, 3))
def rosenbrock(x, y):
    r"""Rosenbrock's banana, :math:`(1-x)^2 + 100(y-x^2)^2`."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


@rosenbrock.gradient
def rosenbrock(x, y):
    return 2 * (x - 1) - 400 * x * (y - x**2), 200 * (y - x**2)


@surface(minimum=(0, 0), extent=(-5.12, 5.12, -5.12, 5.12))
def rastrigin(x, y):
    r"""Rastrigin's egg box, :math:`20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y`."""
    return 20 + x**2 - 10 * np.cos(2 * np.pi * x) + y**2 - 10 * np.cos(2 * np.pi * y)


@rastrigin.gradient
def rastrigin(x, y):
    return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x), 2 * y + 20 * np.pi * np.sin(2 * np.pi * y)


@surface(minimum=(0, 0), extent=(-10, 10, -10, 10))
def plateau(x, y):
    r"""A pit in a long plateau, :math:`r^2/(1+r^2)`: far away the slope falls as :math:`2/r^3`."""
    return (x**2 + y**2) / (1 + x**2 + y**2)


@plateau.gradient
def plateau(x, y):
    slope = 2 / (1 + x**2 + y**2) ** 2
    return slope * x, slope * y
