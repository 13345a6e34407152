"""Images of smooth curves: data of six dimensions in several hundred pixels."""

import numpy as np

from ..ranges import AnyRng, Count, Number, Positive, ranged


@ranged
def curve_images(rng: AnyRng, n: Number, size: Count = 28, width: Positive = 0.6) -> tuple[np.ndarray, np.ndarray]:
    r"""Grey images of curves through three random points, and the points.

    The points ``p0, p1, p2`` are uniform on the unit square, which is the image. The curve is the quadratic

    .. math:: c(t) = (1 - t)(1 - 2t)\, p_0 + 4t(1 - t)\, p_1 + t(2t - 1)\, p_2, \qquad 0 \le t \le 1,

    which meets them at t = 0, 1/2, 1. It is drawn with ``4 size`` even steps of t; a pixel whose centre is
    ``d`` pixels from the nearest of those points is ``exp(-d² / 2 width²)``. About one curve in ten leaves
    the square on its way; that part is not seen.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    n : int
        Number of images.
    size : int
        Height and width of an image, in pixels.
    width : float
        Standard deviation of the pen, in pixels.

    Returns
    -------
    images : ndarray of float32, shape (n, size * size)
        Ink, from 0 to 1, row by row.
    points : ndarray of float64, shape (n, 3, 2)
        The points (x to the right, y downwards) in [0, 1).

    Notes
    -----
    In the manner of the data set *Curves* of Hinton and Salakhutdinov, Reducing the dimensionality of data
    with neural networks (Science 313, 2006), whose six numbers are likewise the coordinates of three random
    points. These are not their images, so errors on the two sets cannot be compared: the best plane of 18 dimensions leaves a squared
    error of 5.90 per image of theirs (their figure 2A), and three times that of these.

    Examples
    --------
    >>> import numpy as np
    >>> from trainability.datasets import curve_images
    >>> images, points = curve_images(np.random.default_rng(0), 1, size=10)
    >>> for row in images[0].reshape(10, 10):
    ...     print("".join(" .:*#"[round(4 * float(ink))] for ink in row).rstrip())
    #*#*.
    *#.*#*.
    .**..*#.
     .*: .:
      .#:
       .*:
        .#:
         :#:
          .#:
           :*
    """
    points = rng.uniform(size=(n, 3, 2))
    t = np.linspace(0, 1, 4 * size)[:, None]
    basis = np.hstack([(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)])
    centres = (np.arange(size, dtype=np.float32) + 0.5) / size
    images = np.empty((n, size, size), np.float32)
    for three, image in zip(points, images):
        curve = (basis @ three).T.astype(np.float32)
        x, y = np.exp(-0.5 * ((centres - curve[..., None]) * np.float32(size / width)) ** 2)
        np.max(y[:, :, None] * x[:, None, :], axis=0, out=image)
    return images.reshape(n, size * size), points
