"""The kind of every expression of a listing, or the reason why it has none."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from tutor.engine.grammar import (
    BUILT_IN,
    COMPARISONS,
    ELSEWHERE,
    LONGEST_LIST,
    MATH,
    OPERATORS,
    Kind,
    refuse,
    refuse_node,
)
from tutor.engine.numbers import LARGEST
from tutor.engine.tree import literal_value
from tutor.errors import ListingError, nearest

NONE: Mapping[str, Kind] = MappingProxyType({})


class Scope:
    """The names of the listing itself, or those of one of its functions."""

    def __init__(
        self,
        assigned: Iterable[str],
        kinds: Mapping[str, Kind] = NONE,
        late: Mapping[str, Kind] = NONE,
        *,
        counters: Sequence[str] = (),
        outer: Scope | None = None,
    ) -> None:
        self.assigned = frozenset(assigned)
        """Every name that is assigned somewhere here."""
        self.kinds = dict(kinds)
        """The kind of each name that is assigned above the present statement."""
        self.late = late
        """Kinds of names that are read above the line that first assigns them."""
        self.guessed: set[str] = set()
        """Names read above that line, and taken for numbers."""
        self.counters = list(counters)
        """Loop variables of the loops around the present statement."""
        self.outer = outer
        """For a function: the listing around it, which it may read."""


def check_expression(
    node: ast.expr,
    kinds: Mapping[str, Kind],
    functions: Mapping[str, int],
    counters: Sequence[str] = (),
) -> Kind:
    """The kind of one expression over the given names; every math function may be used in it."""
    checker = ExpressionChecker(Scope(kinds, kinds, counters=counters), frozenset(functions))
    checker.functions = dict(functions)
    checker.imported = set(MATH)
    return checker.kind(node)


class ExpressionChecker:
    """Finds kinds of expressions; raises ListingError for those that make no sense."""

    def __init__(self, scope: Scope, defined: frozenset[str]) -> None:
        self.scope = scope
        self.defined = defined
        """Every function of the listing, above or below."""
        self.functions: dict[str, int] = {}
        """Functions defined so far, with how many arguments they take."""
        self.inside = ""
        """The function whose lines are being looked at."""
        self.imported: set[str] = set()
        """Functions taken from math so far."""

    def number(self, node: ast.expr, role: str) -> None:
        kind = self.kind(node)
        if kind is not Kind.NUMBER:
            refuse(node, f"{role} must be a number, and this is {kind}", "write a number")

    def kind(self, node: ast.expr) -> Kind:
        """The kind of the expression's value."""
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name():
                return self.name(node)
            case ast.BinOp():
                return self.operation(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not(), operand=operand):
                self.number(operand, "what a sign or `not` stands before")
                return Kind.NUMBER
            case ast.BoolOp(values=values):
                for value in values:
                    self.number(value, "what `and` and `or` stand between")
                return Kind.NUMBER
            case ast.Compare():
                return self.comparison(node)
            case ast.List(elts=elements):
                return self.list(node, elements)
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call():
                return self.call(node)
            case ast.UnaryOp():
                refuse(node, "`~` is not used here", "write - or not")
            case _:
                refuse_node(node)

    def constant(self, node: ast.Constant) -> Kind:
        match node.value:
            case bool() | float():
                return Kind.NUMBER
            case int() as value:
                if value > LARGEST:
                    near = f"{value:.6g}" if value < 10**300 else "a smaller number"
                    refuse(node, f"a whole number past {LARGEST}", f"write {near}")
                return Kind.NUMBER
            case str() as text:
                if not all(c.isprintable() or c in "\n\t" for c in text):
                    refuse(node, "a text with a control character", "write visible characters")
                return Kind.TEXT
            case None:
                refuse(node, "`None` is not used here", "write a number")
            case _:
                refuse(node, "a value that is no number and no text", "write a number")

    def name(self, node: ast.Name) -> Kind:
        scope: Scope | None = self.scope
        while scope is not None:
            if node.id in scope.assigned:
                kind = scope.kinds.get(node.id) or scope.late.get(node.id)
                if kind is None:
                    # It is only set further down. Where that is no number, all is read again.
                    scope.guessed.add(node.id)
                return kind or Kind.NUMBER
            scope = scope.outer
        if node.id in self.functions or node.id in BUILT_IN or node.id in self.imported:
            refuse(node, f"`{node.id}` is a function", f"write {node.id}(…)")
        raise self.unknown(node, node.id)

    def unknown(self, node: ast.expr, name: str, function: bool = False) -> ListingError:
        """The error for a name that is not there, with the nearest one that is."""
        what = f"there is no {'function' if function else 'name'} `{name}`"
        there: list[str] = [*self.functions, *self.imported]
        if function:
            there += BUILT_IN
        else:
            there += [*self.scope.assigned, *(self.scope.outer or self.scope).assigned]
        near = nearest(name, there)
        if name in MATH:
            what = f"`{name}` is not there yet"
            instead = f"write from math import {name} at the top"
        elif name == self.inside:
            what, instead = f"`{name}` calls itself", "write a for loop"
        elif name in self.defined:
            what = f"`{name}` is defined further down"
            instead = "write its def above this line"
        elif name in ELSEWHERE:
            what, instead = f"`{name}` is not used here", ELSEWHERE[name]
        elif near:
            instead = f"did you mean {near}?"
        elif function:
            instead = f"there are {', '.join(sorted(there))}"
        else:
            instead = "assign it first, as in name = 0.5"
        return ListingError(node.lineno, node.col_offset + 1, what, instead)

    def operation(self, node: ast.BinOp) -> Kind:
        if isinstance(node.op, ast.BitXor):
            refuse(node, "`^` is not a power here", "write **")
        if not isinstance(node.op, OPERATORS):
            refuse(node, "an operator for bits or matrices", "use + - * / // % **")
        left, right = self.kind(node.left), self.kind(node.right)
        if left is right is Kind.NUMBER:
            return Kind.NUMBER
        if left is right is Kind.TEXT and isinstance(node.op, ast.Add):
            return Kind.TEXT
        if Kind.LIST in (left, right):
            refuse(node, "arithmetic with a whole list", "take one number, as in values[0]")
        if isinstance(node.op, ast.Add):
            refuse(node, "a text and a number cannot be added", "write str(…) around the number")
        if isinstance(node.op, ast.Mod):
            refuse(node, "a text with % after it", 'write "text" + str(round(value, 2))')
        refuse(node, "a text can only be added to a text", "use + between texts")

    def comparison(self, node: ast.Compare) -> Kind:
        if not all(isinstance(op, COMPARISONS) for op in node.ops):
            refuse(node, "`is` and `in` are not used here", "use == != < <= > >=")
        kinds = {self.kind(part) for part in [node.left, *node.comparators]}
        if Kind.LIST in kinds:
            refuse(node, "whole lists cannot be compared", "compare one number at a time")
        if len(kinds) > 1:
            refuse(node, "a text compared with a number", "compare values of one kind")
        return Kind.NUMBER

    def list(self, node: ast.expr, elements: Sequence[ast.expr]) -> Kind:
        if not 1 <= len(elements) <= LONGEST_LIST:
            refuse(node, f"a list of {len(elements)}", f"write 1 to {LONGEST_LIST} numbers")
        for element in elements:
            self.number(element, "what a list holds")
        return Kind.LIST

    def subscript(self, node: ast.Subscript) -> Kind:
        if isinstance(node.slice, ast.Slice):
            refuse_node(node.slice)
        if self.kind(node.value) is not Kind.LIST:
            refuse(node, "only a list has positions", "write [ ] after the name of a list")
        match node.slice:
            case ast.Name(id=name) if name in self.scope.counters:
                return Kind.NUMBER
            case _ if isinstance(literal_value(node.slice), int):
                return Kind.NUMBER
        refuse(node, "a position that is worked out", "use a whole number or a loop variable")

    def call(self, node: ast.Call) -> Kind:
        if not isinstance(node.func, ast.Name):
            refuse_node(node.func)
        name = node.func.id
        if name == "print":
            refuse(node, "print inside an expression", "write print on a line of its own")
        if node.keywords:
            refuse(node, f"a named argument in {name}(…)", "write the values in order")
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            refuse(node, "a `*` before a value", "write each value out")
        if name in self.functions or name in self.imported:
            return self.call_function(node, name)
        if name in BUILT_IN:
            return self.call_built_in(node, name)
        if name in self.scope.assigned:
            refuse(node, f"`{name}` is no function", "write * between two factors")
        raise self.unknown(node, name, function=True)

    def call_function(self, node: ast.Call, name: str) -> Kind:
        wanted = self.functions.get(name, 1)
        if len(node.args) != wanted:
            count = "one value" if wanted == 1 else f"{wanted} values"
            refuse(node, f"{name}(…) takes {count}", f"{len(node.args)} are given")
        for argument in node.args:
            self.number(argument, f"what {name} takes")
        return Kind.NUMBER

    def call_built_in(self, node: ast.Call, name: str) -> Kind:
        kinds = [self.kind(argument) for argument in node.args]
        numbers = all(kind is Kind.NUMBER for kind in kinds)
        match name:
            case "str":
                if len(kinds) != 1:
                    refuse(node, "str(…) takes one value", "write str(x)")
                return Kind.TEXT
            case "len":
                if len(kinds) != 1 or numbers:
                    refuse(node, "len(…) takes one list", "write len(values)")
            case "abs":
                if len(kinds) != 1 or not numbers:
                    refuse(node, "abs(…) takes one number", "write abs(x)")
            case "round":
                if len(kinds) not in (1, 2) or not numbers:
                    refuse(node, "round(…) takes a number", "write round(x) or round(x, 2)")
            case _:
                if kinds != [Kind.LIST] and not (len(kinds) > 1 and numbers):
                    refuse(node, f"{name}(…) takes numbers", f"write {name}(a, b)")
        return Kind.NUMBER
