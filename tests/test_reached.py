"""The first time at a goal, and the first time for good."""

import numpy as np

from trainability.bench.reached import first_reached, settled
from trainability.named import Named

INSIDE = np.array([[0, 1, 0, 1, 1], [1, 1, 1, 1, 1], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0]], bool)
AXES = {"run": range(4), "step": range(100, 600, 100)}


def test_the_first_time_is_a_label_wherever_its_axis_is():
    there = Named(INSIDE, AXES)
    np.testing.assert_array_equal(first_reached(there), [200, 100, 500, np.inf])
    np.testing.assert_array_equal(first_reached(there.transpose("step", "run")), [200, 100, 500, np.inf])
    epochs = Named(INSIDE, {"run": range(4), "epoch": [0.5, 1.0, 1.5, 2.0, 2.5]})
    np.testing.assert_array_equal(first_reached(epochs, "epoch"), [1.0, 0.5, 2.5, np.inf])


def test_settled_is_who_stays_long_enough():
    there = Named(INSIDE, AXES)
    np.testing.assert_array_equal(settled(there, stay=1), [400, 100, np.inf, np.inf])
    np.testing.assert_array_equal(settled(there, stay=0), [400, 100, 500, np.inf])
    np.testing.assert_array_equal(settled(there.transpose("step", "run"), stay=2), [np.inf, 100, np.inf, np.inf])


def test_axes_that_stay_keep_their_place():
    there = Named(np.ones((2, 3, 4), bool), {"rate": [1, 2], "step": [5, 6, 7], "seed": range(4)})
    for found in first_reached(there), settled(there, stay=1):
        assert list(found.axes) == ["rate", "seed"] and (found == 5).all()
