"""Handwritten digits: a sample that is always at hand, and the whole."""

import os
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .download import download_mnist
from .idx import MD5, read_idx


class Split(NamedTuple):
    """Images of digits and what they show.

    Attributes
    ----------
    x : ndarray of float32, shape (N, 784)
        Images of 28 by 28 pixels, row by row; ink from 0 (none) to 1.
    y : ndarray of int64, shape (N,)
        The digits, 0 to 9.
    """

    x: np.ndarray
    y: np.ndarray

    @classmethod
    def of(cls, images: np.ndarray, labels: np.ndarray) -> "Split":
        """From bytes: images (N, 28, 28) of 0 to 255, and labels (N,)."""
        return cls(images.reshape(len(images), -1) / np.float32(255), labels.astype(np.int64))


def mnist_sample() -> tuple[Split, Split]:
    """The sample of MNIST that comes with the package: 10,000 images to train on, 2,000 to test.

    The training images are the first 10,000 of MNIST's, in order, so that an experiment on its first
    thousand images has the same ones. The test images are every fifth of MNIST's 10,000, because the first
    half of those is markedly harder than the second: either half alone would mislead.

    Returns
    -------
    train, test : Split
        Of 10,000 and 2,000 images.

    See Also
    --------
    mnist : the whole.

    Examples
    --------
    >>> from trainability.datasets import mnist_sample
    >>> train, test = mnist_sample()
    >>> train.x.shape, train.y.shape, test.x.shape
    ((10000, 784), (10000,), (2000, 784))
    >>> train.y[:10]
    array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    >>> for row in train.x[2].reshape(28, 28)[5:25:2, 3:25]:
    ...     print("".join(" .:*#"[round(4 * float(ink))] for ink in row).rstrip())
                     .#.
     :*              :*.
     **             *#:
    :#*             ##
    :#.          .*##.
    :##***####*:.  ##
                  *#:
                  *#.
                  *#:
                  *#:
    """
    with (files("trainability") / "data" / "mnist_sample.npz").open("rb") as file, np.load(file) as sample:
        train = Split.of(sample["train_images"], sample["train_labels"])
        test = Split.of(sample["test_images"], sample["test_labels"])
    return train, test


def mnist(directory: str | os.PathLike | None = None) -> tuple[Split, Split]:
    """MNIST: 60,000 images to train on and 10,000 to test.

    Parameters
    ----------
    directory : path, optional
        Has the four files of MNIST, in the IDX format, gzipped or not. By default the user's cache, which
        :func:`download_mnist` fills the first time.

    Returns
    -------
    train, test : Split
        Of 60,000 and 10,000 images; 220 MB.

    Raises
    ------
    FileNotFoundError
        If the directory lacks a file.
    ValueError
        If a file is damaged, or is not MNIST's.
    ImportError, OSError
        If there is no directory to read and the download fails.

    Notes
    -----
    Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning applied to document recognition
    (Proc. IEEE 86, 1998). Collected by Y. LeCun, C. Cortes and C. Burges from NIST's databases 1 and 3.

    Examples
    --------
    >>> from trainability.datasets import mnist
    >>> mnist("empty")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    FileNotFoundError: no train-images-idx3-ubyte in empty; MNIST is the four files ...
    """
    directory = download_mnist() if directory is None else Path(directory).expanduser()
    train_images, train_labels, test_images, test_labels = (read_idx(directory, name) for name in MD5)
    return Split.of(train_images, train_labels), Split.of(test_images, test_labels)
