"""What does the full-size autoencoder of Curves come to, with momentum and without?

Table 1 of the paper at its own size: 784-400-200-100-50-25-6 and the mirror of it, 20,000 curves, batches of 200, the literal
period of the momentum's schedule. ``python -m trainability.experiments.paper.whole FILE`` trains, writes all down in the file
as it goes, and goes on from there if it is killed.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from ...checkpoint import load, save
from ...initializers import sparse_with_replacement
from ...named import Named
from ...network import Network
from ...rule import Descent
from ...rules import momentum, nesterov
from ...schedules import SutskeverMomentum, Switch
from ...tasks.autoencoders import ENCODERS, autoencoder, curves, error, learner, starts
from ...training import train

WIDTHS = ENCODERS["curves"]
LAST = 1000  # updates at the end, with a momentum of 0.9 at most
UPDATES = 750_000
RULES = {"NAG": nesterov, "CM": momentum}
CELLS = ([0.0, 0.05], [0.99, 0.05], [0.99, 0.01])  # largest momentum, and rate
LIMITS = {"NAG": (0.0, 0.9, 0.99, 0.995, 0.999), "CM": (0.9, 0.99, 0.995, 0.999)}  # without momentum both are one
RATES = (0.05, 0.01, 0.005, 0.001, 0.0005, 0.0001)
FIRST = 10  # the first look, at which a re-run can stop
CHUNK = 1000  # images at a time, where all are measured


def error_of_all(network: Network, theta: np.ndarray, images: np.ndarray) -> np.ndarray:
    """:func:`~trainability.tasks.autoencoders.error`, a part of the images at a time, because all of them fill a memory."""
    parts = (images[i : i + CHUNK] for i in range(0, len(images), CHUNK))
    return sum(len(part) * error(network, theta, part) for part in parts) / len(images)


def learn(
    *,
    rule: str = "NAG",
    cells: Sequence[Sequence[float]] = CELLS,
    widths: Sequence[int] = WIDTHS,
    images: int = 20_000,
    seeds: int = 1,
    scale: float = 1.0,
    of: int = UPDATES,
    updates: int = UPDATES,
    every: int = 500,
    file: str = "",
    say: Callable[[str], object] | None = None,
) -> dict[str, Named]:
    """Train all cells side by side, from one start and on the same batches.

    Parameters
    ----------
    rule : str
        Of ``RULES``.
    cells : list of (float, float)
        The largest momentum and the rate of each run.
    widths : list of int
        Of the encoder, from a square number of pixels to the code.
    images : int
        How many curves there are.
    seeds : int
        How many starts, each with its own order of the images.
    scale : float
        By what the sparse first weights are multiplied.
    of, updates : int
        For how many updates the momentum is scheduled, and how many of them are made.
    every : int
        How many updates from one look, and from one writing to the file, to the next; there is one after ten updates, too.
    file : str
        Where all that the training keeps is written at each look. If the file is there, it goes on from there.
    say : callable, optional
        Takes a line at each look.

    Returns
    -------
    dict of Named, float32, axes cell, seed, step
        ``loss``, the cross-entropy of the batches since the last look, and ``error``, the squared error of all images.

    Raises
    ------
    ValueError
        If the file is of another training.

    Examples
    --------
    >>> learn(widths=[64, 8, 2], images=200, of=2000, updates=20, every=20)["error"]
    Named(cell: 3, seed: 1, step: 2)
    """
    data = curves(images, round(widths[0] ** 0.5))
    network = autoencoder(widths)
    batches = learner(network, data, range(seeds))
    limits, rates = np.array(cells).T[..., None, None]
    mu = Switch(SutskeverMomentum(limits), of - LAST, SutskeverMomentum(np.minimum(limits, 0.9)))
    theta = np.tile(starts(network, range(seeds), partial(sparse_with_replacement, std=scale)), (len(cells), 1, 1))
    descent = Descent(batches, theta, RULES[rule](lr=rates, mu=mu))
    at = sorted({FIRST, *range(every, of + 1, every)})
    loss, errors = np.zeros((2, len(cells), seeds, len(at)), np.float32)
    settings = np.array([*np.ravel(cells), images, of, every, *([scale] if scale != 1 else [])])  # as files had them before
    kept = {"descent": descent, "batches": batches, "network": network, "loss": loss, "errors": errors, "settings": settings}
    if file and Path(file).exists():
        asked = settings.copy()
        load(file, **kept)
        if not np.array_equal(settings, asked):
            raise ValueError(f"{file} is of cells, images, of, every = {settings.tolist()}; here they are {asked.tolist()}")
    for look, step in enumerate(at):
        if descent.t < step <= updates:
            with np.errstate(over="ignore", invalid="ignore"):  # too large a rate diverges, and is shown
                loss[..., look] = train(descent, step - descent.t)["losses"].mean(axis=0)
                errors[..., look] = error_of_all(network, descent.theta, data)
            if file:
                save(file, **kept)
            if say:
                say(f"update {step}: squared error {' '.join(f'{each:.3f}' for each in errors[..., look].mean(axis=-1))}")
    seen = [step for step in at if step <= updates]
    axes = {"cell": [f"μ ≤ {limit:g}, η = {rate:g}" for limit, rate in cells], "seed": range(seeds), "step": seen}
    return {name: Named(array[..., : len(seen)], axes) for name, array in (("loss", loss), ("error", errors))}


def clock(*, sides: list[int], turns: int, images: int = 1000) -> dict[str, np.ndarray]:
    """``ms``: milliseconds that a processor works at an update, ``(sides, turns)``, with so many cells side by side, which take turns.

    Examples
    --------
    >>> clock(sides=[1, 2], turns=1)["ms"].shape
    (2, 1)
    """
    network, data = autoencoder(WIDTHS), curves(images, round(WIDTHS[0] ** 0.5))
    first = starts(network, [0])
    running = [Descent(learner(network, data, [0]), np.tile(first, (side, 1, 1)), nesterov(lr=0.01, mu=0.9)) for side in sides]
    seconds = np.empty((len(sides), turns))
    for turn in range(turns):
        for i, descending in enumerate(running):
            begin = time.process_time()
            next(descending)
            seconds[i, turn] = time.process_time() - begin
    return {"ms": 1000 * seconds}


def command() -> None:
    """Train as the command line says, and say at each look how far it is."""
    parser = argparse.ArgumentParser(
        prog="python -m trainability.experiments.paper.whole", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("file", type=Path, help="where the training is written down; if it is there, it goes on")
    parser.add_argument(
        "--table", action="store_true", help="all 54 cells of table 1, in two files: with NAG in the name, and CM"
    )
    parser.add_argument("--of", type=int, default=UPDATES, help="the updates that the momentum is scheduled for")
    parser.add_argument("--updates", type=int, help="how many of them are made; all, if nothing is said")
    parser.add_argument("--every", type=int, default=500, help="updates from one look to the next")
    parser.add_argument("--images", type=int, default=20_000, help="how many curves")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS, help="of the encoder")
    asked = vars(parser.parse_args())
    file, table, updates = asked.pop("file"), asked.pop("table"), asked.pop("updates") or asked["of"]
    for rule in RULES if table else ["NAG"]:
        cells = list(product(LIMITS[rule], RATES)) if table else CELLS
        name = file.with_stem(f"{file.stem}-{rule}") if table else file
        learn(rule=rule, cells=cells, updates=updates, file=str(name), say=partial(print, flush=True), **asked)


if __name__ == "__main__":
    command()
