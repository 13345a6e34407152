"""What does a deep autoencoder make of a curve, with momentum and without? Pictures, pixels, and the plane of a code of two units."""

from collections.abc import Mapping

import numpy as np

from ...bench.at_rates import at_rates
from ...named import Named
from ...rule import Descent
from ...sweeping import sweep
from ...tasks.autoencoders import ENCODERS, autoencoder, codes, curves, decoded, learner, reconstructed, starts
from ...training import train
from . import small_curves
from .small_curves import column

SIZE = 16
WIDTHS = (SIZE * SIZE, 128, 64, 32)


def _trained(encoder, images, rule, updates, size):
    """The network of an encoder and its parameters, ``(1, P)``, after some updates on batches of that size."""
    network = autoencoder(encoder)
    descent = Descent(learner(network, images, [0], size), starts(network, [0]), rule)
    train(descent, updates)
    return network, descent.theta


def reconstructions(
    *, rates: Mapping[str, float], images: int, shown: int, updates: int, last: int, period: float
) -> dict[str, Named]:
    """Images of 16 x 16 and what comes out of an autoencoder with a code of 6 units, trained with each column at a rate of its own.

    Returns
    -------
    dict of Named, float32
        ``image``, axes row, image, pixel: the rows are "data" and the columns. ``mean``, axis row: the error per image, of all.

    Examples
    --------
    >>> reconstructions(rates={"0": 0.1}, images=100, shown=3, updates=2, last=0, period=8)["image"]
    Named(row: 2, image: 3, pixel: 256)
    """
    x = curves(images, SIZE)

    def run(row):
        if row == "data":
            y = x
        else:
            rule = column(row, rate=rates[row], period=period, updates=updates, last=last)
            network, theta = _trained((*WIDTHS, 6), x, rule, updates, 100)
            y = reconstructed(network, theta, x)[0]
        pixels = {"image": range(shown), "pixel": range(SIZE * SIZE)}
        return {"image": Named(y[:shown], pixels), "mean": np.square(y - x).sum(axis=-1).mean()}

    return {name: each.astype(np.float32) for name, each in sweep(run, {"row": ["data", *rates]}).items()}


def plane(*, rate: float, shown: int, points: int, updates: int, period: float) -> dict[str, Named]:
    """A code of two units, for the miniature: where images lie in its plane, and what the decoder makes of points between.

    Returns
    -------
    dict of Named, float32
        ``code``, axes image, unit, and ``image``, axes image, pixel, of some images. ``place``, axes unit, point: an even grid
        from the 5th to the 95th percentile of the codes of all. ``decoded``, axes y, x, pixel: the images of its points.

    Examples
    --------
    >>> plane(rate=0.01, shown=3, points=4, updates=2, period=8)["decoded"]
    Named(y: 4, x: 4, pixel: 144)
    """
    x = curves(small_curves.IMAGES, small_curves.SIZE)
    encoder = (*ENCODERS["small curves"][:-1], 2)
    network, theta = _trained(encoder, x, column(".99N", rate=rate, period=period, updates=updates), updates, small_curves.BATCH)
    code = codes(network, theta, x)[0]
    place = np.linspace(*np.percentile(code, [5, 95], axis=0), points).T
    grid = np.stack(np.meshgrid(*place), axis=-1).reshape(1, -1, 2)
    images, pixels = {"image": range(shown)}, {"pixel": range(x.shape[-1])}
    made = {
        "code": Named(code[:shown], images | {"unit": range(2)}),
        "image": Named(x[:shown], images | pixels),
        "place": Named(place, {"unit": range(2), "point": range(points)}),
        "decoded": Named(
            decoded(network, theta, grid).reshape(points, points, -1), {"y": range(points), "x": range(points)} | pixels
        ),
    }
    return {name: each.astype(np.float32) for name, each in made.items()}


def by_pixel(*, rates: Mapping[str, float], seeds: int, updates: int, last: int, period: float, every: int) -> dict[str, Named]:
    """The mean squared error of each pixel of the miniature, with each column at its rate.

    Returns
    -------
    dict of Named, float32
        ``error``, axes column, seed, step, pixel; and ``wrong``, axes column, seed, step: the share of pixels on the wrong side
        of one half.

    Examples
    --------
    >>> by_pixel(rates={"0": 0.1}, seeds=2, updates=2, last=0, period=8, every=1)["error"]
    Named(column: 1, seed: 2, step: 2, pixel: 144)
    """
    x, network, those = curves(small_curves.IMAGES, small_curves.SIZE), small_curves.NETWORK, range(seeds)
    measures = {
        "error": lambda theta: np.square(reconstructed(network, theta, x) - x).mean(axis=-2),
        "wrong": lambda theta: ((reconstructed(network, theta, x) > 0.5) != (x > 0.5)).mean(axis=(-2, -1)),
    }

    def run(**name):
        rule = column(name["column"], rate=rates[name["column"]], period=period, updates=updates, last=last)
        batches, parts = learner(network, x, those, small_curves.BATCH), {"pixel": range(x.shape[-1])}
        runs = at_rates(starts(network, those), batches, rule, {"seed": those}, updates, every, parts=parts, **measures)
        return {measure: runs[measure] for measure in measures}

    return {name: each.astype(np.float32) for name, each in sweep(run, {"column": [*rates]}).items()}
