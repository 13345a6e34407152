"""Generated sets against closed forms and peers; the sample of MNIST against known numbers."""

import hashlib

import numpy as np
import pytest

from trainability.data.__main__ import SAMPLE
from trainability.datasets import curve_images, gaussian, mnist_sample, moons, noisy_line, noisy_wave, one_hot, wave

SAMPLE_SHA256 = "6846ffc1640867ad4295180b727a100330113a24a08c5dd957728d7cc05fbdc3"
MOONS_SHA256 = "0e4d3cb6bbc1dc7a580b2b9fe1a0646b9cd816e29136c1c8489c94f01e8dc244"  # scikit-learn 1.9.1, 9 decimals


# Generated sets

GENERATED = [noisy_line, noisy_wave, moons, gaussian, lambda rng: curve_images(rng, 5, 8)]


@pytest.mark.parametrize("make", GENERATED)
@pytest.mark.parametrize("source", [np.random.default_rng, np.random.RandomState])
def test_the_generator_alone_decides(make, source):
    before = np.random.get_state()[1].copy()
    first, again, other = (np.concatenate([np.ravel(a) for a in make(source(s))]) for s in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert np.array_equal(np.random.get_state()[1], before)


def within_five_errors(sample, mean, std):
    """Mean and standard deviation as expected, within five standard errors (of a normal sample)."""
    error = std / np.sqrt(sample.size)
    return abs(sample.mean() - mean) < 5 * error and abs(sample.std() - std) < 5 * error / np.sqrt(2)


def test_noisy_line():
    x, y = noisy_line(np.random.default_rng(0), 20_000, noise=0.3)
    assert x.shape == y.shape == (20_000, 1) and 0 <= x.min() and x.max() < 1
    assert within_five_errors(x, 1 / 2, 1 / np.sqrt(12))
    assert within_five_errors(y - (2 * x + 3), 0, 0.3)
    assert noisy_line(np.random.default_rng(0))[0].shape == (100, 1)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (0, 0.01 - 0.3),
        (np.pi / 30, 0.4 * (np.pi / 30) ** 2 + 0.3 * np.pi / 30 + 0.005 - 0.3),  # sin 1, cos 1/2
        (np.pi / 10, 0.4 * (np.pi / 10) ** 2 - 0.3 * np.pi / 10 - 0.01 - 0.3),  # sin -1, cos -1
        (np.pi / 5, 0.4 * (np.pi / 5) ** 2 + 0.01 - 0.3),  # sin 0, cos 1
    ],
)
def test_wave_where_its_terms_are_known(x, y):
    assert wave(x) == pytest.approx(y, rel=1e-14)


def test_noisy_wave():
    x, y = noisy_wave(np.random.default_rng(0), 20_000)
    noise = y - wave(x)
    assert x.shape == y.shape == (20_000, 1) and 0 <= x.min() and x.max() < 1
    assert within_five_errors(noise, 0, 0.05 / np.sqrt(3))
    assert -0.05 <= noise.min() < -0.0499 and 0.0499 < noise.max() <= 0.05
    assert abs(np.corrcoef(x.T, noise.T)[0, 1]) < 5 / np.sqrt(20_000)
    assert noisy_wave(np.random.default_rng(0))[0].shape == (1000, 1)


def test_moons_as_in_the_course():
    x, y = moons(np.random.RandomState(3))
    assert x.shape == (300, 2) and y.shape == (300,) and y.dtype == np.int64
    assert hashlib.sha256(x.round(9).tobytes() + y.tobytes()).hexdigest() == MOONS_SHA256


def test_moons_without_noise_are_half_circles():
    x, y = moons(np.random.default_rng(0), 101, noise=0)
    assert np.bincount(y).tolist() == [50, 51]
    assert np.allclose(np.linalg.norm(x - np.where(y, [[1], [0.5]], 0).T, axis=1), 1)
    assert x[y == 0, 1].min() >= 0 and x[y == 1, 1].max() <= 0.5


def test_gaussian():
    x = gaussian(np.random.default_rng(0), 200, 300)
    assert x.shape == (200, 300) and x.dtype == np.float64 and within_five_errors(x, 0, 1)
    single = gaussian(np.random.default_rng(0), 200, 300, np.float32)
    assert single.dtype == np.float32 and np.array_equal(single, x.astype(np.float32))


def test_curve_images_against_distances():
    size, width = 12, 0.8
    images, points = curve_images(np.random.default_rng(0), 30, size, width)
    assert images.shape == (30, size**2) and points.shape == (30, 3, 2) and images.dtype == np.float32
    steps, pixel = np.linspace(0, 1, 4 * size), np.arange(size) + 0.5
    for image, three in zip(images, points):
        x, y = (size * np.polyval(np.polyfit([0, 0.5, 1], axis, 2), steps) for axis in three.T)
        square = (pixel[:, None, None] - y) ** 2 + (pixel[None, :, None] - x) ** 2
        assert np.allclose(image.reshape(size, size), np.exp(-square.min(-1) / 2 / width**2), atol=2e-6)


def test_our_curves_are_harder_than_those_of_2006():
    """The best plane of 18 dimensions leaves 5.90 of theirs, by figure 2A of Hinton & Salakhutdinov, and three times that of ours."""
    images, _ = curve_images(np.random.default_rng(0), 2000)
    assert np.linalg.eigvalsh(np.cov(images.T))[:-18].sum() == pytest.approx(3 * 5.90, rel=0.05)


# Targets


def test_one_hot():
    labels = np.random.default_rng(0).integers(0, 7, (3, 5))
    target = one_hot(labels, 7, np.float64)
    assert target.shape == (3, 5, 7) and target.dtype == np.float64
    assert np.array_equal(target.argmax(-1), labels) and np.array_equal(target.sum(-1), np.ones((3, 5)))
    assert one_hot([1]).shape == (1, 10) and one_hot([1]).dtype == np.float32
    assert one_hot(np.zeros(0, int), 3).shape == (0, 3)


@pytest.mark.parametrize("wrong", [-1, 3, 1.0, True])
def test_one_hot_of_no_label(wrong):
    with pytest.raises(ValueError, match=rf"^labels must be integers from 0 to 2, not {wrong}$"):
        one_hot([wrong], 3)


# The sample of MNIST


def test_sample_is_the_file_it_was():
    assert hashlib.sha256(SAMPLE.read_bytes()).hexdigest() == SAMPLE_SHA256
    assert SAMPLE.stat().st_size < 3_000_000


@pytest.mark.parametrize(
    ("part", "counts", "mean", "std"),
    [
        (0, [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978], 0.13113, 0.30870),
        (1, [189, 222, 212, 242, 196, 186, 158, 215, 193, 187], 0.13289, 0.31094),
    ],
)
def test_sample(part, counts, mean, std):
    x, y = mnist_sample()[part]
    assert x.shape == (sum(counts), 784) and x.dtype == np.float32 and x.flags.c_contiguous
    assert y.shape == (sum(counts),) and y.dtype == np.int64
    assert x.min() == 0 and x.max() == 1 and np.bincount(y).tolist() == counts
    assert x.mean(dtype=float) == pytest.approx(mean, abs=5e-6) and x.std(dtype=float) == pytest.approx(std, abs=5e-6)


def test_sample_is_the_caller_s_to_change():
    mnist_sample()[0].x[:] = 0
    assert mnist_sample()[0].x.max() == 1


def test_first_half_of_the_test_set_is_harder():
    """Why the sample's test images are spread over MNIST's: errors of the nearest class mean."""
    train, test = mnist_sample()
    means = np.stack([train.x[train.y == digit].mean(axis=0) for digit in range(10)])
    wrong = np.argmin(np.sum(means**2, axis=1) / 2 - test.x @ means.T, axis=1) != test.y
    assert wrong[:1000].mean() > 1.5 * wrong[1000:].mean()
