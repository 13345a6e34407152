"""Does batch normalization make L2 and dropout less necessary, with few images to train on, and with some labels wrong?"""

from functools import partial

import numpy as np

from ...activations import relu
from ...bench.at_rates import as_stored, at_rates
from ...bench.choice import chosen
from ...bench.measures import accuracy
from ...datasets import Split
from ...dropout import Dropout
from ...named import Named
from ...network import Network
from ...normalization import BatchNorm
from ...objectives import l2
from ...rules import sgd
from ...sweeping import sweep
from ...tasks.digits import WIDTHS, digits, learner, start, unseen_accuracy
from ...tasks.networks import mlp

VALIDATION = 2000  # the last images of the sample; each seed trains on others of the first
SIZE = 50


def follow(n: int, rng: np.random.Generator, *, norm: bool, drop: float) -> Network:
    """What follows a dense layer: normalization if ``norm``, the rectifier, and dropout of a part ``drop``, if any.

    Examples
    --------
    >>> follow(100, np.random.default_rng(0), norm=True, drop=0.2)
    Network(BatchNorm(100), relu, Dropout(0.2))
    """
    return Network(*[BatchNorm(n)] * norm, relu, *[Dropout(drop, rng)] * (drop > 0))


def mislabelled(y: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Labels 0 to 9 of which each is wrong with probability ``share``.

    Examples
    --------
    >>> y = np.zeros(1000, int)
    >>> bool(abs((mislabelled(y, 0.3, np.random.default_rng(0)) > 0).mean() - 0.3) < 0.05)
    True
    """
    return np.where(rng.random(y.shape) < share, (y + rng.integers(1, 10, y.shape)) % 10, y)


def race(
    *,
    wrong: list[float],
    norms: list[bool],
    decays: list[float],
    drops: list[float],
    rates: list[float],
    images: int,
    seeds: int,
    steps: int,
    every: int,
) -> dict[str, Named]:
    """Train on few images, every seed on others, without help, with L2 of each strength, and with dropout of each part.

    Parameters
    ----------
    wrong : list of float
        Shares of wrong labels among the training images.
    norms : list of bool
        Without batch normalization, with it.
    decays, drops : list of float
        Strengths of L2, on all parameters, and parts that are dropped behind each rectifier.
    images : int
        How many to train on, batches of 50.

    Returns
    -------
    dict of Named, float32, axes wrong, norm, help, rate, seed, step
        ``validation``, ``accuracy``: the share of right answers on validation images and on test images. Labels of help
        are ``"nothing"``, ``"L2 0.1"``, ``"dropout 0.25"`` and so on.

    Examples
    --------
    >>> settings = dict(wrong=[0.3], norms=[True], decays=[0.1], drops=[0.5], rates=[0.1], images=100)
    >>> race(**settings, seeds=1, steps=4, every=2)["accuracy"]
    Named(wrong: 1, norm: 1, help: 3, rate: 1, seed: 1, step: 2)
    """
    (x, y), _ = digits()
    if seeds * images > len(x) - VALIDATION:
        raise ValueError(f"{seeds} seeds of {images} images are more than the {len(x) - VALIDATION} there are to train on")
    helps = (
        {"nothing": (0.0, 0.0)}
        | {f"L2 {decay:g}": (decay, 0.0) for decay in decays}
        | {f"dropout {drop:g}": (0.0, drop) for drop in drops}
    )

    def run(wrong, norm, help, seed):
        decay, drop = helps[help]
        network = mlp(WIDTHS, partial(follow, rng=np.random.default_rng([seed, 2]), norm=norm, drop=drop))
        own = slice(images * seed, images * (seed + 1))
        few = Split(x[own], mislabelled(y[own], wrong, np.random.default_rng([seed, 3])))
        found = at_rates(
            start(network, seed),
            l2(learner(network, seed, few, size=SIZE), decay),
            sgd(lr=np.float32(rates)[:, None]),
            {"rate": rates},
            steps,
            every,
            validation=partial(accuracy, network, x=x[-VALIDATION:], y=y[-VALIDATION:]),
            accuracy=unseen_accuracy(network),
        )
        return {name: found[name] for name in ("validation", "accuracy")}

    return as_stored(sweep(run, {"wrong": wrong, "norm": norms, "help": list(helps), "seed": range(seeds)}))


def judged(runs: dict[str, Named], helps: dict[str, list[str]], wrong: float, values: Named | None = None) -> dict[str, Named]:
    """The accuracy on test images, by help, with what was best on validation images for the other seeds.

    Parameters
    ----------
    runs : dict of Named
        What :func:`race` returns, or a part of it.
    helps : dict of list of str
        Under a name each, the labels of help among which strength, rate and time to stop are chosen.
    wrong : float
        The share of wrong labels.
    values : Named, optional
        What to look up in place of the accuracy, such as ``runs["validation"].axis("step")``.

    Returns
    -------
    dict of Named, axes norm, seed
    """
    missed = (1 - runs["validation"]).at(wrong=wrong)
    found = runs["accuracy"].at(wrong=wrong) if values is None else values.broadcast(missed.axes)
    return {name: chosen(found.at(help=tried), missed.at(help=tried), "help", "rate", "step") for name, tried in helps.items()}


def gains(right: dict[str, Named]) -> dict[str, np.ndarray]:
    """Seed by seed, what normalization changes, what dropout adds without it and with it, and the difference of these two.

    Examples
    --------
    >>> right = {"nothing": Named([[0.5], [0.25]], {"norm": [False, True], "seed": [0]})}
    >>> right["dropout"] = right["nothing"] + Named([0.25, 0.5], {"norm": [False, True]})
    >>> {name: gain.tolist() for name, gain in gains(right).items()}
    {'norm': [-0.25], 'drop_p': [0.25], 'drop_bn': [0.5], 'more': [0.25]}
    """
    nothing, added = right["nothing"], right["dropout"] - right["nothing"]
    drop_p, drop_bn = (added.at(norm=norm).values for norm in (False, True))
    norm = (nothing.at(norm=True) - nothing.at(norm=False)).values
    return {"norm": norm, "drop_p": drop_p, "drop_bn": drop_bn, "more": drop_bn - drop_p}
