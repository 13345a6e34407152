"""The rule whose update is a compiled loop."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, wraps
from types import FunctionType
from typing import Any

import numpy as np

from ..ranges import COUNT
from ..rule import Rule
from ..rule.reading import Reading, UnreadableRule
from .kernel import Kernel
from .stored import stored

THREADED = 200_000  # elements from which a second thread saves more than it costs
OPTIONS = {"nogil": True, "error_model": "numpy"}  # other threads run, and a division by zero is infinite


class Fused(Rule):
    """What :func:`~trainability.fusion.fused` returns."""

    block = sys.maxsize  # one pass over all

    def __init__(self, rule: Rule, threads: int | None = None):
        if not isinstance(rule, Rule):
            raise TypeError(f"fused takes a Rule; got {rule!r}")
        if threads is not None:
            COUNT.check("threads", threads)
        self.rule, self.threads = getattr(rule, "rule", rule), threads
        super().__init__(*(each and _looped(each, threads) for each in (self.rule.update, self.rule.ahead)), **rule.hyper)

    def __call__(self, **hyper: Any) -> "Fused":
        return Fused(self.rule(**hyper), self.threads)

    def __repr__(self):
        return f"fused({self.rule!r}{'' if self.threads is None else f', threads={self.threads}'})"

    def __reduce__(self):
        return Fused, (self.rule, self.threads)


@cache
def _looped(function: Callable[..., Any], threads: int | None) -> Callable[..., Any]:
    loop, share = Loop(function), threads or _processors()

    @wraps(function)
    def update(*arrays, **hyper):
        loop(arrays, hyper, share)

    update.loop = loop
    return update


class Loop:
    """A function of arrays, element by element: a compiled loop for each choice of what is an array and what a number.

    Parameters
    ----------
    function : callable
        The update of a rule, or its look-ahead.
    """

    def __init__(self, function: Callable[..., Any]):
        self.name = function.__qualname__.replace(".", "_")
        self.reading = Reading(function)
        self.compiled: dict[tuple[Any, ...], tuple[Callable[..., Any], Callable[..., Any]]] = {}

    def __call__(self, positional: tuple[Any, ...], hyper: dict[str, Any], threads: int) -> None:
        """Change the arrays among the positional arguments in place, in so many threads."""
        theta, *_ = positional
        if theta.dtype.char not in "fd":
            raise TypeError(f"fused rules compute in float32 and float64; theta is {theta.dtype}")
        values = dict(zip(self.reading.arguments, positional)) | hyper
        arrays = {name: value for name, value in values.items() if value.__class__ is np.ndarray and value.ndim}
        before, loop = self.compiled.get(key := (theta.dtype, *arrays)) or self.compile(*key)
        numbers = before(**{name: value for name, value in values.items() if name not in arrays})
        numbers = list(map(theta.dtype.type, numbers))
        for name in arrays.keys() & hyper.keys():
            arrays[name] = np.ascontiguousarray(np.broadcast_to(arrays[name], theta.shape))
        for row in _rows(list(arrays.values())):
            _shared(loop, row, numbers, threads)

    def compile(self, dtype: np.dtype, *arrays: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """What comes before the loop, and the loop, compiled."""
        from numba import njit
        from numba.core.errors import NumbaError

        kernel = Kernel(self.reading, arrays)
        names = self.reading.names
        exec(kernel.before, space := dict(names))
        own = {name: njit(**OPTIONS)(found) if isinstance(found, FunctionType) else found for name, found in names.items()}
        loop = None if own.keys() > {"np"} else stored(self.name, kernel.loop)
        if not loop:
            exec(kernel.loop, own)
        compiled = njit(cache=bool(loop), **OPTIONS)(loop or own["loop"])
        try:
            compiled(*(np.empty(0, dtype) for _ in arrays), *map(dtype.type, range(kernel.count)))
        except NumbaError as error:
            at = getattr(getattr(error, "loc", None), "line", 0) - Kernel.FIRST
            line = f", line {kernel.lines[at]}" if 0 <= at < len(kernel.lines) else ""
            raise UnreadableRule(f"{self.reading.where}{line}: Numba cannot compile it: {error}") from None
        self.compiled[dtype, *arrays] = space["before"], compiled
        return self.compiled[dtype, *arrays]


def _rows(arrays):
    """The arrays flat; or, where they do not lie in one piece, those of each run."""
    if all(array.flags.c_contiguous for array in arrays):
        yield [array.reshape(-1) for array in arrays]
    else:
        for run in np.ndindex(arrays[0].shape[:-1]):
            yield [array[run] for array in arrays]


def _shared(loop, arrays, numbers, threads):
    size = arrays[0].size
    if threads == 1 or size < THREADED:
        loop(*arrays, *numbers)
        return
    ends = np.linspace(0, size, threads + 1).astype(int)
    parts = [[array[i:j] for array in arrays] for i, j in zip(ends, ends[1:])]
    list(_pool(threads).map(lambda part: loop(*part, *numbers), parts))


@cache
def _pool(threads):
    return ThreadPoolExecutor(threads, "fused")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # a fork has no threads


def _processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
