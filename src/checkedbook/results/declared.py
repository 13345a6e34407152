"""Experiments as they are declared, and what is stored of them."""

import json
import sysconfig
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

import numpy as np

from ..reach import Definition, digest, hash_of, reached
from .axes import part, values

REGISTER = "experiments.toml"


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One entry of the register, in its ``folder``.

    Attributes
    ----------
    run : str
        The function, as ``"package.module:function"``.
    settings : dict
        Its keyword arguments.
    slice : dict, optional
        Those that the re-run has instead. Without, there is none: what a clock has measured agrees with nothing.
    rtol : float
        By what factor a re-run may differ.
    chapter : str or list of str
        Which documents load it.
    command : str
        What runs the experiments of this register.
    """

    name: str
    folder: Path
    run: str
    settings: Mapping
    slice: Mapping | None = None
    rtol: float = 0.0
    chapter: str | tuple = ()
    command: str

    @classmethod
    def all(cls, folder: Path) -> dict[str, "Experiment"]:
        """Those of the register in ``folder``, by name."""
        declared = tomllib.loads((folder / REGISTER).read_text("utf8"))
        command = declared.pop("command", f"python -m checkedbook.results {folder.name}")
        return {name: cls(name=name, folder=folder, command=command, **entry) for name, entry in declared.items()}

    @classmethod
    def named(cls, name: str, folder: Path) -> "Experiment":
        """The one of that name; a ``KeyError`` says which there are."""
        register = cls.all(folder)
        if name not in register:
            raise KeyError(f"no experiment is called {name}; {folder / REGISTER} has {', '.join(register)}")
        return register[name]

    @property
    def chapters(self) -> tuple[str, ...]:
        """Which documents load it, one or several."""
        return (self.chapter,) if isinstance(self.chapter, str) else tuple(self.chapter)

    @property
    def files(self) -> tuple[Path, Path]:
        """Where its arrays are stored, and its provenance."""
        return self.folder / f"{self.name}.npz", self.folder / f"{self.name}.json"

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """What the function reaches, by full names, the function first."""
        return reached(self.run)

    @property
    def source(self) -> str:
        """A hash of the settings, and of the definitions that the function reaches."""
        return hash_of((json.dumps(self.settings), next(iter(self.definitions.values())).text, digest(self.definitions)))

    @property
    def function(self) -> Callable[..., dict[str, np.ndarray]]:
        """What is run."""
        module, function = self.run.split(":")
        return getattr(import_module(module), function)

    def call(self, **settings) -> dict[str, np.ndarray]:
        """Run the function, with other settings where they are given."""
        return self.function(**self.settings | settings)

    def again(self) -> dict[str, np.ndarray]:
        """Run the slice; nothing, where there is none."""
        return {} if self.slice is None else self.call(**self.slice)

    def provenance(self) -> dict | None:
        """How the stored arrays were made; None if they are missing."""
        arrays, provenance = self.files
        return json.loads(provenance.read_text("utf8")) if arrays.is_file() and provenance.is_file() else None

    def stored(self) -> tuple[dict[str, np.ndarray], dict]:
        """The stored numbers and their provenance; ``RuntimeError`` if either is missing."""
        arrays, provenance = self.files
        try:
            made = json.loads(provenance.read_text("utf8"))
            with np.load(arrays) as file:
                return dict(file), made
        except FileNotFoundError as missing:
            raise RuntimeError(
                f"the experiment {self.name} has not been run: {missing.filename} is missing; {self.command}"
            ) from None

    def is_fresh(self) -> bool:
        """Whether what is stored came from the code and the settings as they are."""
        made = self.provenance()
        return made is not None and made["source"] == self.source

    def state(self) -> str:
        """A hash of all that :func:`~checkedbook.results.results` depends on: code, settings, slice, tolerance and files."""
        contents = [file.read_bytes() if file.is_file() else None for file in self.files]
        return hash_of((self.source, json.dumps(self.slice), self.rtol, contents))

    def compare(self, stored: Mapping, again: Mapping, rtol: float | None = None) -> None:
        """Raise ``RuntimeError`` unless every array of ``again`` is part of the stored one, up to the tolerance."""
        rtol = self.rtol if rtol is None else rtol
        for key, array in again.items():
            try:
                whole, array = part(stored[key], array), values(array)
            except LookupError as missing:
                raise RuntimeError(f"the slice of {self.name} has {key} where nothing is stored: {missing.args[0]}") from None
            if not array.size or whole.shape != array.shape:
                raise RuntimeError(
                    f"the slice of {self.name} has {key} of shape {array.shape}, no part of {np.shape(stored[key])}"
                )
            if not np.allclose(whole, array, rtol=rtol, atol=0, equal_nan=True):
                raise RuntimeError(
                    f"the stored {self.name} disagrees with its re-run slice in {key}, by more than a factor 1 ± {rtol}"
                )


def state(name: str, folder: Path) -> str:
    """What :func:`~checkedbook.results.results` would depend on now; empty if no experiment has that name."""
    experiment = Experiment.all(folder).get(name)
    return experiment.state() if experiment else ""


def nearest(here: Path) -> Path:
    """The folder ``results`` in ``here`` or above it that has a register, or one that was installed with a package."""
    for folder in (here, *here.parents):
        if (folder / "results" / REGISTER).exists():
            return folder / "results"
    for installed in sorted(Path(sysconfig.get_path("data"), "share").glob(f"*/results/{REGISTER}")):
        return installed.parent
    raise RuntimeError(f"no results/{REGISTER} in {here} or above, and none was installed")
