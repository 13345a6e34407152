"""Greedy layer-wise pre-training: a deep autoencoder begun layer by layer, each trained to say what the layer below says.

A layer is a :class:`Boltzmann` machine or a :class:`Denoising` autoencoder. Either has hidden units that ``encode`` data, weights ``W`` that lead
back by their transpose, and a ``learner``, the objective that a :class:`~trainability.rule.Descent` follows. :func:`pretrain` trains one upon
the other, :func:`unrolled` makes a deep autoencoder of them, which is then trained as any network.
"""

from .boltzmann import BINARY, GAUSSIAN, Boltzmann, Contrast, Units
from .coder import Coder
from .denoising import Denoising, Restored, Tied
from .greedy import pretrain, unrolled

__all__ = [
    "Boltzmann",
    "Units",
    "BINARY",
    "GAUSSIAN",
    "Contrast",
    "Denoising",
    "Tied",
    "Restored",
    "Coder",
    "pretrain",
    "unrolled",
]
