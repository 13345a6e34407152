"""On 300 images: what do weight decay, dropout and stopping early do to the gap between training and test, and to the test itself?"""

from functools import partial

import numpy as np

from ...bench.at_rates import as_stored, at_rates
from ...datasets import Split, one_hot
from ...fit import draws
from ...losses import cross_entropy
from ...named import Named
from ...network import Network
from ...objectives import l2
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import SIZES, learner, start
from ...tasks.networks import mlp
from ..normalization.norm_regularizers import follow

IMAGES, HELD_OUT, SIZE = 300, 100, 100
HELPS = {  # strength of L2, the part that dropout drops, and whether the images held out are trained on, too
    "nothing": (0.0, 0.0, False),
    "weight decay": (0.1, 0.0, False),
    "dropout": (0.0, 0.2, False),
    "more images": (0.0, 0.0, True),
}


def scores(network: Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The loss and the share of right answers of a network of ten outputs whose training is over, ``(..., 2)``.

    Examples
    --------
    Zeros find all digits equally likely, and are taken to say 0:

    >>> from trainability.layers import Dense
    >>> scores(Network(Dense(1, 10)), np.zeros(20), np.ones((2, 1)), np.array([0, 7])).round(2)
    array([2.3, 0.5])
    """
    out, *_ = network.inference(x, theta)
    loss, *_ = cross_entropy(out, one_hot(y))
    return np.stack([loss, (out.argmax(axis=-1) == y).mean(axis=-1)], axis=-1)


def learn(*, size: str, helps: list[str], rates: list[float], seeds: int, steps: int, every: int) -> dict[str, Named]:
    """Train a network with six hidden layers; each seed has 300 images of its own, and 100 more that it holds out.

    Parameters
    ----------
    size : str
        ``"whole"`` for Saito's network, or ``"half"``: :data:`~trainability.tasks.digits.SIZES`.
    helps : list of str
        Some of ``HELPS``. Weight decay is on all parameters; dropout follows each rectifier.

    Returns
    -------
    dict of Named, float32, axes help, rate, seed, step, score
        ``train``, ``held``, ``test``: loss and accuracy on the 300 images, on the 100 and on the 2,000 test images.

    Examples
    --------
    >>> learn(size="half", helps=["nothing"], rates=[0.01, 0.1], seeds=1, steps=2, every=1)["test"]
    Named(help: 1, rate: 2, seed: 1, step: 2, score: 2)
    """
    widths, data = SIZES[size]
    (x, y), test = data()
    both = IMAGES + HELD_OUT
    if seeds * both > len(x):
        raise ValueError(f"{seeds} seeds of {both} images are more than the {len(x)} there are")

    def run(help, seed):
        decay, drop, more = HELPS[help]
        network = mlp(widths, partial(follow, rng=np.random.default_rng([seed, 2]), norm=False, drop=drop))
        own = Split(x[both * seed :][:both], y[both * seed :][:both])
        few, held = Split(own.x[:IMAGES], own.y[:IMAGES]), Split(own.x[IMAGES:], own.y[IMAGES:])
        found = at_rates(
            start(network, seed),
            l2(learner(network, seed, own if more else few, size=SIZE, sample=draws), decay),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            parts={"score": ["loss", "accuracy"]},
            train=partial(scores, network, x=few.x, y=few.y),
            held=partial(scores, network, x=held.x, y=held.y),
            test=partial(scores, network, x=test.x, y=test.y),
        )
        return {name: found[name] for name in ("train", "held", "test")}

    return as_stored(sweep(run, {"help": helps, "seed": range(seeds)}))


def kept(held: Named, patience: int) -> Named:
    """The step whose parameters :func:`~trainability.early` would put back, looking as often as was measured.

    Examples
    --------
    A patience of two looks does not live to see the better end:

    >>> held = Named([5.0, 3.0, 4.0, 4.0, 1.0], {"step": [10, 20, 30, 40, 50]})
    >>> [float(kept(held, patience)) for patience in (2, 3)]
    [20.0, 50.0]
    """
    steps = held.axes["step"]

    def one(values):
        best, at, waited = np.inf, 0, 0
        for step, value in zip(steps, values):
            best, at, waited = (value, step, 0) if value < best else (best, at, waited + 1)
            if waited == patience:
                break
        return at

    return held.reduce(lambda values, axis: np.apply_along_axis(one, axis, values).astype(float), "step")


def as_of(found: Named, step: Named) -> Named:
    """What was found at a step that each run has for itself.

    Examples
    --------
    >>> found = Named([[5.0, 3.0, 4.0], [2.0, 3.0, 4.0]], {"seed": range(2), "step": [10, 20, 30]})
    >>> as_of(found, kept(found, 1)).values
    array([3., 2.])
    """
    return (found * (found.axis("step") == step)).sum("step")
