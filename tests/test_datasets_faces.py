"""Files of MATLAB made here, patches of made-up pictures, and the faces themselves where they are at hand."""

import hashlib
import os
import struct
import zlib

import numpy as np
import pytest

from trainability.datasets import faces, olivetti, patches
from trainability.datasets.mat import read_mat
from trainability.datasets.portraits import NAME, PERSONS, PICTURES, SIDE, patch

FILE = os.environ.get("TRAINABILITY_FACES")
needs_file = pytest.mark.skipif(not FILE, reason=f"TRAINABILITY_FACES does not name the file {NAME}")


# MAT-files


def element(kind: int, data: bytes, order: str = "<") -> bytes:
    """One element, small where it can be."""
    if kind != 14 and 0 < len(data) <= 4:
        return struct.pack(order + "I", len(data) << 16 | kind) + data.ljust(4, b"\0")
    return struct.pack(order + "II", kind, len(data)) + data + b"\0" * (-len(data) % 8)


def variable(name: str, array: np.ndarray, order: str = "<", stored: tuple[int, str] | None = None, flags: int = 0) -> bytes:
    classes, types = {"f8": 6, "f4": 7, "u1": 9, "i2": 10}, {"f8": 9, "f4": 7, "u1": 2, "i2": 3}
    code = array.dtype.str[1:]
    kind, as_stored = stored or (types[code], code)
    parts = [
        element(6, struct.pack(order + "II", classes[code] | flags, 0), order),
        element(5, np.array(array.shape, order + "i4").tobytes(), order),
        element(1, name.encode(), order),
        element(kind, array.astype(order + as_stored).tobytes(order="F"), order),
    ]
    return element(14, b"".join(parts), order)


def packed(variable: bytes, order: str = "<") -> bytes:
    data = zlib.compress(variable)
    return struct.pack(order + "II", 15, len(data)) + data


def mat(*variables: bytes, order: str = "<") -> bytes:
    ending = {"<": b"IM", ">": b"MI"}[order]
    return b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack(order + "H", 0x100) + ending + b"".join(variables)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("wrap", [lambda each, order: each, packed], ids=["plain", "packed"])
@pytest.mark.parametrize("dtype", ["u1", "f8", "f4", "i2"])
def test_arrays_come_back(dtype, wrap, order):
    array, other = np.arange(30).reshape(5, 6).astype(dtype), np.ones((1, 3), "u1")
    content = mat(
        *(wrap(variable(*each, order), order) for each in (("other", other), ("faces", array), ("p", other))), order=order
    )
    read = read_mat(content, "faces")
    np.testing.assert_array_equal(read, array)
    assert read.dtype == dtype
    np.testing.assert_array_equal(read_mat(content, "p"), other)


def test_numbers_stored_in_a_smaller_type_get_their_class_back():
    array = np.arange(6.0).reshape(2, 3)
    read = read_mat(mat(variable("x", array, stored=(2, "u1"))), "x")
    assert read.dtype == np.float64 and np.array_equal(read, array)


WHOLE = mat(variable("x", np.arange(30.0).reshape(5, 6)))


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "^this is no MAT-file of version 5"),
        (WHOLE[:126] + b"??" + WHOLE[128:], "^this is no MAT-file of version 5"),
        (WHOLE[:124] + b"\0\2" + WHOLE[126:], "^this is no MAT-file of version 5"),
        (WHOLE[:-9], "^this MAT-file is damaged"),
        (WHOLE[:130], "^this MAT-file is damaged"),
        (mat(packed(b"")[:-3]), "^this MAT-file is damaged"),
        (mat(variable("y", np.ones(2)), variable("z", np.ones(2))), "^no variable is called x; there are y, z$"),
        (mat(variable("x", np.ones((1, 2)), flags=0x800)), "^only arrays of real numbers are read here"),
    ],
)
def test_what_is_not_read(content, message):
    with pytest.raises(ValueError, match=message):
        read_mat(content, "x")


def test_as_scipy_writes_them(tmp_path):
    io = pytest.importorskip("scipy.io")
    array = np.arange(12, dtype=np.uint8).reshape(3, 4)
    for compress in (False, True):
        io.savemat(tmp_path / "it.mat", {"a": np.eye(3), "faces": array}, do_compression=compress)
        np.testing.assert_array_equal(read_mat((tmp_path / "it.mat").read_bytes(), "faces"), array)


# Patches


def rng(seed=0):
    return np.random.default_rng(seed)


def test_a_patch_of_a_slope_is_a_slope():
    """What is linear stays so under turning, scaling and interpolation: each pixel has the value at its centre."""
    n, size = 40, 7
    y, x = np.mgrid[:n, :n] + 0.5
    cx, cy, angle, width = np.array([20.0, 18.0]), np.array([19.0, 23.0]), np.array([0.3, -1.2]), np.array([20.0, 14.0])
    got = patch(2 * x - 3 * y, cx, cy, angle, width, size)
    for i in range(2):
        for row in range(size):
            for column in range(size):
                a, b = ((each + 0.5) / size * width[i] - width[i] / 2 for each in (column, row))
                px = cx[i] + a * np.cos(angle[i]) - b * np.sin(angle[i])
                py = cy[i] + a * np.sin(angle[i]) + b * np.cos(angle[i])
                assert got[i, row, column] == pytest.approx(2 * px - 3 * py, rel=1e-10)


@pytest.mark.parametrize("turns", [-1, 1, 2])
def test_quarter_turns(turns):
    picture = rng().random((24, 24))
    straight, turned = patch(picture, np.full(2, 12.0), np.full(2, 12.0), np.array([0.0, turns * np.pi / 2]), np.full(2, 16.0), 8)
    np.testing.assert_allclose(turned, np.rot90(straight, turns), atol=1e-12)


def test_a_pixel_is_the_mean_of_four_points():
    picture = rng().random((6, 6))
    got = patch(picture, *map(np.array, (3.0, 3.0, 0.0, 6.0)), 3)
    np.testing.assert_allclose(got, picture.reshape(3, 2, 3, 2).mean(axis=(1, 3)), atol=1e-12)


def test_patches_of_every_picture_in_turn_at_every_angle_and_scale():
    """On a slope each patch tells its own angle and width, and nothing is cut at the edge."""
    n, each, size = 64, 500, 5
    y, x = np.mgrid[:n, :n] + 0.5
    cut = patches(np.stack([x, y + 1000]), rng(), each, size).reshape(2, each, size, size)
    assert cut.dtype == np.float32 and cut[0].max() < 64 < 1000 < cut[1].min()
    right, down = cut[0, :, 2, 3] - cut[0, :, 2, 2], cut[0, :, 3, 2] - cut[0, :, 2, 2]
    angle, scale = np.arctan2(-down, right), n / (size * np.hypot(right, down))
    assert -np.pi / 2 < angle.min() < -1.5 and 1.5 < angle.max() < np.pi / 2 and abs(angle.mean()) < 0.2
    assert 1.39 < scale.min() < 1.41 and 1.79 < scale.max() < 1.81 and abs(scale.mean() - 1.6) < 0.03
    at = cut[0, :, 2, 2]
    room = (n - n / scale * (np.abs(np.cos(angle)) + np.abs(np.sin(angle)))) / 2
    assert (np.abs(at - 32) < np.maximum(room, 0) + 0.1).all() and np.ptp(at) > 10


def test_patches_need_squares():
    with pytest.raises(ValueError, match=r"^pictures must be square, \(..., n, n\); got the shape \(2, 3\)$"):
        patches(np.ones((2, 3)), rng())


# Faces


@pytest.fixture
def made_up(monkeypatch, tmp_path):
    """A file that passes for the faces while a test runs, and what is in it."""
    pictures = rng().integers(0, 256, (PERSONS, PICTURES, SIDE, SIDE)).astype("u1")
    content = mat(packed(variable("p", np.ones(1))), variable("faces", pictures.swapaxes(-1, -2).reshape(-1, SIDE**2).T))
    monkeypatch.setattr("trainability.datasets.portraits.SHA256", hashlib.sha256(content).hexdigest())
    (tmp_path / NAME).write_bytes(content)
    return tmp_path / NAME, pictures


def test_the_photographs_stand_upright(made_up):
    file, pictures = made_up
    np.testing.assert_array_equal(olivetti(file), pictures)


def test_faces_are_centred_and_scaled(made_up):
    file, pictures = made_up
    x = faces(rng(1), persons=3, each=4, file=file)
    assert x.shape == (120, 625) and x.dtype == np.float32
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(x.var(axis=0).mean(), 1, rtol=1e-4)
    cut = patches(pictures[:3], rng(1), 4)
    np.testing.assert_allclose(np.corrcoef((cut - cut.mean(axis=0)).ravel(), x.ravel())[0, 1], 1, rtol=1e-6)


def test_another_file_is_refused(tmp_path):
    (tmp_path / NAME).write_bytes(WHOLE)
    with pytest.raises(ValueError, match=f"is not {NAME}: expected SHA-256 b612fb967f2d.*, found .* bytes"):
        olivetti(tmp_path / NAME)


def test_without_network_it_says_so(monkeypatch):
    pooch = pytest.importorskip("pooch")

    def refuse(*_, **__):
        raise ConnectionError("no route to host")

    monkeypatch.setattr(pooch, "retrieve", refuse)
    with pytest.raises(OSError, match=f"^no {NAME} came from https://ndownloader.figshare.com/.*: no route to host$"):
        olivetti()


@needs_file
def test_the_faces_themselves():
    pictures = olivetti(FILE)
    assert pictures.shape == (40, 10, 64, 64) and pictures.dtype == np.uint8
    assert pictures.std(axis=(1, 2, 3)).min() > 10, "forty persons, none of them blank"
    upright = pictures[:, :, ::-1].mean(axis=(0, 1)) - pictures.mean(axis=(0, 1))
    assert np.abs(upright).mean() > 5 > np.abs(pictures.mean(axis=(0, 1)) - pictures[..., ::-1].mean(axis=(0, 1))).mean(), (
        "the mean face is its own mirror image from left to right, and not from top to bottom"
    )
