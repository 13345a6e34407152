"""Scaling by fan-in: the exact law against real networks, within five standard errors."""

import numpy as np
import pytest

from trainability.experiments.signals import fan_in
from trainability.initializers import lecun_uniform


@pytest.mark.parametrize("n", [8, 512])
def test_moments_of_the_walk(n):
    logs = fan_in.wander(20_000, np.random.default_rng(0), n=n, depth=30)
    mean, std = fan_in.moments(n=n, depth=30)
    assert abs(logs.mean() - mean) < 5 * std / np.sqrt(20_000)
    assert abs(logs.std() / std - 1) < 5 / np.sqrt(2 * 20_000)


@pytest.mark.parametrize("options", [{}, {"law": lecun_uniform}], ids=["normal", "uniform"])
def test_real_networks_walk_likewise(options):
    logs = np.log(fan_in.networks(48, seeds=200, depth=40, **options))
    means, stds = fan_in.moments(n=48, depth=np.array([0, 40]))
    for layer, mean, std in zip((0, 40), means, stds):
        here = logs.at(layer=layer).values
        assert abs(here.mean() - mean) < 5 * std / np.sqrt(200)
        assert abs(here.std(ddof=1) / std - 1) < 5 / np.sqrt(2 * 199)


def test_half_of_the_mean_square():
    size, share = fan_in.half_of_the_mean(20_000, np.random.default_rng(0), n=30, depth=20)
    square = np.exp(2 * fan_in.wander(200_000, np.random.default_rng(1), n=30, depth=20))
    above = square > size**2
    assert square[above].sum() / square.sum() == pytest.approx(0.5, abs=0.03)
    assert above.mean() == pytest.approx(share, rel=0.05)


def test_up_and_down_walk_alike_and_more_and_more_together():
    up, down = fan_in.both_ways(1500, np.random.default_rng(0), n=16, depth=4)
    mean, std = fan_in.moments(n=16, depth=3)
    for way in (up, down):
        assert abs(way[-1].mean() - mean) < 5 * std / np.sqrt(1500) and way[-1].std() == pytest.approx(std, rel=0.06)
    for layers in (1, 4):  # (L + 1) / 2n of the squares
        together = np.corrcoef(np.exp(2 * up[layers - 1].ravel()), np.exp(2 * down[layers - 1].ravel()))[0, 1]
        assert together == pytest.approx((layers + 1) / 32, abs=0.03)


def test_batches_of_networks_have_their_own_correlations():
    up, down = fan_in.both_ways(40, np.random.default_rng(0), n=6, depth=3)
    found = fan_in.together(up, down, batches=4)
    assert found.shape == (4, 3)
    assert found[1, 2] == np.corrcoef(up[2, 10:20].ravel(), down[2, 10:20].ravel())[0, 1]


def test_what_goes_down_passes_the_transposed_matrices():
    rng = np.random.default_rng(0)
    up, down = fan_in.both_ways(3, rng, n=5, depth=2, rows=2)
    again = np.random.default_rng(0)
    x, dy = again.standard_normal((2, 3, 2, 5))
    first, second = (again.standard_normal((3, 5, 5)) / np.sqrt(5) for _ in range(2))
    for way, start, end in ((up, x, x @ first @ second), (down, dy, dy @ second.mT @ first.mT)):
        assert np.allclose(np.exp(way[-1]), np.linalg.norm(end, axis=-1) / np.linalg.norm(start, axis=-1))
