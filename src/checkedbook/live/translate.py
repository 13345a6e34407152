"""Python functions as JavaScript, from their source, so that a live figure runs what the package runs.

Three kinds of things are translated, told apart by what they have: a *rule* has an update of numbers in place, and
its state; a *surface* a value and slopes; a *schedule* is a dataclass that is called with a step. A function they
call comes along. In JavaScript an update takes numbers, one component at a time, and returns what it has changed.
"""

import ast
import builtins
import inspect
import json
from dataclasses import MISSING, fields, is_dataclass
from textwrap import dedent
from types import FunctionType

from ..names import free_names
from .functions import NUMPY
from .plain import Plain, TranslationError, javascript


class Translation:
    """JavaScript that defines what has been asked for, and all that it needs.

    Examples
    --------
    >>> from colorsys import rgb_to_yiq
    >>> made = Translation()
    >>> made.function(rgb_to_yiq, "yiq")
    'yiq'
    >>> print(made.source())
    var yiq;
    yiq = function flx_yiq (r, g, b) {
        var i, q, y;
        y = ((0.3 * r) + (0.59 * g)) + (0.11 * b);
        i = (0.74 * (r - y)) - (0.27 * (b - y));
        q = (0.48 * (r - y)) + (0.41 * (b - y));
        return [y, i, q];
    };
    """

    def __init__(self):
        self._made: dict[str, str] = {}
        self._source: dict[str, object] = {}
        self._numpy: dict[str, str] = {}

    def source(self) -> str:
        """The definitions, each before those that use it."""
        called = ", ".join(f"{name}: {text}" for name, text in self._numpy.items())
        return "\n".join([f"var np = {{{called}}};"] * bool(called) + [text.strip() for text in self._made.values()])

    def numpy(self, name: str) -> None:
        """Bring what NumPy calls by that name; a ``KeyError`` if JavaScript has no such function."""
        self._numpy[name] = NUMPY[name]

    def rule(self, rule) -> str:
        """An object literal: name, names of the state, defaults of the hyperparameters, ``update`` and ``ahead``."""
        changed = (arguments(rule.update)[0], *rule.state_names)
        update = self.function(rule.update, f"{rule.__name__}_update", changed)
        ahead = self.function(rule.ahead, f"{rule.__name__}_ahead", changed[:1]) if rule.ahead else "null"
        kept = json.dumps({"name": rule.__name__, "state": rule.state_names, "hyper": rule.hyper})
        return f'{kept[:-1]}, "update": {update}, "ahead": {ahead}}}'

    def surface(self, surface) -> str:
        """An object literal: name, extent, minimum, ``value(x, y)`` and ``slopes(x, y)``."""
        value, slopes = (self.function(getattr(surface, part), f"{surface.__name__}_{part}") for part in ("value", "slopes"))
        kept = json.dumps({"name": surface.__name__, "extent": surface.extent, "minimum": surface.minimum})
        return f'{kept[:-1]}, "value": {value}, "slopes": {slopes}}}'

    def schedule(self, schedule: type) -> str:
        """The name of a function of the fields of a dataclass; it returns the function of ``t``."""
        name = schedule.__name__
        if name not in self._made:
            call = self.function(schedule.__call__, f"{name}_call")
            given = [
                field.name if field.default is MISSING else f"{field.name} = {json.dumps(field.default)}"
                for field in fields(schedule)
            ]
            record = ", ".join(field.name for field in fields(schedule))
            self._made[name] = (
                f"var {name} = function ({', '.join(given)}) {{\n    var self = {{{record}}};\n"
                f"    return function (t) {{return {call}.call(self, t);}};\n}};"
            )
        return name

    def instance(self, schedule) -> str:
        """The expression that makes ``schedule``, whose fields are numbers, tuples of them, or schedules again."""
        return self._made_from(schedule, lambda field: None)

    def maker(self, schedule) -> str:
        """A function of the numbers in ``schedule`` that makes one as it is, but for them."""
        numbers = self.numbers(schedule)
        return f"function ({', '.join(numbers)}) {{return {self._made_from(schedule, lambda field: field if field in numbers else None)};}}"

    @staticmethod
    def numbers(schedule) -> dict:
        """The fields of a schedule that are numbers."""
        values = {field.name: getattr(schedule, field.name) for field in fields(schedule)}
        return {name: value for name, value in values.items() if isinstance(value, (int, float))}

    def _made_from(self, schedule, given):
        values = [given(field.name) or self._literal(getattr(schedule, field.name)) for field in fields(schedule)]
        return f"{self.schedule(type(schedule))}({', '.join(values)})"

    def _literal(self, value):
        return self.instance(value) if is_dataclass(value) else json.dumps(value)

    def chart(self, function: FunctionType) -> str:
        """An object literal: the names of the arguments, and the function ``value`` of them."""
        return f'{{"takes": {json.dumps(arguments(function))}, "value": {self.function(function, function.__name__)}}}'

    def function(self, function: FunctionType, name: str, changed: tuple[str, ...] = ()) -> str:
        """Translate ``function`` as ``name``; it returns the arguments ``changed`` in place, where there are any."""
        constants = inspect.getclosurevars(function).nonlocals
        this = function.__code__, json.dumps(constants)
        if self._source.setdefault(name, this) != this:
            raise TranslationError(f"two functions would be called {name}: {self._source[name]} and {this}")
        if name in self._made:
            return name
        source, first = inspect.getsourcelines(function)
        tree = ast.increment_lineno(ast.parse(dedent("".join(source))).body[0], first - 1)
        where = f"{inspect.getsourcefile(function)}:{first}: {function.__qualname__}"
        free = {chain[0] for chain in free_names(tree)} - constants.keys()
        names = vars(builtins) | function.__globals__
        tree = Plain(self, {name: names[name] for name in free & names.keys()}, changed, where).visit(tree)
        tree.name = name
        self._made[name] = javascript(tree, where)
        if constants:
            known = "".join(f"    var {key} = {json.dumps(value)};\n" for key, value in constants.items())
            self._made[name] = f"var {name} = (function () {{\n{known}{self._made[name]}\nreturn {name};}})();"
        return name


def arguments(function: FunctionType) -> list[str]:
    """The names of a function's arguments."""
    return list(inspect.signature(function).parameters)
