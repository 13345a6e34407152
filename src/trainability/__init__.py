"""Why deep networks train: update rules, first weights, layers, losses, data, and what else it takes to train a network.

Every name of the reference is here, in its order. What holds it is imported when it is first asked for, and needs NumPy alone.

Examples
--------
>>> import numpy as np
>>> import trainability
>>> trainability.relu(np.array([-1.0, 2.0]))[0]
array([0., 2.])
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

_NAMES = {
    "initializers": "GAIN zeros constant normal uniform variance_scaling standard_uniform lecun_normal lecun_uniform xavier_normal"
    " xavier_uniform kaiming_normal kaiming_uniform orthogonal sparse sparse_with_replacement spectral_radius",
    "activations": "Activation leaky linear sigmoid tanh softsign relu leaky_relu elu selu softplus silu",
    "layers": "Dense",
    "recurrent": "Recurrent last every",
    "normalization": "BatchNorm Running PYTORCH KERAS PAPER LayerNorm GroupNorm RMSNorm standardize",
    "dropout": "Dropout",
    "losses": "cross_entropy binary_cross_entropy squared_error",
    "network": "Network split",
    "fit": "Fit Minibatches batches draws",
    "datasets": "mnist_sample mnist download_mnist MIRRORS Split one_hot moons wave noisy_wave noisy_line gaussian curve_images"
    " olivetti patches faces addition multiplication memory",
    "rule": "Rule Descent",
    "rules": "sgd momentum momentum_ema momentum_framework nesterov adagrad rmsprop rmsprop_centered adadelta adam nadam amsgrad adamw",
    "fusion": "fused UnreadableRule",
    "schedules": "Piecewise InverseTime Exponential NaturalExponential Cosine Warmup Switch Triangular WarmRestarts OneCycle"
    " SutskeverMomentum NesterovMomentum NesterovSequence",
    "objectives": "clip_norm clip_value l2 gradient_noise",
    "surfaces": "Surface surface quadratic ravine wide_ravine saddle beale rosenbrock rastrigin plateau",
    "training": "train path Interrupted",
    "conjugate": "Conjugate conjugate_gradients",
    "pretraining": "Boltzmann Units BINARY GAUSSIAN Contrast Denoising Tied Restored Coder pretrain unrolled",
    "second": "gauss_newton hessian_product hessian Newton TruncatedNewton Curved HessianFree reduction_ratio levenberg_marquardt"
    " until_flat backtracked Picked line_search squared_gradients martens_preconditioner structural Structured HessianFreeMomentum"
    " Phase CURVES_PHASES MNIST_PHASES",
    "steps": "Steps around",
    "stopping": "early",
    "checkpoint": "save load saving snapshot restore",
    "progress": "shown counted",
    "store": "Store",
    "sweeping": "sweep",
    "named": "Named",
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

if TYPE_CHECKING:  # what reads without running: type checkers, editors
    from .activations import *
    from .checkpoint import *
    from .conjugate import *
    from .datasets import *
    from .dropout import *
    from .fit import *
    from .fusion import *
    from .initializers import *
    from .layers import *
    from .losses import *
    from .named import *
    from .network import *
    from .normalization import *
    from .objectives import *
    from .pretraining import *
    from .progress import *
    from .recurrent import *
    from .rule import *
    from .rules import *
    from .schedules import *
    from .second import *
    from .steps import *
    from .stopping import *
    from .store import *
    from .surfaces import *
    from .sweeping import *
    from .training import *
else:
    __all__ = list(_MODULES)

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        globals()[name] = value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
