"""Descents clipped and unclipped: one start, one rate at a time, against a loop."""

import numpy as np
import pytest

from trainability.experiments.descent.cliff import cliff
from trainability.experiments.descent.clipping import arrivals
from trainability.objectives import clip_norm, clip_value
from trainability.rules import sgd
from trainability.training import path

SETTINGS = dict(rates=[0.1, 1.0], norms=[0.05, 0.5], values=[0.05, 0.5], starts=3, steps=20, every=5)


def test_runs_are_single_descents():
    run = arrivals(**SETTINGS)
    point = np.random.default_rng(0).uniform([3, -4], [7, -1], (3, 2))[0]
    for name, objective in (("plain", cliff), ("norm", clip_norm(cliff, 0.05)), ("value", clip_value(cliff, 0.05))):
        got = run[name] if name == "plain" else run[name][0]
        way = path(objective, point, sgd(lr=1.0), 20)
        np.testing.assert_allclose(got[1, :, 0], cliff.value(*way[[5, 10, 15, 20]].T), rtol=1e-5)


@pytest.mark.parametrize("part", [dict(rates=[0.1]), dict(norms=[0.05], values=[0.05]), dict(starts=2), dict(steps=10)])
def test_a_slice_is_a_corner_of_the_whole(part):
    whole = arrivals(**SETTINGS)
    for name, again in arrivals(**SETTINGS | part).items():
        assert again.dtype == np.float32
        np.testing.assert_allclose(whole[name][tuple(map(slice, again.shape))], again, rtol=1e-6)


def test_a_generous_limit_changes_nothing_and_a_tight_one_hardly_moves():
    run = arrivals(rates=[0.1], norms=[1e-9, 1e9], values=[1e-9, 1e9], starts=5, steps=4, every=2)
    for name in ("norm", "value"):
        np.testing.assert_array_equal(run[name][1], run["plain"])
        np.testing.assert_allclose(run[name][0][:, 0], run[name][0][:, 1], atol=1e-6)
