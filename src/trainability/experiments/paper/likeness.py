"""How like are our curves to those of the paper, of which nothing but errors and pictures is to be had?"""

import numpy as np

from ...datasets import curve_images
from ...named import Named

# What Hinton & Salakhutdinov 2006 print under figure 2A: the mean squared error per test image of Curves.
PRINTED = {"autoencoder, 6": 1.44, "logistic PCA, 6": 7.64, "logistic PCA, 18": 2.45, "PCA, 18": 5.90}


def left_over(*, sizes: list[int], kept: list[int], images: int) -> dict[str, Named]:
    """What the best plane of so many dimensions leaves of curves, drawn on so many pixels a side: the sum of the other eigenvalues.

    Returns
    -------
    dict of Named, axes size, kept
        ``error``: the squared error per image. With none kept it is that of the mean image.

    Examples
    --------
    >>> left_over(sizes=[8], kept=[0, 18], images=100)["error"]
    Named(size: 1, kept: 2)
    """
    found = []
    for size in sizes:
        x, _ = curve_images(np.random.default_rng(0), images, size)
        variances = np.linalg.eigvalsh(np.cov(x, rowvar=False, dtype=float))[::-1]
        found.append([variances[n:].sum() for n in kept])
    return {"error": Named(found, {"size": sizes, "kept": kept})}
