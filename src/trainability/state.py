"""What is kept from call to call: whether one state can take the place of another, and the states of generators."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from .precision import kind


def agree(state: Mapping[str, Any], own: Mapping[str, Any], where: str = "") -> None:
    """Raise ``ValueError`` unless a state can take the place of one's own: the same names, texts, shapes and precisions.

    Examples
    --------
    >>> agree({"t": 3, "rule": "adam"}, {"t": 0, "rule": "nadam"})
    Traceback (most recent call last):
        ...
    ValueError: rule is 'adam'; here it is 'nadam'
    """
    if state.keys() != own.keys():
        raise ValueError(f"what is kept{where} is {', '.join(sorted(state))}; here it is {', '.join(sorted(own))}")
    for name, value in own.items():
        if isinstance(value, str) and value != str(state[name]):
            raise ValueError(f"{name}{where} is {str(state[name])!r}; here it is {value!r}")
        if isinstance(value, np.ndarray):
            kept = np.asarray(state[name])
            if (kept.shape, kept.dtype) != (value.shape, value.dtype):
                raise ValueError(f"{name}{where} is {kind(kept)}; here it is {kind(value)}")


def generator_state(rng: np.random.Generator) -> dict[str, Any]:
    """The state of a generator in plain numbers, lists and texts, which JSON can hold.

    Examples
    --------
    >>> rng = np.random.Generator(np.random.MT19937(0))
    >>> kept, drawn = generator_state(rng), rng.random()
    >>> put_back(rng, kept)
    >>> rng.random() == drawn
    True
    """
    return _plain(rng.bit_generator.state)


def put_back(rng: np.random.Generator, state: Mapping[str, Any]) -> None:
    """Set a generator to what :func:`generator_state` gave; ``ValueError`` if that was of another kind of generator."""
    check_kept(rng, state)
    rng.bit_generator.state = _like(rng.bit_generator.state, state)


def check_kept(rng: np.random.Generator, state: Any) -> None:
    """Raise ``ValueError`` unless a state is that of such a generator."""
    own = type(rng.bit_generator).__name__
    if not isinstance(state, Mapping) or state.get("bit_generator") != own:
        found = state.get("bit_generator") if isinstance(state, Mapping) else state
        raise ValueError(f"the state is that of a generator {found}; here it is {own}")


def _plain(value):
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _like(own, state):
    if isinstance(own, Mapping):
        return {name: _like(own[name], each) for name, each in state.items()}
    return np.array(state, own.dtype) if isinstance(own, np.ndarray) else state
