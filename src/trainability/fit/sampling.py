"""Which rows make a mini-batch."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.random import Generator

from ..state import agree, check_generator, generator_state, put_back


def batches(n: int, size: int, rng: Generator, runs: tuple[int, ...] = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end: epoch after epoch, each in a new order, none left out.

    Yields ``(*runs, size)`` indices below ``n``, every run in an order of its own; the last batch of an
    epoch is shorter when ``size`` does not divide ``n``. Raises ``ValueError`` on a size out of range.

    Examples
    --------
    >>> import numpy as np
    >>> epoch = batches(5, 2, np.random.default_rng(0))
    >>> [next(epoch).tolist() for _ in range(3)]
    [[2, 4], [3, 0], [1]]
    """
    _check_size(n, size)
    rows = np.broadcast_to(np.arange(n), (*runs, n))
    return Cut(partial(Generator.permuted, x=rows, axis=-1), rng, n, size)


def draws(n: int, size: int, rng: Generator, runs: tuple[int, ...] = ()) -> Iterator[np.ndarray]:
    """Indices of mini-batches without end, each row drawn from all ``n`` with replacement: independent, never partial.

    Arguments and errors are those of :func:`batches`.
    """
    _check_size(n, size)
    return Cut(partial(Generator.integers, low=n, size=(*runs, size)), rng, size, size)


def _check_size(n, size):
    if isinstance(size, bool) or not isinstance(size, int | np.integer):
        raise TypeError(f"the batch size must be an integer; got {size!r}")
    if not 1 <= size <= n:
        raise ValueError(f"the batch size must be between 1 and the {n} rows there are; got {size}")


class Cut:
    """What ``epoch(rng)`` gives, ``(..., n)``, cut into pieces of ``size``, epoch after epoch; it can be kept and put back."""

    def __init__(self, epoch: Callable[[Generator], np.ndarray], rng: Generator, n: int, size: int):
        check_generator(rng)
        self.epoch, self.rng, self.n, self.size = epoch, rng, n, size
        self.order, self.start = None, n

    @property
    def smallest(self) -> int:
        """How many rows the smallest piece has."""
        return self.n % self.size or self.size

    def __iter__(self) -> Iterator[np.ndarray]:
        return self

    def __next__(self) -> np.ndarray:
        if self.start >= self.n:
            self.order, self.start = self.epoch(self.rng), 0
        self.start += self.size
        return self.order[..., self.start - self.size : self.start]

    def state_dict(self) -> dict[str, Any]:
        """What it keeps from piece to piece: the epoch, its place in it, its generator, and what it is."""
        left = self.order if self.start < self.n else np.empty(0, int)
        return {"rng": generator_state(self.rng), "epoch": self._named(), "order": left.copy(), "start": self.start}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Put back what :meth:`state_dict` gave; ``ValueError`` if that was of other batches, and then nothing has changed."""
        agree({**state, "order": None}, {**self.state_dict(), "order": None})
        put_back(self.rng, state["rng"])
        self.order, self.start = np.array(state["order"]), int(state["start"])

    def _named(self):
        """What it is: which method of the generator makes an epoch, of how many rows and runs, and the size."""
        given = {name: np.shape(value) if name == "x" else value for name, value in self.epoch.keywords.items()}
        return f"{self.epoch.func.__name__}({', '.join(f'{k}={v}' for k, v in given.items())}) by {self.size}"
