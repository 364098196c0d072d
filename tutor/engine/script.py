"""A checked listing, cut into its parts: constants, setup, one update, and what comes after."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tutor.engine.checker import Checker, checked
from tutor.engine.grammar import Kind
from tutor.engine.numbers import Number
from tutor.engine.parser import parse
from tutor.engine.tree import assigned_pairs, literal_value, walk


class Literal(NamedTuple):
    """A constant of the listing: where it stands and what it says."""

    value: Number
    node: ast.expr
    """The literal itself, with its sign."""


class Script(NamedTuple):
    """A checked listing, cut where the engine needs it."""

    lines: tuple[str, ...]
    parameters: Mapping[str, Literal]
    """Constants in order of appearance."""
    setup: tuple[ast.stmt, ...]
    """What runs once, before the first update. Parameters are not in it."""
    loop: ast.For | None
    """The main loop: the first `for` at the top level."""
    body: tuple[ast.stmt, ...]
    """One update."""
    rest: tuple[ast.stmt, ...]
    """What runs once, after the last update."""
    functions: tuple[ast.FunctionDef, ...]
    imported: Mapping[str, int]
    """Functions taken from math, with the line that takes each."""
    kinds: Mapping[str, Kind]
    """The kind of every variable at the top level, in order of first assignment."""
    local_kinds: Mapping[str, Mapping[str, Kind]]
    """The same inside each function, by the function's name."""
    compiled: dict[object, tuple[list[ast.stmt], frozenset[str]]]
    """What the compiler made of each statement. Scripts that differ in one line share the others,
    and this."""

    # As a key it is itself alone: no two are made of the same nodes, and mappings have no hash.
    def __hash__(self) -> int:
        return id(self)


def check(code: str) -> Script:
    """The listing, proved harmless. Raises ListingError at the first thing that is not."""
    tree = parse(code)
    return outline(code, tree, checked(tree))


def outline(code: str, tree: ast.Module, checker: Checker) -> Script:
    """Cut a checked listing into parameters, setup, update and rest."""
    statements = [s for s in tree.body if not isinstance(s, ast.FunctionDef | ast.ImportFrom)]
    at = next((i for i, s in enumerate(statements) if isinstance(s, ast.For)), None)
    before = statements if at is None else statements[:at]
    parameters, kept = constants(before)
    loop = None if at is None else statements[at]
    assert loop is None or isinstance(loop, ast.For)
    kinds = dict.fromkeys(parameters, Kind.NUMBER) | checker.scope.kinds
    return Script(
        lines=tuple(code.split("\n")),
        parameters=MappingProxyType(parameters),
        setup=() if loop is None else tuple(kept),
        loop=loop,
        body=tuple(kept) if loop is None else tuple(loop.body),
        rest=() if at is None else tuple(statements[at + 1 :]),
        functions=tuple(s for s in tree.body if isinstance(s, ast.FunctionDef)),
        imported={
            alias.name: statement.lineno
            for statement in tree.body
            if isinstance(statement, ast.ImportFrom)
            for alias in statement.names
        },
        kinds=MappingProxyType(kinds),
        local_kinds=MappingProxyType(checker.local_kinds),
        compiled={},
    )


def constants(statements: Sequence[ast.stmt]) -> tuple[dict[str, Literal], list[ast.stmt]]:
    """The parameters among top-level statements, and the statements that are left over."""
    parameters: dict[str, Literal] = {}
    kept: list[ast.stmt] = []
    seen: set[str] = set()
    for statement in statements:
        pairs = assigned_pairs(statement)
        found = {
            name: Literal(value, node)
            for name, node in pairs
            if name not in seen and (value := literal_value(node)) is not None
        }
        parameters.update(found)
        if not pairs or len(found) < len(pairs):
            kept.append(statement)
        seen.update(node.id for node in walk(statement) if isinstance(node, ast.Name))
    return parameters, kept
