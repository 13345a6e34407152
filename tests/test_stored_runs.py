"""The stored runs: each has the axes that its experiment returns, and a slice of it, run again, is part of it."""

from pathlib import Path

import pytest

from checkedbook.results.axes import rebuilt
from checkedbook.results.declared import Experiment
from trainability.named import Named

REGISTER = {
    name: experiment
    for name, experiment in Experiment.all(Path(__file__).parents[1] / "docs/results").items()
    if experiment.slice is not None
}  # of a clock no slice would agree


@pytest.mark.parametrize("name", REGISTER)
def test_a_slice_is_part_of_the_whole(name):
    experiment = REGISTER[name]
    arrays, made = experiment.stored()
    again = experiment.again()
    assert again.keys() == arrays.keys() and all(type(array) is Named for array in again.values())
    arrays = rebuilt(arrays, made["axes"], again)
    assert all(list(arrays[key].axes) == list(array.axes) for key, array in again.items())
    experiment.compare(arrays, again)
