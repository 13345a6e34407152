r"""Faces: patches of the Olivetti photographs, turned and scaled, in the manner of the data set of the 2006 and 2013 papers."""

import hashlib
import os
from pathlib import Path

import numpy as np

from ..ranges import Count, Rng, ranged
from .mat import read_mat

URL = "https://ndownloader.figshare.com/files/5976027"  # where scikit-learn's fetch_olivetti_faces has it from
SHA256 = "b612fb967f2dc77c9c62d3e1266e0c73d5fca46a4b8906c18e454d41af987794"
NAME = "olivettifaces.mat"
PERSONS, PICTURES, SIDE = 40, 10, 64
SCALES = (1.4, 1.8)
FINER = 2  # points on either axis over which a pixel of a patch is a mean


def olivetti(file: str | os.PathLike | None = None) -> np.ndarray:
    """The Olivetti faces: ten photographs of each of forty persons.

    Parameters
    ----------
    file : path, optional
        ``olivettifaces.mat``. By default it is brought from the network once, which needs pooch, and kept in the user's cache.

    Returns
    -------
    ndarray of uint8, shape (40, 10, 64, 64)
        Persons, pictures, rows, columns; 0 is black.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is another one.
    ImportError, OSError
        If no file is named, and pooch is not installed or the download fails.

    Notes
    -----
    F. Samaria and A. Harter, Parameterisation of a stochastic model for human face identification (WACV 1994), photographed at AT&T
    Laboratories Cambridge from 1992 to 1994. The file is that of S. Roweis, as scikit-learn's ``fetch_olivetti_faces`` gets it.

    Examples
    --------
    >>> olivetti("no/olivettifaces.mat")
    Traceback (most recent call last):
        ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no/olivettifaces.mat'
    """
    content = (_download() if file is None else Path(file)).read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != SHA256:
        raise ValueError(f"{file} is not {NAME}: expected SHA-256 {SHA256}, found {found} ({len(content):,} bytes)")
    return read_mat(content, "faces").T.reshape(PERSONS, PICTURES, SIDE, SIDE).swapaxes(-1, -2)


def _download():
    try:
        import pooch
    except ImportError:
        raise ImportError(f'downloading faces needs pooch: pip install "trainability[data]"; or name the file {NAME}') from None
    try:
        return Path(pooch.retrieve(URL, f"sha256:{SHA256}", NAME, pooch.os_cache("trainability")))
    except (OSError, ValueError) as error:
        raise OSError(f"no {NAME} came from {URL}: {error}") from error


@ranged
def patches(pictures: np.ndarray, rng: Rng, each: Count = 414, size: Count = 25) -> np.ndarray:
    r"""Square patches of square pictures, at any angle from -90° to 90°, so large that a picture is 1.4 to 1.8 times as wide.

    Angle and scale are uniform. So is the place, among those where the patch is all within the picture: a square of :math:`1/\sqrt2` of its
    width, which is 1/1.41, fits at every angle. A pixel is the mean of four points, each interpolated between its four neighbours.

    Parameters
    ----------
    pictures : ndarray, shape (..., n, n)
        Of grey.
    rng : Generator
        Draws angles, scales and places.
    each : int
        How many patches of each picture.
    size : int
        Width and height of a patch, in pixels.

    Returns
    -------
    ndarray of float32, shape (N * each, size * size)
        For ``N`` pictures, those of the first one first; row by row.

    Raises
    ------
    ValueError
        If the pictures are not square.

    Examples
    --------
    >>> import numpy as np
    >>> ramp = np.tile(np.arange(64.0), (1, 64, 1))
    >>> patches(ramp, np.random.default_rng(0), each=3).shape
    (3, 625)
    """
    n = pictures.shape[-1]
    if pictures.ndim < 2 or pictures.shape[-2] != n:
        raise ValueError(f"pictures must be square, (..., n, n); got the shape {pictures.shape}")
    made = []
    for picture in pictures.reshape(-1, n, n):
        angle, width = rng.uniform(-np.pi / 2, np.pi / 2, each), n / rng.uniform(*SCALES, each)
        room = np.maximum(n - width * (np.abs(np.cos(angle)) + np.abs(np.sin(angle))), 0) / 2
        x, y = (n / 2 + rng.uniform(-1, 1, each) * room for _ in range(2))
        made.append(patch(picture, x, y, angle, width, size).reshape(each, -1))
    return np.concatenate(made).astype(np.float32)


def patch(picture: np.ndarray, x: np.ndarray, y: np.ndarray, angle: np.ndarray, width: np.ndarray, size: int) -> np.ndarray:
    """Squares ``(..., size, size)`` of a picture ``(n, n)``, each about ``(x, y)``, to the right and downwards from its upper left corner.

    Examples
    --------
    A quarter of a turn:

    >>> import numpy as np
    >>> picture = np.arange(16.0).reshape(4, 4)
    >>> patch(picture, *map(np.array, (2.0, 2.0, np.pi / 2, 4.0)), 2)
    array([[ 4.5, 12.5],
           [ 2.5, 10.5]])
    """
    n, fine = len(picture), FINER * size
    x, y, angle, width = (np.asarray(each)[..., None, None] for each in (x, y, angle, width))
    along = width * ((np.arange(fine) + 0.5) / fine - 0.5)
    right, down = along, along.swapaxes(-1, -2)
    px = np.clip(x + np.cos(angle) * right - np.sin(angle) * down - 0.5, 0, n - 1)  # of centres of pixels
    py = np.clip(y + np.sin(angle) * right + np.cos(angle) * down - 0.5, 0, n - 1)
    column, row = np.minimum(px.astype(int), n - 2), np.minimum(py.astype(int), n - 2)
    fx, fy = px - column, py - row
    upper, lower = (picture[row + i, column] * (1 - fx) + picture[row + i, column + 1] * fx for i in (0, 1))
    points = upper * (1 - fy) + lower * fy
    return points.reshape(*points.shape[:-2], size, FINER, size, FINER).mean(axis=(-3, -1))


@ranged
def faces(rng: Rng, persons: Count = 25, each: Count = 414, file: str | os.PathLike | None = None) -> np.ndarray:
    """Patches of the Olivetti faces of 25 by 25 pixels: 103,500 of the first 25 persons, as many as the 2013 paper trains on.

    Every pixel has mean zero over all patches, and all are divided by one number, so that the mean variance of a pixel is one.

    Parameters
    ----------
    rng : Generator
        Draws angles, scales and places.
    persons : int
        Of how many persons, at most 40.
    each : int
        How many patches of each of their ten pictures.
    file : path, optional
        As in :func:`olivetti`.

    Returns
    -------
    ndarray of float32, shape (10 * persons * each, 625)

    Raises
    ------
    ValueError
        If there are not as many persons.

    Notes
    -----
    In the manner of the data set of Hinton and Salakhutdinov, Reducing the dimensionality of data with neural networks (Science 313, 2006),
    whose supplement says: 165,600 images of 25 by 25, by rotating (-90° to 90°), scaling (1.4 to 1.8), cropping and subsampling the 400
    photographs. Where they cut and how they sampled is not said, and their file is not at hand. So these are not the paper's faces, and
    errors on the two sets cannot be compared.

    Examples
    --------
    >>> import numpy as np
    >>> faces(np.random.default_rng(0), persons=41)
    Traceback (most recent call last):
        ...
    ValueError: there are 40 persons; got persons=41
    """
    if persons > PERSONS:
        raise ValueError(f"there are {PERSONS} persons; got persons={persons}")
    cut = patches(olivetti(file)[:persons], rng, each)
    cut -= cut.mean(axis=0)
    return cut / cut.std()
