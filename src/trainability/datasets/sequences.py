"""Sequences to be remembered: the problems of Hochreiter and Schmidhuber, fresh batches of them from a random generator.

A batch is ``(T, N, n_in)``: ``T`` times, ``N`` sequences, as :class:`~trainability.recurrent.Recurrent` reads them. Inputs
are centred: over all sequences and times each has the mean 0.
"""

from typing import Annotated

import numpy as np

from ..ranges import Count, Range, Rng, ranged

__all__ = ["addition", "multiplication", "memory"]

Times = Annotated[int, Range(10, np.inf, "[)", whole=True)]


def _marked(rng, times, n):
    """Random numbers in [0, 1) and two marks beside them, centred; and the two numbers that are marked."""
    x, row = np.zeros((times, n, 2)), np.arange(n)
    x[..., 0] = rng.random((times, n))
    first, second = rng.integers(times // 10, size=n), rng.integers(times // 10, times // 2, size=n)
    x[first, row, 1] = x[second, row, 1] = 1
    a, b = x[first, row, :1], x[second, row, :1]
    x -= 0.5, 2 / times
    return x, a, b


@ranged
def addition(rng: Rng, times: Times, n: Count) -> tuple[np.ndarray, np.ndarray]:
    """Two of many numbers are marked: which is their mean?

    The numbers are uniform on [0, 1), one at each time. One mark stands in the first tenth of the times, one between that
    and the middle. Hochreiter & Schmidhuber 1997, section 5.4, up to scale; the marks as in Martens & Sutskever's code.

    Parameters
    ----------
    rng : Generator
        The source of randomness.
    times, n : int
        The length of the sequences, ``T``, and their number, ``N``.

    Returns
    -------
    x, target : ndarray of float64, shapes (T, N, 2) and (N, 1)

    Examples
    --------
    >>> x, target = addition(np.random.default_rng(0), 10, 1)
    >>> numbers, marks = x[:, 0, 0] + 0.5, x[:, 0, 1] + 0.2
    >>> bool(np.isclose(numbers @ marks / 2, target[0, 0])), marks.round()
    (True, array([1., 0., 1., 0., 0., 0., 0., 0., 0., 0.]))
    """
    x, a, b = _marked(rng, times, n)
    return x, (a + b) / 2


@ranged
def multiplication(rng: Rng, times: Times, n: Count) -> tuple[np.ndarray, np.ndarray]:
    """The same, but the target is their product (Hochreiter & Schmidhuber 1997, section 5.5)."""
    x, a, b = _marked(rng, times, n)
    return x, a * b


@ranged
def memory(rng: Rng, times: Times, n: Count, *, symbols: Count = 5, kinds: Count = 2) -> tuple[np.ndarray, np.ndarray]:
    """Some symbols, a long silence, a signal: now repeat the symbols (Martens & Sutskever 2011, section 5.2).

    At each time one input is on: the ``symbols`` in the beginning, each of one of so many ``kinds``; then silence; and just
    before the last ``symbols`` times the signal. The target at each time is which of ``kinds + 1`` outputs is to be on: the
    last, silence, until the symbols are to be repeated. With the defaults that is *mem-5*; 10 symbols of 5 kinds are *mem-20*.

    Returns
    -------
    x, target : ndarray of float64, shapes (T, N, kinds + 2) and (T N, kinds + 1)

    Raises
    ------
    ValueError
        If the times do not suffice for symbols, signal and answer.

    Examples
    --------
    >>> x, target = memory(np.random.default_rng(0), 10, 1, symbols=3)
    >>> x[:, 0].argmax(axis=-1), target.argmax(axis=-1)  # silence is 2, the signal 3
    (array([1, 1, 1, 2, 2, 2, 3, 2, 2, 2]), array([2, 2, 2, 2, 2, 2, 2, 1, 1, 1]))
    """
    if times <= 2 * symbols:
        raise ValueError(f"{symbols} symbols, a signal and the answer take {2 * symbols + 1} times at least; got {times}")
    told = rng.integers(kinds, size=(symbols, n))
    shown, wanted = np.full((times, n), kinds), np.full((times, n), kinds)
    shown[:symbols], shown[-symbols - 1], wanted[-symbols:] = told, kinds + 1, told
    x = np.eye(kinds + 2)[shown]
    x -= *[symbols / kinds / times] * kinds, 1 - (symbols + 1) / times, 1 / times
    return x, np.eye(kinds + 1)[wanted].reshape(times * n, kinds + 1)
