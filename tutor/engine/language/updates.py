"""Which loop's passes are the updates: the first one at the top level, or the one that is named."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tutor.engine.language.tree import Loop, assigned_names, names_read, walk
from tutor.errors import ListingError


class Loops(NamedTuple):
    """The loop whose passes are the updates, and those around it."""

    outer: Loop | None
    """The one at the top level."""
    loop: Loop | None
    """The one whose passes are counted; the same where it stands at the top level."""
    around: tuple[ast.stmt, ...] = ()
    """What the loops around it do besides."""


def loops_of(statements: Sequence[ast.stmt], line: int) -> Loops:
    """The first loop at the top level, or the one on that line. Raises ListingError where there is
    none on it."""
    tops = [one for one in statements if isinstance(one, ast.For | ast.While)]
    if not line:
        first = tops[0] if tops else None
        return Loops(first, first)
    for top in tops:
        for chain in _chains(top):
            if chain[-1].lineno == line:
                return Loops(top, chain[-1], tuple(_beside(chain)))
    there = [str(chain[-1].lineno) for top in tops for chain in _chains(top)]
    what = f"no loop begins on line {line} of the listing"
    hint = f"loops begin on line {', '.join(there)}" if there else "it has no loop"
    raise ListingError(line, 1, what, hint)


def _chains(loop: Loop) -> Iterator[tuple[Loop, ...]]:
    """A loop and every one inside it, each with those around it before it."""
    yield (loop,)
    for inner in _inside(loop.body):
        for chain in _chains(inner):
            yield loop, *chain


def _inside(statements: Sequence[ast.stmt]) -> Iterator[Loop]:
    """The outermost loops of a block."""
    for statement in statements:
        if isinstance(statement, ast.For | ast.While):
            yield statement
        elif isinstance(statement, ast.If):
            yield from _inside((*statement.body, *statement.orelse))


def _beside(chain: Sequence[Loop]) -> Iterator[ast.stmt]:
    """What loops do besides the one inside them."""
    for outer, inner in pairwise(chain):
        yield from _others(outer.body, inner)


def _others(statements: Sequence[ast.stmt], inner: Loop) -> Iterator[ast.stmt]:
    for statement in statements:
        if isinstance(statement, ast.If) and any(one is inner for one in walk(statement)):
            yield from _others((*statement.body, *statement.orelse), inner)
        elif statement is not inner:
            yield statement


# -- a loop in a function --------------------------------------------------------------------------


def unfolded(tree: ast.Module, line: int) -> None:
    """Where the loop on that line stands in a function that is called once, at the top level: write
    the lines of the function in place of the call, so that its variables can be seen.

    Raises ListingError where the function is called elsewhere too, or its names are taken.
    """
    while (definition := _with_loop(tree, line)) is not None:
        calling = [
            one
            for one in tree.body
            if isinstance(one, ast.FunctionDef) and definition.name in names_read(one)
        ]
        # A function that only calls that one comes first, as `main` does.
        _unfold(tree, calling[0] if len(calling) == 1 else definition, line)


def _with_loop(tree: ast.Module, line: int) -> ast.FunctionDef | None:
    """The function in which the loop on that line stands."""
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and any(
            isinstance(node, ast.For | ast.While) and node.lineno == line for node in walk(one)
        ):
            return one
    return None


def _unfold(tree: ast.Module, definition: ast.FunctionDef, line: int) -> None:
    """Write the lines of one function in place of its call."""
    name = definition.name
    calls = [node for node in walk(tree) if isinstance(node, ast.Name) and node.id == name]
    whole = [one for one in tree.body if _call_of(one, name) is not None]
    if len(calls) != 1 or len(whole) != 1:
        what = f"`{name}` has the loop of the updates and is called {len(calls)} times"
        if len(calls) == 1:
            what = f"`{name}` has the loop of the updates and is called inside another line"
        raise ListingError(line, 1, what, f"call it once, on a line of its own: {name}(…)")
    call = whole[0]
    at = tree.body.index(call)
    others = [one for one in tree.body if one is not definition and one is not call]
    given = _arguments(definition, _call_of(call, name), call)
    body, last = definition.body, definition.body[-1]
    result: list[ast.stmt] = []
    if isinstance(last, ast.Return):
        body = body[:-1]
        result = _returned(call, last)
    if early := next((one for one in walk(*body) if isinstance(one, ast.Return)), None):
        what = "`return` before the end of the function that has the loop of the updates"
        raise ListingError(early.lineno, 1, what, "end the loop by break")
    own = {*assigned_names(body, changed=False), *(one.arg for one in definition.args.args)}
    same = {target for target, value in given if _is_name(value, target)}
    taken = {name for one in others for name in _outside(one)} - same
    taken |= {target for one in [call] for target in assigned_names([one])} - _names_of(last)
    if clash := sorted(own & taken):
        what = f"`{clash[0]}` is a name inside `{name}` and outside of it"
        raise ListingError(definition.lineno, 1, what, "give one of them another name")
    assigned = [
        ast.copy_location(ast.Assign([ast.Name(target, ast.Store())], value), call)
        for target, value in given
        if target not in same
    ]
    for one in assigned:
        ast.fix_missing_locations(one)
    tree.body[at : at + 1] = [*assigned, *body, *result]
    tree.body.remove(definition)


def _call_of(statement: ast.stmt, name: str) -> ast.Call | None:
    """The call of that function that a statement is, or gives to names."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=called)) as call) if called == name:
            return call
        case ast.Assign(value=ast.Call(func=ast.Name(id=called)) as call) if called == name:
            return call
    return None


def _arguments(
    definition: ast.FunctionDef, call: ast.Call | None, place: ast.stmt
) -> list[tuple[str, ast.expr]]:
    """What each argument of the function is given."""
    assert call is not None
    names = [one.arg for one in definition.args.args]
    defaults = definition.args.defaults
    given = dict(zip(names[len(names) - len(defaults) :], defaults, strict=False))
    given |= dict(zip(names, call.args, strict=False))
    given |= {one.arg: one.value for one in call.keywords if one.arg is not None}
    spread = any(isinstance(one, ast.Starred) for one in call.args)
    missing = [name for name in names if name not in given]
    if spread or missing or len(call.args) > len(names) or set(given) - set(names):
        what = f"`{definition.name}` has the loop of the updates, and each of its arguments"
        raise ListingError(place.lineno, 1, f"{what} must be given by itself")
    return [(name, given[name]) for name in names]


def _returned(call: ast.stmt, last: ast.Return) -> list[ast.stmt]:
    """What the call was for."""
    if not isinstance(call, ast.Assign):
        return []
    value = last.value if last.value is not None else ast.Constant(None)
    targets = call.targets
    if len(targets) == 1 and ast.unparse(targets[0]) == ast.unparse(value):
        return []
    made = ast.Assign(copy.deepcopy(targets), value)
    return [ast.fix_missing_locations(ast.copy_location(made, call))]


def _outside(statement: ast.stmt) -> frozenset[str]:
    """The names of a statement that are not those of a function of its own."""
    names = names_read(statement)
    if isinstance(statement, ast.FunctionDef):
        names -= {one.arg for one in statement.args.args}
        names -= frozenset(assigned_names(statement.body, changed=False))
    return names


def _names_of(last: ast.stmt) -> frozenset[str]:
    """The names that are returned as they are."""
    return names_read(last) if isinstance(last, ast.Return) else frozenset()


def _is_name(value: ast.expr, name: str) -> bool:
    return isinstance(value, ast.Name) and value.id == name
