"""Equations: the one that a docstring displays, set on a page.

::

    ```{equation} science.laws.fall
    ```

sets the ``.. math::`` of the docstring of that dotted name. Its label, here ``eq-fall``, is for ``{eq}``. So
the chapter, the reference and the tests, which compare it with the code, read one text.
"""

import re
import sys
from inspect import cleandoc, getdoc
from pkgutil import resolve_name

from sphinx.directives.patches import MathDirective

_MATH = re.compile(r"^\.\. math::(.*(?:\n+ +.*)*)", re.MULTILINE)


class EquationDirective(MathDirective):
    """The displayed equation of an object's docstring, read anew at every build."""

    required_arguments = 1
    optional_arguments = 0
    has_content = False
    option_spec = {}

    def run(self):
        [name] = self.arguments
        try:
            thing = resolve_name(name)
            latex = equation(thing)
        except (ImportError, AttributeError, ValueError) as error:
            raise self.error(f"{{equation}} {name}: {error}") from None
        self.env.note_dependency(sys.modules[thing.__module__].__file__)
        self.arguments, self.content = [], latex.splitlines()
        self.options = {"label": f"eq-{name.rpartition('.')[2]}"}
        return super().run()


def equation(thing: object) -> str:
    r'''The LaTeX of the one ``.. math::`` in the docstring of ``thing``.

    Raises
    ------
    ValueError
        If the docstring displays none, or more than one.

    Examples
    --------
    >>> def double(x):
    ...     """Twice a number.
    ...
    ...     .. math:: y = 2x
    ...     """
    >>> equation(double)
    'y = 2x'
    '''
    found = _MATH.findall(getdoc(thing) or "")
    if len(found) != 1:
        raise ValueError(f"one displayed equation is needed in the docstring, '.. math::'; it has {len(found)}")
    return cleandoc(found[0])
