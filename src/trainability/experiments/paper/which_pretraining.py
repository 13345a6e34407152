"""What does greedy pre-training add, with momentum and without, when its updates are counted, too?

An update of every layer by itself costs five products of matrices a layer where a gradient of the whole autoencoder costs six: it is counted
as a gradient. So a run that has pre-trained for a while has as many updates fewer to fine-tune. The rest is as in
:mod:`~trainability.experiments.paper.small_curves`.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from ...activations import linear, sigmoid
from ...bench.at_rates import at_rates
from ...initializers import normal
from ...named import Named
from ...pretraining import BINARY, GAUSSIAN, Boltzmann, Coder, Denoising, pretrain, unrolled
from ...rules import momentum
from ...sweeping import sweep
from ...tasks.autoencoders import ENCODERS, curves, error, learner
from .small_curves import BATCH, IMAGES, NETWORK, SIZE, column

LAW = partial(normal, std=0.1)  # of the first weights, as Hinton & Salakhutdinov 2006 drew them
MU = 0.9


def machine(n_in: int, n_out: int, is_code: bool) -> Boltzmann:
    """One layer of a stack of Boltzmann machines."""
    return Boltzmann(n_in, n_out, hidden=GAUSSIAN if is_code else BINARY)


def denoising(n_in: int, n_out: int, is_code: bool) -> Denoising:
    """One layer of a stack of denoising autoencoders."""
    return Denoising(n_in, n_out, linear if is_code else sigmoid)


# What pre-trains, and how much smaller a rate the linear units of the code take: nothing bounds what they say.
KINDS = {"Boltzmann machines": (machine, 0.1), "denoising": (denoising, 1.0)}


def stack(kind: str) -> list[Coder]:
    """The layers of the small encoder, to be pre-trained by one of ``KINDS``.

    Examples
    --------
    >>> stack("denoising")[-1]
    Denoising(18, 6, linear, p=0.25)
    """
    layer, _ = KINDS[kind]
    widths = ENCODERS["small curves"]
    return [layer(n_in, n_out, n_out == widths[-1]) for n_in, n_out in pairwise(widths)]


def begun(kind: str, steps: int, pre_rates: Sequence[float], seeds: range) -> np.ndarray:
    """Parameters ``(pre_rates, seeds, P)`` of the autoencoder after so many updates of each layer.

    Examples
    --------
    >>> begun("denoising", 2, [0.1, 0.2], range(3)).shape == (2, 3, NETWORK.size)
    True
    """
    layers, (_, slower) = stack(kind), KINDS[kind]
    lr = np.float32(pre_rates)[:, None, None]
    rules = [momentum(lr=lr, mu=MU)] * (len(layers) - 1) + [momentum(lr=slower * lr, mu=MU)]
    rng, runs = np.random.default_rng([*seeds, 2]), (len(pre_rates), len(seeds))
    thetas, _ = pretrain(layers, curves(IMAGES, SIZE), rules, steps, rng, W=LAW, size=BATCH, runs=runs)
    return unrolled(layers, thetas)


def tuned(
    start: np.ndarray, name: str, *, pre_rates: Sequence[float], steps: int, rates: Sequence[float], seeds: range, updates: int, last: int,
    period: float, every: int,
) -> Named:  # fmt: skip
    """The error of the autoencoder that was :func:`begun`, after each ``every`` of all updates; not a number before it was.

    Returns
    -------
    Named, axes pre_rate, rate, seed, step
    """
    images, rate = curves(IMAGES, SIZE), np.float32(rates)[:, None, None]
    axes = {"pre_rate": pre_rates, "rate": rates, "seed": seeds}
    rule, look = (
        column(name, rate=rate, period=period, updates=updates - steps, last=last),
        partial(error, NETWORK, images=images),
    )
    begin = start[:, None]
    run = at_rates(begin, learner(NETWORK, images, seeds, BATCH), rule, axes, updates - steps, every, error=look)["error"]
    at_once = np.broadcast_to(look(begin)[..., None], (*run.values.shape[:-1], 1))
    before = np.full((*run.values.shape[:-1], steps // every - 1), np.nan)
    return Named(np.concatenate([before, at_once, run.values], axis=-1), axes | {"step": range(every, updates + 1, every)})


def tried(
    *,
    kinds: list[str],
    pre_steps: list[int],
    pre_rates: list[float],
    columns: list[str],
    rates: list[float],
    first: int,
    seeds: int,
    updates: int,
    last: int,
    period: float,
    every: int,
) -> dict[str, Named]:
    """Every pre-training, of every length and at every rate, before every column at every rate.

    Parameters
    ----------
    kinds : list of str
        Some of ``KINDS``.
    pre_steps, pre_rates : list
        How many updates of each layer, and at which rate; multiples of ``every``.
    columns, rates, first, seeds, last, period
        As in :func:`.which_momentum.tried`.
    updates : int
        How many updates there are in all.
    every : int
        How many updates from one look to the next: a divisor of ``updates``.

    Returns
    -------
    dict of Named, float32, axes kind, pre_step, column, pre_rate, rate, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> how = dict(first=4, seeds=2, updates=6, last=2, period=8, every=2)
    >>> tried(kinds=["denoising"], pre_steps=[2, 4], pre_rates=[0.1], columns=["0"], rates=[0.1, 0.2], **how)["error"]
    Named(kind: 1, pre_step: 2, column: 1, pre_rate: 1, rate: 2, seed: 2, step: 3)
    """
    those = range(first, first + seeds)

    def run(kind, pre_step):
        start = begun(kind, pre_step, pre_rates, those)
        how = dict(
            pre_rates=pre_rates, steps=pre_step, rates=rates, seeds=those, updates=updates, last=last, period=period, every=every
        )
        return sweep(lambda column: tuned(start, column, **how), {"column": columns})

    return {"error": sweep(run, {"kind": kinds, "pre_step": pre_steps}).astype(np.float32)}


def judged(
    *,
    chosen: Mapping[str, Mapping[str, tuple[int, float, float]]],
    seeds: int,
    updates: int,
    last: int,
    period: float,
    every: int,
) -> dict[str, Named]:
    """Each kind before each column with what others chose, on seeds that had no say in it.

    Parameters
    ----------
    chosen : dict
        ``chosen[column][kind]``: how many updates of each layer, at which rate, and the rate of fine-tuning.
    seeds, updates, last, period, every
        As in :func:`tried`.

    Returns
    -------
    dict of Named, float32, axes kind, column, seed, step
        ``error``: the squared error per image.

    Examples
    --------
    >>> judged(chosen={"0": {"denoising": (2, 0.1, 0.1)}}, seeds=2, updates=6, last=2, period=8, every=2)["error"]
    Named(kind: 1, column: 1, seed: 2, step: 3)
    """

    def run(kind, column):
        steps, pre_rate, rate = chosen[column][kind]
        start = begun(kind, steps, [pre_rate], range(seeds))
        how = dict(
            pre_rates=[pre_rate],
            steps=steps,
            rates=[rate],
            seeds=range(seeds),
            updates=updates,
            last=last,
            period=period,
            every=every,
        )
        return tuned(start, column, **how).take(pre_rate=0, rate=0)

    columns = [*chosen]
    return {"error": sweep(run, {"kind": [*chosen[columns[0]]], "column": columns}).astype(np.float32)}


def filters(*, kinds: list[str], steps: int, rate: float, shown: int) -> dict[str, Named]:
    """What the first hidden units look for after so many updates: the weights of those that have the largest.

    Returns
    -------
    dict of Named, float32
        ``weight``, axes kind, unit, pixel.

    Examples
    --------
    >>> filters(kinds=["denoising"], steps=2, rate=0.1, shown=3)["weight"]
    Named(kind: 1, unit: 3, pixel: 144)
    """
    made = []
    for kind in kinds:
        first, *_ = stack(kind)
        thetas, _ = pretrain(
            [first], curves(IMAGES, SIZE), [momentum(lr=rate, mu=MU)], steps, np.random.default_rng(0), W=LAW, size=BATCH
        )
        W, _, _ = first.params(thetas[0])
        made.append(W.T[np.argsort(-np.abs(W).max(axis=0))[:shown]])
    return {"weight": Named(np.stack(made), {"kind": kinds, "unit": range(shown), "pixel": range(SIZE**2)})}
