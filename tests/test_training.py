"""Running a descent, and what is kept of it."""

import numpy as np
import pytest

from trainability.rule import Descent
from trainability.rules import sgd
from trainability.training import path, train


@pytest.mark.parametrize("start", [[1.0, -2.0], [[1.0, -2.0], [3.0, 4.0], [0.0, 1.0]]], ids=["single", "batched"])
def test_path_keeps_every_point_from_the_start_on(start, bowl):
    points = path(bowl([1.0, 4.0]), start, sgd(lr=0.1), 3)
    expected = [np.array(start) * (1 - 0.1 * np.array([1.0, 4.0])) ** k for k in range(4)]
    np.testing.assert_allclose(points, expected)


def test_path_leaves_its_start_alone_and_takes_no_step_too_many():
    calls, start = [], np.ones(2)

    def objective(theta, g):
        calls.append(theta.copy())
        g[...] = 1
        return 0.0

    points = path(objective, start, sgd(lr=0.5), 3)
    assert (start == 1).all() and len(calls) == 3
    np.testing.assert_array_equal(points[:-1], calls)
    assert path(objective, [1, 2], sgd, 0).tolist() == [[1, 2]]


@pytest.mark.parametrize("runs", [(), (3,), (2, 3)], ids=str)
@pytest.mark.parametrize("steps, every", [(7, 1), (7, 2), (6, 3), (2, 5), (0, 1)])
def test_train_keeps_losses_before_and_measures_after_the_steps(runs, steps, every, bowl):
    theta, c = np.ones((*runs, 2)), np.array([1.0, 4.0])
    history = train(
        Descent(bowl(c), theta, sgd(lr=0.1)), theta, steps, every, first=lambda t: t[..., 0], size=np.linalg.norm
    )
    k = np.arange(steps).reshape(-1, *[1] * len(runs), 1)
    losses = np.broadcast_to((c * (1 - 0.1 * c) ** (2 * k)).sum(axis=-1) / 2, (steps, *runs))
    if steps:
        np.testing.assert_allclose(history["loss"], losses)
    assert list(history) == ["loss", "step", "first", "size"]
    assert history["step"].tolist() == list(range(every, steps + 1, every))
    assert len(history["loss"]) == steps and len(history["first"]) == len(history["size"]) == steps // every
    for step, first in zip(history["step"], history["first"]):  # a view of theta, as it was then
        np.testing.assert_allclose(first, np.full(runs, 0.9**step))


def test_train_takes_no_step_too_many_and_goes_on_where_it_stopped(bowl):
    theta = np.ones(1)
    descent = Descent(bowl(1.0), theta, sgd(lr=0.5))
    assert train(descent, theta, 3)["loss"].tolist() == [1 / 2, 1 / 8, 1 / 32]
    assert theta == 1 / 8
    assert train(descent, theta, 1)["loss"].tolist() == [1 / 128]


def test_train_serves_any_iterable_of_losses():
    history = train([3.0, 2.0, 1.0], np.zeros(1), 10, every=2, twice=lambda theta: 2)
    assert history["loss"].tolist() == [3, 2, 1] and history["twice"].tolist() == [2]


@pytest.mark.parametrize("name", ["loss", "step"])
def test_train_refuses_a_measure_under_a_name_of_its_own(name, bowl):
    theta = np.ones(1)
    with pytest.raises(TypeError, match=f"^a measure cannot be called {name}, which train itself returns$"):
        train(Descent(bowl(1.0), theta, sgd), theta, 1, **{name: np.sum})
    assert theta == 1
