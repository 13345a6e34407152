"""Models and unfinished trainings as files, in NumPy's own format."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np

from .ranges import Count, ranged
from .state import agree
from .steps import Around, Steps, forgotten

FORMAT = 2  # the version of the files
FORMAT_NAME = ".format"  # no part is called so


def save(path: str | os.PathLike[str], /, **parts: Any) -> None:
    """Write down what a model or a training consists of, so that :func:`load` can put it back to the last bit.

    The file takes its place when it is whole; what was there before stays until then.

    Parameters
    ----------
    path : path
        By custom it ends in ``.npz``; nothing is added to it.
    **parts
        Under names of your choice: arrays, and whatever has ``state_dict()`` and ``load_state_dict(state)``, as
        :class:`~trainability.network.Network`, :class:`~trainability.rule.Descent` and
        :class:`~trainability.fit.Minibatches` have.

    Raises
    ------
    TypeError
        If a part is neither; the file is as it was.

    Examples
    --------
    >>> import tempfile
    >>> from trainability.layers import Dense
    >>> from trainability.network import Network
    >>> network, theta = Network(Dense(2, 1)), np.array([1.0, 2.0, 3.0])
    >>> path = Path(tempfile.mkdtemp()) / "model.npz"
    >>> save(path, network=network, theta=theta)
    >>> theta[:] = 0
    >>> load(path, network=network, theta=theta)
    >>> theta
    array([1., 2., 3.])
    >>> load(path, network=Network(Dense(1, 1)), theta=theta)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: network.layers in ...model.npz is 'Network(Dense(2, 1))'; here it is 'Network(Dense(1, 1))'
    """
    path, arrays = Path(path), snapshot(parts)
    part = path.with_name(f"{path.name}.{token_hex(4)}.part")  # of its own: another process may save to the same path
    try:
        with zipfile.ZipFile(part, "x") as file:
            for name, array in {FORMAT_NAME: np.array(FORMAT), **arrays}.items():
                with file.open(f"{name}.npy", "w", force_zip64=True) as entry:
                    np.lib.format.write_array(entry, array, allow_pickle=False)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load(path: str | os.PathLike[str], /, **parts: Any) -> None:
    """Put back, in place, what :func:`save` wrote of the same parts under the same names.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or of another format, or of other parts than these: other names, layers, rules, shapes or
        precisions. All parts are then as they were.
    """
    restore(parts, _read(path), f" in {path}")


@ranged
def saving(descent: Steps, path: str | os.PathLike[str], every: Count, /, **parts: Any) -> Steps:
    """The steps of ``descent``; after each ``every`` of them the parts are saved.

    A training that was killed goes on from there, bit for bit: build the same objects from the same seeds,
    :func:`load` the parts, and take the steps that are left.

    Raises
    ------
    ValueError
        If ``every`` is less than 1; if the descent is a part, but not what goes on around it and keeps a state, as
        :func:`~trainability.stopping.early` does.

    Examples
    --------
    >>> import tempfile
    >>> from itertools import islice
    >>> from trainability.rule import Descent
    >>> from trainability.rules import momentum
    >>> def parabola(theta, g):
    ...     g[...] = theta
    ...     return (theta**2).sum(-1) / 2
    >>> path = Path(tempfile.mkdtemp()) / "training.npz"
    >>> first = Descent(parabola, np.ones(1), momentum)
    >>> for value in islice(saving(first, path, 10, descent=first), 25):
    ...     pass
    >>> second = Descent(parabola, np.zeros(1), momentum)
    >>> load(path, descent=second)
    >>> for value in islice(second, 5):  # the file is of step 20
    ...     pass
    >>> bool(second.theta == first.theta)
    True
    """
    for lost in forgotten(descent, parts.values()):
        raise ValueError(f"{lost!r} keeps a state, and must be a part as the descent is: else it would begin anew")
    return Around(descent, _saved(descent, path, every, parts))


def _saved(descent, path, every, parts):
    for t, value in enumerate(descent, 1):
        if t % every == 0:
            save(path, **parts)
        yield value


def snapshot(parts: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """A copy of all that the parts keep, each as an array under ``part.name``.

    Raises
    ------
    TypeError
        If a part is neither an array of numbers nor something that has ``state_dict()`` and ``load_state_dict(state)``.
    ValueError
        If a part has no plain name.
    """
    return {name: np.array(json.dumps(value) if isinstance(value, dict) else value) for name, value in _states(parts)}


def restore(parts: Mapping[str, Any], arrays: Mapping[str, np.ndarray], where: str = "") -> None:
    """Put a :func:`snapshot` back. ``ValueError`` says what differs, and then nothing has changed; ``where`` goes with it."""
    own = dict(_states(parts))
    agree(arrays, {name: value if isinstance(value, str) or name in parts else None for name, value in own.items()}, where)
    for name, part in parts.items():
        if isinstance(part, np.ndarray) and not part.flags.writeable:
            raise ValueError(f"{name} is read-only: nothing can be put back into it")
    things = {name: part for name, part in parts.items() if not isinstance(part, np.ndarray)}
    before = {name: thing.state_dict() for name, thing in things.items()}
    try:
        for name, thing in things.items():
            _load(thing, {key: _value(arrays[f"{name}.{key}"], value) for key, value in before[name].items()}, f"{name}{where}")
    except BaseException:
        for name, thing in things.items():
            thing.load_state_dict(before[name])
        raise
    for name, part in parts.items():
        if isinstance(part, np.ndarray):
            part[...] = arrays[name]


def _load(thing, state, what):
    try:
        thing.load_state_dict(state)
    except ValueError as error:
        raise ValueError(f"{what}: {error}") from error


def _states(parts):
    for name, part in parts.items():
        if not name.isidentifier():
            raise ValueError(f"a part must have a plain name, as those of variables are; got {name!r}")
        if isinstance(part, np.ndarray) and not part.dtype.hasobject:
            yield name, part
        elif callable(getattr(part, "state_dict", None)) and callable(getattr(part, "load_state_dict", None)):
            yield from ((f"{name}.{key}", value) for key, value in part.state_dict().items())
        else:
            raise TypeError(f"{name} must be an array of numbers, or have state_dict() and load_state_dict(); got {part!r}")


def _value(array, like):
    return json.loads(str(array)) if isinstance(like, dict) else str(array) if isinstance(like, str) else array


def _read(path):
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as saved:
            arrays = dict(saved)
    except (ValueError, EOFError, zipfile.BadZipFile, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no checkpoint, or not a whole one: {error}") from error
    found = arrays.pop(FORMAT_NAME) if FORMAT_NAME in arrays else arrays.get("format")  # so the first was called
    if found != FORMAT:
        raise ValueError(f"{path} is of format {found}; this version reads format {FORMAT}")
    return arrays
