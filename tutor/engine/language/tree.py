"""Reading a syntax tree (which names it assigns, which numbers it spells out) and making nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tutor.engine.numbers import Number
from tutor.engine.places import place_of

CHANGING = frozenset({"append", "extend", "insert", "pop", "reverse", "sort"})
"""Methods that change the list before their dot."""
HAVE_PLACES = (ast.expr, ast.stmt, ast.arg, ast.arguments, ast.keyword, ast.comprehension)

Node = TypeVar("Node", ast.expr, ast.stmt, ast.FunctionDef)


def walk(*trees: ast.AST) -> list[ast.AST]:
    """Every node of the trees, parents before their children, as ast.walk has them.

    A plain list made in one call: ast.walk makes three for each node, and a listing is walked
    about twenty times until it has run.
    """
    nodes = list(trees)
    for node in nodes:  # which grows meanwhile
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, ast.AST):
                nodes.append(value)
            elif isinstance(value, list):
                for child in value:
                    if isinstance(child, ast.AST):
                        nodes.append(child)
    return nodes


Positions = tuple[int | None, ...]
"""Where in a list; None for a position that is worked out."""


def target_places(target: ast.AST) -> Iterator[tuple[str, Positions]]:
    """The variables that a target gives values to, and where in them as far as that is written."""
    match target:
        case ast.Name(id=name):
            yield name, ()
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from target_places(part)
        case ast.Starred(value=value):
            yield from target_places(value)
        case ast.Subscript(value=value, slice=index):
            position = literal_value(index)
            known = isinstance(position, int) and position >= 0
            for name, at in target_places(value):
                yield name, (*at, int(position) if known and position is not None else None)


def target_names(target: ast.AST, changed: bool = True) -> list[str]:
    """The names that a target gives values to, and with `changed` the list that `weights[i]`
    stands in."""
    return [name for name, at in target_places(target) if changed or not at]


def assigned_places(statement: ast.AST) -> Iterator[tuple[str, Positions]]:
    """What one statement assigns or changes by itself, and not by the statements inside it."""
    match statement:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from target_places(target)
        case ast.AugAssign(target=target) | ast.For(target=target):
            yield from target_places(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=list_, attr=method))):
            if method in CHANGING:
                yield from ((name, (*at, None)) for name, at in target_places(list_))


def assigned_names(statements: Sequence[ast.AST], changed: bool = True) -> Iterator[str]:
    """Every name that the statements assign, in order, repeated as often as it is assigned; with
    `changed`, also each whose list they change by an index or a method."""
    for statement in statements:
        if isinstance(statement, ast.FunctionDef):
            continue  # what it assigns is its own
        for name, at in assigned_places(statement):
            if changed or not at:
                yield name
        for block in ("body", "orelse"):
            yield from assigned_names(getattr(statement, block, ()), changed)


Loop = ast.For | ast.While


def counters(loop: Loop) -> tuple[str, ...]:
    """The variables that a loop gives a value at each pass."""
    return tuple(target_names(loop.target)) if isinstance(loop, ast.For) else ()


def header(loop: Loop) -> ast.expr:
    """What says how long a loop goes on."""
    return loop.iter if isinstance(loop, ast.For) else loop.test


def bounds(loop: Loop) -> list[ast.expr]:
    """What the range of a loop is made of that counts with one name; empty for every other."""
    match loop:
        case ast.For(target=ast.Name(), iter=ast.Call(func=ast.Name(id="range"), args=args)):
            return args
    return []


def literal_value(node: ast.expr) -> Number | None:
    """The number that a literal such as `0.5` or `-1` stands for; None for anything else."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant() as operand):
            found = literal_value(operand)
            return -found if found is not None and isinstance(sign, ast.USub) else found
    return None


def spelled_out(name: str, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """A value with its name or, of lists that are written out, each value in them with its own."""
    if isinstance(value, ast.List | ast.Tuple):
        for index, one in enumerate(value.elts):
            yield from spelled_out(f"{name}[{index}]", one)
    else:
        yield name, value


def is_print(statement: ast.AST) -> bool:
    """Whether the statement is a call of print."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
    return False


def assigned_pairs(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """What a plain assignment gives to each name: `a, b = (1, 2)` is (a, 1) and (b, 2)."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return [(name, value)]
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pairs = list(zip(targets, values, strict=False))
            names = [(one.id, value) for one, value in pairs if isinstance(one, ast.Name)]
            return names if len(names) == len(targets) == len(values) else []
    return []


def values_given(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """What an assignment gives to each name, where that is one expression: as `assigned_pairs`, and
    `a = b = 0` is (a, 0) and (b, 0)."""
    if not isinstance(statement, ast.Assign):
        return []
    alone = (ast.Assign([target], statement.value) for target in statement.targets)
    return [pair for one in alone for pair in assigned_pairs(one)]


def names_read(tree: ast.AST, functions: Sequence[ast.FunctionDef] = ()) -> frozenset[str]:
    """Every name in the tree; a function of the listing brings the names that it reads along."""
    found = {node.id for node in walk(tree) if isinstance(node, ast.Name)}
    # A function calls only those above it, so one way up finds all.
    for function in reversed(functions):
        if function.name in found:
            found |= {node.id for node in walk(function) if isinstance(node, ast.Name)}
    return frozenset(found)


def free_names(tree: ast.AST) -> frozenset[str]:
    """Every name in the tree that is not one of its own comprehensions' or lambdas'."""
    own: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.comprehension):
            own.update(target_names(node.target))
        elif isinstance(node, ast.arg):
            own.add(node.arg)
    return names_read(tree) - own


# Making nodes


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def place(identifier: str) -> ast.expr:
    """What a name such as `weights[0]` means."""
    variable, at = place_of(identifier)
    value: ast.expr = name(variable)
    for index in at:
        value = ast.Subscript(value, ast.Constant(index), ast.Load())
    return value


def call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name(function), list(arguments), [])


def assign(identifier: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def define(identifier: str, arguments: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
    plain = [ast.arg(argument) for argument in arguments]
    parameters = ast.arguments([], plain, None, [], [], None, [])
    return ast.FunctionDef(identifier, parameters, body, [])


def located(new: Node, old: ast.AST | None) -> Node:
    """`new` on the line of `old`, so that an error at run time names the line."""
    line = getattr(old, "lineno", None)
    if line is not None:
        new.lineno = line
    return new


def placed(tree: ast.stmt) -> None:
    """Give every node a place, which CPython asks for: that of its parent where it has none.

    Only lines are of use: no message about a run says a column.
    """
    stack: list[tuple[Any, int]] = [(tree, 1)]
    while stack:
        node, line = stack.pop()
        if getattr(node, "end_lineno", None) is not None:
            continue  # it has been here before, with all that is in it
        line = getattr(node, "lineno", line)
        node.lineno = node.end_lineno = line
        node.col_offset = node.end_col_offset = 0
        for field in node._fields:
            value = getattr(node, field, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, HAVE_PLACES):
                    stack.append((child, line))
