"""The tables of the 2013 paper, cell by cell, by the processes of a cluster of Dask's: ``make sweep TABLE=1 SCHEDULER=tcp://...``.

Table 1, with which table 2 comes, and table 3 are of autoencoders on *Curves*, table 5 of recurrent networks. At the address of a
scheduler they are run at the paper's size. Without one they are run in miniature, by two processes of this computer, and become the
stored runs of that name in docs/results. A cell is kept in a folder as soon as it is there: whoever was killed, begin again.
"""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import distributed

from checkedbook.reach import digest, reached
from checkedbook.results.declared import Experiment
from checkedbook.results.runs import run as store_run
from trainability import Named, Store, counted, sweep
from trainability.experiments.paper import gaps, whole
from trainability.experiments.paper.small_curves import COLUMNS

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs/results"
AXES = {"columns": "column", "rates": "rate", "starts": "start"}  # what is swept, by the setting that lists it

CURVES = {"column": [*COLUMNS], "rate": list(whole.RATES), "scale": [1.0]}


GAPS = {
    "problem": ["add", "mul", "mem-5", "mem-20"],
    "column": [column for column in gaps.COLUMNS if column != "never"],
    "rate": [1e-3, 1e-4, 1e-5, 1e-6],
}


def curves_cell(store: Store, column: str, rate: float, scale: float) -> dict[str, Named]:
    """A cell of table 1 or 3. It takes hours, so it is written down as it goes, and goes on from there."""
    rule, limit = COLUMNS[column]
    file = store.path({"column": column, "rate": rate, "scale": scale}).with_suffix(".npz")
    file.parent.mkdir(parents=True, exist_ok=True)
    name = {"nesterov": "NAG", "momentum": "CM"}[rule.__name__]
    found = whole.learn(rule=name, cells=[[limit, rate]], scale=scale, every=1000, file=str(file))
    return {"error": found["error"].take(cell=0)}


def gaps_cell(store: Store, problem: str, column: str, rate: float) -> dict[str, Named]:
    """A cell of table 5."""
    size = {"seeds": 4, "times": 200 if problem == "mem-5" else 80, "units": 100, "size": 100, "updates": 50_000, "every": 1000}
    return one(gaps.table, size | {"problem": problem}, {"column": column, "rate": rate})


def one(run: Callable[..., Any], settings: Mapping[str, Any], labels: Mapping[str, Any], **more: Any) -> dict[str, Named]:
    """What an experiment returns for one label on each axis that is swept, without those axes."""
    lists = {setting: [labels[axis]] for setting, axis in AXES.items() if axis in labels}
    return {name: array.take(**dict.fromkeys(labels, 0)) for name, array in run(**settings | lists | more).items()}


# By its number: the stored runs that are its miniature; the run of one cell of full size, what it reaches, and the labels.
TABLES = {
    1: (["curves-tried"], curves_cell, whole.learn, CURVES),
    3: (["curves-starts-tried"], curves_cell, whole.learn, CURVES | {"column": [".99N"], "scale": [0.25, 0.5, 1.0, 2.0, 4.0]}),
    5: (["gaps-add", "gaps-mem"], gaps_cell, gaps.table, GAPS),
}


def code_of(run: Callable[..., Any]) -> str:
    """A hash of all the code that a run reaches."""
    return digest(reached(f"{run.__module__}:{run.__name__}"))


def whole_table(table: int, map: Callable[..., Any], folder: Path) -> dict[str, Named]:
    """A table at full size."""
    _, cell, reaches, labels = TABLES[table]
    store = Store(folder / f"table-{table}", code_of(reaches))
    return sweep(partial(cell, store), labels, counted(map), store)


def miniature(experiment: Experiment, map: Callable[..., Any], folder: Path) -> dict[str, Named]:
    """An experiment of the register, cell by cell; its slice must agree."""
    settings = dict(experiment.settings)
    labels = {axis: settings.pop(setting) for setting, axis in AXES.items() if setting in settings}
    store = Store(folder / experiment.name, experiment.source)
    found, again = sweep(partial(_cell, experiment.function, settings), labels, counted(map), store), experiment.again()
    found = {name: array.transpose(*again[name].axes) for name, array in found.items()}
    experiment.compare(found, again)
    return found


def _cell(run, settings, **labels):
    return one(run, settings, labels)


def told(found: Named) -> str:
    """The least mean over seeds on the grid of rates, at the last look and at the one before."""
    last = {
        step: found.take(step=place).mean("seed").min("rate")
        for place, step in ((-2, found.axes["step"][-2]), (-1, found.axes["step"][-1]))
    }
    first = next(iter(last.values()))
    lines = [
        f"{', '.join(map(str, labels)):24}"
        + "  ".join(f"{float(each.at(**dict(zip(each.axes, labels)))):10.4g}" for each in last.values())
        for labels in product(*first.axes.values())
    ]
    return "\n".join([f"{'best rate, at step':24}" + "  ".join(f"{step:10d}" for step in last), *lines])


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("table", type=int, choices=TABLES)
    parser.add_argument("--scheduler", help="the address of a scheduler of Dask's, as tcp://host:8786")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "_build/sweeps", help="where cells are kept: one that all workers see"
    )
    asked = parser.parse_args()
    here = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.Client(asked.scheduler) if asked.scheduler else distributed.Client(**here) as client:
        map = client.get_executor().map
        if asked.scheduler:
            for name, found in whole_table(asked.table, map, asked.folder).items():
                print(name, told(found), sep="\n")
            return
        for name in TABLES[asked.table][0]:
            print(f"{name}: {store_run(name, RESULTS, partial(miniature, map=map, folder=asked.folder))['seconds']} s")


if __name__ == "__main__":
    main()
