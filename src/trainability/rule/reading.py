"""A rule as a function of single numbers, read from its source: what is translated to other languages and compiled.

An update changes arrays in place, element by element. So it is as well a function of one element of each array, which
returns those that it has changed. In that function there are assignments alone: ``np.f(a, out=b)`` assigns to ``b``, and the
update of another rule is put where it is called.
"""

import ast
import builtins
import inspect
from collections.abc import Callable
from textwrap import dedent
from types import FunctionType
from typing import Any

import numpy as np


class UnreadableRule(Exception):
    """A rule has what cannot be read as a function of numbers; the message names function and line."""


class Reading:
    """An update, or the look-ahead, of a rule as statements on numbers.

    Parameters
    ----------
    function : callable
        ``update(theta, g, t, *state, **hyper)`` or ``ahead(theta, *state, **hyper)``.

    Attributes
    ----------
    arguments : list of str
        Its arguments, in order, the hyperparameters last.
    statements : list of ast.stmt
        Assignments to names, ``a = b`` or ``a += b``; each has the ``lineno`` of the source.
    names : dict
        What the names in them stand for, other than arguments and locals: ``np``, and functions of numbers.

    where : str
        The file and the function.

    Raises
    ------
    UnreadableRule
        If the source is not there, or does anything else than assign.

    Examples
    --------
    >>> from trainability.rules import amsgrad
    >>> reading = Reading(amsgrad.update)
    >>> reading.arguments
    ['theta', 'g', 't', 'm', 'v', 'w', 'lr', 'beta1', 'beta2', 'eps']
    >>> print(*map(ast.unparse, reading.statements[-2:]), sep="\\n")
    w = np.maximum(w, v)
    theta -= lr / (1 - beta1 ** t) * m / (np.sqrt(w / (1 - beta2 ** t)) + eps)
    """

    def __init__(self, function: Callable[..., Any]):
        function = inspect.unwrap(function)
        self.arguments = list(inspect.signature(function).parameters)
        self.names: dict[str, Any] = {}
        statements = _Statements(function, self.names)
        self.where, self.statements = statements.where, statements.read()


class _Statements(ast.NodeTransformer):
    """The statements of one function; what it calls that is no rule goes into ``names``."""

    def __init__(self, function: FunctionType, names: dict[str, Any], prefix: str = "", given: dict[str, ast.expr] | None = None):
        self.function, self.names, self.prefix, self.given = function, names, prefix, given or {}
        self.where = f"{function.__code__.co_filename}: {function.__qualname__}"
        self.known = vars(builtins) | function.__globals__ | inspect.getclosurevars(function).nonlocals

    def read(self) -> list[ast.stmt]:
        try:
            lines, first = inspect.getsourcelines(self.function)
        except (OSError, TypeError):
            raise UnreadableRule(f"{self.where}: its source is not to be found") from None
        tree = ast.increment_lineno(ast.parse(dedent("".join(lines))).body[0], first - 1)
        self.own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        self.own |= set(inspect.signature(self.function).parameters)
        body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
        return [ast.fix_missing_locations(each) for statement in body for each in self.statement(statement)]

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """A statement as assignments to names."""
        match node:
            case ast.Assign(value=ast.Name(name)):
                raise self.error(node, f"{ast.unparse(node)} is another name for the array {name}, not another array")
            case ast.Assign([ast.Name()]) | ast.AugAssign(ast.Name()):
                return [self.generic_visit(node)]
            case ast.Assign([ast.Subscript(ast.Name() as name, ast.Constant(value=slice_))]) if slice_ is Ellipsis:
                target = ast.Name(name.id, ast.Store())
                return [self.generic_visit(ast.copy_location(ast.Assign([target], node.value), node))]
            case ast.Expr(ast.Call(keywords=[ast.keyword("out", ast.Name(out))]) as call):
                call.keywords = []
                return [self.generic_visit(ast.copy_location(ast.Assign([ast.Name(out, ast.Store())], call), node))]
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), "update")) as call) if hasattr(self.known.get(name), "hyper"):
                return self.inner(node, self.known[name], call)
        raise self.error(node, f"{ast.unparse(node).splitlines()[0]} assigns nothing to a name")

    def inner(self, node: ast.stmt, rule, call: ast.Call) -> list[ast.stmt]:
        """The statements of the rule whose update is called, on what it is given."""
        arguments = list(inspect.signature(rule.update).parameters)
        given = {name: ast.Constant(value) for name, value in rule.hyper.items() if isinstance(value, (int, float))}
        given |= dict(zip(arguments, call.args)) | {keyword.arg: keyword.value for keyword in call.keywords}
        if lacking := [name for name in arguments if name not in given]:
            raise self.error(node, f"{ast.unparse(node)} lacks {', '.join(lacking)}")
        prefix, bound = f"{self.prefix}{rule.__name__}_", []
        for name, value in given.items():
            given[name] = self.visit(value)
            if not isinstance(value, (ast.Name, ast.Constant)):
                if name in (arguments[0], *rule.state_names):
                    raise self.error(node, f"{ast.unparse(value)} is to be changed, and has no name")
                bound.append(ast.copy_location(ast.Assign([ast.Name(prefix + name, ast.Store())], given[name]), node))
                given[name] = ast.Name(prefix + name, ast.Load())
        return bound + _Statements(inspect.unwrap(rule.update), self.names, prefix, given).read()

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.given:
            given = self.given[node.id]
            return ast.copy_location(ast.Name(given.id, node.ctx) if isinstance(given, ast.Name) else given, node)
        if node.id in self.own:
            return ast.copy_location(ast.Name(self.prefix + node.id, node.ctx), node)
        found = self.known.get(node.id)
        if isinstance(found, (int, float)):
            return ast.copy_location(ast.Constant(found), node)
        if getattr(np, node.id, None) is found and found is not None:
            return self.numpy(node, node.id)
        if getattr(builtins, node.id, None) is found and found is not None:
            return node
        if not isinstance(found, (FunctionType, np.ufunc)):
            kind = "not there" if found is None else f"a {type(found).__name__}, not a number or a function of numbers"
            raise self.error(node, f"{node.id} is {kind}")
        if self.names.setdefault(node.id, found) is not found:
            raise self.error(node, f"two functions are called {node.id}")
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        match node.value:
            case ast.Name(name) if self.known.get(name) is np and hasattr(np, node.attr):
                return self.numpy(node, node.attr)
        raise self.error(node, f"{ast.unparse(node)} is no function of NumPy")

    def numpy(self, node: ast.expr, name: str) -> ast.expr:
        self.names["np"] = np
        return ast.copy_location(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if node.keywords:
            raise self.error(node, f"{ast.unparse(node)} passes {node.keywords[0].arg} by its name")
        return self.generic_visit(node)

    def error(self, node: ast.AST, why: str) -> UnreadableRule:
        return UnreadableRule(f"{self.where}, line {node.lineno}: {why}")
