"""What code a run depends on: the definitions that it reaches by name, not the files in which they stand.

From a function, or from the code of cells, names are followed through the source. Of each function, class and assignment
of a module that is reached, the text counts, without docstrings and comments, and which definitions its names stand for.
Where they stand does not: a definition may move to another module, and others may come and go beside it.

A module that is used as a value, ``getattr(rules, name)``, counts whole; so does the own module of what calls
``globals()``. Statements that define nothing count with whatever is reached in their module.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from .names import free_names
from .source import Module, imports, read, text

WHOLE = "*"


@dataclass(frozen=True)
class Definition:
    """Its text, and for each name in it that is not its own what that stands for: a hash of the text, or a name of elsewhere."""

    text: str
    names: tuple[tuple[str, str], ...] = ()


def reached(entry: str) -> dict[str, Definition]:
    """What ``"package.module:function"`` reaches in its package, by full names.

    Raises
    ------
    LookupError
        If there is no such module, or it defines no such name.
    """
    name, function = entry.split(":")
    reach = _Reach({name.partition(".")[0]})
    module = reach.module(name)
    if module is None or function not in module.defined:
        raise LookupError(f"{entry}: {f'no module {name}' if module is None else f'{name} defines no {function}'}")
    return reach.follow([(name, function)])


def used_by(code: str, packages: Iterable[str]) -> dict[str, Definition]:
    """What the code of cells reaches in some packages, by full names; a line that only IPython reads is left out."""
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in code.splitlines())
    try:
        cells = Module("", "\n".join(lines))
    except SyntaxError:
        return {}  # it will say so when it is run
    reach = _Reach(set(packages))
    return reach.follow(target for _, target in reach.links(cells, WHOLE) if target[0])


def digest(definitions: dict[str, Definition]) -> str:
    """A hash of definitions, wherever they stand and in whatever order."""
    return hash_of(sorted((each.text, each.names) for each in definitions.values()))


def hash_of(thing: object) -> str:
    """Sixteen digits for what has a printed form."""
    return hashlib.sha256(repr(thing).encode()).hexdigest()[:16]


class _Reach:
    """Follows names in some packages. What a name stands for is a module and a name in it, or the full name of what is elsewhere."""

    def __init__(self, packages: set[str]):
        self.packages, self.modules = packages, {}

    def module(self, name: str) -> Module | None:
        """The module of that name; each is read once."""
        if name not in self.modules:
            self.modules[name] = read(name)
        return self.modules[name]

    def follow(self, targets: Iterable) -> dict[str, Definition]:
        """All that is reached from some targets."""
        found, pending = {}, list(targets)
        while pending:
            target = pending.pop()
            if isinstance(target, str) or ":".join(target) in found:
                continue
            module, key = self.module(target[0]), target[1]
            links = dict(self.links(module, key))
            names = sorted((alias, self.meaning(stands_for)) for alias, stands_for in links.items())
            found[":".join(target)] = Definition(_text(module, key), tuple(names))
            pending += links.values()
            if module.loose:
                pending.append((module.name, ""))
        return found

    def meaning(self, target) -> str:
        """What a name stands for, without the place where it is defined."""
        return target if isinstance(target, str) else hash_of(_text(self.module(target[0]), target[1]))

    def links(self, module: Module, key: str) -> Iterator[tuple[str, tuple | str]]:
        """The names in a definition that are not its own, and what they stand for; built-in names have no target."""
        chains, own = _names(module, key)
        for chain in chains:
            first, rest = chain[0], chain[1:]
            if chain == ("globals",):
                target = module.name, WHOLE
            else:
                target = self.imported(*own[first], rest) if first in own else self.target(module, chain)
            if target is not None:
                yield (first if isinstance(target, str) else ".".join(chain)), target

    def target(self, module, chain):
        """What a dotted name stands for in a module; None if it is built in."""
        first, *rest = chain
        if first in module.defined:
            return module.name, first
        if first in module.imported:
            return self.imported(*module.imported[first], rest)
        for star in module.stars:
            whence = self.module(star) if star.partition(".")[0] in self.packages else None
            if whence is not None and (found := self.target(whence, chain)) is not None:
                return found
        return None

    def imported(self, base, name, rest):
        """What an imported name stands for: a definition, or a module, which counts whole."""
        if base.partition(".")[0] not in self.packages:
            return f"{base}.{name}" if name else base
        module = self.module(base)
        for part in (name, *rest) if name else rest:
            if module is not None and (target := self.target(module, (part,))) is not None:
                return target
            inner = self.module(f"{base}.{part}")
            if inner is None:
                return self.at_run_time(base, part)
            base, module = inner.name, inner
        return (base, WHOLE) if module is not None else base

    def at_run_time(self, base, name):
        """Where a name was made that no source defines, if it knows; else its whole module."""
        found = getattr(import_module(base), name, None)
        home = self.module(getattr(found, "__module__", None) or base)
        made = getattr(found, "__name__", None)
        return (home.name, made) if home is not None and made in home.defined else (base, WHOLE)


def _pieces(module, key):
    """The statements of a definition; of a whole module, all but imports; without a name, those that define nothing."""
    if key == WHOLE:
        return [statement for statement in module.tree.body if not isinstance(statement, (ast.Import, ast.ImportFrom))]
    return module.defined[key] if key else module.loose


@cache
def _text(module, key):
    return "\n".join(map(text, _pieces(module, key)))


@cache
def _names(module, key):
    """The dotted names in a definition that it does not bind, in order; and what it imports itself."""
    pieces = _pieces(module, key)
    own = {} if key == WHOLE else {alias: found for piece in pieces for alias, found in imports(piece, module.package).items()}
    found = set().union(*(free_names(piece, own) for piece in pieces))
    unused = {(alias,) for alias in own} - {chain[:1] for chain in found}  # imported for what the import does
    return sorted(found | unused), own
