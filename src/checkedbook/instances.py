"""The reference of what a module has of one class, found by looking: a new one is in it by being there."""

from importlib import import_module

from sphinx.util.docutils import SphinxDirective


class Instances(SphinxDirective):
    """``.. instances:: science.laws Law`` documents each law that ``science.laws`` has, as a function.

    The class is named as the module names it.
    """

    required_arguments = 2

    def run(self):
        name, kind = self.arguments
        try:
            there = instances(name, kind)
        except (ImportError, AttributeError, TypeError) as error:
            raise self.error(f"{{instances}} {name} {kind}: {error}") from None
        return self.parse_text_to_nodes("\n\n".join(f".. autofunction:: {name}.{each}" for each in there))


def instances(module: str, kind: str) -> list[str]:
    """The names without a leading underscore that stand for instances of a class in a module, in its order.

    Examples
    --------
    >>> instances("string", "Formatter"), instances("logging", "Handler")
    ([], ['lastResort'])
    """
    found = import_module(module)
    return [name for name, value in vars(found).items() if isinstance(value, getattr(found, kind)) and name[0] != "_"]
