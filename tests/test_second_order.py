"""What the chapter on second order measures: the work is counted right, and each figure asks what it says."""

import numpy as np
import pytest

from trainability import Curved, Dense, Network, binary_cross_entropy, hessian, sigmoid
from trainability.bench.passes import Work
from trainability.experiments.paper import fragile, hf_race, hf_start, second_cost
from trainability.experiments.paper.two_weights import curvatures, two_weights
from trainability.second import Phase


def test_work_is_counted_in_gradients(rng):
    work = Work()
    network = Network(Dense(3, 2), sigmoid, Dense(2, 3), work)
    x, theta = rng.uniform(size=(6, 3)), rng.normal(size=network.size)
    fit = Curved(network, binary_cross_entropy, x, x)
    fit(theta, np.empty_like(theta))
    assert work.gradients == 6
    fit.value(theta)
    assert work.gradients == 6 + 2
    product = fit.product(theta)
    assert work.gradients == 8 + 2
    product(theta), product(theta)
    assert work.gradients == 10 + 16
    fit.preconditioner(theta, 1.0)
    assert work.gradients == 26 + 6
    fit.rows(slice(3)).value(theta)
    assert work.gradients == 32 + 1


def test_counting_changes_nothing(rng):
    plain, counted = hf_race.NETWORK, Network(hf_race.NETWORK, Work())
    theta = plain.initial(rng, W=lambda shape, rng: rng.normal(size=shape))
    x = rng.uniform(size=(2, 144))
    assert counted.size == plain.size and (counted(x, theta)[0] == plain(x, theta)[0]).all()


@pytest.mark.parametrize("method", ["HF", "on a quarter", "NAG"])
def test_the_error_is_taken_when_the_work_is_done(method, monkeypatch):
    done = []
    monkeypatch.setattr(hf_race, "error", lambda network, theta, images: done.append(theta.copy()) or np.zeros(1))
    found = hf_race.for_the_work(hf_race.METHODS[method], 0, 16.0)
    assert found.axes["passes"] == [8.0, 11.3, 16.0] and len(done) == 3


def test_seeds_share_starts():
    made = [hf_race.METHODS[name](hf_race.NETWORK, hf_race.curves(hf_race.IMAGES, 12), 3).theta for name in hf_race.METHODS]
    assert all((np.squeeze(theta) == np.squeeze(made[0])).all() for theta in made)


def test_the_phases_begin_on_a_quarter():
    first, *_, last = hf_race.PHASES
    assert first is hf_race.QUARTER and first.part == 0.25 and last.part == 1.0 and isinstance(last, Phase)


def test_two_starts_of_one_quadratic():
    """They come to the same minimum; from zero the value starts at zero, and both only fall."""
    value = hf_start.solves(at=[5], seeds=1, steps=60)["value"].values[0, 0]
    assert value[0, 0] == 0 > value[1, 0]
    assert (np.diff(value, axis=-1) <= 1e-5 * np.abs(value).max()).all()
    np.testing.assert_allclose(value[0, -1], value[1, -1], rtol=1e-2)


def test_the_first_update_has_no_last_solution():
    found = hf_start.updates(decays=[0.0, 0.95], seeds=1, updates=2)
    assert (found["error"].at(decay=0.0, update=1) == found["error"].at(decay=0.95, update=1)).all()
    assert (np.diff(found["passes"].values, axis=-1) > 0).all()


def test_curvatures_of_two_weights(rng):
    theta = rng.normal(size=2)
    H, G = curvatures(theta)
    np.testing.assert_allclose(hessian(two_weights, theta), H, atol=1e-7)
    assert np.linalg.eigvalsh(G).min() > -1e-12
    at_the_goal = np.array([2.0, 2.5])
    np.testing.assert_array_equal(*curvatures(at_the_goal))


def test_differences_are_exact_enough_somewhere_and_nowhere_near_zero():
    found = fragile.differences(steps=[1e-12, 1e-7], seeds=2)
    double = found["hessian"].at(precision="float64")
    assert (double.at(step=1e-7).values < 1e-5).all() and (double.at(step=1e-12).values > 1e-5).all()
    assert (found["gauss_newton"].at(precision="float64").values < 1e-13).all()


def test_a_first_step_by_gauss_newton_goes_down():
    found = fragile.first_steps(seeds=5, damping=1.0)
    assert (found["gauss_newton"].values < found["before"].values).all()
    assert ((0 <= found["negative"].values) & (found["negative"].values < 1)).all()


def test_newton_needs_the_room_of_its_matrix():
    found = second_cost.clock(methods=["NAG", "Newton"], widths=[8], largest={}, sizes=[2], turns=1)
    assert found["vectors"][1, 0] > found["parameters"][0] > found["vectors"][0, 0] > 1.9
