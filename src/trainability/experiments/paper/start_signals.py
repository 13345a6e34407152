"""What does a deep autoencoder know of its images before it has learned anything, and what reaches its weights?"""

from collections.abc import Callable, Mapping

import numpy as np

from ...named import Named
from ...sweeping import sweep
from ...tasks.autoencoders import ENCODERS, autoencoder, curves, starts, whole


def spread(laws: Mapping[str, Callable], *, encoder: str = "curves", images: int = 200, seeds: int = 10) -> dict[str, Named]:
    """Signals and gradients in an untrained autoencoder, whose images are curves, for each law of the first weights.

    Parameters
    ----------
    laws : dict
        Laws of the weights by their names.
    encoder : str
        One of :data:`~trainability.tasks.autoencoders.ENCODERS` whose images are squares.
    images, seeds : int

    Returns
    -------
    dict of Named, axes start, seed, layer
        ``difference``: the root mean square, over images and units of a hidden layer, of how far a unit is from its own mean over
        images. ``dimensions``: in how many directions the images differ there, :math:`(\\sum_i c_i)^2 / \\sum_i c_i^2` with the
        variances :math:`c_i` along the principal axes. ``gradient``: the root mean square of the gradient in the weights of
        a layer. Layers count from 1; the gradient has one more, that of the outputs.

    Examples
    --------
    >>> from trainability.initializers import lecun_normal
    >>> found = spread({"1/n": lecun_normal}, encoder="small curves", images=20, seeds=2)
    >>> found["difference"], found["gradient"]
    (Named(start: 1, seed: 2, layer: 7), Named(start: 1, seed: 2, layer: 8))
    """
    network = autoencoder(ENCODERS[encoder])
    x = curves(images, round(ENCODERS[encoder][0] ** 0.5))
    those = range(seeds)

    def run(start):
        theta = starts(network, those, laws[start]).astype(float)
        differences, dimensions, h = [], [], x
        for layer, params, following in zip(network.layers, network.params(theta), [*network.layers[1:], None]):
            h = layer(h, *params)[0]
            if following is not None and ("W" in following.shapes):  # the end of a hidden layer
                apart = h - h.mean(axis=-2, keepdims=True)
                covariance = apart.mT @ apart / images
                differences.append(np.sqrt(np.square(apart).mean(axis=(-2, -1))))
                total = np.trace(covariance, axis1=-2, axis2=-1)
                dimensions.append(total**2 / np.square(covariance).sum(axis=(-2, -1)))
        g = np.empty_like(theta)
        whole(network, x)(theta, g)
        slopes = [np.sqrt(np.square(params[0]).mean(axis=(-2, -1))) for params in network.params(g) if params]
        measured = {"difference": differences, "dimensions": dimensions, "gradient": slopes}
        return {name: Named(values, {"layer": range(1, len(values) + 1), "seed": those}) for name, values in measured.items()}

    return {name: each.transpose("seed", "layer") for name, each in sweep(run, {"start": [*laws]}).items()}
