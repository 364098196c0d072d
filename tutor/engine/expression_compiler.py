"""Expressions of a listing as they are run: no operation fails, and no number grows giant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping, Sequence

from tutor.engine.language.expression_checker import spec_text
from tutor.engine.language.grammar import COMPARISONS, EXPRESSIONS, MATH_NUMBERS, Kind
from tutor.engine.language.kinds import Held
from tutor.engine.language.scope import Imports, Scope, arguments_of, scope_of
from tutor.engine.language.tree import call, literal_value, located, name, target_names, walk

WIDEST = 512
"""Bits that a whole number may have inside an expression, so that it still fits a float."""
PASS_COST = 8
"""What going round a loop or into a function costs besides its lines."""
SLOW = (ast.Call, ast.Pow, ast.Mod, ast.FloorDiv, ast.FormattedValue)
CALL_COST = 12
"""What each of those costs besides."""

GUARDED: Mapping[type[ast.operator], str] = {
    ast.Pow: "$power",
    ast.Div: "$divide",
    ast.FloorDiv: "$floor",
    ast.Mod: "$rest",
}
"""Operators that may fail. All but a power are safe where the right side is written out."""
PAYING: Mapping[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.FloorDiv: "floor",
    ast.Mod: "rest",
    ast.Pow: "power",
}
"""The same for values of any kind, by the method of the machine."""
COMPARING: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "equal",
    ast.NotEq: "unequal",
    ast.Lt: "less",
    ast.LtE: "at_most",
    ast.Gt: "more",
    ast.GtE: "at_least",
    ast.In: "contains",
    ast.NotIn: "excludes",
}
FLAT = frozenset({Kind.NUMBER, Kind.TEXT, Kind.NONE})
"""What holds nothing else."""
USING_UP = frozenset(
    {"total", "sum", "any", "all", "to_list", "to_tuple", "sorted", "min", "max", "join", "extend"}
)
"""Methods of the machine that go through what they are given, and keep nothing of it."""
RENAMED: Mapping[str, str] = {
    "str": "text",
    "pow": "power",
    **{one: f"to_{one}" for one in ("int", "float", "bool", "list", "tuple", "range")},
}
"""Methods of the machine that are not called as what they stand for."""


def kind(node: ast.AST) -> Kind:
    """What an expression may come to."""
    held: Held | None = getattr(node, "held", None)
    return held.kind() if held is not None else Kind.ANY


def run(method: str, *arguments: ast.expr) -> ast.Call:
    """A call of the machine's."""
    return ast.Call(machine(method), list(arguments), [])


def machine(method: str) -> ast.expr:
    return ast.Attribute(name("$run"), method, ast.Load())


def cost(nodes: Sequence[ast.AST]) -> int:
    """Work of one pass, in nodes."""
    everything = walk(*nodes)
    return len(everything) + CALL_COST * len(
        [node for node in everything if isinstance(node, SLOW)]
    )


class ExpressionCompiler:
    """Writes expressions anew."""

    def __init__(
        self,
        scope: Scope,
        imports: Imports,
        known: set[str],
        arrays: bool,
        exact: bool,
        recursive: Collection[ast.AST] = (),
    ) -> None:
        self.scope = scope
        self.imports = imports
        self.known = known
        """Names that surely have a value at the present place."""
        self.arrays = arrays
        """Whether the program is also to run on arrays."""
        self.exact = exact
        """Whether whole numbers may be large."""
        self.chained = 0
        """Values of chained comparisons that have a name of their own."""
        self.recursive = recursive
        """Functions and lambdas that may call themselves."""

    def expression(self, node: ast.expr) -> ast.expr:
        new: ast.expr = getattr(self, EXPRESSIONS[type(node)])(node)
        return located(new, node)

    def optional(self, node: ast.expr | None) -> ast.expr:
        return ast.Constant(None) if node is None else self.clamped(node)

    def constant(self, node: ast.Constant) -> ast.expr:
        return ast.Constant(node.value)

    def variable(self, node: ast.Name) -> ast.expr:
        """The value of a name, with a test that it has one where that is not certain."""
        scope = self.scope.of(node.id)
        if scope is None:
            return self.ready_function(node, node.id)
        if node.id in self.known:
            return name(node.id)
        test = "$there" if may_be_none(scope.held.get(node.id)) else "$filled"
        return call(test, name(node.id), ast.Constant(node.id))

    def dotted(self, node: ast.Attribute) -> ast.expr:
        return self.ready_function(node, node.attr)

    def ready_function(self, node: ast.expr, there: str) -> ast.expr:
        """Something of a module, or a function that is built in, as a value."""
        meant = self.imports.meaning(node)
        if meant is None:
            return machine(RENAMED.get(there, there))
        module, there = meant
        if there in MATH_NUMBERS:
            import math

            return ast.Constant(getattr(math, there))
        return run(f"{module}_function", ast.Constant(there))

    def numbers(self, *nodes: ast.expr) -> bool:
        """Whether all of them surely are numbers."""
        return all(kind(node) is Kind.NUMBER for node in nodes)

    def sign(self, node: ast.UnaryOp) -> ast.expr:
        value = self.expression(node.operand)
        if isinstance(node.op, ast.Not) or self.numbers(node.operand):
            return ast.UnaryOp(node.op, value)
        return run("negative" if isinstance(node.op, ast.USub) else "positive", value)

    def logic(self, node: ast.BoolOp) -> ast.expr:
        return ast.BoolOp(node.op, [self.expression(value) for value in node.values])

    def choice(self, node: ast.IfExp) -> ast.expr:
        parts = (self.expression(part) for part in (node.test, node.body, node.orelse))
        return ast.IfExp(*parts)

    def comparison(self, node: ast.Compare) -> ast.expr:
        parts = [node.left, *node.comparators]
        identity = all(isinstance(op, ast.Is | ast.IsNot) for op in node.ops)
        plain = all(isinstance(op, COMPARISONS) for op in node.ops)
        if identity or (plain and self.numbers(*parts)):
            left, *others = [self.expression(part) for part in parts]
            compared = ast.Compare(left, node.ops, others)
            # Arrays of truth do not add up as numbers do.
            return ast.BinOp(compared, ast.Add(), ast.Constant(0.0)) if self.arrays else compared
        if all(_repeatable(part) for part in parts[1:-1]):
            pairs = zip(parts, node.ops, parts[1:], strict=False)
            tests = [self.compared(left, op, right) for left, op, right in pairs]
            return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
        return self.given(parts[0], lambda left: self.chain(left, node.ops, parts[1:]))

    def chain(
        self, left: ast.expr, ops: Sequence[ast.cmpop], parts: Sequence[ast.expr]
    ) -> ast.expr:
        """`left < b < c …`, as far as it holds, with b worked out once."""
        if len(ops) == 1:
            return self.compare(left, ops[0], self.clamped(parts[0]))

        def both(middle: ast.expr) -> ast.expr:
            tests = [self.compare(left, ops[0], middle), self.chain(middle, ops[1:], parts[1:])]
            return ast.BoolOp(ast.And(), tests)

        return self.given(parts[0], both)

    def given(self, node: ast.expr, inside: Callable[[ast.expr], ast.expr]) -> ast.expr:
        """An expression in which a value stands by name that is worked out before it."""
        self.chained += 1
        held = f"$c{self.chained}"
        function = ast.Lambda(_arguments([held], []), inside(name(held)))
        return ast.Call(function, [self.clamped(node)], [])

    def compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
        """One comparison of values of any kind."""
        return self.compare(self.clamped(left), op, self.clamped(right))

    def compare(self, one: ast.expr, op: ast.cmpop, other: ast.expr) -> ast.expr:
        """The same of what is compiled."""
        if isinstance(op, ast.Is | ast.IsNot):
            return ast.Compare(one, [op], [other])
        return run(COMPARING[type(op)], one, other)

    # Lists

    def sequence(self, node: ast.List) -> ast.expr:
        made = ast.List([self.clamped(element) for element in node.elts], ast.Load())
        flat = all(kind(element) in FLAT for element in node.elts)
        return run("listed" if flat else "nested", made)

    def row(self, node: ast.Tuple) -> ast.expr:
        made = ast.Tuple([self.clamped(element) for element in node.elts], ast.Load())
        flat = all(kind(element) in FLAT for element in node.elts)
        return made if flat else run("nested", made)

    def position(self, node: ast.Subscript) -> ast.expr:
        value = self.expression(node.value)
        index = node.slice
        if isinstance(index, ast.Slice):
            parts = (self.optional(part) for part in (index.lower, index.upper, index.step))
            return run("slice", value, *parts)
        if kind(node.value) in (Kind.LIST, Kind.TUPLE, Kind.TEXT):
            return ast.Subscript(value, self.expression(index), ast.Load())
        return run("item", value, self.expression(index))

    def comprehension(self, node: ast.ListComp) -> ast.expr:
        elements, generators = self.gone_through(node, size=True)
        return ast.ListComp(elements, generators)

    def generator(self, node: ast.GeneratorExp) -> ast.expr:
        elements, generators = self.gone_through(node, size=False)
        return ast.GeneratorExp(elements, generators)

    def gone_through(
        self, node: ast.ListComp | ast.GeneratorExp, size: bool
    ) -> tuple[ast.expr, list[ast.comprehension]]:
        """Its parts; each of its passes pays."""
        outer, known = self.scope, set(self.known)
        inside = [node.elt, *(test for one in node.generators for test in one.ifs)]
        generators = []
        for number, one in enumerate(node.generators):
            source = self.clamped(one.iter)
            if number == 0:
                self.scope = scope_of(node)
                self.known = self.known - self.scope.assigned
            last = one is node.generators[-1]
            price = [ast.Constant(PASS_COST + (cost(inside) if last else 0))]
            if size and last:
                price.append(ast.Constant(_bytes_of(node.elt)))
            self.known |= set(target_names(one.target))
            tests = [self.expression(test) for test in one.ifs]
            each = run("each", source, *price)
            generators.append(ast.comprehension(self.names_of(one.target), each, tests, 0))
        elements = self.clamped(node.elt)
        if size and kind(node.elt) not in FLAT:
            elements = run("shallow", elements)
        self.scope, self.known = outer, known
        return elements, generators

    def names_of(self, target: ast.expr) -> ast.expr:
        """A target of names alone."""
        if isinstance(target, ast.Name):
            return ast.Name(target.id, ast.Store())
        assert isinstance(target, ast.Tuple | ast.List)
        return ast.Tuple([self.names_of(part) for part in target.elts], ast.Store())

    def small_function(self, node: ast.Lambda) -> ast.expr:
        defaults = [self.clamped(default) for default in node.args.defaults]
        outer, known = self.scope, set(self.known)
        self.scope = scope_of(node)
        self.known = (self.known - self.scope.assigned) | set(arguments_of(node))
        body = self.clamped(node.body)
        self.scope, self.known = outer, known
        price = ast.Constant(PASS_COST + cost([node.body]))
        if node in self.recursive:
            body = ast.IfExp(run("enter", price), run("leave", body), ast.Constant(None))
        else:
            body = ast.IfExp(run("paid", price), body, ast.Constant(None))
        return run("function", ast.Lambda(_arguments(arguments_of(node), defaults), body))

    # Calls

    def call(self, node: ast.Call) -> ast.expr:
        function = node.func
        meant = self.imports.meaning(function)
        if meant is not None:
            return self.call_member(node, *meant)
        if isinstance(function, ast.Name) and self.scope.of(function.id) is None:
            return self.call_built_in(node, function.id)
        if isinstance(function, ast.Attribute):
            return self.machined(node, function.attr, self.expression(function.value))
        arguments = [self.clamped(argument) for argument in node.args]
        return ast.Call(self.expression(function), arguments, self.named(node))

    def named(self, node: ast.Call) -> list[ast.keyword]:
        return [ast.keyword(one.arg, self.clamped(one.value)) for one in node.keywords]

    def machined(self, node: ast.Call, method: str, *first: ast.expr) -> ast.expr:
        """A call of the machine's that takes what is written."""
        uses_up = method in USING_UP
        arguments = [
            self.clamped(one, used_up=True)
            if uses_up and isinstance(one, ast.GeneratorExp)
            else self.argument(one)
            for one in node.args
        ]
        return ast.Call(machine(method), [*first, *arguments], self.named(node))

    def argument(self, node: ast.expr) -> ast.expr:
        """An argument of the machine's, or of print."""
        if isinstance(node, ast.Starred):
            return ast.Starred(run("to_list", self.expression(node.value)), ast.Load())
        return self.clamped(node)

    def call_member(self, node: ast.Call, module: str, there: str) -> ast.expr:
        """A function of math or random."""
        arguments = [self.clamped(argument) for argument in node.args]
        if module == "math" and self.numbers(*node.args) and not self.exact:
            return call(f"$math.{there}", *arguments)
        return run(module, ast.Constant(there), *arguments)

    def call_built_in(self, node: ast.Call, function: str) -> ast.expr:
        spread = any(isinstance(one, ast.Starred) for one in node.args) or node.keywords
        numbers = not spread and self.numbers(*node.args)
        if function == "pow":
            power = ast.copy_location(ast.BinOp(node.args[0], ast.Pow(), node.args[1]), node)
            return self.operation(power)
        between = function in ("max", "min") and len(node.args) > 1
        if numbers and (between or (function in ("abs", "round") and not self.exact)):
            return call(f"${function}", *(self.clamped(one) for one in node.args))
        if not spread and len(node.args) == 1 and of_numbers(node.args[0]):
            whole = kind(node.args[0]) in (Kind.LIST, Kind.TUPLE)
            if whole and function in ("max", "min"):
                return call(f"${function}", run("counted", self.expression(node.args[0])))
        adds = function == "sum" and not spread and not self.exact
        if adds and of_numbers(node.args[0]) and self.numbers(*node.args[1:]):
            return self.machined(node, "total")
        if function == "len" and kind(node.args[0]) in (Kind.LIST, Kind.TUPLE, Kind.TEXT):
            return call("$len", self.expression(node.args[0]))
        return self.machined(node, RENAMED.get(function, function))

    # Arithmetic

    def operation(self, node: ast.BinOp) -> ast.expr:
        if self.exact or not self.numbers(node.left, node.right):
            return run(PAYING[type(node.op)], self.clamped(node.left), self.clamped(node.right))
        left, right = self.narrow(node.left), self.narrow(node.right)
        safe = GUARDED.get(type(node.op))
        if safe is None or (safe != "$power" and literal_value(node.right)):
            return ast.BinOp(left, node.op, right)
        return call(safe, left, right)

    def narrow(self, node: ast.expr) -> ast.expr:
        """An operand that surely fits a float."""
        value = self.expression(node)
        return call("$small", value) if bits(node) > WIDEST // 2 else value

    def clamped(self, node: ast.expr, used_up: bool = False) -> ast.expr:
        """A value that is seen outside its expression, so no larger than whole numbers go;
        `used_up`: at once, and not kept."""
        value = self.expression(node)
        if isinstance(node, ast.GeneratorExp) and not used_up:
            return run("later", value)
        return call("$small", value) if self.grows(node) else value

    def grows(self, node: ast.expr) -> bool:
        """Whether the value may be a whole number past 2**53."""
        return not self.exact and kind(node) is Kind.NUMBER and bits(node) > 53

    # Texts

    def formatted(self, node: ast.JoinedStr) -> ast.expr:
        return run("hold", ast.JoinedStr(self.pieces(node)))

    def pieces(self, node: ast.expr) -> list[ast.expr]:
        """The pieces of an f-string that the value is written by."""
        match node:
            case ast.Constant(value=str()):
                return [ast.Constant(node.value)]
            case ast.JoinedStr(values=values):
                return [piece for value in values for piece in self.pieces(value)]
            case ast.FormattedValue():
                return [self.field(node)]
            case ast.BinOp(op=ast.Add()) if self.is_text(node):
                return [*self.pieces(node.left), *self.pieces(node.right)]
            case ast.Call(func=ast.Name(id="str"), args=[value], keywords=[]) if self.scope.of(
                "str"
            ) is None and self.numbers(value):
                return self.pieces(value)
            case _ if self.numbers(node) and not self.arrays:
                return [ast.FormattedValue(self.clamped(node), ord("s"), None)]
            case _:
                return [ast.FormattedValue(run("text", self.clamped(node)), -1, None)]

    def is_text(self, node: ast.expr) -> bool:
        """Whether it surely is a text, added up of texts."""
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_text(left) and self.is_text(right)
        return kind(node) is Kind.TEXT

    def field(self, node: ast.FormattedValue) -> ast.expr:
        """A value in an f-string. Its format has been looked at."""
        spec = spec_text(node.format_spec) if node.format_spec is not None else ""
        conversion = "" if node.conversion < 0 else chr(node.conversion)
        if self.numbers(node.value) and not self.exact and not self.arrays:
            written = ast.JoinedStr([ast.Constant(spec)]) if spec else None
            return ast.FormattedValue(self.clamped(node.value), node.conversion, written)
        value = self.clamped(node.value)
        text = run("formatted", value, ast.Constant(conversion), ast.Constant(spec))
        return ast.FormattedValue(text, -1, None)

    def line(self, node: ast.Call) -> ast.expr:
        """What print writes."""
        named = {one.arg: one.value for one in node.keywords}
        between = self.mark(named.get("sep"), " ")
        end = self.mark(named.get("end"), "\n")
        if not self.writes_in_order(node):
            values = ast.List([self.argument(one) for one in node.args], ast.Load())
            return run("spread", values, ast.JoinedStr(between), ast.JoinedStr(end))
        pieces: list[ast.expr] = []
        for number, argument in enumerate(node.args):
            pieces += between if number else []
            pieces += self.pieces(argument)
        return ast.JoinedStr([*pieces, *end])

    def writes_in_order(self, node: ast.Call) -> bool:
        """Whether each value can be written before the next is looked at: none is changed by what
        comes behind it, and nothing between them is worked out."""
        if any(isinstance(one, ast.Starred) for one in node.args):
            return False
        if not all(isinstance(one.value, ast.Constant) for one in node.keywords):
            return False
        flat = all(kind(one) in FLAT for one in node.args[:-1])
        return flat or not any(isinstance(part, ast.Call) for part in walk(*node.args[1:]))

    def mark(self, node: ast.expr | None, usual: str) -> list[ast.expr]:
        """What stands between values, or behind them."""
        return (
            [ast.Constant(usual)] if node is None or kind(node) is Kind.NONE else self.pieces(node)
        )


def _repeatable(node: ast.expr) -> bool:
    """Whether looking at it twice makes no difference."""
    return isinstance(node, ast.Name | ast.Constant)


def _bytes_of(node: ast.expr) -> int:
    """Bytes that an element of a comprehension may take."""
    functions = [part for part in walk(node) if isinstance(part, ast.Lambda)]
    inside = 56 + 40 * len(node.elts) if isinstance(node, ast.Tuple | ast.List) else 0
    return 40 + inside + 250 * len(functions)


def _arguments(names: Sequence[str], defaults: list[ast.expr]) -> ast.arguments:
    return ast.arguments([], [ast.arg(one) for one in names], None, [], [], None, defaults)


def may_be_none(held: Held | None) -> bool:
    """Whether None may be a value of it, and not only that there is none yet."""
    return held is None or held.kind() in (Kind.NONE, Kind.ANY)


def of_numbers(node: ast.expr) -> bool:
    """Whether going through it surely gives numbers."""
    held: Held | None = getattr(node, "held", None)
    if held is None or held.kind() not in (Kind.LIST, Kind.TUPLE, Kind.LAZY):
        return False
    items = held.root().items
    if items is not None:
        return all(item.kind() is Kind.NUMBER for item in items)
    return held.element().kind() is Kind.NUMBER


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
        case ast.IfExp(body=body, orelse=orelse):
            return max(bits(body), bits(orelse))
        case _:
            return 53
