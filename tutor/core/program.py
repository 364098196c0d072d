"""A checked listing as Python bytecode that watches itself.

The tree of the listing is written anew, line numbers kept: `**`, `/` and the like become calls of
arithmetic.py, whole numbers are kept from growing, every pass of a loop and every call pays for
the work it does, each pass of the main loop leaves a row with the value of every variable, and
`print` goes to a bounded page. Names that the engine adds begin with `$`: no listing can spell
them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import CodeType
from typing import Any, TypeVar

from tutor.core import arithmetic
from tutor.core.language import LARGEST, Kind, Script, assigned_names, is_print, literal_value

BUDGET = 4_000_000
"""Work that one run may do, in nodes of the tree: well below a second."""
PASS_COST = 8
"""What going round a loop or into a function costs besides its lines."""
ROW_BYTES = 40 * 2**20
"""Memory that the rows of one run may take."""
WIDEST = 512
"""Bits that a whole number may have inside an expression, so that it still fits a float."""

Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Shape:
    """Which program is wanted of a listing."""

    quiet: bool = False
    """Without its prints."""
    wanted: str = ""
    """Return this variable as soon as it is known in the last update, and keep no rows."""


@dataclass(frozen=True)
class Program:
    """A compiled listing; called through `trace.py` and `curves.py`."""

    code: CodeType
    names: tuple[str, ...]
    """Every variable, parameters first: the columns of a row."""

    @cached_property
    def scalar(self) -> Callable[..., Any]:
        """The program on plain numbers."""
        return self.bound_to(arithmetic.FUNCTIONS)

    @cached_property
    def vector(self) -> Callable[..., Any]:
        """The program on NumPy arrays."""
        from tutor.core import arrays

        return self.bound_to(arrays.FUNCTIONS)

    def bound_to(self, functions: Mapping[str, object]) -> Callable[..., Any]:
        names: dict[str, Any] = {**functions, "__builtins__": {}}
        exec(self.code, names)
        function: Callable[..., Any] = names["$listing"]
        return function


def compile_script(script: Script, shape: Shape, before: Script | None = None) -> Program:
    """The program of `script`. With `before`, its first `$from` updates are those of `before`."""
    names = tuple(script.kinds)
    if before is not None:
        names += tuple(name for name in before.kinds if name not in script.kinds)
    if shape.wanted:
        script = relevant(script, shape.wanted)
    writer = Writer(script, shape, names, before)
    module = ast.fix_missing_locations(ast.Module(body=[writer.listing()], type_ignores=[]))
    return Program(compile(module, "<listing>", "exec", dont_inherit=True), names)


def relevant(script: Script, wanted: str) -> Script:
    """The listing without the statements that have no bearing on one variable."""
    everything = [*script.setup, *script.body, *script.rest]
    sets = {id(s): frozenset(assigned_names([s])) for s in everything}
    reads = {id(s): frozenset(names_read(s, script.functions)) for s in everything}
    needed, grown = frozenset[str](), frozenset([wanted])
    if script.loop is not None:
        grown |= names_read(script.loop.iter, script.functions)
    while grown != needed:
        needed = grown
        useful = [s for s in everything if sets[id(s)] & needed]
        grown = needed.union(*(reads[id(s)] for s in useful))

    def kept(statements: Sequence[ast.stmt]) -> tuple[ast.stmt, ...]:
        return tuple(s for s in statements if sets[id(s)] & needed)

    return replace(script, setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


def names_read(tree: ast.AST, functions: Sequence[ast.FunctionDef]) -> frozenset[str]:
    """Every name in the tree; a function of the listing brings the names that it reads along."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    # A function calls only those above it, so one way up finds all.
    for function in reversed(functions):
        if function.name in found:
            found |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return frozenset(found)


def value_program(
    node: ast.expr,
    kinds: Mapping[str, Kind],
    functions: Sequence[ast.FunctionDef],
    local_kinds: Mapping[str, Mapping[str, Kind]],
    order: Sequence[str],
) -> Callable[..., Any]:
    """One checked expression as a function of `$left`, `$stop` and the names of `order`."""
    script = Script(
        lines=(),
        parameters={},
        setup=(),
        loop=None,
        body=(),
        rest=(),
        functions=tuple(functions),
        imported=frozenset(),
        kinds=kinds,
        local_kinds=local_kinds,
    )
    writer = Writer(script, Shape(quiet=True), order, None)
    body: list[ast.stmt] = [writer.function(f) for f in functions]
    body.append(ast.Return(writer.expression(node)))
    function = define("$listing", ["$left", "$stop", *order], body)
    module = ast.fix_missing_locations(ast.Module(body=[function], type_ignores=[]))
    code = compile(module, "<listing>", "exec", dont_inherit=True)
    return Program(code, tuple(order)).scalar


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name(function), list(arguments), [])


def assign(identifier: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def nodes(tree: ast.AST) -> int:
    """How much work a pass through the tree is."""
    return sum(1 for _ in ast.walk(tree))


def longest_list(script: Script) -> int:
    """Elements in the longest list that the listing writes."""
    places = [*script.setup, *script.body, *script.rest, *script.functions]
    return max(
        (len(n.elts) for tree in places for n in ast.walk(tree) if isinstance(n, ast.List)),
        default=0,
    )


class Writer:
    """Writes the tree of one program."""

    def __init__(
        self, script: Script, shape: Shape, names: Sequence[str], before: Script | None
    ) -> None:
        self.script = script
        self.before = before
        self.shape = shape
        self.names = names
        self.kinds: Mapping[str, Kind] = dict(before.kinds if before else {}) | dict(script.kinds)
        self.known = set(script.parameters)
        self.list_cost = 4 * longest_list(script)
        self.literals = {id(literal.node): n for n, literal in script.parameters.items()}
        if before is not None:
            self.literals |= {id(lit.node): n for n, lit in before.parameters.items()}

    # The whole

    def listing(self) -> ast.FunctionDef:
        """`def $listing($left, $updates, …, parameters): …`"""
        script, wanted = self.script, self.shape.wanted
        unset = [n for n in self.names if n not in self.known]
        body: list[ast.stmt] = [assign(n, ast.Constant(None)) for n in unset]
        body += [self.function(f) for f in script.functions]
        body += self.statements(script.setup)
        if not wanted:
            body.append(self.row())
            if self.prints():
                body.append(ast.Expr(call("$mark")))
        body.append(assign("$pass", ast.Constant(0)))
        body.append(self.main_loop())
        body += self.statements(script.rest)
        if wanted:
            body.append(ast.Return(name(wanted)))
        arguments = ["$left", "$updates", "$from", "$row", "$mark", "$print", "$text", "$stop"]
        return define("$listing", [*arguments, *script.parameters], body)

    def row(self) -> ast.stmt:
        """Keep the value of every variable."""
        values: list[ast.expr] = [name(n) for n in self.names]
        return ast.Expr(call("$row", ast.Tuple(values, ast.Load())))

    def main_loop(self) -> ast.stmt:
        script = self.script
        loop = script.loop
        known = set(self.known)
        if loop is None:
            bounds: list[ast.expr] = [ast.Constant(1)]
            target = "$again"
        else:
            assert isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.Call)
            bounds = [self.expression(argument) for argument in loop.iter.args]
            target = loop.target.id
        self.known.add(target)
        body = self.update()
        self.known = known
        header = call("$passes", name("$updates"), *bounds)
        return located(ast.For(ast.Name(target, ast.Store()), header, body, []), loop)

    def update(self) -> list[ast.stmt]:
        """One pass of the main loop: pay, do it, keep the row."""
        script, wanted = self.script, self.shape.wanted
        cost = PASS_COST + self.cost(script.body)
        if self.before is not None:
            cost += self.cost(self.before.body)
        rows = ROW_BYTES // (80 + 40 * len(self.names))
        body = self.pay(max(cost, BUDGET // rows + 1))
        counted = bool(wanted) or self.before is not None
        if counted:
            more = ast.BinOp(name("$pass"), ast.Add(), ast.Constant(1))
            body.append(assign("$pass", more))
        if wanted:
            return body + self.until_wanted(script.body, wanted)
        if self.before is not None:
            known = set(self.known)
            right = self.statements(self.before.body)
            self.known = known
            wrong = self.statements(script.body)
            early = ast.Compare(name("$pass"), [ast.LtE()], [name("$from")])
            body.append(ast.If(early, right or [ast.Pass()], wrong or [ast.Pass()]))
        else:
            body += self.statements(script.body)
        body.append(self.row())
        if self.prints():
            body.append(ast.Expr(call("$mark")))
        return body

    def prints(self) -> bool:
        """Whether a pass may print something."""
        places = [*self.script.body, *self.script.functions]
        places += self.before.body if self.before else ()
        everything = (node for tree in places for node in ast.walk(tree))
        return not self.shape.quiet and any(
            isinstance(node, ast.stmt) and is_print(node) for node in everything
        )

    def until_wanted(self, statements: Sequence[ast.stmt], wanted: str) -> list[ast.stmt]:
        """The update, left in the last pass right after the wanted variable is settled."""
        at = [i for i, s in enumerate(statements) if wanted in assigned_names([s])]
        if not at:
            return self.statements(statements)
        last = ast.Compare(name("$pass"), [ast.GtE()], [name("$updates")])
        leave = ast.If(last, [ast.Return(name(wanted))], [])
        first = self.statements(statements[: at[-1] + 1])
        return [*first, leave, *self.statements(statements[at[-1] + 1 :])]

    def pay(self, cost: int) -> list[ast.stmt]:
        """Take `cost` off what is left, and stop when nothing is."""
        left = ast.BinOp(name("$left"), ast.Sub(), ast.Constant(cost))
        out = ast.Compare(name("$left"), [ast.Lt()], [ast.Constant(0)])
        return [assign("$left", left), ast.If(out, [ast.Expr(call("$stop"))], [])]

    def cost(self, statements: Sequence[ast.stmt]) -> int:
        """Work of one pass; whole lists, as in `print(values)`, count with their length."""
        lists = sum(
            1
            for statement in statements
            for node in ast.walk(statement)
            if isinstance(node, ast.Call)
        )
        return sum(map(nodes, statements)) + (lists * self.list_cost)

    # Statements

    def function(self, definition: ast.FunctionDef) -> ast.FunctionDef:
        """A function of the listing, which pays at each call."""
        outer_known, outer_kinds = self.known, self.kinds
        arguments = [argument.arg for argument in definition.args.args]
        own = self.script.local_kinds[definition.name]
        hidden = set(own)
        self.known = (outer_known - hidden) | set(arguments)
        self.kinds = {**outer_kinds, **own}
        body: list[ast.stmt] = [ast.Nonlocal(["$left"])]
        body += [assign(n, ast.Constant(None)) for n in own if n not in arguments]
        body += self.pay(PASS_COST + self.cost(definition.body))
        body += self.statements(definition.body)
        self.known, self.kinds = outer_known, outer_kinds
        return located(define(definition.name, arguments, body), definition)

    def statements(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [new for old in statements for new in self.statement(old)]

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        match statement:
            case ast.Assign(targets=[target], value=value):
                new = self.assignment(target, value)
            case ast.AugAssign(target=target, op=op, value=value):
                both = ast.BinOp(target, op, value)
                new = self.assignment(target, ast.copy_location(both, statement))
            case ast.If():
                new = [self.condition(statement)]
            case ast.For():
                new = [self.loop(statement)]
            case ast.Return(value=ast.expr() as value):
                new = [ast.Return(self.clamped(value))]
            case ast.Expr(value=ast.Call(args=arguments)):
                if self.shape.quiet or self.shape.wanted:
                    return []
                new = [ast.Expr(call("$print", self.line(arguments)))]
            case _:
                new = [ast.Pass()]
        return [located(each, statement) for each in new]

    def assignment(self, target: ast.expr, value: ast.expr) -> list[ast.stmt]:
        match target, value:
            case ast.Name(id=identifier), _:
                pairs = [(identifier, value)]
                new = assign(identifier, self.whole_value(value))
            case ast.Tuple(elts=targets), ast.Tuple(elts=values):
                both = zip(targets, values, strict=True)
                pairs = [(t.id, v) for t, v in both if isinstance(t, ast.Name)]
                stores: list[ast.expr] = [ast.Name(n, ast.Store()) for n, _ in pairs]
                parts = [self.whole_value(v) for v in values]
                new = ast.Assign([ast.Tuple(stores, ast.Store())], ast.Tuple(parts, ast.Load()))
            case _:
                raise AssertionError("the checker lets no other target through")
        checks = [keep_small(n) for n, v in pairs if self.grows(v)]
        self.known |= {n for n, _ in pairs}
        return [new, *checks]

    def whole_value(self, value: ast.expr) -> ast.expr:
        """What is assigned; a text pays for its length."""
        if id(value) in self.literals:
            return name(self.literals[id(value)])
        if self.is_text(value):
            return call("$text", self.text([value]))
        return self.expression(value)

    def condition(self, statement: ast.If) -> ast.stmt:
        test = self.expression(statement.test)
        before = set(self.known)
        then = self.statements(statement.body)
        after_then, self.known = self.known, before
        otherwise = self.statements(statement.orelse)
        self.known = self.known & after_then
        return ast.If(test, then or [ast.Pass()], otherwise)

    def loop(self, statement: ast.For) -> ast.stmt:
        assert isinstance(statement.target, ast.Name) and isinstance(statement.iter, ast.Call)
        bounds = [self.expression(argument) for argument in statement.iter.args]
        before = set(self.known)
        self.known.add(statement.target.id)
        body = self.pay(PASS_COST + self.cost(statement.body)) + self.statements(statement.body)
        self.known = before
        target = ast.Name(statement.target.id, ast.Store())
        return ast.For(target, call("$range", *bounds), body, [])

    # Expressions

    def expression(self, node: ast.expr) -> ast.expr:
        return located(self.plain(node), node)

    def plain(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant():
                return ast.Constant(node.value)
            case ast.Name():
                return self.read(node)
            case ast.BinOp():
                return self.text([node]) if self.is_text(node) else self.operation(node)
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(op, self.expression(operand))
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op, [self.expression(value) for value in values])
            case ast.Compare(left=left, ops=ops, comparators=others):
                parts = [self.expression(other) for other in others]
                compared = ast.Compare(self.expression(left), ops, parts)
                # Arrays of truth do not add up as numbers do.
                zero = ast.Constant(0.0)
                return ast.BinOp(compared, ast.Add(), zero) if self.shape.wanted else compared
            case ast.List(elts=elements):
                return ast.List([self.clamped(element) for element in elements], ast.Load())
            case ast.Subscript(value=value, slice=index):
                return ast.Subscript(self.expression(value), self.expression(index), ast.Load())
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return call(function, *(self.clamped(argument) for argument in arguments))
            case _:
                raise AssertionError("the checker lets no other expression through")

    def read(self, node: ast.Name) -> ast.expr:
        """The value of a name; asked for politely where it may have none."""
        if node.id in self.known:
            return name(node.id)
        return call("$filled", name(node.id), ast.Constant(node.id))

    def operation(self, node: ast.BinOp) -> ast.expr:
        left, right = self.narrow(node.left), self.narrow(node.right)
        divisor = literal_value(node.right)
        match node.op:
            case ast.Pow():
                return call("$power", left, right)
            case ast.Div() if not divisor:
                return call("$divide", left, right)
            case ast.FloorDiv() if not divisor:
                return call("$floor", left, right)
            case ast.Mod() if not divisor:
                return call("$rest", left, right)
            case op:
                return ast.BinOp(left, op, right)

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
            case _ if self.shape.wanted:
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


def define(identifier: str, arguments: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
    parameters = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(argument) for argument in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    return ast.FunctionDef(identifier, parameters, body, [])


def keep_small(identifier: str) -> ast.stmt:
    """`if not -LARGEST <= x <= LARGEST: x = $whole(x)`"""
    inside = ast.Compare(
        ast.Constant(-LARGEST), [ast.LtE(), ast.LtE()], [name(identifier), ast.Constant(LARGEST)]
    )
    outside = ast.UnaryOp(ast.Not(), inside)
    return ast.If(outside, [assign(identifier, call("$whole", name(identifier)))], [])


def located(new: Node, old: ast.AST | None) -> Node:
    """`new` at the place of `old`, so that an error at run time names the line."""
    return new if old is None else ast.copy_location(new, old)


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
