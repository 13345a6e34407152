"""Files of MATLAB 5 and later: as much of the format as numbers need, and the arrays in them."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np

# The types in which elements are stored, and the classes of arrays, by their numbers in the format.
STORED = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
CLASSES = {6: "f8", 7: "f4", 8: "i1", 9: "u1", 10: "i2", 11: "u2", 12: "i4", 13: "u4", 14: "i8", 15: "u8"}
MATRIX, COMPRESSED, HEADER = 14, 15, 128
COMPLEX = 0x800


def read_mat(content: bytes, name: str) -> np.ndarray:
    """The array called ``name`` in the content of a MAT-file, version 5, as MATLAB 5 to 7.2 write it.

    A header of 128 bytes, then an element for each variable, compressed or not. An element is its type, its length in bytes, and so many bytes.
    That of an array has elements itself: its class, its shape, its name, and its numbers column by column, in the smallest type that holds them.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Of a variable.

    Returns
    -------
    ndarray
        Of the class that the variable had.

    Raises
    ------
    ValueError
        If the content is of another format, damaged, or has no array of real numbers of that name: SciPy's ``loadmat`` reads more.

    Examples
    --------
    >>> read_mat(b"no such file", "faces")
    Traceback (most recent call last):
        ...
    ValueError: this is no MAT-file of version 5, which is all that is read here; scipy.io.loadmat reads older ones, h5py newer ones
    """
    order = {b"IM": "<", b"MI": ">"}.get(content[126:128])
    if order is None or struct.unpack(order + "H", content[124:126]) != (0x100,):
        raise ValueError(
            "this is no MAT-file of version 5, which is all that is read here; scipy.io.loadmat reads older ones, h5py newer ones"
        )
    names = []
    try:
        for kind, data in _elements(content[HEADER:], order):
            if kind == COMPRESSED:
                [(kind, data)] = _elements(zlib.decompress(data), order)
            if kind == MATRIX:
                parts = _elements(data, order)
                flags, shape, called = (
                    np.frombuffer(part, order + STORED[stored]) for stored, part in (next(parts) for _ in range(3))
                )
                names.append(called.tobytes().decode("ascii"))
                if names[-1] == name:
                    return _array(int(flags[0]), shape, parts, order)
    except (struct.error, zlib.error, StopIteration, KeyError) as error:
        raise ValueError(f"this MAT-file is damaged, or holds what is not read here: {error!r}") from None
    raise ValueError(f"no variable is called {name}; there are {', '.join(names)}")


def _array(flags, shape, parts, order):
    if flags & COMPLEX or flags & 0xFF not in CLASSES:
        raise ValueError("only arrays of real numbers are read here; scipy.io.loadmat reads others")
    stored, data = next(parts)
    numbers = np.frombuffer(data, order + STORED[stored])
    if numbers.size != np.prod(shape, dtype=int):
        raise ValueError(f"this MAT-file is damaged: {numbers.size} numbers where the shape is {tuple(shape.tolist())}")
    return numbers.reshape(shape, order="F").astype(CLASSES[flags & 0xFF])


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """The type and the bytes of each element; those of four bytes and fewer stand within their tag."""
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from(order + "II", data, at)
        if kind >> 16:
            kind, length, begin, step = kind & 0xFFFF, kind >> 16, at + 4, 8
        else:
            begin, step = at + 8, 8 + (length if kind == COMPRESSED else -(-length // 8) * 8)
        if begin + length > len(data):
            raise struct.error(f"an element of {length} bytes where {len(data) - begin} are left")
        yield kind, data[begin : begin + length]
        at += step
