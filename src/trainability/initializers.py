r"""Initial weights: named laws, each ``f(shape, rng, *, ...)`` with the shape ``(..., n_in, n_out)``.

Leading axes are independent draws. Every named scaling law is :func:`variance_scaling`: zero mean and
standard deviation ``gain / sqrt(n)``, with ``n`` the fan-in, the fan-out, or their mean. ``rng`` is a
:class:`numpy.random.Generator`, always given and never global; the same one draws the same weights.
"""

from collections.abc import Callable

import numpy as np

from .ranges import Finite, Number, Rate, Rng, Shape, ranged

# Fan-in is what a unit reads, fan-out what it is read by, of a (n_in, n_out) matrix.
FAN = {"in": lambda n_in, n_out: n_in, "out": lambda n_in, n_out: n_out, "mean": lambda n_in, n_out: (n_in + n_out) / 2}

# Draws of mean 0 and variance 1.
LAW = {
    "normal": lambda rng, shape: rng.standard_normal(shape),
    "uniform": lambda rng, shape: rng.uniform(-np.sqrt(3), np.sqrt(3), shape),
}

#: Factor on the standard deviation that an activation function asks for, by its name.
GAIN = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,  # by custom; the gain that keeps a unit variance is 1.59 (chapter on the edge of chaos)
    "relu": np.sqrt(2),  # He et al. 2015, eq. 10
    "leaky_relu": np.sqrt(2 / (1 + 0.01**2)),  # He et al. 2015, eq. 15
    "selu": 1.0,  # Klambauer et al. 2017
}


@ranged
def zeros(shape: Shape, rng: object) -> np.ndarray:
    """Zero everywhere; draws nothing."""
    return np.zeros(shape)


@ranged
def constant(shape: Shape, rng: object, *, value: Finite = 1.0) -> np.ndarray:
    """The same ``value`` everywhere; draws nothing."""
    return np.full(shape, float(value))


@ranged
def normal(shape: Shape, rng: Rng, *, std: Rate = 1.0) -> np.ndarray:
    """Gaussian of mean 0 and standard deviation ``std``, whatever the width."""
    return std * rng.standard_normal(shape)


@ranged
def uniform(shape: Shape, rng: Rng, *, bound: Rate = 1.0) -> np.ndarray:
    """Uniform on [-bound, bound), whatever the width."""
    return rng.uniform(-bound, bound, shape)


@ranged
def variance_scaling(shape: Shape, rng: Rng, *, gain: Rate = 1.0, fan: str = "in", law: str = "normal") -> np.ndarray:
    r"""Zero-mean weights whose variance is scaled by the width.

    .. math:: \operatorname{Var} W = \frac{\mathrm{gain}^2}{n}

    Parameters
    ----------
    shape : tuple
        ``(..., n_in, n_out)``.
    rng : Generator
        Where the draws come from.
    gain : float
        What the activation function asks for, see :data:`GAIN`.
    fan : {"in", "out", "mean"}
        Whether ``n`` is ``n_in``, ``n_out``, or ``(n_in + n_out) / 2``.
    law : {"normal", "uniform"}
        The shape of the distribution; the variance is the same.

    Returns
    -------
    ndarray
        The weights, float64.

    Raises
    ------
    ValueError
        On a shape without two axes, an unknown fan or an unknown law.

    Examples
    --------
    >>> import numpy as np
    >>> W = variance_scaling((400, 100), np.random.default_rng(0), fan="mean")
    >>> float(round(W.std() * np.sqrt(250), 2))
    1.0
    """
    n = _one_of(FAN, "fan", fan)(*_widths(shape))
    return gain / np.sqrt(n) * _one_of(LAW, "law", law)(rng, shape)


def _widths(shape):
    """The last two entries of a shape."""
    if len(shape) < 2:
        raise ValueError(f"weights between units need a shape (..., n_in, n_out); got {tuple(shape)}")
    if 0 in shape[-2:]:
        raise ValueError(f"there must be a unit on either side; got the shape {tuple(shape)}")
    return shape[-2:]


def _one_of(table, name, key):
    if not isinstance(key, str) or key not in table:
        raise ValueError(f"{name} must be one of {', '.join(table)}; got {key!r}")
    return table[key]


@ranged
def standard_uniform(shape: Shape, rng: Rng) -> np.ndarray:
    r"""The custom of 2010, U(-1, 1)/√n_in, of variance 1/(3 n_in) (Glorot & Bengio 2010, eq. 1)."""
    return variance_scaling(shape, rng, gain=1 / np.sqrt(3), fan="in", law="uniform")


@ranged
def lecun_normal(shape: Shape, rng: Rng) -> np.ndarray:
    r"""Gaussian of variance 1/n_in (LeCun et al. 1998, eq. 16)."""
    return variance_scaling(shape, rng, fan="in", law="normal")


@ranged
def lecun_uniform(shape: Shape, rng: Rng) -> np.ndarray:
    r"""Uniform of variance 1/n_in: U(-√(3/n_in), √(3/n_in)) (LeCun et al. 1998, eq. 16)."""
    return variance_scaling(shape, rng, fan="in", law="uniform")


@ranged
def xavier_normal(shape: Shape, rng: Rng, *, gain: Rate = 1.0) -> np.ndarray:
    r"""Gaussian of variance 2 gain²/(n_in + n_out) (Glorot & Bengio 2010, eq. 12)."""
    return variance_scaling(shape, rng, gain=gain, fan="mean", law="normal")


@ranged
def xavier_uniform(shape: Shape, rng: Rng, *, gain: Rate = 1.0) -> np.ndarray:
    r"""Uniform of that variance: U(-r, r), r = gain √(6/(n_in + n_out)) (Glorot & Bengio 2010, eq. 16)."""
    return variance_scaling(shape, rng, gain=gain, fan="mean", law="uniform")


@ranged
def kaiming_normal(shape: Shape, rng: Rng, *, gain: Rate = GAIN["relu"], fan: str = "in") -> np.ndarray:
    r"""Gaussian of variance 2/n_in for rectifiers (He et al. 2015, eq. 10); 2/n_out with ``fan="out"`` (eq. 14)."""
    return variance_scaling(shape, rng, gain=gain, fan=fan, law="normal")


@ranged
def kaiming_uniform(shape: Shape, rng: Rng, *, gain: Rate = GAIN["relu"], fan: str = "in") -> np.ndarray:
    r"""Uniform of that variance: U(-√(6/n_in), √(6/n_in)) (He et al. 2015, eq. 10)."""
    return variance_scaling(shape, rng, gain=gain, fan=fan, law="uniform")


@ranged
def orthogonal(shape: Shape, rng: Rng, *, gain: Rate = 1.0) -> np.ndarray:
    """Orthonormal rows or columns, whichever are fewer, times ``gain`` (Saxe et al. 2014).

    The ``Q`` of a Gaussian matrix, with the signs that make its law uniform over the orthogonal group.

    Examples
    --------
    >>> import numpy as np
    >>> W = orthogonal((3, 3), np.random.default_rng(0))
    >>> np.allclose(W.T @ W, np.eye(3))
    True
    """
    n_in, n_out = _widths(shape)
    Q, R = np.linalg.qr(rng.standard_normal((*shape[:-2], max(n_in, n_out), min(n_in, n_out))))
    Q *= np.sign(np.diagonal(R, axis1=-2, axis2=-1))[..., None, :]
    return gain * (Q if n_in >= n_out else Q.mT)


@ranged
def sparse(shape: Shape, rng: Rng, *, connections: Number = 15, std: Rate = 1.0) -> np.ndarray:
    """Each unit reads just ``connections`` others, with Gaussian weights (Martens 2010, section 5).

    Its input then does not grow with the width. Raises ``ValueError`` if there are fewer inputs than connections.

    Examples
    --------
    >>> import numpy as np
    >>> W = sparse((100, 4), np.random.default_rng(0))
    >>> (W != 0).sum(axis=0)
    array([15, 15, 15, 15])
    """
    n_in, _ = _widths(shape)
    if not 0 <= connections <= n_in:
        raise ValueError(f"connections must be between 0 and n_in = {n_in}; got {connections}")
    chosen = np.broadcast_to(np.arange(n_in)[:, None] < connections, shape)
    return np.where(rng.permuted(chosen, axis=-2), std * rng.standard_normal(shape), 0.0)


@ranged
def sparse_with_replacement(shape: Shape, rng: Rng, *, connections: Number = 15, std: Rate = 1.0) -> np.ndarray:
    """The same, the ``connections`` of each unit drawn with replacement, as in the code that Martens published.

    A unit that draws an input twice reads fewer; so there may be fewer inputs than connections, as behind a narrow code.

    Examples
    --------
    >>> import numpy as np
    >>> W = sparse_with_replacement((100, 4), np.random.default_rng(0))
    >>> (W != 0).sum(axis=0)
    array([14, 14, 14, 15])
    """
    _, n_out = _widths(shape)
    read = rng.integers(shape[-2], size=(*shape[:-2], connections, n_out))
    W = np.zeros(shape)
    np.put_along_axis(W, read, std * rng.standard_normal(read.shape), axis=-2)
    return W


@ranged
def spectral_radius(shape: Shape, rng: Rng, *, radius: Rate = 1.1, base: Callable = sparse) -> np.ndarray:
    """Draws of ``base`` rescaled so that the largest eigenvalue has modulus ``radius`` (Sutskever et al. 2013, table 4).

    Raises ``ValueError`` unless the matrix is square and has an eigenvalue other than 0.

    Examples
    --------
    >>> import numpy as np
    >>> W = spectral_radius((50, 50), np.random.default_rng(0))
    >>> float(abs(np.linalg.eigvals(W)).max().round(9))
    1.1
    """
    n_in, n_out = _widths(shape)
    if n_in != n_out:
        raise ValueError(f"only a square matrix has a spectral radius; got the shape {tuple(shape)}")
    W = base(shape, rng)
    modulus = np.abs(np.linalg.eigvals(W)).max(axis=-1)[..., None, None]
    if not modulus.all():
        raise ValueError(f"the base drew a matrix whose only eigenvalue is 0; none of its multiples has radius {radius}")
    return radius / modulus * W
