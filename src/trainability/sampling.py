"""What is drawn epoch by epoch, in pieces, and can go on where it was."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.random import Generator

from .state import agree, generator_state, put_back


class Cut:
    """What ``epoch(rng)`` gives, ``(..., n)``, cut into pieces of ``size``, epoch after epoch; it can be kept and put back."""

    def __init__(self, epoch: Callable[[Generator], np.ndarray], rng: Generator, n: int, size: int):
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
