"""What an update rule is, and the descent that applies one."""

from .descent import Descent
from .update import Rule

__all__ = ["Rule", "Descent"]
