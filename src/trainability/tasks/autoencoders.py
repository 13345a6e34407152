r"""Deep autoencoders (Sutskever et al. 2013, section 3): images pressed through a few linear units, and back.

The encoder narrows from layer to layer, the decoder is its mirror image. Units are logistic; those of the code are linear, and so are the
outputs, the *logits* of the pixels. What is trained is the cross-entropy of the pixels, summed over an image
(:func:`~trainability.losses.binary_cross_entropy`). What is reported is the :func:`error`, the squared distance of an image from its
reconstruction. Both are means over images.

Leading axes of the parameters are runs; images ``(N, pixels)`` are the same for all of them.
"""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from ..activations import sigmoid
from ..datasets import curve_images
from ..fit import Fit, Minibatches
from ..initializers import sparse_with_replacement
from ..losses import binary_cross_entropy
from ..network import Network
from .networks import mlp

#: Widths of the encoders of the paper (table 6), from the pixels to the code, and of a small one for images of 12 x 12.
ENCODERS = {
    "curves": (784, 400, 200, 100, 50, 25, 6),
    "mnist": (784, 1000, 500, 250, 30),
    "faces": (625, 2000, 1000, 500, 30),
    "small curves": (144, 72, 36, 18, 6),
}
BATCH = 200


def autoencoder(encoder: Sequence[int]) -> Network:
    """The network of an encoder of these widths and its mirror image.

    Examples
    --------
    >>> autoencoder((784, 100, 30))
    Network(Dense(784, 100), sigmoid, Dense(100, 30), Dense(30, 100), sigmoid, Dense(100, 784))
    """
    return Network(mlp([*encoder], sigmoid), mlp([*reversed(encoder)], sigmoid))


@cache
def curves(n: int, size: int) -> np.ndarray:
    """Images of :func:`~trainability.datasets.curve_images`, ``(n, size * size)``, drawn once: nobody may change them."""
    images, _ = curve_images(np.random.default_rng(2013), n, size)
    images.flags.writeable = False
    return images


def starts(network: Network, seeds: Sequence[int], law: Callable = sparse_with_replacement) -> np.ndarray:
    """First parameters, ``(seeds, P)``, float32: weights of ``law``, each seed by its own generator; biases are zero."""
    return np.stack([network.initial(np.random.default_rng(seed), dtype=np.float32, W=law) for seed in seeds])


def learner(network: Network, images: np.ndarray, seeds: Sequence[int], size: int = BATCH) -> Minibatches:
    """The loss on mini-batches, as an objective of parameters ``(..., seeds, P)``: each seed has an order of its own.

    Its ``network``, ``loss``, ``x`` and ``target`` are what a method of second order asks for.
    """
    rng = np.random.default_rng([*seeds, 1])
    return Minibatches(network, binary_cross_entropy, images, images, size, rng, runs=(len(seeds),))


def whole(network: Network, images: np.ndarray) -> Fit:
    """The same loss on all images at once, as an objective of parameters ``(..., P)``.

    Examples
    --------
    A network of zeros says 1/2 to each of 144 pixels, and pays log 2 for it:

    >>> network = autoencoder(ENCODERS["small curves"])
    >>> theta = np.zeros(network.size, np.float32)
    >>> loss = whole(network, curves(5, 12))(theta, np.empty_like(theta))
    >>> round(float(loss) / 144, 4)
    0.6931
    """
    return Fit(network, binary_cross_entropy, images, images)


def halves(network: Network, theta: np.ndarray) -> list[tuple[Network, np.ndarray]]:
    """The encoder and the decoder of an autoencoder, each with its part of the parameters, a view."""
    middle = len(network.layers) // 2
    encoder, decoder = Network(*network.layers[:middle]), Network(*network.layers[middle:])
    return [(encoder, theta[..., : encoder.size]), (decoder, theta[..., encoder.size :])]


def codes(network: Network, theta: np.ndarray, images: np.ndarray) -> np.ndarray:
    """What the code's units say of each image, ``(..., N, K)``."""
    encoder, params = halves(network, theta)[0]
    return encoder(images, params)[0]


def decoded(network: Network, theta: np.ndarray, code: np.ndarray) -> np.ndarray:
    """The images that the decoder makes of codes ``(..., N, K)``: ``(..., N, pixels)``, in (0, 1)."""
    decoder, params = halves(network, theta)[1]
    return sigmoid(decoder(code, params)[0])[0]


def reconstructed(network: Network, theta: np.ndarray, images: np.ndarray) -> np.ndarray:
    """What comes out of an autoencoder for each image, ``(..., N, pixels)``, in (0, 1)."""
    return sigmoid(network(images, theta)[0])[0]


def error(network: Network, theta: np.ndarray, images: np.ndarray) -> np.ndarray:
    r"""The squared error, summed over an image, the mean over images, of shape ``theta.shape[:-1]``.

    .. math:: E = \frac1N \sum_i \lVert y_i - x_i \rVert^2

    Examples
    --------
    >>> network = autoencoder((4, 2))
    >>> float(error(network, np.zeros(network.size), np.array([[0.0, 0.0, 1.0, 1.0]])))
    1.0
    """
    return np.square(reconstructed(network, theta, images) - images).sum(axis=-1).mean(axis=-1)


def error_of_the_mean(images: np.ndarray) -> float:
    """The squared error per image of one who always answers the mean image: what a code that says nothing comes to.

    Examples
    --------
    >>> error_of_the_mean(np.array([[0.0, 1.0], [1.0, 1.0]]))
    0.25
    """
    return float(images.var(axis=0, dtype=float).sum())
