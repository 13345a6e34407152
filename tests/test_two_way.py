"""Signal and gradient by layer, against what widths and variance predict."""

from functools import partial

import numpy as np
import pytest

from trainability.activations import linear, relu
from trainability.experiments.signals.two_way import FUNNEL, ZIGZAG, passage, predicted, two_way
from trainability.initializers import constant, lecun_normal, normal, standard_uniform, variance_scaling, xavier_normal, zeros

VARIANCE = {
    "custom": (standard_uniform, lambda n, m: 1 / (3 * n)),
    "fan-in": (lecun_normal, lambda n, m: 1 / n),
    "fan-out": (partial(variance_scaling, fan="out"), lambda n, m: 1 / m),
    "mean": (xavier_normal, lambda n, m: 2 / (n + m)),
}


@pytest.mark.parametrize("widths", [FUNNEL, ZIGZAG], ids=["funnel", "zigzag"])
@pytest.mark.parametrize("law", VARIANCE)
def test_linear_networks_scale_both_ways_as_predicted(widths, law):
    draw, variance = VARIANCE[law]
    sizes = two_way(widths, draw, np.random.default_rng(0), activation=linear, rows=5)
    for way, theory in predicted(widths, variance).items():
        off = 2 * np.log(sizes[way] / theory)
        assert (abs(off.mean("run")) < 4 * off.reduce(np.std, "run") / np.sqrt(10) + 0.02).all()


def test_the_gradient_of_weights_is_signal_times_gradient():
    run = passage([30, 20, 10], lecun_normal, np.random.default_rng(0), activation=linear, runs=2, rows=1)
    last = run.activations[0].mT @ run.gradients[1]
    np.testing.assert_allclose(run.weights[1], last, rtol=1e-5)


def test_runs_differ_and_a_seed_repeats():
    first, again = (two_way([20, 20], lecun_normal, np.random.default_rng(3), activation=relu)["signal"] for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert len(np.unique(first)) == 10


def test_other_laws_reach_their_parameters():
    run = passage([4, 3], zeros, np.random.default_rng(0), activation=linear, b=partial(constant, value=2.0))
    assert (run.activations[0] == 2).all()


def test_spreads_of_units_and_of_inputs():
    units = dict(activation=linear, runs=5, rows=400, b=partial(normal, std=3.0))
    sizes = two_way([400, 400], lecun_normal, np.random.default_rng(0), **units)
    np.testing.assert_allclose(sizes["together"], np.sqrt(10), rtol=0.15)
    np.testing.assert_allclose(sizes["over_inputs"], 1.0, rtol=0.02)
