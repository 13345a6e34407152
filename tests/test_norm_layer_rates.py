"""A larger rate for one kind of layer: which parameters get it, and what the three runs share."""

import numpy as np

from trainability.experiments.normalization.norm_layer_rates import LAYERS, by_layer, learn
from trainability.experiments.normalization.norm_scales import KINDS, STDS, WIDTHS
from trainability.experiments.normalization.norm_scales import learn as at_all_scales
from trainability.tasks.networks import mlp


def test_each_row_has_the_larger_rate_for_one_kind_of_layer():
    network = mlp(WIDTHS, KINDS["eps 1e-6"])
    lrs = by_layer(network, 0.01, 10)
    assert lrs.shape == (3, network.size) and lrs.dtype == np.float32
    for layer, views in zip(network.layers, network.params(lrs)):
        for view in views:
            kind = "gamma and beta" if "gamma" in layer.shapes else "last layer" if view.shape[-1] == 10 else "hidden weights"
            expected = np.where(np.array(LAYERS) == kind, 0.1, 0.01)
            np.testing.assert_allclose(view, np.broadcast_to(expected.reshape(3, *[1] * (view.ndim - 1)), view.shape), rtol=1e-6)


def test_without_a_factor_all_three_are_the_run_of_the_sixteen_scales():
    found = learn(std=STDS[6], rate=0.01, factor=1, steps=20)
    scales = at_all_scales(kinds=["eps 1e-6"], scales=7, rates=[0.01], seeds=1, epochs=2)["accuracy"]
    np.testing.assert_allclose(list(found.values()), scales.at(std=[STDS[6]]).max(), atol=0.003)


def test_the_factor_changes_what_is_learned():
    slow, fast = (learn(std=0.1, rate=0.01, factor=factor, steps=20) for factor in (1, 10))
    assert all(fast[layers] != slow[layers] for layers in LAYERS)
