"""Numbers under names, for sentences to quote."""

from collections.abc import Mapping

from ..named import Named


def per(axis: str, labels: Mapping[str, object], **arrays: Named) -> dict[str, Named]:
    """Each array at each of some labels of an axis, under its name and the label's short name.

    Examples
    --------
    >>> loss = Named([0.5, 0.25], {"kind": ["plain", "batch norm"]})
    >>> per("kind", {"p": "plain", "bn": "batch norm"}, loss=loss, percent=100 * loss)
    {'loss_p': np.float64(0.5), 'loss_bn': np.float64(0.25), 'percent_p': np.float64(50.0), 'percent_bn': np.float64(25.0)}
    """
    return {f"{name}_{short}": array.at(**{axis: label}) for name, array in arrays.items() for short, label in labels.items()}
