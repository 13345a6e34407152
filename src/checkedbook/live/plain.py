"""A function of Python rewritten into what means the same in both languages, and then into JavaScript."""

import ast
import builtins
import re
from dataclasses import is_dataclass
from textwrap import indent
from types import FunctionType

import numpy as np
from pscript import py2js

from .functions import NUMPY

NUMBERS = "PSCRIPT_OVERLOAD = False"  # numbers all: a + b is a + b


class TranslationError(Exception):
    """A function has a construct that cannot be translated; the message names function and line."""


class Plain(ast.NodeTransformer):
    """Rewrites a function into what is the same in both languages, and asks for what it calls."""

    def __init__(self, made, names: dict, changed: tuple[str, ...], where: str):
        self.made, self.names, self.changed, self.where = made, names, changed, where

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
        node.body.insert(0, ast.parse(NUMBERS).body[0])
        return node

    def visit_Expr(self, node):
        """``np.f(a, out=b)`` and ``rule.update(a, ...)`` change their arguments; in JavaScript they return them."""
        match node.value:
            case ast.Call(keywords=[ast.keyword("out", ast.Name(out))]) as call:
                target = ast.Name(out, ast.Store())
            case ast.Call(ast.Attribute(ast.Name(name), "update")) as call if hasattr(rule := self.names.get(name), "hyper"):
                self.made.rule(rule)
                call.func = ast.Name(f"{rule.__name__}_update", ast.Load())
                by_name = {keyword.arg: keyword.value for keyword in call.keywords}
                call.args += [by_name.get(name, ast.Constant(default)) for name, default in rule.hyper.items()]
                changed = call.args[0], *call.args[3 : 3 + len(rule.state_names)]
                target = ast.Tuple([ast.Name(argument.id, ast.Store()) for argument in changed], ast.Store())
            case _:
                raise self._error(node, f"nothing comes of {ast.unparse(node)}")
        call.keywords = []
        return self.generic_visit(ast.copy_location(ast.Assign([target], call), node))

    def visit_Call(self, node):
        if node.keywords:
            raise self._error(node, f"{ast.unparse(node)} passes {node.keywords[0].arg} by its name")
        return self.generic_visit(node)

    def visit_Attribute(self, node):
        """``np.f``, and ``self.field`` of a schedule."""
        match node.value:
            case ast.Name(name) if self.names.get(name) is np:
                return self._numpy(node, node.attr)
            case ast.Name("self"):
                return node
        raise self._lacking(node)

    def visit_Name(self, node):
        found = self.names.get(node.id)
        if found is None or getattr(builtins, node.id, None) is found:
            return self._numpy(node, "abs") if found is abs else node
        if getattr(np, node.id, None) is found:
            return self._numpy(node, node.id)
        if is_dataclass(found):
            self.made.schedule(found)
        elif isinstance(found, FunctionType):
            self.made.function(found, node.id)
        elif isinstance(found, (int, float)):
            return ast.copy_location(ast.Constant(found), node)
        else:
            raise self._error(node, f"{node.id} is a {type(found).__name__}, not a number or a function")
        return node

    def _numpy(self, node, name):
        try:
            self.made.numpy(name)
        except KeyError:
            raise self._lacking(node) from None
        return ast.copy_location(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), node)

    def _lacking(self, node):
        return self._error(node, f"JavaScript has no {ast.unparse(node)}; of NumPy it has {', '.join(sorted(NUMPY))}")

    def _error(self, node, why):
        return TranslationError(f"{self.where}, line {node.lineno}: {why}")


def javascript(tree, where):
    """The translated function; if it cannot be, the error names the first line that cannot."""
    try:
        return _of_numbers(ast.unparse(ast.fix_missing_locations(tree)))
    except Exception as whole:
        for statement in tree.body[1:]:
            try:
                _of_numbers(f"def f():\n    {NUMBERS}\n{indent(ast.unparse(statement), '    ')}")
            except Exception as error:
                line = f"{where}, line {statement.lineno}"
                raise TranslationError(f"{line}: no JavaScript for {ast.unparse(statement)}: {error!r}") from None
        raise TranslationError(f"{where}: {whole}") from None


def _of_numbers(code):
    """JavaScript of functions of numbers; a ``NameError`` if it calls what only Python has."""
    script = py2js(code, inline_stdlib=False)
    missing = re.findall(r"_py(?:func|meth)_(\w+)", script) + sorted(script.meta["vars_unknown"] & vars(builtins).keys())
    if missing:
        raise NameError(missing[0])
    return script
