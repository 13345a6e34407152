"""The questions on pre-training: exact sums, budgets, and what must be so whatever comes out."""

import numpy as np
import pytest

from trainability.experiments.paper import bars, likeness
from trainability.experiments.paper.small_curves import BATCH, IMAGES, NETWORK, SIZE, column
from trainability.experiments.paper.which_pretraining import KINDS, begun, judged, stack, tried, tuned
from trainability.rule import Descent
from trainability.tasks.autoencoders import curves, error, learner

# Bars and stripes


def test_there_are_fourteen_bars_and_stripes():
    images = bars.pictures().reshape(-1, 3, 3)
    rows, columns = np.ptp(images, axis=2).sum(axis=1) == 0, np.ptp(images, axis=1).sum(axis=1) == 0
    assert len(images) == 14 and (rows | columns).all() and rows.sum() == columns.sum() == 8


def test_the_exact_gradient_against_differences():
    data, theta = bars.pictures(), np.random.default_rng(0).normal(size=bars.MACHINE.size)
    g, spare = np.empty_like(theta), np.empty_like(theta)
    value = bars.exactly(theta, g, data)
    assert value == pytest.approx(-bars.log_likelihood(theta, data))
    for i in range(0, theta.size, 7):
        move = 1e-5 * np.eye(theta.size)[i]
        slope = (bars.exactly(theta + move, spare, data) - bars.exactly(theta - move, spare, data)) / 2e-5
        assert slope == pytest.approx(g[i], rel=1e-6, abs=1e-8)


def test_probabilities_of_all_pictures_sum_to_one():
    theta = np.random.default_rng(1).normal(size=(2, bars.MACHINE.size))
    each = np.stack([bars.log_likelihood(theta, state[None]) for state in bars.STATES])
    np.testing.assert_allclose(np.exp(each).sum(axis=0), 1)


# Budgets


def test_what_pre_training_takes_is_taken_off():
    """The curve is not there before, then it is that of the unrolled network, then that of a descent on what is left of the budget."""
    how = dict(steps=6, pre_rates=[0.1], seeds=range(2))
    start = begun("denoising", **how)
    run = tuned(start, "0", **how, rates=[0.1], updates=10, last=2, period=8, every=2)
    assert run.axes["step"] == range(2, 11, 2) and np.isnan(run.take(step=slice(0, 2)).values).all()
    images = curves(IMAGES, SIZE)
    np.testing.assert_allclose(run.at(step=6, pre_rate=0.1, rate=0.1).values, error(NETWORK, start[0], images), rtol=1e-6)
    theta = start[0].copy()
    for _, _ in zip(
        range(4), Descent(learner(NETWORK, images, range(2), BATCH), theta, column("0", rate=0.1, period=8, updates=4, last=2))
    ):
        pass
    np.testing.assert_allclose(run.at(step=10, pre_rate=0.1, rate=0.1).values, error(NETWORK, theta, images), rtol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_layers_are_those_of_the_small_encoder(kind):
    layers = stack(kind)
    assert [layer.shapes["W"] for layer in layers] == [(144, 72), (72, 36), (36, 18), (18, 6)]
    assert [layer.layer.name for layer in layers] == ["sigmoid"] * 3 + ["linear"]
    assert begun(kind, 1, [0.1], range(1)).shape[-1] == NETWORK.size


def test_what_is_judged_is_one_of_what_was_tried():
    how = dict(updates=8, last=2, period=8, every=2)
    all_of_them = tried(
        kinds=["denoising"], pre_steps=[2, 4], pre_rates=[0.1], columns=["0", ".99N"], rates=[0.1, 0.02], first=0, seeds=2, **how
    )
    one = judged(chosen={".99N": {"denoising": (4, 0.1, 0.02)}}, seeds=2, **how)["error"]
    part = all_of_them["error"].at(kind="denoising", pre_step=4, column=".99N", pre_rate=0.1, rate=0.02)
    np.testing.assert_allclose(one.at(kind="denoising", column=".99N").values, part.values, rtol=1e-5)


# Likeness


def test_what_is_left_over_is_what_a_projection_loses():
    from trainability.datasets import curve_images

    x = curve_images(np.random.default_rng(0), 300, 8)[0].astype(float)
    x -= x.mean(axis=0)
    _, _, V = np.linalg.svd(x, full_matrices=False)
    lost = np.square(x - x @ V[:5].T @ V[:5]).sum() / (len(x) - 1)
    found = likeness.left_over(sizes=[8], kept=[0, 5], images=300)["error"].at(size=8).values
    np.testing.assert_allclose(found, [np.square(x).sum() / (len(x) - 1), lost], rtol=1e-4)
