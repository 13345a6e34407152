"""The grid of rates and first weights, with batch normalization and without."""

import numpy as np

from trainability.experiments.normalization.norm_rates import race


def test_every_slice_is_a_corner_of_the_whole():
    settings = dict(kinds=["batch norm", "plain"], gains=[0.25, 1.0], rates=[0.01, 0.1], seeds=2, steps=4, every=2)
    whole = race(**settings)
    assert whole["loss"].shape == whole["accuracy"].shape == (2, 2, 2, 2, 2) and whole["size"].shape == (2, 2, 2, 2, 2, 4)
    part = dict(kinds=["batch norm"], gains=[0.25], rates=[0.01], seeds=1, steps=2)
    for name, values in race(**settings | part).items():
        np.testing.assert_allclose(whole[name][tuple(map(slice, values.shape))], values, rtol=1e-3)


def test_at_rate_zero_the_weights_keep_their_size():
    size = race(kinds=["plain"], gains=[0.5, 1.0], rates=[0.0], seeds=1, steps=1, every=1)["size"][0, :, 0, 0, 0]
    expected = np.sqrt(2 / np.array([784, 100, 100, 100]))
    np.testing.assert_allclose(size, [0.5 * expected, expected], rtol=0.03)
    np.testing.assert_allclose(size[0], size[1] / 2, rtol=1e-6)


def test_normalized_weights_grow_at_every_step():
    size = race(kinds=["batch norm"], gains=[1.0], rates=[0.3], seeds=1, steps=6, every=1)["size"][0, 0, 0, 0]
    assert (np.diff(size, axis=0) > 0).all()


def test_divergence_is_shown_and_not_raised():
    loss = race(kinds=["plain"], gains=[1.0], rates=[1e4], seeds=1, steps=4, every=4)["loss"]
    assert not (loss < 3).any()
