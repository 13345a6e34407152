"""Python functions as JavaScript, from their source, so that a live figure runs what the package runs.

Three kinds of things are translated, told apart by what they have: a *rule* has an update of numbers in place, and
its state; a *surface* a value and slopes; a *schedule* is a dataclass that is called with a step. A function they
call comes along. In JavaScript an update takes numbers, one component at a time, and returns what it has changed.
"""

import ast
import inspect
import json
import math
from dataclasses import MISSING, fields, is_dataclass
from textwrap import dedent
from types import FunctionType, ModuleType

from pscript import py2js

from ..names import free_names


class TranslationError(Exception):
    """A function has a construct that cannot be translated; the message names function and line."""


class Translation:
    """JavaScript that defines what has been asked for, and all that it needs.

    Examples
    --------
    >>> from trainability.rules import sgd
    >>> made = Translation()
    >>> made.rule(sgd)
    '{"name": "sgd", "state": [], "hyper": {"lr": 0.01}, "update": sgd_update, "ahead": null}'
    >>> print(made.source())
    var sgd_update;
    sgd_update = function flx_sgd_update (theta, g, t, lr) {
        theta -= lr * g;
        return [theta];
    };
    """

    def __init__(self):
        self._made: dict[str, str] = {}
        self._source: dict[str, object] = {}

    def source(self) -> str:
        """The definitions, each before those that use it."""
        return "\n".join(text.strip() for text in self._made.values())

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
            given = [field.name if field.default is MISSING else f"{field.name} = {json.dumps(field.default)}" for field in fields(schedule)]
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
        names = {chain[0] for chain in free_names(tree)} & function.__globals__.keys() - constants.keys()
        tree = _Plain(self, {name: function.__globals__[name] for name in names}, changed, where).visit(tree)
        tree.name = name
        self._made[name] = _javascript(tree, where)
        if constants:
            known = "".join(f"    var {key} = {json.dumps(value)};\n" for key, value in constants.items())
            self._made[name] = f"var {name} = (function () {{\n{known}{self._made[name]}\nreturn {name};}})();"
        return name


class _Plain(ast.NodeTransformer):
    """Rewrites a function into what is the same in both languages, and asks for what it calls."""

    def __init__(self, made: Translation, names: dict, changed: tuple[str, ...], where: str):
        self.made, self.globals, self.changed, self.where = made, names, changed, where

    def visit_FunctionDef(self, node):
        node.decorator_list, node.returns = [], None
        if ast.get_docstring(node) is not None:
            del node.body[0]
        node.args.args += node.args.kwonlyargs  # a call passes them in order
        node.args.kwonlyargs, node.args.kw_defaults = [], []
        for argument in node.args.args:
            argument.annotation = None
        self.generic_visit(node)
        if self.changed:
            node.body.append(ast.parse(f"return [{', '.join(self.changed)}]").body[0])
        node.body.insert(0, ast.parse("PSCRIPT_OVERLOAD = False").body[0])  # numbers all: a + b is a + b
        return node

    def visit_Expr(self, node):
        """``np.f(a, out=b)`` and ``rule.update(a, ...)`` change their arguments; in JavaScript they return them."""
        self.generic_visit(node)
        call = node.value
        if not isinstance(call, ast.Call):
            return node
        out = [keyword.value for keyword in call.keywords if keyword.arg == "out"]
        if out:
            call.keywords = []
            return ast.copy_location(ast.Assign([ast.Name(out[0].id, ast.Store())], call), node)
        rule = self.globals.get(call.func.value.id) if _is_update(call) else None
        if rule is None:
            raise TranslationError(f"{self.where}, line {node.lineno}: nothing comes of {ast.unparse(node)}")
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        call.args += [by_name.get(name, ast.Constant(default)) for name, default in rule.hyper.items()]
        call.keywords = []
        targets = [ast.Name(argument.id, ast.Store()) for argument in (call.args[0], *call.args[3 : 3 + len(rule.state_names)])]
        self.made.rule(rule)
        call.func = ast.Name(f"{rule.__name__}_update", ast.Load())
        return ast.copy_location(ast.Assign([ast.Tuple(targets, ast.Store())], call), node)

    def visit_Name(self, node):
        found = self.globals.get(node.id)
        if found is None or isinstance(found, ModuleType) or getattr(found, "__module__", None) == math.__name__:
            return node  # an argument, a local or built-in name, or what the runtime brings along
        if is_dataclass(found):
            self.made.schedule(found)
        elif isinstance(found, FunctionType):
            self.made.function(found, node.id)
        elif isinstance(found, (int, float)):
            return ast.copy_location(ast.Constant(found), node)
        elif not hasattr(found, "update"):
            raise TranslationError(f"{self.where}: {node.id} is a {type(found).__name__}, not a number or a function")
        return node


def _javascript(tree, where):
    """The translated function; if it cannot be, the error names the first line that cannot."""
    try:
        return py2js(ast.unparse(ast.fix_missing_locations(tree)), inline_stdlib=False)
    except Exception as whole:
        for statement in tree.body[1:]:
            try:
                py2js(f"def f():\n    {ast.unparse(statement)}".replace("\n", "\n    "), inline_stdlib=False)
            except Exception as error:
                line = f"{where}, line {statement.lineno}"
                raise TranslationError(f"{line}: no JavaScript for {ast.unparse(statement)}: {error!r}") from None
        raise TranslationError(f"{where}: {whole}") from None


def arguments(function: FunctionType) -> list[str]:
    """The names of a function's arguments."""
    return list(inspect.signature(function).parameters)


def _is_update(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr == "update" and isinstance(call.func.value, ast.Name)
