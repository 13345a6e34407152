"""Layers that fix the mean and the scale of what passes, over the batch or within each row.

Each subtracts a mean, divides by a standard deviation, and then scales and shifts by ``gamma`` and ``beta``, which are
parameters like any other. Inputs are ``(..., N, n)``, or, with ``spatial=2``, images ``(..., N, H, W, n)``: channels
come last, and every position of every image is a row of its channels.
"""

from .batch import KERAS, PAPER, PYTORCH, BatchNorm, Running
from .rows import GroupNorm, LayerNorm, RMSNorm
from .standard import standardize

__all__ = ["BatchNorm", "Running", "PYTORCH", "KERAS", "PAPER", "LayerNorm", "GroupNorm", "RMSNorm", "standardize"]
