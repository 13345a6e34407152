"""The press: a book whose figures, numbers and verdicts come out of the run that built it.

In a cell, :func:`bind` hands over numbers, :func:`figure` a figure, :func:`claim` a verdict and :func:`write` text. As a Sphinx
extension beside MyST-NB it sets them, keeps the ledger of claims, and fails the build on whatever is missing
or has stopped being true. The cell's side imports nothing that costs time; the other is imported by Sphinx.
"""

from .cell import bind, claim, figure, listed, write

__all__ = ["bind", "claim", "figure", "listed", "write"]


def setup(app):
    """Load the press as a Sphinx extension."""
    from .extension import setup

    return setup(app)
