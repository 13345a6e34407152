"""The race on the wave, and the same looked at more often."""

from trainability.experiments.descent.wave_momentum import again, race


def test_looking_more_often_changes_nothing():
    loss = race(seeds=2, epochs=20)["loss"].at(method="nesterov")
    often = again(methods=["nesterov"], seeds=2, epochs=20, every=5)["loss"].at(method="nesterov")
    assert (often.at(epoch=[10, 20]) == loss).all() and list(often.axes["epoch"]) == [5, 10, 15, 20]
