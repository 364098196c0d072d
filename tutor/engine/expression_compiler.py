"""Expressions of a listing as they are run: no operation fails, and no number grows giant."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from tutor.engine.grammar import EXPRESSIONS, Kind
from tutor.engine.tree import call, literal_value, located, name

WIDEST = 512
"""Bits that a whole number may have inside an expression, so that it still fits a float."""


GUARDED: Mapping[type[ast.operator], str] = {
    ast.Pow: "$power",
    ast.Div: "$divide",
    ast.FloorDiv: "$floor",
    ast.Mod: "$rest",
}
"""Operators that may fail. All but a power are safe where the right side is written out."""


class ExpressionCompiler:
    """Writes expressions anew."""

    def __init__(self, kinds: Mapping[str, Kind], known: set[str], arrays: bool) -> None:
        self.kinds = kinds
        """What each name holds at the present place."""
        self.known = known
        """Names that surely have a value at the present place."""
        self.arrays = arrays
        """Whether the program is also to run on arrays."""

    def expression(self, node: ast.expr) -> ast.expr:
        new: ast.expr = getattr(self, EXPRESSIONS[type(node)])(node)
        return located(new, node)

    def constant(self, node: ast.Constant) -> ast.expr:
        return ast.Constant(node.value)

    def variable(self, node: ast.Name) -> ast.expr:
        """The value of a name, with a test that it has one where that is not certain."""
        if node.id in self.known:
            return name(node.id)
        return call("$filled", name(node.id), ast.Constant(node.id))

    def sign(self, node: ast.UnaryOp) -> ast.expr:
        return ast.UnaryOp(node.op, self.expression(node.operand))

    def logic(self, node: ast.BoolOp) -> ast.expr:
        return ast.BoolOp(node.op, [self.expression(value) for value in node.values])

    def comparison(self, node: ast.Compare) -> ast.expr:
        parts = [self.expression(other) for other in node.comparators]
        compared = ast.Compare(self.expression(node.left), node.ops, parts)
        # Arrays of truth do not add up as numbers do.
        return ast.BinOp(compared, ast.Add(), ast.Constant(0.0)) if self.arrays else compared

    def sequence(self, node: ast.List) -> ast.expr:
        return ast.List([self.clamped(element) for element in node.elts], ast.Load())

    def position(self, node: ast.Subscript) -> ast.expr:
        value, index = self.expression(node.value), self.expression(node.slice)
        return ast.Subscript(value, index, ast.Load())

    def call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)
        return call(node.func.id, *(self.clamped(argument) for argument in node.args))

    def operation(self, node: ast.BinOp) -> ast.expr:
        if self.is_text(node):
            return self.text([node])
        left, right = self.narrow(node.left), self.narrow(node.right)
        safe = GUARDED.get(type(node.op))
        if safe is None or (safe != "$power" and literal_value(node.right)):
            return ast.BinOp(left, node.op, right)
        return call(safe, left, right)

    def narrow(self, node: ast.expr) -> ast.expr:
        """An operand that surely fits a float."""
        value = self.expression(node)
        return call("$whole", value) if bits(node) > WIDEST // 2 else value

    def clamped(self, node: ast.expr) -> ast.expr:
        """A value that is seen outside its expression, so no larger than whole numbers go."""
        value = self.expression(node)
        return call("$whole", value) if self.grows(node) else value

    def grows(self, node: ast.expr) -> bool:
        """Whether the value may be a whole number past 2**53."""
        return not self.is_text(node) and bits(node) > 53

    # Texts

    def is_text(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant(value=value):
                return isinstance(value, str)
            case ast.Name(id=identifier):
                return self.kinds.get(identifier) is Kind.TEXT
            case ast.Call(func=ast.Name(id=function)):
                return function == "str"
            case ast.BinOp(left=left):
                return self.is_text(left)
            case _:
                return False

    def text(self, parts: Sequence[ast.expr]) -> ast.expr:
        """The parts as one text, joined in one go."""
        return ast.JoinedStr([piece for part in parts for piece in self.pieces(part)])

    def pieces(self, node: ast.expr) -> list[ast.expr]:
        match node:
            case ast.Constant(value=str()):
                return [ast.Constant(node.value)]
            case ast.BinOp(left=left, right=right) if self.is_text(node):
                return [*self.pieces(left), *self.pieces(right)]
            case ast.Call(func=ast.Name(id="str"), args=[value]):
                return self.pieces(value)
            case _ if self.is_text(node):
                return [ast.FormattedValue(self.expression(node), -1, None)]
            case _ if self.arrays:
                return [ast.FormattedValue(call("str", self.clamped(node)), -1, None)]
            case _:
                return [ast.FormattedValue(self.clamped(node), ord("s"), None)]

    def line(self, arguments: Sequence[ast.expr]) -> ast.expr:
        """What print writes, without the end of the line."""
        pieces: list[ast.expr] = []
        for number, argument in enumerate(arguments):
            pieces += [ast.Constant(" ")] if number else []
            pieces += self.pieces(argument)
        return ast.JoinedStr(pieces)


def bits(node: ast.expr) -> int:
    """Bits that the value can have where it is a whole number; 0 where it is surely a float."""
    match node:
        case ast.Constant(value=int() as value):
            return max(1, value.bit_length())
        case ast.Constant():
            return 0
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            both = bits(left), bits(right)
            return min(max(both) + 1, WIDEST) if all(both) else 0
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            both = bits(left), bits(right)
            return min(sum(both), WIDEST) if all(both) else 0
        case ast.BinOp(left=left, op=ast.FloorDiv()):
            return bits(left)
        case ast.BinOp(op=ast.Div()):
            return 0
        case ast.UnaryOp(operand=operand):
            return bits(operand)
        case ast.BoolOp(values=values):
            return max(bits(value) for value in values)
        case _:
            return 53
