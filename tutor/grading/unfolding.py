"""What stands in a formula for several sums, written out: `sum(x * w for x, w in zip(a, b))` as
`a[0] * w[0] + a[1] * w[1]`, a function by what it returns, a list by one of its items."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import TypeVar

from tutor.engine.language.grammar import parse_expression
from tutor.engine.language.tree import walk

MOST_ITEMS = 6
"""Items of a sum that are written out."""
MOST_WORK = 5_000
"""Parts of formulas that are written anew, and lines that are followed, on the way to one that is
told: some 50 ms."""
DEEPEST = 4
"""Functions that call one another, which are written out."""

Node = TypeVar("Node", bound=ast.expr)
Count = Callable[[str], int | None]
"""How many items there are in what an expression gives; None where that is not known."""


def unfolded(formula: str, functions: Sequence[ast.FunctionDef], count: Count) -> str:
    """The formula with its sums, lengths and functions written out; itself where it has none."""
    tree = parse_expression(formula)
    if not any(isinstance(node, ast.Call) for node in walk(tree)):
        return formula
    try:
        written_out = ast.unparse(_Unfolder(functions, count).visit(deepcopy(tree)))
    except _OpaqueError:
        return formula
    return formula if written_out == ast.unparse(tree) else written_out


def item(
    formula: str, at: Sequence[int], functions: Sequence[ast.FunctionDef], count: Count
) -> str:
    """What gives one item of the list that a formula makes; empty where that cannot be said."""
    unfolder = _Unfolder(functions, count)
    node: ast.expr | None = parse_expression(formula)
    if isinstance(node, ast.Name | ast.Subscript):
        return ""  # a list that is handed on: nothing is worked out here
    try:
        for position in at:
            node = unfolder.item(node, position) if node is not None else None
    except _OpaqueError:
        return ""
    return ast.unparse(node) if node is not None else ""


class _Unfolder(ast.NodeTransformer):
    """Writes out what stands for several operations."""

    def __init__(self, functions: Sequence[ast.FunctionDef], count: Count) -> None:
        self.functions = {one.name: one for one in functions}
        self.count = count
        self.depth = 0
        self.left = MOST_WORK

    def work(self, much: int) -> None:
        """So much is done. Raises _OpaqueError where that is too much in all."""
        self.left -= much
        if self.left < 0:
            raise _OpaqueError

    def copy(self, node: Node) -> Node:
        """The same once more."""
        self.work(sum(1 for _ in walk(node)))
        return deepcopy(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        match node:
            case ast.Call(func=ast.Name(id="sum"), args=[several], keywords=[]):
                items = self.items(several)
                return self.visit(_added(items)) if items else node
            case ast.Call(
                func=ast.Name(id="len"), args=[ast.Name() | ast.Subscript() as several], keywords=[]
            ):
                count = self.count(ast.unparse(several))
                return node if count is None else ast.Constant(count)
        if (returned := self.returned(node)) is not None:
            self.depth += 1
            visited: ast.expr = self.visit(returned)
            self.depth -= 1
            return visited
        self.generic_visit(node)
        return node

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        return node  # its names differ from one item to the next

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        return node

    def returned(self, node: ast.Call) -> ast.expr | None:
        """What a function of the listing that does nothing else returns for these arguments."""
        function = self.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if function is None or self.depth >= DEEPEST or node.keywords:
            return None
        parameters = [one.arg for one in function.args.args]
        if len(parameters) != len(node.args):
            return None
        given = dict(zip(parameters, node.args, strict=True))
        match [one for one in function.body if not _is_said(one)]:
            case [ast.Return(value=ast.expr() as value)]:
                return self.with_names(value, given)
        return _Paper(self, given).returned(function.body)

    def items(self, node: ast.expr) -> list[ast.expr] | None:
        """Each item of what an expression gives, where they are few."""
        if isinstance(node, ast.GeneratorExp):
            node = ast.ListComp(node.elt, node.generators)
        count = self.count(ast.unparse(node))
        if count is None or not 0 < count <= MOST_ITEMS:
            return None
        found = [self.item(node, position) for position in range(count)]
        items = [one for one in found if one is not None]
        return items if len(items) == count else None

    def item(self, node: ast.expr, position: int) -> ast.expr | None:
        """What gives the item at a position of what an expression gives."""
        match node:
            case ast.Name() | ast.Subscript():
                return ast.Subscript(self.copy(node), ast.Constant(position), ast.Load())
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                there = position < len(parts) and not any(
                    isinstance(one, ast.Starred) for one in parts
                )
                return parts[position] if there else None
            case ast.Call(func=ast.Name(id="range"), args=[_], keywords=[]):
                return ast.Constant(position)
            case ast.Call(func=ast.Name(id="list"), args=[several], keywords=[]):
                return self.item(several, position)
            case ast.Call(func=ast.Name(id="enumerate"), args=[several], keywords=[]):
                inside = self.item(several, position)
                return inside and ast.Tuple([ast.Constant(position), inside], ast.Load())
            case ast.Call(func=ast.Name(id="zip"), args=several, keywords=[]):
                row = [self.item(one, position) for one in several]
                parts = [one for one in row if one is not None]
                return ast.Tuple(parts, ast.Load()) if len(parts) == len(row) else None
            case ast.ListComp(elt=inside, generators=[ast.comprehension(ifs=[]) as through]):
                value = self.item(through.iter, position)
                names = None if value is None else self.bound(through.target, value)
                return None if names is None else self.with_names(inside, names)
            case ast.Call():
                returned = self.returned(node)
                if returned is None:
                    return None
                self.depth += 1
                found = self.item(returned, position)
                self.depth -= 1
                return found
        return None

    def bound(self, target: ast.expr, value: ast.expr) -> dict[str, ast.expr] | None:
        """What each name of a target stands for."""
        if isinstance(target, ast.Name):
            return {target.id: value}
        assert isinstance(target, ast.Tuple | ast.List), "nothing else can be a loop's variable"
        names: dict[str, ast.expr] = {}
        for position, part in enumerate(target.elts):
            inside = self.item(value, position)
            more = None if inside is None else self.bound(part, inside)
            if more is None:
                return None
            names |= more
        return names

    def with_names(self, node: ast.expr, names: Mapping[str, ast.expr]) -> ast.expr | None:
        """The expression with what each name stands for in its place; None where a name is one of
        its own as well."""
        own = {
            one.arg if isinstance(one, ast.arg) else one.id
            for one in walk(node)
            if isinstance(one, ast.arg)
            or (isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
        }
        put = {name for value in names.values() for name in _read(value)}
        if own & {*names, *put}:
            return None
        replaced: ast.expr = _Naming(names, self.copy).visit(self.copy(node))
        return replaced


class _OpaqueError(Exception):
    """What a function does cannot be written out."""


class _Paper(ast.NodeTransformer):
    """A function followed line by line, with a formula in place of each value."""

    def __init__(self, unfolder: _Unfolder, given: Mapping[str, ast.expr]) -> None:
        self.unfolder = unfolder
        self.stands = dict(given)
        """What each of its names stands for; of a list that it fills, each place."""

    def returned(self, body: Sequence[ast.stmt]) -> ast.expr | None:
        """What it returns; None where that cannot be written out."""
        *before, last = body
        if not isinstance(last, ast.Return) or last.value is None:
            return None
        try:
            self.follow(before)
            return self.formula(last.value)
        except _OpaqueError:
            return None

    def formula(self, node: ast.expr) -> ast.expr:
        found: ast.expr = self.visit(self.unfolder.copy(node))
        return found

    def visit_Name(self, node: ast.Name) -> ast.expr:
        stands = self.stands.get(node.id)
        return node if stands is None else self.unfolder.copy(stands)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        of, at = self.formula(node.value), self.formula(node.slice)
        if isinstance(of, ast.List) and isinstance(at, ast.Constant):
            items, position = self.place(of, at)
            return items[position]
        return ast.Subscript(of, at, ast.Load())

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        raise _OpaqueError  # it has names of its own

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        raise _OpaqueError

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        raise _OpaqueError

    def place(self, of: ast.expr, at: ast.expr) -> tuple[list[ast.expr], int]:
        """The items of a list that is being filled, and a position among them."""
        position = at.value if isinstance(at, ast.Constant) else None
        if not isinstance(of, ast.List) or not isinstance(position, int):
            raise _OpaqueError
        if not 0 <= position < len(of.elts):
            raise _OpaqueError
        return of.elts, position

    def follow(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.unfolder.work(1)
            match statement:
                case ast.Assert() | ast.Expr(value=ast.Constant()):
                    pass
                case ast.Assign(targets=[target], value=value):
                    self.put(target, self.formula(value))
                case ast.AugAssign(target=ast.Name() | ast.Subscript() as target, op=op):
                    old, new = self.formula(_read_again(target)), self.formula(statement.value)
                    empty = isinstance(old, ast.Constant) and old.value == 0
                    adds = empty and isinstance(op, ast.Add)
                    self.put(target, new if adds else ast.BinOp(old, op, new))
                case ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value]
                    )
                ) if isinstance(filled := self.stands.get(name), ast.List):
                    filled.elts.append(self.formula(value))
                case ast.For(target=target, orelse=[]):
                    for one in self.unfolder.items(self.formula(statement.iter)) or self.refuse():
                        for name, value in (self.unfolder.bound(target, one) or {}).items():
                            self.stands[name] = value
                        self.follow(statement.body)
                case _:
                    self.refuse()

    def refuse(self) -> list[ast.expr]:
        raise _OpaqueError

    def put(self, target: ast.expr, value: ast.expr) -> None:
        """Something stands for a name, or for a place of a list that is being filled."""
        if isinstance(target, ast.Name):
            self.stands[target.id] = value
            return
        chain: list[ast.expr] = []
        while isinstance(target, ast.Subscript):
            chain.append(self.formula(target.slice))
            target = target.value
        filled = self.stands.get(target.id) if isinstance(target, ast.Name) else None
        while filled is not None and chain:
            items, position = self.place(filled, chain.pop())
            if not chain:
                items[position] = value
                return
            filled = items[position]
        raise _OpaqueError


def _read_again(target: ast.Name | ast.Subscript) -> ast.expr:
    """What is changed, as it is read."""
    again = deepcopy(target)
    again.ctx = ast.Load()
    return again


def _is_said(node: ast.stmt) -> bool:
    """A text that only says what a function does."""
    return isinstance(node, ast.Expr) and _is_text(node.value)


def _added(items: Sequence[ast.expr]) -> ast.expr:
    """The items with a plus between them."""
    total = items[0]
    for one in items[1:]:
        total = ast.BinOp(total, ast.Add(), one)
    return total


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _read(node: ast.expr) -> set[str]:
    return {one.id for one in walk(node) if isinstance(one, ast.Name)}


class _Naming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, ast.expr], copy: Callable[[ast.expr], ast.expr]) -> None:
        self.names = names
        self.copy = copy

    def visit_Name(self, node: ast.Name) -> ast.expr:
        stands = self.names.get(node.id)
        return node if stands is None else self.copy(stands)
