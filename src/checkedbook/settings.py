"""What a book's ``conf.py`` says, before Sphinx reads it too."""

import contextlib
import importlib.util
import runpy
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT = 600  # seconds


class SettingsError(Exception):
    """``conf.py`` fails, or says what cannot be."""


@dataclass(frozen=True)
class Settings:
    """The settings of the press that matter before Sphinx starts; in ``conf.py`` their names begin with ``checkedbook_``.

    Parameters
    ----------
    packages
        The packages that the book is about: what cells reach in them is part of what they depend on.
    timeout
        How many seconds a cell may run.
    exclude
        Sphinx's ``exclude_patterns``.
    myst
        MyST's settings, without their prefix.
    """

    packages: tuple[str, ...] = ()
    timeout: int = TIMEOUT
    exclude: tuple[str, ...] = ()
    myst: dict = field(default_factory=dict)

    def __post_init__(self):
        if not (isinstance(self.timeout, int) and self.timeout > 0):
            raise SettingsError(f"checkedbook_timeout: seconds are needed, at least 1, got {self.timeout!r}")
        self.folders()

    def folders(self) -> dict[str, Path]:
        """Where the packages are: folders, and files of those that are one module."""
        found = {name: importlib.util.find_spec(name) for name in self.packages}
        for name, spec in found.items():
            if spec is None or not (spec.submodule_search_locations or spec.origin):
                raise SettingsError(f"checkedbook_packages: no package {name!r} can be imported")
        return {name: Path([*(spec.submodule_search_locations or ()), spec.origin][0]).resolve() for name, spec in found.items()}


def settings(root: Path) -> Settings:
    """The settings of the book whose ``conf.py`` is in ``root``. It is run as Sphinx runs it: in its folder.

    Raises
    ------
    SettingsError
        If ``conf.py`` fails, or a setting is not of its kind.
    """
    try:
        with contextlib.chdir(root):
            said = runpy.run_path(str(root / "conf.py"))
    except Exception as error:
        raise SettingsError(f"{root / 'conf.py'} fails: {type(error).__name__}: {error}") from error
    return Settings(
        packages=tuple(said.get("checkedbook_packages", ())),
        exclude=tuple(said.get("exclude_patterns", ())),
        myst={name.removeprefix("myst_"): value for name, value in said.items() if name.startswith("myst_")},
        timeout=said.get("checkedbook_timeout", TIMEOUT),
    )
