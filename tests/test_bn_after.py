"""A network after training, and the statistics it keeps for that."""

import numpy as np

from trainability.datasets import mnist_sample
from trainability.experiments.normalization import bn_after
from trainability.normalization import BatchNorm
from trainability.training import train


def test_shadows_follow_as_layers_would(rng):
    x = rng.normal(1, 2, (4, 6, 3)).astype(np.float32)
    shadowed = bn_after.Shadowed(3, [*bn_after.KEPT])
    alone = {name: BatchNorm(3, running=running) for name, running in bn_after.KEPT.items()}
    for layer in (shadowed, *alone.values()):
        for batch in x:
            layer.training(batch, np.ones(3), np.zeros(3))
    for name, layer in alone.items():
        shadow = shadowed.shadows[name]
        np.testing.assert_array_equal([shadow.mean, shadow.var], [layer.mean, layer.var])


def test_from_zero_is_a_tenth_after_one_batch(rng):
    norm, x = BatchNorm(2, running=bn_after.FROM_ZERO), rng.normal(3, 1, (5, 2))
    norm.training(x, np.ones(2), np.zeros(2))
    np.testing.assert_allclose([norm.mean, norm.var], [x.mean(0) / 10, x.var(0) / 10])


def test_every_seed_starts_elsewhere():
    one, other = bn_after.starts(bn_after.digits_net(BatchNorm), 2)
    assert one.dtype == np.float32 and abs(one - other).max() > 0.1


def test_without_a_start_the_first_ten_are_averaged(rng):
    norm, x = BatchNorm(2, running=bn_after.NO_START), rng.normal(size=(11, 5, 2))
    for batch in x[:10]:
        norm.training(batch, np.ones(2), np.zeros(2))
    np.testing.assert_allclose(norm.mean, x[:10].mean((0, 1)))
    norm.training(x[10], np.ones(2), np.zeros(2))
    np.testing.assert_allclose(norm.mean, 0.9 * x[:10].mean((0, 1)) + 0.1 * x[10].mean(0))


def test_evaluate_is_what_training_and_inference_give():
    found = bn_after.evaluate(kept=["PyTorch", "from zero"], seeds=1, at=[2, 3])["accuracy"].at(seed=0, step=3)
    _, unseen = mnist_sample()
    for name in "PyTorch", "from zero":
        network, theta = bn_after.trained(lambda n: BatchNorm(n, running=bn_after.KEPT[name]), 3)
        right = network.inference(unseen.x, theta)[0].argmax(-1) == unseen.y
        np.testing.assert_allclose(found.at(kept=name), right.mean(), atol=0.002)
    during = bn_after.in_training(network, theta, unseen.x, len(unseen.x)).argmax(-1) == unseen.y
    np.testing.assert_allclose(found.at(kept="in training"), during.mean(), atol=0.002)


def test_more_seeds_leave_the_first_as_it_was():
    one, two = (bn_after.evaluate(kept=["Keras"], seeds=seeds, at=[1])["loss"] for seeds in (1, 2))
    np.testing.assert_allclose(two.at(seed=0), one.at(seed=0), rtol=1e-4)
    assert abs(two.at(seed=1) - two.at(seed=0)).min() > 1e-3


def test_batches_in_training_are_apart():
    network, theta = bn_after.trained(lambda n: BatchNorm(n, running=bn_after.KERAS), 2)
    x = mnist_sample()[1].x[:10]
    y = bn_after.in_training(network, theta, x, 4)
    assert y.shape == (10, 10)
    np.testing.assert_allclose(y[8:], network(x[8:], theta)[0], rtol=1e-5)
    one = bn_after.in_training(network, theta, x, 1)
    np.testing.assert_allclose(one, np.broadcast_to(one[:1], one.shape), rtol=1e-5)  # alone, all images are alike


def test_rates_may_differ_by_parameter():
    network = bn_after.digits_net(BatchNorm)
    theta = bn_after.starts(network, 1)
    before, lr = theta.copy(), np.zeros(network.size, np.float32)
    lr[:5] = 0.1
    train(bn_after.descent(network, theta, lr), 2)
    assert (theta[..., 5:] == before[..., 5:]).all()
