"""Running a descent, and what is kept of it."""

import io
import re
import signal
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from trainability.progress import shown
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.steps import around
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
    history = train(Descent(bowl(c), theta, sgd(lr=0.1)), steps, every, first=lambda t: t[..., 0], size=np.linalg.norm)
    k = np.arange(steps).reshape(-1, *[1] * len(runs), 1)
    losses = np.broadcast_to((c * (1 - 0.1 * c) ** (2 * k)).sum(axis=-1) / 2, (steps, *runs))
    if steps:
        np.testing.assert_allclose(history["losses"], losses)
    assert list(history) == ["step", "loss", "losses", "first", "size"]
    assert history["step"].tolist() == list(range(every, steps + 1, every))
    assert (
        len(history["losses"]) == steps
        and len(history["loss"]) == len(history["first"]) == len(history["size"]) == steps // every
    )
    for step, first in zip(history["step"], history["first"]):  # a view of theta, as it was then
        np.testing.assert_allclose(first, np.full(runs, 0.9**step))


@pytest.mark.parametrize("every", [1, 3])
def test_the_loss_is_the_mean_since_the_last_measurement(every, bowl, rng):
    theta = rng.normal(size=(2, 5)).astype(np.float32)
    history = train(Descent(bowl(np.float32([1, 2, 3, 4, 5])), theta, sgd(lr=0.1)), 11, every)
    means = [history["losses"][t - every : t].mean(axis=0) for t in history["step"]]
    np.testing.assert_array_equal(history["loss"], means)
    assert history["loss"].dtype == history["losses"].dtype == np.float32 and len(history["losses"]) == 11
    if every == 1:
        np.testing.assert_array_equal(history["loss"], history["losses"])


def test_train_takes_no_step_too_many_and_goes_on_where_it_stopped(bowl):
    theta = np.ones(1)
    descent = Descent(bowl(1.0), theta, sgd(lr=0.5))
    assert train(descent, 3)["loss"].tolist() == [1 / 2, 1 / 8, 1 / 32]
    assert theta == 1 / 8
    assert train(descent, 1)["loss"].tolist() == [1 / 128]


def test_train_serves_what_has_the_face_of_a_descent():
    class Solver:
        theta = np.zeros(1)

        def __iter__(self):
            return iter([3.0, 2.0, 1.0])

    history = train(Solver(), 10, every=2, twice=lambda theta: 2 + theta[0])
    assert history["losses"].tolist() == [3, 2, 1] and history["loss"].tolist() == [2.5] and history["twice"].tolist() == [2]


@pytest.mark.parametrize("every", [0, -1])
def test_train_refuses_to_measure_more_often_than_it_steps(every, bowl):
    theta = np.ones(1)
    with pytest.raises(ValueError, match=f"^every must be in \\[1, ∞\\); got {every}$"):
        train(Descent(bowl(1.0), theta, sgd), 1, every)
    assert theta == 1


@pytest.mark.parametrize("name", ["step", "loss", "losses"])
def test_train_refuses_a_measure_under_a_name_of_its_own(name, bowl):
    theta = np.ones(1)
    with pytest.raises(TypeError, match=f"^a measure cannot be called {name}, which train itself returns$"):
        train(Descent(bowl(1.0), theta, sgd), 1, **{name: np.sum})
    assert theta == 1


def interrupting(steps, at, calls=1):
    """Steps in two halves; an interrupt comes between those of step ``at``."""
    halves = []
    for t in range(1, steps + 1):
        halves.append("first")
        if t == at:
            for _ in range(calls):
                signal.raise_signal(signal.SIGINT)
        halves.append("second")
        yield float(t), halves


def test_an_interrupt_waits_for_the_step_and_keeps_what_was_measured(bowl):
    theta, taken = np.zeros(1), []

    @around
    def interrupted(descent):
        for value, halves in interrupting(9, at=4):
            descent.theta[:] = value
            taken[:] = halves
            yield value

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt) as noted:
        train(interrupted(Descent(bowl(1.0), theta, sgd)), 9, every=2, point=lambda theta: theta[0])
    assert taken == ["first", "second"] * 4 and theta == 4
    history = noted.value.history
    assert (
        history["losses"].tolist() == [1, 2, 3, 4] and history["point"].tolist() == [2, 4] and history["step"].tolist() == [2, 4]
    )
    assert str(noted.value) == "interrupted after step 4"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_interrupt_does_not_wait():
    with pytest.raises(KeyboardInterrupt) as interrupted:
        train((value for value, _ in interrupting(9, at=4, calls=2)), 9)
    assert not hasattr(interrupted.value, "history")


def test_an_interrupted_descent_goes_on(bowl):
    theta, whole = np.ones(1), np.ones(1)
    objective = bowl(1.0)

    def interrupted(theta, g):
        if theta == 1 / 4:
            signal.raise_signal(signal.SIGINT)
        return objective(theta, g)

    descent = Descent(interrupted, theta, sgd(lr=0.5))
    with pytest.raises(KeyboardInterrupt):
        train(descent, 5)
    assert theta == 1 / 8 and descent.t == 3
    train(descent, 2)
    train(Descent(objective, whole, sgd(lr=0.5)), 5)
    assert theta == whole


def test_other_threads_train_as_well(bowl):
    with ThreadPoolExecutor(1) as pool:
        theta = np.ones(1)
        history = pool.submit(train, Descent(bowl(1.0), theta, sgd(lr=0.5)), 3).result()
    assert history["loss"].tolist() == [1 / 2, 1 / 8, 1 / 32]


def test_a_progress_bar_counts_every_step_and_says_the_mean_loss(bowl):
    screen, theta = io.StringIO(), np.array([[1.0], [3.0]])
    history = train(shown(Descent(bowl(1.0), theta, sgd(lr=0.5)), 3, file=screen, mininterval=0), 3, shape=np.shape)
    assert history["loss"].shape == (3, 2) and history["shape"].tolist() == [[2, 1]] * 3
    shots = re.findall(r"([1-3])/3 [^\r]*loss=([\d.]+)", screen.getvalue())
    assert shots[:3] == [("1", "2.5"), ("2", "0.625"), ("3", "0.156")]
