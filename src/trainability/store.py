"""Runs that have finished, each in a file of its own: what a sweep need not compute again."""

import os
import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np

SUFFIX = ".run"


@dataclass(frozen=True)
class Store:
    """A folder of finished runs, each a file that is named by the settings of the run and by the code that it reached.

    A file takes its place when it is whole. So a sweep that is killed loses the runs in flight and no other, and its store
    can be read while it runs: iterated over, it gives the settings and the result of each run that is there.

    Parameters
    ----------
    folder : path
        It is made with the first run. Where runs are on several machines, one that they share.
    code : str
        What tells runs of one code from those of another, as a hash of it does (``checkedbook.reach`` makes one of all that a
        function reaches). Runs that are there under another one are not looked at.

    Raises
    ------
    ValueError
        If ``code`` is empty, or cannot be the name of a folder.

    Notes
    -----
    The files are pickles: read none that you do not trust.

    Examples
    --------
    >>> import tempfile
    >>> store = Store(tempfile.mkdtemp(), code="a1")
    >>> def slow(x):
    ...     print("computed")
    ...     return x**2
    >>> store.once(slow, x=3), store.once(slow, x=3)
    computed
    (9, 9)
    >>> list(store)
    [({'x': 3}, 9)]
    """

    folder: Path
    code: str

    def __post_init__(self):
        if not isinstance(self.code, str) or not re.fullmatch(r"\w[\w.-]*", self.code, re.ASCII):
            raise ValueError(f"code must be letters and digits that stand for the code of the runs, as a hash; got {self.code!r}")
        object.__setattr__(self, "folder", Path(self.folder).absolute())  # other processes have other working directories

    def path(self, setting: Mapping[str, Any]) -> Path:
        """Where the run with this setting is, or will be.

        Raises
        ------
        TypeError
            If a value is no number, word, or list or dict of such: what a function computes is not told by its name.
        """
        plain = {name: _plain(name, setting[name]) for name in sorted(setting)}
        words = re.sub(r"[^\w.,=+-]+", "_", ",".join(f"{name}={value}" for name, value in plain.items()), flags=re.ASCII)
        return self.folder / self.code / f"{words[:100]}-{sha256(repr(plain).encode()).hexdigest()[:16]}{SUFFIX}"

    def once(self, run: Callable[..., Any], /, **setting: Any) -> Any:
        """``run(**setting)``, or what it has returned before."""
        path = self.path(setting)
        if path.exists():
            return _read(path)[1]
        result = run(**setting)
        self.write(setting, result)
        return result

    def write(self, setting: Mapping[str, Any], result: Any) -> None:
        """Put a result there, unless there is one."""
        path = self.path(setting)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{token_hex(8)}.part")  # of its own: another process may run the same
        try:
            part.write_bytes(pickle.dumps((dict(setting), result)))
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[tuple[dict[str, Any], Any]]:
        return map(_read, sorted((self.folder / self.code).glob(f"*{SUFFIX}")))


def _plain(name, value):
    """What stands for a value, equal in every process."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple | range):
        return [_plain(name, each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(name, value[key]) for key in sorted(value)}
    if value is None or isinstance(value, bool | int | float | complex | str):
        return value
    raise TypeError(f"{name} must be numbers, words, or lists of such, for its runs to be stored; got {value!r}")


def _read(path):
    try:
        return pickle.loads(path.read_bytes())
    except Exception as error:  # pickle has no one kind for what is damaged
        raise ValueError(f"{path} is no finished run, or not a whole one: {error}") from error
