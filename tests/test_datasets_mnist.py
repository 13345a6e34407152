"""MNIST from files whole and broken, from mirrors good and bad, and the making of its sample."""

import gzip
import hashlib
import os
import re
import runpy
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from trainability.data.__main__ import SAMPLE, packed_sample
from trainability.datasets import download_mnist, mnist, mnist_sample
from trainability.datasets.idx import MD5

FULL = os.environ.get("TRAINABILITY_MNIST")
needs_full = pytest.mark.skipif(not FULL, reason="TRAINABILITY_MNIST does not name a directory with the four files")


# MNIST from files


@pytest.fixture
def tiny(monkeypatch):
    """Contents of four little files, which pass for MNIST's while a test runs."""
    rng = np.random.default_rng(0)
    contents = {}
    for name in MD5:
        n, axes = (12 if name.startswith("train") else 10), int(name.split("-idx")[1][0])
        array = rng.integers(0, 256 if axes == 3 else 10, (n, 28, 28)[:axes], np.uint8)
        header = bytes([0, 0, 8, axes]) + np.array(array.shape, ">u4").tobytes()
        contents[name] = header + array.tobytes()
        monkeypatch.setitem(MD5, name, hashlib.md5(contents[name]).hexdigest())
    return contents


def write(directory: Path, contents: dict[str, bytes]) -> Path:
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    return directory


def assert_is(tiny, train, test):
    images, labels, test_images, test_labels = tiny.values()
    assert np.array_equal(np.rint(train.x * 255).astype(np.uint8).tobytes(), images[16:])
    assert np.array_equal(np.rint(test.x * 255).astype(np.uint8).tobytes(), test_images[16:])
    assert train.x.shape == (12, 784) and test.x.shape == (10, 784) and train.x.dtype == np.float32
    assert train.y.astype(np.uint8).tobytes() == labels[8:] and test.y.astype(np.uint8).tobytes() == test_labels[8:]


@pytest.mark.parametrize("packed", [(), tuple(MD5), ("train-labels-idx1-ubyte",)])
def test_files_gzipped_or_not(tiny, tmp_path, packed):
    write(tmp_path, {f"{n}.gz" if n in packed else n: gzip.compress(c) if n in packed else c for n, c in tiny.items()})
    assert_is(tiny, *mnist(tmp_path))
    assert_is(tiny, *mnist(str(tmp_path)))


@pytest.mark.parametrize("missing", MD5)
def test_missing_file(tiny, tmp_path, missing):
    write(tmp_path, {name: content for name, content in tiny.items() if name != missing})
    with pytest.raises(FileNotFoundError) as error:
        mnist(tmp_path)
    assert all(text in str(error.value) for text in (f"no {missing} in {tmp_path}", *MD5, ".gz"))


def flipped(content: bytes) -> bytes:
    return content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]


GARBAGE = b"<html>no such file</html>"


@pytest.mark.parametrize("name", MD5)
@pytest.mark.parametrize(
    ("damage", "suffix", "found"),
    [
        (flipped, "", "MD5"),
        (lambda content: content[:-1], "", "MD5"),
        (lambda content: b"", "", r"d41d8cd98f00b204e9800998ecf8427e \(0 bytes\)"),
        (lambda content: flipped(gzip.compress(content)), ".gz", "a damaged gzip file .*CRC"),
        (lambda content: gzip.compress(content)[:-10], ".gz", "a damaged gzip file .*ended before"),
        (lambda content: gzip.compress(content)[:10] + GARBAGE, ".gz", "a damaged gzip file .*Error -3"),
        (lambda content: gzip.compress(flipped(content)), ".gz", "MD5"),
        (lambda content: GARBAGE, ".gz", rf"{hashlib.md5(GARBAGE).hexdigest()} \(25 bytes\)"),
    ],
)
def test_damaged_file(tiny, tmp_path, name, damage, suffix, found):
    write(tmp_path, tiny)
    content = damage((tmp_path / name).read_bytes())
    (tmp_path / name).unlink()
    (tmp_path / (name + suffix)).write_bytes(content)
    if found == "MD5":
        content = gzip.decompress(content) if suffix else content
        found = rf"{hashlib.md5(content).hexdigest()} \({len(content):,} bytes\)"
    says = rf"{name}{suffix} is not MNIST's {name}: expected MD5 {MD5[name]}, found {found}"
    with pytest.raises(ValueError, match=says):
        mnist(tmp_path)


def test_files_in_each_other_s_place(tiny, tmp_path):
    train, _, test, _ = MD5
    write(tmp_path, tiny | {train: tiny[test], test: tiny[train]})
    with pytest.raises(ValueError, match=f"{train} is not MNIST's {train}"):
        mnist(tmp_path)


# MNIST from the network, which is the loopback


@contextmanager
def mirror(contents: dict[str, bytes], *, status=200, alter=lambda packed: packed, cut=0):
    """A server of gzipped ``contents`` and the names it was asked for; ``cut`` bytes are promised and not sent."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.removeprefix("/mnist/")
            asked.append(name)
            body = alter(gzip.compress(contents[name.removesuffix(".gz")]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - cut])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/mnist", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def pooch(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return pytest.importorskip("pooch")


BAD = {
    "not found": ({"status": 404}, "404 Client Error"),
    "out of order": ({"status": 503}, "503 Server Error"),
    "cut short": ({"cut": 9}, "IncompleteRead|not enough|broken"),
    "half a file": ({"alter": lambda packed: packed[:-9]}, "expected MD5 {md5}, found a damaged gzip file"),
    "a flipped byte": ({"alter": flipped}, "expected MD5 {md5}, found a damaged gzip file"),
    "a page": ({"alter": lambda packed: GARBAGE}, rf"expected MD5 {{md5}}, found {hashlib.md5(GARBAGE).hexdigest()}"),
    "another file": ({"alter": lambda _: gzip.compress(b"?")}, r"expected MD5 {md5}, found [0-9a-f]{{32}} \(1 bytes\)"),
}


@pytest.mark.parametrize("fault", [fault for fault, _ in BAD.values()], ids=BAD)
def test_second_mirror_mends_the_first(tiny, tmp_path, pooch, fault):
    with mirror(tiny, **fault) as (bad, asked), mirror(tiny) as (good, asked_next):
        assert download_mnist(tmp_path / "new", [bad, good + "/"]) == tmp_path / "new"
        assert asked == asked_next == [f"{name}.gz" for name in MD5]
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == tiny
    assert_is(tiny, *mnist(tmp_path / "new"))


@pytest.mark.parametrize(("fault", "says"), BAD.values(), ids=BAD)
def test_no_good_mirror(tiny, tmp_path, pooch, fault, says):
    name = next(iter(MD5))
    with mirror(tiny, **fault) as (bad, _), mirror(tiny, **fault) as (worse, _):
        with pytest.raises(OSError) as error:
            download_mnist(tmp_path, [bad, worse])
    first, *lines = str(error.value).splitlines()
    assert first == f"no mirror served {name}" and len(lines) == 2
    for line, address in zip(lines, (bad, worse)):
        assert line.startswith(f"  {address}/{name}.gz: ") and re.search(says.format(md5=MD5[name]), line)
    assert not list(tmp_path.iterdir())


def test_nobody_listens(tiny, tmp_path, pooch):
    with mirror(tiny) as (gone, _):
        pass
    with mirror(tiny) as (good, _):
        assert_is(tiny, *mnist(download_mnist(tmp_path, [gone, good])))
    with pytest.raises(OSError, match="no mirror served .*\n  http.*[Cc]onnection"):
        download_mnist(tmp_path / "other", [gone])


def test_what_is_whole_is_kept_and_what_is_damaged_is_replaced(tiny, tmp_path, pooch):
    kept, damaged, *absent = MD5
    write(tmp_path, {kept: tiny[kept], damaged: flipped(tiny[damaged])})
    with mirror(tiny) as (good, asked):
        download_mnist(tmp_path, [good])
        assert asked == [f"{name}.gz" for name in (damaged, *absent)]
        download_mnist(tmp_path, [good])
        assert len(asked) == 3
    assert_is(tiny, *mnist(tmp_path))


def test_the_cache_is_the_default(tiny, tmp_path, pooch, monkeypatch):
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    with mirror(tiny) as (good, _):
        assert download_mnist(mirrors=[good]) == tmp_path / "trainability"
    assert_is(tiny, *mnist())


def test_without_pooch(monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ImportError, match=r'needs pooch: pip install "trainability\[data\]"; or name a directory'):
        mnist()


def test_import_needs_no_pooch():
    code = "import sys, trainability.datasets; sys.exit('pooch' in sys.modules or 'requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# How the sample is made


def test_maker_repeats_itself(tiny, tmp_path):
    write(tmp_path, tiny)
    packed = packed_sample(tmp_path)
    assert packed == packed_sample(tmp_path)
    (tmp_path / "sample.npz").write_bytes(packed)
    with np.load(tmp_path / "sample.npz") as arrays:
        images, labels, test_images, test_labels = (arrays[name].tobytes() for name in arrays)
    assert images == tiny["train-images-idx3-ubyte"][16:] and labels == tiny["train-labels-idx1-ubyte"][8:]
    test = tiny["t10k-images-idx3-ubyte"][16:]
    assert test_images == test[:784] + test[5 * 784 : 6 * 784]
    assert test_labels == tiny["t10k-labels-idx1-ubyte"][8::5]


def test_maker_without_files_leaves_the_sample_alone(tmp_path, monkeypatch):
    before = SAMPLE.read_bytes()
    monkeypatch.setattr(sys, "argv", ["trainability.data", str(tmp_path)])
    with pytest.warns(RuntimeWarning, match="found in sys.modules"), pytest.raises(FileNotFoundError):
        runpy.run_module("trainability.data", run_name="__main__")
    assert SAMPLE.read_bytes() == before


@needs_full
def test_sample_is_what_its_maker_makes(tmp_path):
    (tmp_path / "sample.npz").write_bytes(packed_sample(Path(FULL)))
    with np.load(tmp_path / "sample.npz") as made, np.load(SAMPLE) as kept:
        assert list(made) == list(kept)
        assert all(np.array_equal(made[name], kept[name]) for name in kept)
    assert (tmp_path / "sample.npz").read_bytes() == SAMPLE.read_bytes(), "the same arrays: another zlib?"


@needs_full
def test_full_set():
    train, test = mnist(FULL)
    assert np.bincount(train.y).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert np.bincount(test.y).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert train.x.mean() == pytest.approx(0.1307, abs=5e-5) and train.x.std() == pytest.approx(0.3081, abs=5e-5)
    few, fifth = mnist_sample()
    assert np.array_equal(few.x, train.x[:10_000]) and np.array_equal(few.y, train.y[:10_000])
    assert np.array_equal(fifth.x, test.x[::5]) and np.array_equal(fifth.y, test.y[::5])
