"""A table as a page has it."""

from collections.abc import Sequence


def rows(header: Sequence[object], *lines: Sequence[object]) -> str:
    """A header and lines, for :func:`checkedbook.write`.

    Examples
    --------
    >>> print(rows(["rate", "loss"], [0.1, "2.00"], [1.0, "3.50"]))
    | rate | loss |
    | --- | --- |
    | 0.1 | 2.00 |
    | 1.0 | 3.50 |
    """
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in (header, ["---"] * len(header), *lines))
