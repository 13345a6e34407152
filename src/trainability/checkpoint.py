"""Models and unfinished trainings as files, in NumPy's own format."""

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .steps import Steps, around

FORMAT = 1  # the version of the files


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
    path = Path(path)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, format=FORMAT, **snapshot(parts))
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
        If the file is damaged or of another format, or of other parts than these. These are then as they were.
    """
    restore(parts, _read(path), f" in {path}")


@around
def saving(descent: Steps, path: str | os.PathLike[str], every: int, /, **parts: Any) -> Iterator[Any]:
    """The steps of ``descent``; after each ``every`` of them the parts are saved.

    A training that was killed goes on from there, bit for bit: build the same objects from the same seeds,
    :func:`load` the parts, and take the steps that are left.

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
    for t, value in enumerate(descent, 1):
        if t % every == 0:
            save(path, **parts)
        yield value


def snapshot(parts: dict[str, Any]) -> dict[str, np.ndarray]:
    """A copy of all that the parts keep, each as an array under ``part.name``."""
    return {name: np.array(json.dumps(value) if isinstance(value, dict) else value) for name, value in _states(parts)}


def restore(parts: dict[str, Any], arrays: dict[str, np.ndarray], where: str = "") -> None:
    """Put a :func:`snapshot` back. ``ValueError`` says what differs, before anything is changed; ``where`` goes with it."""
    now = dict(_states(parts))
    if arrays.keys() != now.keys():
        raise ValueError(f"what is kept{where} is {', '.join(sorted(arrays))}; here it is {', '.join(sorted(now))}")
    for name, value in now.items():
        if isinstance(value, str) and value != str(arrays[name]):
            raise ValueError(f"{name}{where} is {str(arrays[name])!r}; here it is {value!r}")
        if (name in parts or name.endswith(".theta")) and value.shape != arrays[name].shape:
            raise ValueError(f"{name}{where} is of shape {arrays[name].shape}; here it is {value.shape}")
    for part, thing in parts.items():
        if isinstance(thing, np.ndarray):
            thing[...] = arrays[part]
        else:
            kept = {name: _value(arrays[f"{part}.{name}"], value) for name, value in thing.state_dict().items()}
            thing.load_state_dict(kept)


def _states(parts):
    for part, thing in parts.items():
        if isinstance(thing, np.ndarray):
            yield part, thing
        else:
            yield from ((f"{part}.{name}", value) for name, value in thing.state_dict().items())


def _value(array, like):
    return json.loads(str(array)) if isinstance(like, dict) else array


def _read(path):
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as saved:
            arrays = dict(saved)
    except (ValueError, EOFError, zipfile.BadZipFile, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no checkpoint, or not a whole one: {error}") from error
    if (found := arrays.pop("format", None)) != FORMAT:
        raise ValueError(f"{path} is of format {found}; this version reads format {FORMAT}")
    return arrays
