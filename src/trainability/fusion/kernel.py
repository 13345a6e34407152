"""A function of numbers as the source of a loop over arrays, and of what is computed once before it."""

import ast
import re
from collections.abc import Iterable
from copy import deepcopy

from ..rule.reading import Reading


class Kernel(ast.NodeTransformer):
    """The two parts of a reading, told apart by what is an array.

    Parameters
    ----------
    reading : Reading
        What is done to each element.
    arrays : iterable of str
        The arguments that are arrays; the others are numbers.

    Attributes
    ----------
    before : str
        Source of ``before(**numbers)``: returns a list of what depends on numbers alone.
    loop : str
        Source of a module with ``loop(*arrays, *before)``, on arrays of one axis.
    count : int
        How many such numbers there are.
    lines : list of int
        The lines of the function that those of ``loop`` from :attr:`FIRST` on come from.

    Examples
    --------
    >>> from trainability.rules import momentum_ema
    >>> kernel = Kernel(Reading(momentum_ema.update), ["theta", "g", "m"])
    >>> print(kernel.before)
    def before(t, lr, beta):
        c0 = beta
        c1 = 1 - beta
        c2 = lr
        return [c0, c1, c2]
    >>> print(kernel.loop)
    import numpy as np
    <BLANKLINE>
    <BLANKLINE>
    def loop(theta_all, g_all, m_all, c0, c1, c2):
        for i in range(theta_all.size):
            theta, g, m = theta_all[i], g_all[i], m_all[i]
            m = m * c0
            m = m + c1 * g
            theta = theta - c2 * m
            theta_all[i], m_all[i] = theta, m
    <BLANKLINE>
    """

    FIRST = 7  #: the line of ``loop`` with the first statement

    def __init__(self, reading: Reading, arrays: Iterable[str]):
        first, *_ = names = list(arrays)
        self.vary, self.constants, self.once = set(names), {}, []
        body = [each for statement in deepcopy(reading.statements) if (each := self.statement(statement))]
        self.count = len(self.names)
        self.lines = [each.lineno for each in body]
        written = [name for name in names if any(each.targets[0].id == name for each in body)]
        given = ", ".join([f"{name}_all" for name in names] + self.names)
        element = lambda some: ", ".join(f"{name}_all[i]" for name in some)
        steps = map(ast.unparse, map(ast.fix_missing_locations, body))
        lines = [f"{', '.join(names)} = {element(names)}", *steps, f"{element(written)} = {', '.join(written)}"]
        head = f"import numpy as np\n\n\ndef loop({given}):\n    for i in range({first}_all.size):"
        self.loop = "\n        ".join([head, *lines]) + "\n"
        numbers = ", ".join(name for name in reading.arguments if name not in names)
        self.before = "\n    ".join([f"def before({numbers}):", *self.once, f"return [{', '.join(self.names)}]"])

    @property
    def names(self) -> list[str]:
        """Those of the constants of the loop."""
        return [line.partition(" = ")[0] for line in self.once if re.match(r"c\d+ = ", line)]

    def statement(self, node: ast.Assign | ast.AugAssign) -> ast.Assign | None:
        """A statement of the loop; nothing, if it is of numbers alone and comes before."""
        if isinstance(node, ast.AugAssign):
            value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
            node = ast.copy_location(ast.Assign([node.target], value), node)
        [target] = node.targets
        if target.id not in self.vary and not self.varies(node.value):
            self.once.append(ast.unparse(ast.fix_missing_locations(node)))
            self.constants.clear()  # that name may now stand for something else
            return None
        node.value = self.visit(node.value)
        self.vary.add(target.id)
        return node

    def varies(self, node: ast.AST) -> bool:
        return any(isinstance(each, ast.Name) and each.id in self.vary for each in ast.walk(node))

    def visit(self, node: ast.AST) -> ast.AST:
        """An expression of the loop, in which what does not vary has the name of a constant."""
        if isinstance(node, ast.expr) and not self.varies(node):
            return ast.Name(self.constant(ast.unparse(ast.fix_missing_locations(node))), ast.Load())
        match node:
            case ast.Call():
                node.args = list(map(self.visit, node.args))
                return node
            case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int())):  # a product
                node.left = self.visit(node.left)
                return node
        return self.generic_visit(node)

    def constant(self, written: str) -> str:
        if written not in self.constants:
            self.constants[written] = f"c{len(self.names)}"
            self.once.append(f"{self.constants[written]} = {written}")
        return self.constants[written]
