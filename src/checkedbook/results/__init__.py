"""Long experiments: run once, stored with their provenance, and never trusted blindly.

``results/experiments.toml``, beside the chapters, declares each under its name::

    command = "make experiments"                               # what runs them: errors and pages say so

    [mnist-by-initialization]
    run = "science.experiments.mnist:by_initialization"        # returns a dict of arrays
    settings = { steps = 2000, seeds = 10 }                    # its keyword arguments
    slice = { steps = 4 }                                      # smaller ones, for the re-run
    rtol = 1e-3                                                # how well the two must agree

Where a clock is read there is no ``slice``, since nothing would agree: then processor and load are told with the numbers.

``python -m checkedbook.results results`` runs those that are missing or stale and stores each as ``NAME.npz`` beside
``NAME.json``: command, settings, versions, seconds, and the definitions that it reached. A chapter calls :func:`results`,
which refuses stale files, re-runs the slice, and compares: every array of the slice must be the leading corner of the
stored one, or, where axes have names (:mod:`.axes`), its part with the same labels.

Floors, from the ground: ``axes``, of arrays that name them; ``declared``, what is declared and what is stored of it;
this module; ``runs``, running and adopting; ``__main__``, the command.
"""

from collections.abc import Mapping
from pathlib import Path

from ..cell import KEY, cell_line, emit
from .axes import rebuilt
from .declared import Experiment, nearest

__all__ = ["Stored", "results"]


class Stored(dict):
    """The arrays of a stored experiment, by name; ``provenance`` says how they were made."""

    def __init__(self, name: str, arrays: Mapping, provenance: dict, sliced: bool = True):
        super().__init__(arrays)
        self.name, self.provenance, self.sliced = name, provenance, sliced

    @property
    def agrees(self) -> str:
        """What of it was seen again: a slice, or nothing of a run of the clock, which goes for one computer at one time."""
        if self.sliced:
            return "A slice of it ran again for this page, and agrees."
        return f"It took the time on one computer, with the processor {self.provenance['processor']} under a load of {self.provenance['load']:.1f}."

    def _repr_mimebundle_(self, include=None, exclude=None):
        made = self.provenance
        settings = ", ".join(f"{name} = {value}" for name, value in made["settings"].items())
        told = (
            f"**Stored run** of `{made['run']}` with {settings}: {made['seconds']:.0f} s "
            f"with NumPy {made['versions']['numpy']}, by `{made['command']}`. {self.agrees}"
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
        else the folder that was installed with a package.

    Raises
    ------
    KeyError
        If no experiment has that name.
    RuntimeError
        If it was never run, if the code or settings have changed since, or if the slice disagrees.
    """
    experiment = Experiment.named(name, Path(folder) if folder else nearest(Path.cwd()))
    emit(
        {"text/plain": ""}, {KEY: {"kind": "stored", "name": name, "state": experiment.state(), "line": cell_line()}}
    )  # for who runs the cells
    arrays, provenance = experiment.stored()
    if not experiment.is_fresh():
        raise RuntimeError(f"the stored {name} is stale: the code or the settings it ran on have changed; {experiment.command}")
    again = experiment.again()
    arrays = rebuilt(arrays, provenance.get("axes", {}), again)
    experiment.compare(arrays, again)
    return Stored(name, arrays, provenance, sliced=experiment.slice is not None)
