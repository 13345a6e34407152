"""Labels as targets of a loss."""

import numpy as np

from ..ranges import Count, ranged


@ranged
def one_hot(labels: np.typing.ArrayLike, classes: Count = 10, dtype: np.typing.DTypeLike = np.float32) -> np.ndarray:
    """Rows of zeros with a one in the column of the label.

    Parameters
    ----------
    labels : array_like of int, shape (...)
        From 0 to ``classes - 1``.
    classes : int
        Number of classes K.
    dtype : dtype
        Of the result; that of the network's output, for a loss.

    Returns
    -------
    ndarray of ``dtype``, shape (..., K)

    Raises
    ------
    ValueError
        If ``labels`` are not integers from 0 to ``classes - 1``, or ``classes`` is less than 1.

    Examples
    --------
    >>> from trainability.datasets import one_hot
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    >>> one_hot([3], 3)
    Traceback (most recent call last):
        ...
    ValueError: labels must be integers from 0 to 2, not 3
    """
    labels = np.asarray(labels)
    integers = np.issubdtype(labels.dtype, np.integer)
    wrong = labels[(labels < 0) | (labels >= classes)] if integers else labels.ravel()
    if wrong.size:
        raise ValueError(f"labels must be integers from 0 to {classes - 1}, not {wrong[0]}")
    rows = np.zeros((*labels.shape, classes), dtype)
    np.put_along_axis(rows, labels[..., None].astype(int), 1, axis=-1)
    return rows
