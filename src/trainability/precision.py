"""Which numbers are computed with, one way throughout.

Layers, losses and descents compute in ``float32``, ``float64`` or what is wider, in the precision of what they are given.
Integers and truth values take the precision of the parameters they meet, or ``float64`` where there are none. Half
precision is refused, because sums and the guards against division by zero are lost in it; so is what is no real number.
"""

from typing import Any

import numpy as np

WIDE = "fdg"  # the codes of float32, float64 and what is wider


def are_floating(*arrays: Any) -> bool:
    """Whether all are arrays of wide floats."""
    for x in arrays:
        if x.__class__ is not np.ndarray or x.dtype.char not in WIDE:
            return False
    return True


def floating(x: Any, what: object, like: np.ndarray | None = None) -> np.ndarray:
    """``x`` as it is computed with: itself if it is an array of wide floats, else one of them, ``like`` in its precision.

    Examples
    --------
    >>> floating(np.arange(2), "it", np.ones(1, np.float32))
    array([0., 1.], dtype=float32)
    >>> floating(np.ones(2, np.float16), "it")
    Traceback (most recent call last):
        ...
    TypeError: it takes real numbers of single precision or more; got float16 array of shape (2,)
    """
    if x.__class__ is np.ndarray and x.dtype.char in WIDE:
        return x
    array = np.asarray(x) if isinstance(x, np.ndarray | np.generic | int | float) else None
    if array is not None and array.dtype.char in WIDE:
        return array
    if array is None or array.dtype.kind not in "biu":
        raise TypeError(f"{what} takes real numbers of single precision or more; got {kind(x)}")
    return array.astype(float if like is None else like.dtype)


def filled(x: Any, what: object) -> np.ndarray:
    """:func:`floating`, and not empty: of nothing there is no mean."""
    x = floating(x, what)
    if x.size == 0:
        raise ValueError(f"{what} takes one row at least; got an array of shape {x.shape}")
    return x


def kind(x: Any) -> str:
    """What a thing is, as errors say it."""
    if isinstance(x, np.ndarray):
        return f"{'' if x.flags.writeable else 'read-only '}{x.dtype} array of shape {x.shape}"
    return type(x).__name__


def fits(shape: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    """Whether an array of ``shape`` broadcasts against one of shape ``whole`` without enlarging it."""
    return len(shape) <= len(whole) and all(n in (1, m) for n, m in zip(shape[::-1], whole[::-1]))


def meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether arrays of these shapes broadcast."""
    return all(1 in pair or pair[0] == pair[1] for pair in zip(one[::-1], other[::-1]))


def writable(g: Any, theta: np.ndarray, what: object) -> None:
    """Raise unless a gradient can be written to ``g``: an array of floats, like the parameters in shape."""
    if g.__class__ is np.ndarray and g.dtype.char in WIDE and g.shape == theta.shape and g.flags.writeable:
        return
    if not isinstance(g, np.ndarray) or g.dtype.char not in WIDE:
        raise TypeError(f"{what} writes the gradient to an array of floats; got {kind(g)}")
    raise ValueError(f"{what} writes the gradient to a writable array of shape {theta.shape}; got {kind(g)}")
