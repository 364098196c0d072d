"""What one update hands on to the next."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.engine.expression_compiler import kind
from tutor.engine.language.grammar import Kind
from tutor.engine.language.tree import (
    assigned_names,
    assigned_pairs,
    assigned_places,
    counters,
    header,
    literal_value,
    names_read,
    target_names,
    target_places,
    walk,
)
from tutor.engine.places import variable_of

if TYPE_CHECKING:
    from tutor.engine.language.checker import Script


def carried(script: Script) -> tuple[str, ...]:
    """The variables that each update changes for the next, in the order of the listing: they have a
    value before the first update, and an update reads the one that it finds. `weight` comes first.

    What only counts updates is none of them, nor is a list that grows. Where that leaves nothing,
    the constants that updates change.
    """
    changed = frozenset(assigned_names([*script.around, *script.body]))
    constants = {variable_of(name) for name in script.parameters}
    begun = {*constants, *assigned_names(script.setup)}
    found = _read_first([*script.around, *script.body], set(), script)
    if script.outer is not script.loop:
        found |= changed  # what is set between updates may be read in any later one
    if script.loop is not None:
        found |= names_read(header(script.loop), script.functions)
        changed -= frozenset(counters(script.loop))
    names = [
        name for name in script.kinds if name in changed & begun and _holds_numbers(script, name)
    ]
    kept = [name for name in names if name in found and not _only_counts(script, name)]
    kept = kept or [name for name in names if name in constants]
    return tuple(sorted(kept, key=lambda name: name != "weight"))


def leads(script: Script, line: int, variable: str) -> bool:
    """Whether a line of the update, or of a function, has a part in what that same update makes of
    a variable."""
    needed, statements = _way(script, variable)
    functions = [one for one in script.functions if one.name in needed]
    there = (*statements, *functions)
    return any(one.lineno <= line <= (one.end_lineno or one.lineno) for one in there)


def needs(script: Script, variable: str) -> frozenset[str]:
    """The names that have a part in what one update makes of a variable, itself included."""
    return _way(script, variable)[0]


@lru_cache(maxsize=256)
def varies(script: Script, variable: str) -> bool:
    """Whether one update makes something else of a variable than another would from the same
    numbers: it reads what the loop goes through, or draws at random."""
    if script.loop is None:
        return False
    names, statements = _way(script, variable)
    passing = {*counters(script.loop), *assigned_names(script.around)}
    if script.outer is not None and script.outer is not script.loop:
        passing |= set(counters(script.outer))
    there = (*statements, *(one for one in script.functions if one.name in names))
    meant = (script.imports.meaning(one) for one in walk(*there) if isinstance(one, ast.expr))
    drawn = any(one is not None and one[0] == "random" for one in meant)
    return drawn or bool(names & passing)


def _way(script: Script, variable: str) -> tuple[frozenset[str], list[ast.stmt]]:
    """The names that have a part in it, and the statements of the update that do."""
    needed, found = {variable}, []
    for statement in reversed(script.body):
        if needed.intersection(assigned_names([statement])):
            needed |= names_read(statement, script.functions)
            found.append(statement)
    return frozenset(needed), found


def changing(script: Script) -> frozenset[str]:
    """The functions, and variables that hold some, that may change what they did not make."""
    held = {name for name, one in script.scope.held.items() if one.kind() is Kind.FUNCTION}
    harmless: set[str] = set()
    for function in script.functions:  # which calls those above it
        calls = {
            node.func.id
            for node in walk(*function.body)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        made = _made(function)
        changed = {
            name
            for node in walk(*function.body)
            if isinstance(node, ast.stmt)
            for name, at in assigned_places(node)
            if at
        }
        if changed <= made and not calls & held - harmless:
            harmless.add(function.name)
    return frozenset(held - harmless)


def making(script: Script) -> frozenset[str]:
    """The functions that return nothing but lists that they have made themselves."""
    found = set[str]()
    for function in script.functions:
        made = _made(function)
        returned = [node.value for node in walk(*function.body) if isinstance(node, ast.Return)]
        if returned and all(
            one is not None and (is_fresh(one) or (isinstance(one, ast.Name) and one.id in made))
            for one in returned
        ):
            found.add(function.name)
    return frozenset(found)


def _made(function: ast.FunctionDef) -> set[str]:
    """The names of a function that never hold anything else than lists that it makes itself."""
    given: dict[str, bool] = {one.arg: False for one in function.args.args}
    for node in walk(*function.body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in target_names(target, changed=False):
                    fresh = isinstance(target, ast.Name) and is_fresh(node.value)
                    given[name] = given.get(name, True) and fresh
                if isinstance(target, ast.Subscript) and kind(node.value) is not Kind.NUMBER:
                    for name, _ in target_places(target):  # it may be somebody's list
                        given[name] = given.get(name, True) and is_fresh(node.value)
        elif isinstance(node, ast.For):
            given |= dict.fromkeys(counters(node), False)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            lists = any(kind(one) is not Kind.NUMBER for one in node.value.args)
            given |= dict.fromkeys((n for n, _ in assigned_places(node)) if lists else (), False)
    return {name for name, fresh in given.items() if fresh}


def is_fresh(value: ast.expr) -> bool:
    """Whether it surely is a list that nobody else holds, and those in it as well."""
    match value:
        case ast.List(elts=parts):
            return not any(isinstance(part, ast.Name | ast.Subscript) for part in parts) and all(
                map(is_fresh, (part for part in parts if isinstance(part, ast.List)))
            )
        case ast.ListComp(elt=inside):
            return isinstance(inside, ast.BinOp | ast.Constant | ast.UnaryOp)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return is_fresh(left) or is_fresh(right)
    return False


def _holds_numbers(script: Script, name: str) -> bool:
    held = script.scope.held[name].root()
    return held.kind() in (Kind.NUMBER, Kind.LIST, Kind.TUPLE, Kind.ANY) and not held.grows


def _read_first(statements: Iterable[ast.stmt], done: set[str], script: Script) -> set[str]:
    """The names that are read where they may still have the value from before; `done` are those
    that surely have another by then, and becomes those behind the statements."""
    found: set[str] = set()

    def read(*nodes: ast.AST) -> None:
        for node in nodes:
            found.update(names_read(node, script.functions) - done)

    for statement in statements:
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                read(test)
                then, otherwise = set(done), set(done)
                found |= _read_first(body, then, script) | _read_first(orelse, otherwise, script)
                done |= then & otherwise
            case ast.For() | ast.While():
                read(header(statement))
                inside = {*done, *counters(statement)}
                found |= _read_first(statement.body, inside, script)
            case ast.Assign(targets=targets, value=value):
                read(value)
                for target in targets:
                    places = [one for one in walk(target) if isinstance(one, ast.Subscript)]
                    read(*places)
                    done |= set(target_names(target, changed=False))
            case _:
                read(statement)
    return found


def _only_counts(script: Script, name: str) -> bool:
    """Whether all that updates ever do to a variable is to add a number that is written out."""
    statements = (*script.around, *script.body)
    setting = [
        node
        for node in walk(*statements)
        if any(one == name for one, _ in assigned_places(node)) and isinstance(node, ast.stmt)
    ]
    if not set(setting) <= set(statements):  # under an `if`: something decides it
        return False
    return all(_adds_literal(node, name) for node in setting)


def _adds_literal(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.AugAssign(target=ast.Name(), op=ast.Add() | ast.Sub(), value=value):
            return literal_value(value) is not None
        case ast.Assign() if name in (pairs := dict(assigned_pairs(statement))):
            match pairs[name]:
                case ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub(), right=right):
                    return left == name and literal_value(right) is not None
    return False
