"""The data of the experiments: sets that are generated, MNIST, and faces.

A generated set is a function of a random generator, ``rng``, and returns plain arrays, one example a row.
Any of NumPy's generators will do; the same generator in the same state gives the same set.

* :func:`noisy_line` and :func:`noisy_wave`: regression on the unit interval; :func:`wave` without noise
* :func:`moons`: two interleaved half circles
* :func:`gaussian`: inputs without structure, for signals on their way through layers
* :func:`curve_images`: small images of smooth curves, for autoencoders
* :func:`addition`, :func:`multiplication`, :func:`memory`: sequences to be remembered, for recurrent networks

MNIST comes in two sizes, both as a pair of :class:`Split`, train and test.

* :func:`mnist_sample`: 10,000 and 2,000 images that are part of this package
* :func:`mnist`: all 60,000 and 10,000, from a directory, or downloaded once by :func:`download_mnist`

Faces are patches of the Olivetti photographs, which are downloaded once.

* :func:`olivetti`: the 400 photographs; :func:`patches` of them, or of others
* :func:`faces`: as many patches as the 2013 paper trains on, each pixel centred

:func:`one_hot` turns labels into the targets that the losses take.
"""

from .curves import curve_images
from .digits import Split, mnist, mnist_sample
from .download import MIRRORS, download_mnist
from .generated import gaussian, moons, noisy_line, noisy_wave, wave
from .portraits import faces, olivetti, patches
from .sequences import addition, memory, multiplication
from .targets import one_hot

__all__ = [
    "MIRRORS",
    "Split",
    "addition",
    "curve_images",
    "download_mnist",
    "faces",
    "gaussian",
    "memory",
    "mnist",
    "mnist_sample",
    "moons",
    "multiplication",
    "noisy_line",
    "noisy_wave",
    "olivetti",
    "one_hot",
    "patches",
    "wave",
]
