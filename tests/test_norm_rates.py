"""The grid of rates and first weights, with batch normalization and without."""

import numpy as np

from trainability.experiments.normalization.norm_rates import race


def test_at_rate_zero_the_weights_keep_their_size():
    run = race(kinds=["plain"], gains=[0.5, 1.0], rates=[0.0], seeds=1, steps=1, every=1)
    half, whole = (run["size"].at(kind="plain", gain=gain, rate=0.0, seed=0, step=1) for gain in (0.5, 1.0))
    np.testing.assert_allclose(whole, np.sqrt(2 / np.array([784, 100, 100, 100])), rtol=0.03)
    np.testing.assert_allclose(half, whole.values / 2, rtol=1e-6)


def test_normalized_weights_grow_at_every_step():
    size = race(kinds=["batch norm"], gains=[1.0], rates=[0.3], seeds=1, steps=6, every=1)["size"].transpose("step")
    assert (np.diff(size) > 0).all()


def test_divergence_is_shown_and_not_raised():
    loss = race(kinds=["plain"], gains=[1.0], rates=[1e4], seeds=1, steps=4, every=4)["loss"]
    assert not (loss < 3).any()
