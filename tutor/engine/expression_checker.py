"""The kind of every expression of a listing, or the reason why it has none."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from tutor.engine.grammar import (
    BUILT_IN,
    COMPARISONS,
    ELSEWHERE,
    EXPRESSIONS,
    LONGEST_LIST,
    MATH,
    OPERATORS,
    REMEDIES,
    Kind,
    refuse,
    refuse_node,
    require,
)
from tutor.engine.numbers import LARGEST
from tutor.engine.tree import literal_value
from tutor.errors import did_you_mean


@dataclass
class Scope:
    """The names of the listing itself, or those of one of its functions."""

    assigned: frozenset[str]
    """Every name that is assigned somewhere here."""
    kinds: dict[str, Kind]
    """The kind of each name that is assigned above the present statement."""
    counters: list[str] = field(default_factory=list)
    """Loop variables of the loops around the present statement."""
    function: str = ""
    """The function whose lines are being looked at; empty for the listing's own."""
    outer: Scope | None = None
    """For a function: the listing around it, which it may read."""
    late: dict[str, Kind] = field(default_factory=dict)
    """Kinds of names that are read above the line that first assigns them."""
    guessed: set[str] = field(default_factory=set)
    """The other names that are so read, and taken for numbers."""


class ExpressionChecker:
    """Finds kinds of expressions; raises ListingError for those that make no sense."""

    def __init__(
        self,
        scope: Scope,
        functions: Sequence[ast.FunctionDef],
        imported: Mapping[str, int],
        line: float,
    ) -> None:
        self.scope = scope
        self.defined = frozenset(function.name for function in functions)
        """Every function of the listing, above the line or below."""
        above = [function for function in functions if function.lineno < line]
        self.functions = {function.name: len(function.args.args) for function in above}
        """Functions defined above the line, with how many arguments they take."""
        self.imported = {name: taken for name, taken in imported.items() if taken < line}
        """Functions taken from math above it, with the line that takes each."""

    def number(self, node: ast.expr, role: str) -> None:
        kind = self.kind(node)
        if kind is not Kind.NUMBER:
            refuse(node, f"{role} must be a number, and this is {kind}", "write a number")

    def kind(self, node: ast.expr) -> Kind:
        """The kind of the expression's value."""
        if type(node) not in EXPRESSIONS:
            refuse_node(node)
        found: Kind = getattr(self, EXPRESSIONS[type(node)])(node)
        return found

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
                visible = all(c.isprintable() or c in "\n\t" for c in text)
                require(
                    visible, node, "a text with a control character", "write visible characters"
                )
                return Kind.TEXT
            case None:
                refuse(node, "`None` is not used here", "write a number")
            case _:
                refuse(node, "a value that is no number and no text", "write a number")

    def variable(self, node: ast.Name) -> Kind:
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
        self.unknown(node, node.id)

    def unknown(self, node: ast.expr, name: str, function: bool = False) -> NoReturn:
        """Refuse a name that is not there, with the nearest one that is."""
        what = f"there is no {'function' if function else 'name'} `{name}`"
        there: list[str] = [*self.functions, *self.imported]
        if function:
            there += BUILT_IN
        else:
            there += [*self.scope.assigned, *(self.scope.outer or self.scope).assigned]
        if name in MATH:
            what = f"`{name}` is not there yet"
            instead = f"write from math import {name} at the top"
        elif name == self.scope.function:
            what, instead = f"`{name}` calls itself", "write a for loop"
        elif name in self.defined:
            what = f"`{name}` is defined further down"
            instead = "write its def above this line"
        elif name in ELSEWHERE:
            what, instead = f"`{name}` is not used here", ELSEWHERE[name]
        else:
            known = f"there are {', '.join(sorted(there))}"
            otherwise = known if function else "assign it first, as in name = 0.5"
            instead = did_you_mean(name, there, otherwise)
        refuse(node, what, instead)

    def operation(self, node: ast.BinOp) -> Kind:
        require(not isinstance(node.op, ast.BitXor), node, "`^` is not a power here", "write **")
        what = "an operator for bits or matrices"
        require(isinstance(node.op, OPERATORS), node, what, "use + - * / // % **")
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

    def sign(self, node: ast.UnaryOp) -> Kind:
        require(not isinstance(node.op, ast.Invert), node, "`~` is not used here", "write - or not")
        self.number(node.operand, "what a sign or `not` stands before")
        return Kind.NUMBER

    def logic(self, node: ast.BoolOp) -> Kind:
        for value in node.values:
            self.number(value, "what `and` and `or` stand between")
        return Kind.NUMBER

    def comparison(self, node: ast.Compare) -> Kind:
        known = all(isinstance(op, COMPARISONS) for op in node.ops)
        require(known, node, "`is` and `in` are not used here", "use == != < <= > >=")
        kinds = {self.kind(part) for part in [node.left, *node.comparators]}
        if Kind.LIST in kinds:
            refuse(node, "whole lists cannot be compared", "compare one number at a time")
        require(
            len(kinds) == 1, node, "a text compared with a number", "compare values of one kind"
        )
        return Kind.NUMBER

    def sequence(self, node: ast.List) -> Kind:
        count = len(node.elts)
        fits = 1 <= count <= LONGEST_LIST
        require(fits, node, f"a list of {count}", f"write 1 to {LONGEST_LIST} numbers")
        for element in node.elts:
            self.number(element, "what a list holds")
        return Kind.LIST

    def position(self, node: ast.Subscript) -> Kind:
        index = node.slice
        if isinstance(index, ast.Slice):
            refuse_node(index)
        is_list = self.kind(node.value) is Kind.LIST
        require(is_list, node, "only a list has positions", "write [ ] after the name of a list")
        counted = isinstance(index, ast.Name) and index.id in self.scope.counters
        if not counted and not isinstance(literal_value(index), int):
            refuse(node, "a position that is worked out", "use a whole number or a loop variable")
        return Kind.NUMBER

    def call(self, node: ast.Call) -> Kind:
        if not isinstance(node.func, ast.Name):
            refuse_node(node.func)
        name = node.func.id
        if name == "print":
            refuse(node, "print inside an expression", "write print on a line of its own")
        plain = f"a named argument in {name}(…)", "write the values in order"
        require(not node.keywords, node, *plain)
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            refuse(node, *REMEDIES[ast.Starred])
        if name in self.functions or name in self.imported:
            return self.call_function(node, name)
        if name in BUILT_IN:
            return self.call_built_in(node, name)
        if name in self.scope.assigned:
            refuse(node, f"`{name}` is no function", "write * between two factors")
        self.unknown(node, name, function=True)

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
        one = len(kinds) == 1
        match name:
            case "str":
                require(one, node, "str(…) takes one value", "write str(x)")
                return Kind.TEXT
            case "len":
                require(one and not numbers, node, "len(…) takes one list", "write len(values)")
            case "abs":
                require(one and numbers, node, "abs(…) takes one number", "write abs(x)")
            case "round":
                instead = "write round(x) or round(x, 2)"
                require(numbers and len(kinds) in (1, 2), node, "round(…) takes a number", instead)
            case _:
                fits = kinds == [Kind.LIST] or (len(kinds) > 1 and numbers)
                require(fits, node, f"{name}(…) takes numbers", f"write {name}(a, b)")
        return Kind.NUMBER
