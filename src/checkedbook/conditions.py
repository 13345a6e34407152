"""Whether the conditions of a claim hold for its numbers, and whether they could fail for others.

A condition that no change of the data could make false says nothing about them. So each is tried with other numbers:
each of its numbers alone, and all of them, times 1.3 and 0.7, then times and by larger factors.
"""

import inspect
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping

FACTORS = {
    1.3: 0.7,
    2: 1 / 2,
    10: 1 / 10,
    100: 1 / 100,
}  # up, and down; all claims are judged by the first, unless their row names another


class Conditions:
    """The conditions of a claim, on numbers by name.

    Parameters
    ----------
    claim
        Its id, for errors.
    holds
        Functions by what they state; the names of their parameters are those of the numbers.
    numbers
        Numbers, strings and arrays.

    Raises
    ------
    TypeError
        If a condition is no function, or gives anything but one truth value.
    ValueError
        If there is no condition, or one takes no number or one that is not there, or raises.
    """

    def __init__(self, claim: str, holds: Mapping[str, Callable[..., bool]], numbers: Mapping[str, object]):
        self.claim, self.holds, self.numbers = claim, holds, numbers
        if not isinstance(holds, Mapping) or not holds:
            raise ValueError(
                f"claim {claim}: holds must be conditions by name, {{'it falls': lambda loss: loss < 1}}; got {holds!r}"
            )
        self.uses = {name: self._parameters(name) for name in holds}
        self.failed = [name for name in holds if not self._truth(name)]

    def shaken(self) -> Iterator[tuple[float, list[str]]]:
        """Each factor, and the conditions that fail for some numbers changed by it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other numbers may overflow
            for up, down in FACTORS.items():
                yield up, [name for name in self.holds if any(self._fails(name, other) for other in self._others(name, up, down))]

    def _parameters(self, name: str) -> list[str]:
        condition = self.holds[name]
        if not callable(condition):
            raise TypeError(
                f"claim {self.claim}: the condition {name!r} must be a function of the claim's numbers, got {condition!r}"
            )
        found = list(inspect.signature(condition).parameters)
        if not found:
            raise ValueError(f"claim {self.claim}: the condition {name!r} takes no number, so none could make it false")
        if missing := [parameter for parameter in found if parameter not in self.numbers]:
            raise ValueError(
                f"claim {self.claim}: the condition {name!r} takes {', '.join(missing)}, "
                f"and the claim has the numbers {', '.join(self.numbers) or 'none'}"
            )
        return found

    def _truth(self, name: str) -> bool:
        try:
            value = self.holds[name](**{each: self.numbers[each] for each in self.uses[name]})
        except Exception as error:
            raise ValueError(f"claim {self.claim}: the condition {name!r} raises {type(error).__name__}: {error}") from error
        if not is_bool(value):
            raise TypeError(f"claim {self.claim}: the condition {name!r} must give one truth value, got {described(value)}")
        return bool(value)

    def _fails(self, name: str, numbers: Mapping[str, object]) -> bool:
        """Whether a condition is false of other numbers; one that cannot be asked about them is not."""
        try:
            value = self.holds[name](**numbers)
        except Exception:
            return False
        return is_bool(value) and not value

    def _others(self, name: str, up: float, down: float) -> Iterator[dict[str, object]]:
        """The numbers of a condition, one of them changed, then all."""
        numbers = {each: self.numbers[each] for each in self.uses[name]}
        changed = {each: list(others(value, up, down)) for each, value in numbers.items()}
        for each, values in changed.items():
            yield from (numbers | {each: value} for value in values)
        yield {each: values[0] for each, values in changed.items()}
        yield {each: values[1] for each, values in changed.items()}


def others(value: object, up: float, down: float) -> Iterator[object]:
    """What a number might have been: multiplied by `up`, and by `down`.

    A whole number stays one, and changes by 1 at least; zero becomes ``up - 1``, ``down - 1``; what is not finite, 1. A
    truth value becomes the other, a string another. Of an array, all numbers change; then, along each axis, every second
    one by `up` and the rest by `down`, and the reverse.

    Examples
    --------
    >>> [list(others(value, 1.3, 0.7)) for value in (10.0, 2, True, "Adam")]
    [[13.0, 7.0], [3, 1], [False, False], ['another', 'another']]
    """
    if hasattr(value, "ndim"):
        yield from _other_arrays(value, up, down)
        return
    for factor in (up, down):
        match value:
            case bool():
                yield not value
            case str():
                yield "another"
            case int():
                moved = round(value * factor)
                yield moved if moved != value else value + (1 if factor > 1 else -1)
            case _ if value - value != 0:
                yield 1.0
            case _:
                yield value * factor if value else factor - 1


def _other_arrays(array, up: float, down: float) -> Iterator[object]:
    import numpy as np

    factors = [np.float64(up), np.float64(down)]
    for axis, size in enumerate(array.shape):
        if size > 1:
            every_second = np.expand_dims(np.arange(size) % 2 == 0, [other for other in range(array.ndim) if other != axis])
            factors += [np.where(every_second, up, down), np.where(every_second, down, up)]
    for factor in factors:
        match array.dtype.kind:
            case "b":
                yield np.where(factor == up, ~array, array)
            case "U":
                yield np.where(factor == up, "another", array)
            case "i" | "u":
                moved = np.rint(array * factor).astype(int)
                yield np.where(moved == array, array + np.where(factor > 1, 1, -1), moved)
            case _:
                yield np.where(np.isfinite(array), np.where(array == 0, factor - 1, array * factor), 1.0)


def is_array(value: object) -> bool:
    """Whether a value is an array of numbers, truth values or strings, of one axis or more."""
    return getattr(value, "ndim", 0) > 0 and value.dtype.kind in "biufU"


def is_bool(value: object) -> bool:
    """Whether a value is one truth value, Python's or NumPy's."""
    numpy = sys.modules.get("numpy")
    return isinstance(value, bool) or numpy is not None and isinstance(value, numpy.bool_)


def described(value: object) -> str:
    """A value as an error names it."""
    shape = getattr(value, "shape", None)
    return f"an array of shape {shape}" if shape else repr(value)


def shown(array) -> str:
    """An array on one line, the middle left out where it is long."""
    import numpy as np

    return " ".join(np.array2string(array, precision=6, threshold=8, separator=", ").split())
