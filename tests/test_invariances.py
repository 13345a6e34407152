"""What normalizations are blind to."""

import pytest

from trainability.experiments.normalization.invariances import blind
from trainability.normalization import BatchNorm, GroupNorm, LayerNorm, RMSNorm

BLIND = {
    "batch": (BatchNorm(6, spatial=2, eps=0.0), "+ channel, × channel"),
    "layer": (LayerNorm(6, spatial=2, eps=0.0), "+ image, × image, others"),
    "rms": (RMSNorm(6, spatial=2, eps=0.0), "× image, others"),
    "group": (GroupNorm(6, 2, spatial=2, eps=0.0), "+ image, × image, others"),
    "instance": (GroupNorm(6, 6, spatial=2, eps=0.0), "+ channel, × channel, + image, × image, others"),
}


@pytest.mark.parametrize("layer, to", BLIND.values(), ids=BLIND)
def test_blind(layer, to, rng):
    found = blind(layer, rng)
    assert [*found] == ["+ channel", "× channel", "+ image", "× image", "others"]
    assert ", ".join(name for name, is_blind in found.items() if is_blind) == to


def test_an_epsilon_can_be_seen(rng):
    assert not blind(BatchNorm(6, spatial=2, eps=0.1), rng)["× channel"]
