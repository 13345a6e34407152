"""The same race as with the first seeds, where the two overlap."""

import numpy as np

from trainability.experiments.normalization import covariate_shift, noise_again


def test_the_same_seed_gives_the_same_losses():
    settings = dict(kinds=["noisy batch norm"], rates=[0.1], steps=4, every=2)
    [[_, expected]] = covariate_shift.race(**settings, seeds=2)["clean"].values[0]
    found = noise_again.race(**settings, seeds=[1])["clean"].values.ravel()
    np.testing.assert_array_equal(found, expected)
    assert not np.array_equal(found, noise_again.race(**settings, seeds=[2])["clean"].values.ravel())
