"""What the layers that are trained by themselves have in common."""

from typing import Any

import numpy as np

from ..network import split
from ..ranges import Count


class Coder:
    r"""Hidden units that read visible ones, and what leads back to these by the same weights.

    Its parameters are one flat array ``(..., P)``; leading axes are independent runs.

    Attributes
    ----------
    layer : Activation
        The mean of a hidden unit as a function of its input.
    shapes : dict
        ``W`` (n_in, n_out), the weights; ``b`` (n_out,), what is added to the input of the hidden units; ``c`` (n_in,), to that of the visible
        ones.
    size : int
        The number of parameters, ``P``.
    """

    def __init__(self, n_in: Count, n_out: Count, layer: Any):
        self.layer = layer
        self.shapes: dict[str, tuple[int, ...]] = {"W": (n_in, n_out), "b": (n_out,), "c": (n_in,)}
        self.size = n_in * n_out + n_out + n_in

    def params(self, theta: np.ndarray) -> list[np.ndarray]:
        """The views of ``theta``, ``(..., P)``, that are ``W``, ``b`` and ``c``."""
        return split(theta, list(self.shapes.values()))

    def encode(self, x: np.ndarray, theta: np.ndarray) -> np.ndarray:
        """What the hidden units say, ``(..., N, n_out)``, of data ``(..., N, n_in)``."""
        W, b, _ = self.params(theta)
        return self.layer(x @ W + b[..., None, :])[0]
