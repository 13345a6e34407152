"""MNIST from the network, once."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

from .idx import MD5, checked

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
"""Addresses under which the four files of MNIST lie, gzipped; tried in this order."""


def download_mnist(directory: str | os.PathLike | None = None, mirrors: Sequence[str] = MIRRORS) -> Path:
    """Bring the four files of MNIST into a directory, unpacked, and return the directory.

    What is there and whole is kept. Each other file comes from the first mirror that serves it whole; it is
    checked before it takes its place, so that a broken download leaves nothing behind.

    Parameters
    ----------
    directory : path, optional
        Made if need be. By default ``trainability`` in the user's cache.
    mirrors : sequence of str
        Addresses of directories, each with the four files, gzipped.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ImportError
        If pooch is not installed.
    OSError
        If no mirror serves a file whole: says what each did instead.

    Examples
    --------
    >>> from trainability.datasets import download_mnist, mnist
    >>> train, test = mnist(download_mnist("mnist"))  # doctest: +SKIP
    """
    try:
        import pooch
    except ImportError:
        raise ImportError(
            'downloading MNIST needs pooch: pip install "trainability[data]"; or name a directory that has the files'
        ) from None

    directory = Path(pooch.os_cache("trainability") if directory is None else directory).expanduser()
    for name in MD5:
        _download(name, directory, mirrors)
    return directory


def _download(name, directory, mirrors):
    """Bring one file, from the first mirror that serves it whole."""
    import pooch

    def unpack(url, file, _):
        packed = io.BytesIO()
        pooch.HTTPDownloader()(url, packed, None)
        Path(file).write_bytes(checked(packed.getvalue(), name, "what it sent"))

    failures = []
    for mirror in mirrors:
        url = f"{mirror.rstrip('/')}/{name}.gz"
        try:
            pooch.retrieve(url, f"md5:{MD5[name]}", name, directory, downloader=unpack)
            return
        except (OSError, ValueError) as error:
            failures.append(f"{url}: {error}")
    raise OSError("\n  ".join([f"no mirror served {name}", *failures]))
