"""Reading a syntax tree (which names it assigns, which numbers it spells out) and making nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from tutor.engine.numbers import Number

HAVE_PLACES = (ast.expr, ast.stmt, ast.arg, ast.arguments)

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


def assigned_names(statements: Sequence[ast.AST]) -> Iterator[str]:
    """Every name that the statements assign, in order, repeated as often as it is assigned."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from [n.id for n in walk(target) if isinstance(n, ast.Name)]
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.FunctionDef():
                pass  # what it assigns is its own
            case _:
                if isinstance(statement, ast.For) and isinstance(statement.target, ast.Name):
                    yield statement.target.id
                for block in ("body", "orelse"):
                    yield from assigned_names(getattr(statement, block, ()))


def loop_variables(statements: Sequence[ast.stmt]) -> tuple[str, ...]:
    """The variables of all loops in the statements."""
    return tuple(counter(node) for node in walk(*statements) if isinstance(node, ast.For))


def counter(loop: ast.For) -> str:
    """The variable of a checked loop."""
    assert isinstance(loop.target, ast.Name)
    return loop.target.id


def bounds(loop: ast.For) -> list[ast.expr]:
    """What the range of a checked loop is made of."""
    assert isinstance(loop.iter, ast.Call)
    return loop.iter.args


def literal_value(node: ast.expr) -> Number | None:
    """The number that a literal such as `0.5` or `-1` stands for; None for anything else."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant() as operand):
            found = literal_value(operand)
            return -found if found is not None and isinstance(sign, ast.USub) else found
    return None


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
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            pairs = zip(names, values, strict=True)
            return [(name.id, value) for name, value in pairs if isinstance(name, ast.Name)]
        case _:
            return []


def names_read(tree: ast.AST, functions: Sequence[ast.FunctionDef] = ()) -> frozenset[str]:
    """Every name in the tree; a function of the listing brings the names that it reads along."""
    found = {node.id for node in walk(tree) if isinstance(node, ast.Name)}
    # A function calls only those above it, so one way up finds all.
    for function in reversed(functions):
        if function.name in found:
            found |= {node.id for node in walk(function) if isinstance(node, ast.Name)}
    return frozenset(found)


# Making nodes


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


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
    if old is not None:
        new.lineno = getattr(old, "lineno", 1)
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
