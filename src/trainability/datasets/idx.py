"""The four files of MNIST: their names, their fingerprints, and how to read them."""

import gzip
import hashlib
import zlib
from pathlib import Path

import numpy as np

MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
"""Of each file, unpacked. Packed files are judged by what they hold: who packs them again changes nothing."""


def checked(content: bytes, name: str, source: object) -> bytes:
    """The bytes of file ``name`` of MNIST, unpacked if ``content`` is gzipped.

    Raises
    ------
    ValueError
        If they are not that file's: says what ``source`` should have held, and what it held.
    """
    must = f"{source} is not MNIST's {name}: expected MD5 {MD5[name]}, found"
    try:
        unpacked = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{must} a damaged gzip file ({error})") from None
    found = hashlib.md5(unpacked, usedforsecurity=False).hexdigest()
    if found != MD5[name]:
        raise ValueError(f"{must} {found} ({len(unpacked):,} bytes)")
    return unpacked


def read_idx(directory: Path, name: str) -> np.ndarray:
    """The array in file ``name``, or ``name.gz``, of ``directory``.

    An IDX file of bytes is: two zeros, 8 for the type, the number of axes, the length of each as four bytes,
    most significant first, then the elements.

    Returns
    -------
    ndarray of uint8, read-only
        Shape (N, 28, 28) for images, ink from 0 to 255; (N,) for labels.

    Raises
    ------
    FileNotFoundError
        If neither file is there.
    ValueError
        If the file is damaged or another one.
    """
    paths = [path for path in (directory / name, directory / f"{name}.gz") if path.is_file()]
    if not paths:
        raise FileNotFoundError(f"no {name} in {directory}; MNIST is the four files {', '.join(MD5)}, each as it is or with .gz")
    content = checked(paths[0].read_bytes(), name, paths[0])
    axes = content[3]
    shape = np.frombuffer(content, ">u4", axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)
