"""Dropout: a layer that forgets a part of its input, another one at every call."""

import numpy as np

from .activations import linear


class Dropout:
    r"""Each element zero with probability ``p``, else divided by ``1 - p``, so that its mean stays (Srivastava et al. 2014).

    Parameters
    ----------
    p : float in [0, 1)
        The part that is dropped.
    rng : Generator
        Decides which.

    Attributes
    ----------
    inference : Activation
        What stands for it once training is over: nothing is dropped.

    Raises
    ------
    ValueError
        If ``p`` is out of range.

    Examples
    --------
    >>> y, pull, push = Dropout(0.5, np.random.default_rng(0))(np.ones((1, 6)))
    >>> y, pull(np.ones((1, 6)))
    (array([[2., 0., 0., 0., 2., 2.]]), array([[2., 0., 0., 0., 2., 2.]]))
    """

    shapes: dict = {}
    inference = linear

    def __init__(self, p: float, rng: np.random.Generator):
        if not 0 <= p < 1:
            raise ValueError(f"the part that is dropped must be at least 0 and less than 1; got {p}")
        self.p, self.rng = p, rng

    def __repr__(self):
        return f"Dropout({self.p})"

    def __call__(self, x):
        kept = (self.rng.random(x.shape) >= self.p) * x.dtype.type(1 / (1 - self.p))

        def pull(dy):
            return dy * kept

        return x * kept, pull, pull

    def memory(self) -> dict:
        """What it keeps from call to call: the state of its generator."""
        return {"rng": self.rng.bit_generator.state}

    def recall(self, memory: dict):
        """Put back what :meth:`memory` gave."""
        self.rng.bit_generator.state = memory["rng"]
