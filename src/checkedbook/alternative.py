"""What an alternative text must be."""

import re

LENGTH = 20


def fault(alt: str) -> str:
    """What is wrong with the alternative text of a figure; nothing, if it may stand.

    Examples
    --------
    >>> fault("a line")
    "its alternative text must say in 20 characters or more what is to be seen, got 'a line'"
    >>> fault("A line that falls from one to zero.")
    ''
    """
    if len(alt.strip()) >= LENGTH and not is_path(alt):
        return ""
    return f"its alternative text must say in {LENGTH} characters or more what is to be seen, got {alt!r}"


def is_path(alt: str) -> bool:
    """Whether an alternative text is but the name of a file."""
    return re.fullmatch(r"\S*[/\\]\S*|\S+\.(svg|png|jpe?g|gif|webp|pdf)", alt.strip(), re.IGNORECASE) is not None
