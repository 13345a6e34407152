"""Small sets made from a random generator."""

import numpy as np

from ..ranges import AnyRng, Number, Rate, ranged


@ranged
def noisy_line(rng: AnyRng, n: Number = 100, noise: Rate = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Points about the line y = 2x + 3.

    ``x`` is uniform on [0, 1) and ``y = 2x + 3 + e`` with ``e`` normal of mean 0.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    n : int
        Number of points.
    noise : float
        Standard deviation of ``e``.

    Returns
    -------
    x, y : ndarray of float64, shapes (n, 1) and (n, 1)

    Notes
    -----
    The set of chapter 4 of Microsoft's ai-edu course, *Neural networks: basic principles*.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import noisy_line
    >>> x, y = noisy_line(np.random.default_rng(0), 4, noise=0)
    >>> np.hstack([x, y]).round(3)
    array([[0.637, 4.274],
           [0.27 , 3.54 ],
           [0.041, 3.082],
           [0.017, 3.033]])
    """
    x = rng.uniform(size=(n, 1))
    return x, 2 * x + 3 + rng.normal(0, noise, (n, 1))


def wave(x: np.ndarray) -> np.ndarray:
    """A wave that grows along a parabola: 0.4 x² + 0.3 x sin 15x + 0.01 cos 50x - 0.3.

    Parameters
    ----------
    x : ndarray of any shape
        In [0, 1], for the part that the experiments use.

    Returns
    -------
    ndarray of the shape of ``x``

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import wave
    >>> wave(np.array([0.0, 0.5, 1.0])).round(3)
    array([-0.29 , -0.049,  0.305])
    """
    return 0.4 * x**2 + 0.3 * x * np.sin(15 * x) + 0.01 * np.cos(50 * x) - 0.3


@ranged
def noisy_wave(rng: AnyRng, n: Number = 1000, noise: Rate = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """Points about the :func:`wave`.

    ``x`` is uniform on [0, 1) and ``y = wave(x) + e`` with ``e`` uniform on [-noise, noise).

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    n : int
        Number of points.
    noise : float
        Half the width of the distribution of ``e``.

    Returns
    -------
    x, y : ndarray of float64, shapes (n, 1) and (n, 1)

    Notes
    -----
    The set of chapter 9 of Microsoft's ai-edu course, *Neural networks: basic principles*. Its test set is
    the wave itself at 200 even steps, ``x = np.linspace(0, 1, 200)[:, None]`` and ``wave(x)``.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import noisy_wave, wave
    >>> x, y = noisy_wave(np.random.default_rng(0))
    >>> x.shape, y.shape
    ((1000, 1), (1000, 1))
    >>> bool(np.all(abs(y - wave(x)) <= 0.05))
    True
    """
    x = rng.uniform(size=(n, 1))
    return x, wave(x) + rng.uniform(-noise, noise, (n, 1))


@ranged
def moons(rng: AnyRng, n: Number = 300, noise: Rate = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Two interleaved half circles of radius 1, in random order, blurred by normal noise.

    Class 0 is the upper half about (0, 0), class 1 the lower half about (1, 1/2).

    Parameters
    ----------
    rng : numpy.random.Generator or numpy.random.RandomState
        The source of randomness.
    n : int
        Number of points. Class 0 has ``n // 2`` of them, class 1 the rest.
    noise : float
        Standard deviation of the noise, the same in both coordinates.

    Returns
    -------
    x : ndarray of float64, shape (n, 2)
    y : ndarray of int64, shape (n,)
        0 or 1.

    Notes
    -----
    Draws as ``make_moons`` of scikit-learn does. So ``moons(np.random.RandomState(3))`` is the set on which
    the course *Improving Deep Neural Networks* (Coursera) compares optimizers:
    ``make_moons(300, noise=0.2)`` after ``np.random.seed(3)``.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import moons
    >>> x, y = moons(np.random.RandomState(3))
    >>> x[:2].round(4)
    array([[-0.2169,  1.0154],
           [ 0.8051, -0.558 ]])
    >>> y[:2]
    array([0, 1])
    """
    upper, lower = (np.linspace(0, np.pi, half) for half in (n // 2, n - n // 2))
    x = np.vstack(
        [
            np.stack([np.cos(upper), np.sin(upper)], axis=1),
            np.stack([1 - np.cos(lower), 1 - np.sin(lower) - 0.5], axis=1),
        ]
    )
    y = np.repeat([0, 1], [len(upper), len(lower)])
    order = rng.permutation(n)
    return x[order] + rng.normal(scale=noise, size=(n, 2)), y[order]


@ranged
def gaussian(rng: AnyRng, n: Number = 1000, features: Number = 512, dtype: np.typing.DTypeLike = np.float64) -> np.ndarray:
    """Independent standard normal inputs.

    The numbers are drawn in float64 and then rounded to ``dtype``, so that runs in float32 and in float64
    see the same inputs.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    n, features : int
        Number of rows and of columns.
    dtype : dtype
        Of the result.

    Returns
    -------
    ndarray of ``dtype``, shape (n, features)

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import gaussian
    >>> gaussian(np.random.default_rng(0), 2, 3, np.float32)
    array([[ 0.12573022, -0.13210486,  0.64042264],
           [ 0.10490011, -0.5356694 ,  0.36159506]], dtype=float32)
    """
    return rng.standard_normal((n, features)).astype(dtype)
