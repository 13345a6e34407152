"""The loss of a network on data, as an objective of its parameters: on all of them, or on mini-batches."""

from .fit import Fit, Minibatches
from .sampling import batches, draws

__all__ = ["Fit", "Minibatches", "batches", "draws"]
