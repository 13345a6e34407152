"""Running experiments whole, storing them, and taking stored ones over where only the text of the code has changed."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from ..reach import hash_of
from .axes import axes_of, part, rebuilt, values
from .declared import Experiment


def run(name: str, folder: Path, call: Callable[[Experiment], dict] = Experiment.call) -> dict:
    """Run experiment ``name`` whole, store it, and return its provenance; ``call`` may run it elsewhere, to the same."""
    experiment = Experiment.named(name, folder)
    code = _code(experiment)  # as it is before the run: who edits it meanwhile has stored a run of neither
    start, load = time.perf_counter(), os.getloadavg()[0]
    arrays = call(experiment)
    provenance = {
        "run": experiment.run,
        "settings": experiment.settings,
        "command": experiment.command,
        "date": date.today().isoformat(),
        "seconds": round(time.perf_counter() - start, 1),
        "processor": processor(),
        "load": round(load, 1),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "axes": axes_of(arrays),
        **code,
    }
    with _replacing(experiment.files[0]) as file:
        np.savez_compressed(file, **{key: values(array) for key, array in arrays.items()})
    _write(experiment, provenance)
    return provenance


def stale(folder: Path) -> list[str]:
    """The declared experiments whose stored run is missing, incomplete or of other code or settings."""
    return [name for name, experiment in Experiment.all(folder).items() if not experiment.is_fresh()]


def why(experiment: Experiment) -> str:
    """Through what a stored run is stale, in words; empty if it is not."""
    made = experiment.provenance()
    if made is None:
        return "it has not been run"
    if made["source"] == experiment.source:
        return ""
    if not _same_settings(made, experiment):
        return "its settings have changed"
    now, before = _code(experiment)["reaches"], made["reaches"]
    known, kept = set(before.values()), set(now.values())
    names = [name for name in now if now[name] not in known]
    gone = [name for name in before if before[name] not in kept and _last(name) not in map(_last, names)]
    return ", ".join([*names, *(f"{name} (no longer)" for name in gone)]) or "names that now stand for other definitions"


def adopt(name: str, folder: Path) -> str:
    """Take a stored run over as one of the code as it is, where that is right; else say why not, and change nothing.

    It is right where the settings are those of the stored run, only the text of definitions has changed, and the slice,
    run again, is the same in every bit.
    """
    experiment = Experiment.named(name, folder)
    made = experiment.provenance()
    if made is None or not _same_settings(made, experiment):
        return why(experiment)
    if experiment.slice is None:
        return "it has no slice that could agree"
    arrays, _ = experiment.stored()
    again = experiment.again()
    arrays = rebuilt(arrays, made.get("axes", {}), again)
    for key, array in again.items():
        try:
            whole, array = part(arrays.get(key, np.empty(0)), array), values(array)
        except LookupError as missing:
            return f"{key} of its slice is not there: {missing.args[0]}"
        if (whole.shape, whole.dtype, whole.tobytes()) != (array.shape, array.dtype, array.tobytes()):
            return f"{key} of its slice is not the same in every bit"
    adopted = [*made.get("adopted", []), {"date": date.today().isoformat(), "from": made["source"]}]
    _write(experiment, made | {"run": experiment.run} | _code(experiment) | {"adopted": adopted})
    return ""


def differs(name: str, folder: Path) -> str:
    """Run experiment ``name`` whole and store nothing: how it differs from what is stored by more than its tolerance.

    Time always differs: where there is no slice, nothing is run.
    """
    experiment = Experiment.named(name, folder)
    if experiment.slice is None:
        return ""
    arrays, made = experiment.stored()
    again = experiment.call()
    try:
        experiment.compare(rebuilt(arrays, made.get("axes", {}), again), again)
    except RuntimeError as error:
        return str(error)
    return ""


def processor() -> str:
    """What this computer calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _code(experiment):
    """The hash of a run, and one of each definition that it reaches."""
    reaches = {name: hash_of(definition.text)[:8] for name, definition in sorted(experiment.definitions.items())}
    return {"source": experiment.source, "reaches": reaches}


def _same_settings(made, experiment):
    return json.dumps(made["settings"]) == json.dumps(experiment.settings)  # 1 is not 1.0


def _last(name):
    return name.rpartition(":")[2]


def _write(experiment, provenance):
    text = json.dumps(provenance, indent=1, ensure_ascii=False)
    with _replacing(experiment.files[1]) as file:
        file.write((text + "\n").encode())


@contextmanager
def _replacing(path: Path) -> Iterator:
    """Write a file beside its place and move it there when it is whole."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
