"""Descents clipped and unclipped: one start, one rate at a time, against a loop."""

import numpy as np

from trainability.experiments.descent.cliff import cliff
from trainability.experiments.descent.clipping import arrivals, starting_points
from trainability.objectives import clip_norm, clip_value
from trainability.rules import sgd
from trainability.training import path

SETTINGS = dict(rates=[0.1, 1.0], norms=[0.05, 0.5], values=[0.05, 0.5], starts=3, steps=20, every=5)


def test_runs_are_single_descents():
    run = arrivals(**SETTINGS)
    for name, objective in (("plain", cliff), ("norm", clip_norm(cliff, 0.05)), ("value", clip_value(cliff, 0.05))):
        got = run[name] if name == "plain" else run[name].at(limit=0.05)
        way = path(objective, starting_points(3)[1], sgd(lr=1.0), 20)
        np.testing.assert_allclose(got.at(rate=1.0, start=1), cliff.value(*way[[5, 10, 15, 20]].T), rtol=1e-5)


def test_a_generous_limit_changes_nothing_and_a_tight_one_hardly_moves():
    run = arrivals(rates=[0.1], norms=[1e-9, 1e9], values=[1e-9, 1e9], starts=5, steps=4, every=2)
    for name in ("norm", "value"):
        np.testing.assert_array_equal(run[name].at(limit=1e9), run["plain"])
        np.testing.assert_allclose(run[name].at(limit=1e-9, step=2), run[name].at(limit=1e-9, step=4), atol=1e-6)
