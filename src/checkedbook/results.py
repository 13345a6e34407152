"""Long experiments: run once, stored with their provenance, and never trusted blindly.

``docs/results/experiments.toml`` declares each under its name::

    [mnist-by-initialization]
    run = "trainability.experiments.mnist:by_initialization"   # returns a dict of arrays
    settings = { steps = 2000, seeds = 10 }                    # its keyword arguments
    slice = { steps = 4 }                                      # smaller ones, for the re-run
    rtol = 1e-3                                                # how well the two must agree

``python -m checkedbook.results docs/results`` runs those that are missing or stale and stores each as
``NAME.npz`` beside ``NAME.json``: command, settings, versions, seconds, and a hash of the code it ran on.
A chapter calls :func:`results`, which refuses stale files, re-runs the slice, and compares: every array of
the slice must be the leading corner of the stored one.
"""

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import time
import tomllib
from pathlib import Path

import numpy as np

from .cell import KEY, cell_line, emit


class Stored(dict):
    """The arrays of a stored experiment, by name; ``provenance`` says how they were made."""

    def __init__(self, name: str, arrays: dict, provenance: dict):
        super().__init__(arrays)
        self.name, self.provenance = name, provenance

    def _repr_mimebundle_(self, include=None, exclude=None):
        made = self.provenance
        settings = ", ".join(f"{name} = {value}" for name, value in made["settings"].items())
        told = (
            f"**Stored run** of `{made['run']}` with {settings}: {made['seconds']:.0f} s "
            f"with NumPy {made['versions']['numpy']}, by `{made['command']}`. "
            f"A slice of it ran again for this page, and agrees."
        )
        return {"text/markdown": told, "text/plain": f"Stored run {self.name}"}, {KEY: {"kind": "run", "name": self.name}}


def results(name: str, folder: Path | str | None = None) -> Stored:
    """The stored arrays of experiment ``name``, once a slice of it has been run again and agrees.

    Parameters
    ----------
    name : str
        Its heading in ``experiments.toml``.
    folder : path, optional
        Where that file is; by default ``results/`` in the nearest folder above the working directory that has one, or
        else the folder that was installed with the press.

    Raises
    ------
    KeyError
        If no experiment has that name.
    RuntimeError
        If it was never run, if the code or settings have changed since, or if the slice disagrees.
    """
    folder = Path(folder) if folder else _nearest(Path.cwd())
    experiment = _declared(folder, name)
    emit({"text/plain": ""}, {KEY: {"kind": "stored", "name": name, "line": cell_line()}})  # the book notes who loads what
    try:
        provenance = json.loads((folder / f"{name}.json").read_text())
        with np.load(folder / f"{name}.npz") as file:
            arrays = dict(file)
    except FileNotFoundError as missing:
        raise RuntimeError(f"the experiment {name} has not been run: {missing.filename} is missing; make results") from None
    if _fingerprint(experiment) != provenance["source"]:
        raise RuntimeError(f"the stored {name} is stale: the code or the settings it ran on have changed; make results")
    _agree(name, arrays, _function(experiment)(**experiment["settings"] | experiment["slice"]), experiment["rtol"])
    return Stored(name, arrays, provenance)


def run(name: str, folder: Path) -> dict:
    """Run experiment ``name`` whole, store it, and return its provenance."""
    experiment = _declared(folder, name)
    source, start = _fingerprint(experiment), time.perf_counter()
    arrays = _function(experiment)(**experiment["settings"])
    provenance = {
        "run": experiment["run"],
        "settings": experiment["settings"],
        "command": "make results",
        "seconds": round(time.perf_counter() - start, 1),
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
        "source": source,
    }
    with _replacing(folder / f"{name}.npz") as file:
        np.savez_compressed(file, **arrays)
    with _replacing(folder / f"{name}.json") as file:
        file.write((json.dumps(provenance, indent=1) + "\n").encode())
    return provenance


def stale(folder: Path) -> list[str]:
    """The declared experiments whose stored run is missing, incomplete or of other code or settings."""
    return [name for name in _register(folder) if not _is_fresh(folder, name)]


def _is_fresh(folder, name):
    files = folder / f"{name}.json", folder / f"{name}.npz"
    fingerprint = _fingerprint(_declared(folder, name))
    return all(file.exists() for file in files) and json.loads(files[0].read_text())["source"] == fingerprint


def _register(folder):
    return tomllib.loads((folder / "experiments.toml").read_text())


def _declared(folder, name):
    register = _register(folder)
    if name not in register:
        raise KeyError(f"no experiment is called {name}; {folder / 'experiments.toml'} has {', '.join(register)}")
    return register[name]


def _nearest(here):
    for parent in (here, *here.parents):
        if (parent / "results" / "experiments.toml").exists():
            return parent / "results"
    for installed in importlib.metadata.distributions(name="trainability"):  # what ships the press
        for file in installed.files or ():
            if file.match("share/trainability/results/experiments.toml"):
                return Path(file.locate()).resolve().parent
    raise RuntimeError(f"no results/experiments.toml in {here} or above, and none was installed")


def _function(experiment):
    module, function = experiment["run"].split(":")
    return getattr(importlib.import_module(module), function)


def _agree(name, stored, again, rtol):
    for key, array in again.items():
        corner = stored[key][tuple(map(slice, np.shape(array)))]
        if not np.size(array) or corner.shape != np.shape(array):
            raise RuntimeError(f"the slice of {name} has {key} of shape {np.shape(array)}, no part of {stored[key].shape}")
        if not np.allclose(corner, array, rtol=rtol, atol=0, equal_nan=True):
            raise RuntimeError(f"the stored {name} disagrees with its re-run slice in {key}, by more than a factor 1 ± {rtol}")


def _fingerprint(experiment):
    """A hash of the settings and of the code, docstrings apart, of the module and all it imports of its package."""
    package = experiment["run"].split(".")[0]
    pending, seen = [experiment["run"].split(":")[0]], {}
    while pending:
        module = pending.pop()
        if module not in seen and module.split(".")[0] == package:
            source = Path(importlib.import_module(module).__file__).read_text(encoding="utf-8")
            tree = ast.parse(source)
            seen[module] = _code(source, tree)
            pending += _imports(tree, module)
    record = json.dumps([experiment["settings"], sorted(seen.items())])
    return hashlib.sha256(record.encode()).hexdigest()[:16]


def _code(source, tree):
    """The lines of ``source`` that are neither blank nor docstring; unlike a dump of the tree, the same for every Python."""
    lines = dict(enumerate(source.splitlines(), 1))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            for line in range(node.body[0].lineno, node.body[0].end_lineno + 1):
                del lines[line]
    return [line for line in lines.values() if line.strip()]


def _imports(tree, module):
    package = sys.modules[module].__package__
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            inner = [f"{base}.{alias.name}" for alias in node.names]
            yield base
            yield from (name for name in inner if base.split(".")[0] == package.split(".")[0] and _is_module(name))


def _is_module(name):
    return importlib.util.find_spec(name.rpartition(".")[0]).submodule_search_locations and importlib.util.find_spec(name)


class _replacing:
    """Write a file beside its place and move it there when it is whole."""

    def __init__(self, path):
        self.path, self.part = path, path.with_name(path.name + ".part")

    def __enter__(self):
        self.file = self.part.open("wb")
        return self.file

    def __exit__(self, failed, *_):
        self.file.close()
        if failed:
            self.part.unlink()
        else:
            os.replace(self.part, self.path)


if __name__ == "__main__":
    from tqdm import tqdm

    where = Path(sys.argv[1])
    names = tqdm(sys.argv[2:] or stale(where), unit="run")
    for experiment_name in names:
        names.set_postfix_str(experiment_name)
        names.write(f"{experiment_name}: {run(experiment_name, where)['seconds']} s")
