"""Rays against the gradient."""

import numpy as np

from trainability.experiments.normalization.smoothness import along_training, probe, ray
from trainability.tasks.digits import start
from trainability.tasks.networks import KINDS


def bowl(theta, g):
    """Half of the sum of λ θ², λ = 1 and 3."""
    g[...] = theta * [1.0, 3.0]
    return (theta * g).sum(axis=-1) / 2


def test_a_quadratic_in_closed_form():
    theta, steps = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]), [0.1, 0.5, 2.0]
    run = ray(bowl, theta, steps)
    np.testing.assert_allclose(run["start"], [0.5, 6.0, 2.0])
    np.testing.assert_allclose(run["norm"], [1, 6, np.sqrt(10)])
    for curvature, i in ((1, 0), (3, 1)):
        factor = 1 - curvature * np.array(steps)
        np.testing.assert_allclose(run["loss"][i], run["start"][i] * factor**2)
        np.testing.assert_allclose(run["change"][i], curvature * np.array(steps))
        np.testing.assert_allclose(run["cosine"][i], np.sign(factor))
    np.testing.assert_allclose(run["change"][2], np.array(steps) * np.sqrt(82 / 10))  # |Hg| / |g| at g = (1, 3)
    np.testing.assert_array_equal(theta[2], 1.0)


def test_the_first_steps_go_downhill_by_what_the_gradient_says():
    for kind in KINDS:
        images = probe(kind)
        theta = start(images.network, 0).astype(float)
        run = ray(images, theta, [1e-5])
        np.testing.assert_allclose((run["start"] - run["loss"][0]) / 1e-5, run["norm"] ** 2, rtol=0.02)


def test_looks_do_not_touch_the_training():
    settings = dict(kinds=["batch norm"], rates=[0.03], seeds=1, steps=4)
    often, seldom = along_training(**settings, every=1, ahead=[0.1]), along_training(**settings, every=2, ahead=[0.1, 0.2])
    np.testing.assert_allclose(often["start"].at(step=[2, 4]), seldom["start"], rtol=1e-4)
    np.testing.assert_allclose(often["loss"].at(step=[2, 4]), seldom["loss"].at(ahead=[0.1]), rtol=1e-4)
