"""A descent ended at its best."""

import numpy as np
import pytest

from trainability.checkpoint import saving
from trainability.normalization import BatchNorm
from trainability.rule import Descent
from trainability.rules import sgd
from trainability.stopping import early
from trainability.training import train


def walk(theta, points):
    for point in points:
        theta[:] = point
        yield point


@pytest.mark.parametrize(
    "every, patience, steps, best", [(1, 1, 3, 4), (1, 2, 4, 4), (1, 3, 8, 1), (2, 1, 4, 4), (3, 1, 8, 6), (3, 9, 8, 6)]
)
def test_it_ends_after_so_many_looks_without_gain(every, patience, steps, best):
    theta, points = np.zeros(1), [5, 4, 7, 8, 1, 6, 9, 9]
    # looked at every step: 5 4 7 8 1 6 9 9; every other: 4 8 6 9; every third: 7 6
    taken = list(early(walk(theta, points), lambda: theta[0], every, patience, theta=theta))
    assert taken == points[:steps] and theta[0] == best


def test_running_statistics_go_back_with_the_parameters():
    norm, theta = BatchNorm(1), np.zeros(1)

    def training():
        for t in range(5):
            theta[:] = t
            norm.mean = np.array([10.0 * t])
            yield t

    list(early(training(), lambda: abs(theta[0] - 2), 1, 2, theta=theta, norm=norm))
    assert theta == 2 and norm.mean == 20


def test_a_score_that_is_no_number_is_never_the_best():
    theta = np.zeros(1)
    taken = list(early(walk(theta, [1, 2, 3, 4]), lambda: theta[0] if theta[0] == 1 else np.nan, 1, 2, theta=theta))
    assert taken == [1, 2, 3] and theta == 1


def test_as_good_is_not_better():
    theta = np.zeros(1)
    assert len(list(early(walk(theta, [3, 3, 3, 3]), lambda: theta[0], 1, 2, theta=theta))) == 3


def test_the_parameters_stay_within_reach(bowl, tmp_path):
    theta = np.ones(1)
    descent = Descent(bowl(1.0), theta, sgd(lr=0.5))
    steps = saving(early(descent, lambda: theta[0], 1, 1, theta=theta), tmp_path / "it.npz", 2, theta=theta)
    assert steps.theta is theta and train(steps, 3, point=np.copy)["point"].T.tolist() == [[0.5, 0.25, 0.125]]


def test_several_runs_do_not_end_together():
    with pytest.raises(ValueError) as refused:
        list(early([0.0], lambda: np.zeros(3), 1, 1))
    assert str(refused.value) == "the score must be one number; got an array of shape (3,)"
