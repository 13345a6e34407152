"""Second-order methods: Newton's, truncated Newton, Hessian-free, and Hessian-free with momentum.

Each is an iterator with the face of :class:`~trainability.rule.Descent`: it yields the value before each step. What they are
made of is a function each: products with the curvature, damping, the end of conjugate gradients, backtracking, line search.
"""

from .backtracking import Picked, backtracked
from .curved import Curved
from .damping import levenberg_marquardt, reduction_ratio
from .gauss_newton import gauss_newton
from .hessian import hessian, hessian_product
from .hessian_free import HessianFree
from .line_search import line_search
from .momentum import HessianFreeMomentum
from .newton import Newton, TruncatedNewton
from .phases import CURVES_PHASES, MNIST_PHASES, Phase
from .preconditioner import martens_preconditioner, squared_gradients
from .structural import Structured, structural
from .until_flat import until_flat

__all__ = [
    "gauss_newton",
    "hessian_product",
    "hessian",
    "Newton",
    "TruncatedNewton",
    "Curved",
    "HessianFree",
    "reduction_ratio",
    "levenberg_marquardt",
    "until_flat",
    "backtracked",
    "Picked",
    "line_search",
    "squared_gradients",
    "martens_preconditioner",
    "structural",
    "Structured",
    "HessianFreeMomentum",
    "Phase",
    "CURVES_PHASES",
    "MNIST_PHASES",
]
