"""Arrays that name their axes: how they are stored, rebuilt, and cut to what a slice of the run has computed again.

Such an array has ``values``; ``axes``, a dict from the names to the labels; and ``at(**labels)``, its part with some labels.
Its type makes it from values and axes.
"""

from collections.abc import Mapping, Sequence

import numpy as np


def values(array) -> np.ndarray:
    """The numbers alone."""
    return np.asarray(getattr(array, "values", array))


def axes_of(arrays: Mapping) -> dict[str, dict]:
    """The axes of those arrays that name them, as JSON can hold them: labels as a list, or a range as its begin, end and step."""
    return {
        key: {name: _plain(labels) for name, labels in array.axes.items()}
        for key, array in arrays.items()
        if hasattr(array, "axes")
    }


def rebuilt(arrays: Mapping, axes: Mapping, again: Mapping) -> dict:
    """Stored numbers with their stored axes, of the type that a re-run returns under the same name."""
    return {
        key: type(again[key])(array, {name: _labels(kept) for name, kept in axes[key].items()})
        if key in axes and hasattr(again.get(key), "axes")
        else array
        for key, array in arrays.items()
    }


def part(stored, again) -> np.ndarray:
    """What is stored of a slice: the part with its labels, or, where axes have no names, the leading corner.

    Raises ``LookupError`` if there is no such part.
    """
    if hasattr(again, "axes"):
        if not hasattr(stored, "at"):
            raise LookupError("it was stored without names of its axes")
        return values(stored.at(**{name: list(labels) for name, labels in again.axes.items()}))
    return values(stored)[tuple(map(slice, np.shape(again)))]


def _plain(labels: Sequence):
    if isinstance(labels, range):
        return {"range": [labels.start, labels.stop, labels.step]}
    return [label.item() if hasattr(label, "item") else label for label in labels]


def _labels(kept):
    return range(*kept["range"]) if isinstance(kept, dict) else kept
