"""Does noise on the gradient rescue a deep network from a bad start, and what does it do to a good one?"""

from functools import partial

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.measures import accuracy, rms, rms_of
from ...initializers import kaiming_normal, normal
from ...named import Named
from ...objectives import gradient_noise
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import halved, learner, start
from ...tasks.networks import hidden_weights, mlp

NETWORK = mlp([196, *[32] * 10, 10], relu)
WEIGHTS = {"zero": partial(normal, std=0.0), "0.01": partial(normal, std=0.01), "He": kaiming_normal}


def walk(t: np.typing.ArrayLike, rate: float, eta: float, gamma: float = 0.55) -> np.ndarray:
    r"""How far a weight has gone by noise alone, rms: :math:`\alpha\sqrt{\eta\sum_{s=0}^{t-1}(1+s)^{-\gamma}}`.

    Parameters
    ----------
    t : ndarray of int
        After how many updates, each at least 1.
    rate : float
        The learning rate, :math:`\alpha`.

    Examples
    --------
    >>> walk(np.array([1, 100]), rate=0.1, eta=1.0).round(3)
    array([0.1, 0.4])
    """
    return rate * np.sqrt(eta * np.cumsum(np.arange(1.0, np.max(t) + 1) ** -gamma)[np.asarray(t) - 1])


def when(rate: float, eta: float, n: int, gamma: float = 0.55) -> int:
    r"""After how many updates noise alone has made weights of :math:`\sqrt{2/n}`, He's, rms.

    Examples
    --------
    >>> when(rate=0.08, eta=0.3, n=32)
    436
    """
    t = 1
    while walk(t, rate, eta, gamma) < np.sqrt(2 / n):
        t *= 2
    return int(np.argmax(walk(np.arange(1, t + 1), rate, eta, gamma) >= np.sqrt(2 / n))) + 1


def learn(*, weights: list[str], etas: list[float], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train ten hidden layers of 32 rectifiers on digits of 14 by 14 pixels, batches of 64.

    Parameters
    ----------
    weights : list of str
        Some of ``WEIGHTS``, the laws of the first weights.
    etas : list of float
        Variances of the noise on the first gradient.

    Returns
    -------
    dict of Named, float32, axes weights, eta, rate, seed, step
        ``accuracy`` on the test images, ``loss`` on the batches, and ``size``: the rms of the weights between
        the hidden layers.

    Examples
    --------
    >>> learn(weights=["zero"], etas=[0.0, 1.0], rates=[0.1], seeds=1, steps=2, every=1)["accuracy"]
    Named(weights: 1, eta: 2, rate: 1, seed: 1, step: 2)
    """
    given, test = halved()

    def run(weights, seed):
        return at_rates(
            start(NETWORK, seed, WEIGHTS[weights]),
            gradient_noise(learner(NETWORK, seed, given), np.random.default_rng([seed, 2]), eta=np.reshape(etas, (-1, 1, 1))),
            sgd(lr=np.float32(rates)[:, None]),
            {"eta": etas, "rate": rates},
            steps,
            every,
            accuracy=partial(accuracy, NETWORK, x=test.x, y=test.y),
            size=lambda theta: rms(rms_of(hidden_weights(NETWORK, theta)[1:])),
        )

    return as_stored(sweep(run, {"weights": weights, "seed": range(seeds)}))
