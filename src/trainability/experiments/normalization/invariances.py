"""What can be done to images without a normalization noticing?"""

from collections.abc import Callable

import numpy as np


def blind(layer: Callable, rng: np.random.Generator, shape: tuple = (5, 3, 2, 6)) -> dict[str, bool]:
    """Whether the output for random images stays when something is done to the input.

    Parameters
    ----------
    layer : callable
        A normalization of images, with an epsilon of zero.
    rng : Generator
        Draws images and what is done to them.
    shape : tuple
        Images, their height and width, channels.

    Returns
    -------
    dict of bool
        For adding a number to each channel or to each image, for multiplying each channel or each image by a positive number,
        and, of the first image's output, for replacing all other images.

    Examples
    --------
    >>> from ...normalization import LayerNorm
    >>> blind(LayerNorm(6, spatial=2, eps=0.0), np.random.default_rng(0))
    {'+ channel': False, '× channel': False, '+ image': True, '× image': True, 'others': True}
    """
    params = [np.full(s, float(name == "gamma")) for name, s in layer.shapes.items()]
    x, other = rng.normal(size=(2, *shape))
    channel, image = rng.uniform(0.5, 2, shape[-1]), rng.uniform(0.5, 2, (shape[0], 1, 1, 1))
    moved = {"+ channel": x + channel, "× channel": x * channel, "+ image": x + image, "× image": x * image}
    y, *_ = layer(x, *params)
    found = {name: bool(np.allclose(layer(a, *params)[0], y, rtol=1e-6, atol=1e-6)) for name, a in moved.items()}
    other[0] = x[0]
    return found | {"others": bool(np.allclose(layer(other, *params)[0][0], y[0], rtol=1e-6, atol=1e-6))}
