"""The press: a book whose figures, numbers and verdicts come out of the run that built it.

In a cell, :func:`bind` hands over numbers, :func:`figure` a figure, :func:`claim` a verdict and :func:`write` text. As a Sphinx
extension beside MyST-NB it sets them, keeps the ledger of claims, and fails the build on whatever is missing
or has stopped being true. The cell's side imports nothing that costs time; the other is imported by Sphinx.

Floors, from the ground::

    cell        bind, figure, claim, write: what a cell calls
    source      modules as their source defines them
    names       which names in a piece of code are not its own
    reach       which definitions a run depends on
    results     stored runs of long experiments
    conditions  whether what a claim says holds, and whether it could fail
    places      places for numbers in a text
    alternative what an alternative text must be
    drawing     a figure as one SVG for light and dark pages
    plotted     a figure's data as CSV
    register    the claims to be checked, read from YAML
    nodes       pieces of a page
    domain      what a build knows of claims and figures; what must agree across chapters
    claims      the words of a claim with its numbers; its box, the {claim} role
    plots       the {plot} directive
    equation    the {equation} directive: the one a docstring displays
    ledger      the {ledger} directive
    chapter     what must hold within one chapter
    notebook    a chapter as a notebook to take along
    mime        from the outputs of cells to the pieces above
    sheet       a style sheet less what nothing uses
    lean        what a page has to load, made small
    torn        the cache of executed cells after a build that was killed
    execution   how cells are run, and when their cached outputs still count
    extension   Sphinx's entry
    inputs      what a built book was built from
    paper       python -m checkedbook.paper: the built book as one PDF
    build       python -m checkedbook: strict, aside, and then in place at once
"""

from .cell import bind, claim, figure, write

__all__ = ["bind", "claim", "figure", "write"]


def setup(app):
    """Load the press as a Sphinx extension."""
    from .extension import setup

    return setup(app)
