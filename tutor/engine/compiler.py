"""A checked listing as Python bytecode that watches itself.

The tree of the listing is written anew, line numbers kept: `**`, `/` and the like become calls of
runtime.py, whole numbers are kept from growing, every pass of a loop and every call pays for
the work it does, each pass of the main loop leaves a row with the value of every variable, and
`print` goes to a bounded page. Names that the engine adds begin with `$`: no listing can spell
them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import CodeType
from typing import Any, NamedTuple

from tutor.engine import runtime
from tutor.engine.checker import Script
from tutor.engine.expression_compiler import ExpressionCompiler
from tutor.engine.grammar import Kind
from tutor.engine.numbers import LARGEST
from tutor.engine.tree import (
    assign,
    assigned_names,
    call,
    define,
    is_print,
    located,
    name,
    names_read,
    placed,
    walk,
)
from tutor.errors import ListingError

BUDGET = 4_000_000
"""Work that one run may do, in nodes of the tree: well below a second."""
PASS_COST = 8
"""What going round a loop or into a function costs besides its lines."""
SLOW = (ast.Call, ast.Pow, ast.Mod, ast.FloorDiv)
CALL_COST = 12
"""What each of those costs besides."""
ROW_BYTES = 24 * 2**20
"""Memory that the rows of one run may take."""


class Shape(NamedTuple):
    """Which program is wanted of a listing."""

    quiet: bool = False
    """Without its prints."""
    wanted: str = ""
    """Return this variable as soon as it is known in the last update, and keep no rows."""


class Program:
    """A compiled listing; called through `trace.py`."""

    def __init__(self, code: CodeType, names: tuple[str, ...]) -> None:
        self.code = code
        self.names = names
        """Every variable, parameters first: the columns of a row."""

    @cached_property
    def scalar(self) -> Callable[..., Any]:
        """The program on plain numbers."""
        return self.bound_to(runtime.FUNCTIONS)

    @cached_property
    def vector(self) -> Callable[..., Any]:
        """The program on NumPy arrays."""
        from tutor.engine import arrays

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
    compiler = Compiler(script, shape, names, before)
    return Program(assembled(compiler.listing()), names)


def assembled(function: ast.FunctionDef) -> CodeType:
    """The bytecode that defines the function. Raises ListingError for all that CPython refuses."""
    placed(function)
    module = ast.Module(body=[function], type_ignores=[])
    try:
        return compile(module, "<listing>", "exec", dont_inherit=True)
    except SyntaxError as error:
        line, what = error.lineno or 1, f"Python cannot compile this line: {error.msg}"
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        line, what = 1, f"Python cannot compile this listing: {error}"
    raise ListingError(line, 1, what, "write it more simply")


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

    return script._replace(setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


def value_program(
    node: ast.expr,
    kinds: Mapping[str, Kind],
    functions: Sequence[ast.FunctionDef],
    local_kinds: Mapping[str, Mapping[str, Kind]],
    order: Sequence[str],
) -> Callable[..., Any]:
    """A checked expression as a function of `$left`, `$stop`, `$text` and the names of `order`."""
    script = Script(
        lines=(),
        parameters={},
        setup=(),
        loop=None,
        body=(),
        rest=(),
        functions=tuple(functions),
        imported={},
        compiled={},
        kinds=kinds,
        local_kinds=local_kinds,
    )
    compiler = Compiler(script, Shape(quiet=True), order)
    body: list[ast.stmt] = [compiler.function(f) for f in functions]
    body.append(ast.Return(compiler.expression(node)))
    function = define("$listing", ["$left", "$stop", "$text", *order], body)
    return Program(assembled(function), tuple(order)).scalar


class Compiler(ExpressionCompiler):
    """Writes the tree of one program."""

    def __init__(
        self, script: Script, shape: Shape, names: Sequence[str], before: Script | None = None
    ) -> None:
        kinds = {**(before.kinds if before else {}), **script.kinds}
        super().__init__(kinds, set(script.parameters), bool(shape.wanted))
        self.script = script
        self.before = before
        self.shape = shape
        self.names = names
        self.list_cost = 16 * longest_list(script)
        scripts = [script, before] if before else [script]
        constants = [pair for each in scripts for pair in each.parameters.items()]
        self.literals = {id(literal.node): constant for constant, literal in constants}

    # The whole

    def listing(self) -> ast.FunctionDef:
        """`def $listing($left, $updates, …, parameters): …`"""
        script, wanted = self.script, self.shape.wanted
        unset = [n for n in self.names if n not in self.known]
        body: list[ast.stmt] = [assign(n, ast.Constant(None)) for n in unset]
        body += self.shared(script.functions)
        body += self.shared(script.setup)
        if not wanted:
            body += [self.row(), ast.Expr(call("$mark"))]
        body.append(assign("$pass", ast.Constant(0)))
        bounds = self.bounds()
        body.append(assign("$end", call("$ends", name("$updates"), *bounds)))
        body.append(self.main_loop(bounds))
        rest = self.shared(script.rest)
        if rest:
            # What stands behind the loop is for the end of the run, and needs what the loop made.
            body += rest if wanted else [ast.If(name("$end"), rest, [])]
        if wanted:
            body.append(ast.Return(name(wanted)))
        arguments = ["$left", "$updates", "$from", "$row", "$mark", "$print", "$text", "$stop"]
        return define("$listing", [*arguments, *script.parameters], body)

    def row(self) -> ast.stmt:
        """Keep the value of every variable."""
        values: list[ast.expr] = [name(n) for n in self.names]
        return ast.Expr(call("$row", ast.Tuple(values, ast.Load())))

    def bounds(self) -> list[ast.expr]:
        """What the main loop's range is made of."""
        loop = self.script.loop
        if loop is None:
            return [ast.Constant(1)]
        assert isinstance(loop.iter, ast.Call)
        return [self.clamped(argument) for argument in loop.iter.args]

    def main_loop(self, bounds: list[ast.expr]) -> ast.stmt:
        loop = self.script.loop
        known = set(self.known)
        target = "$again"
        if loop is not None:
            assert isinstance(loop.target, ast.Name)
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
            right = self.shared(self.before.body)
            self.known = known
            wrong = self.shared(script.body)
            early = ast.Compare(name("$pass"), [ast.LtE()], [name("$from")])
            body.append(ast.If(early, right or [ast.Pass()], wrong or [ast.Pass()]))
        else:
            body += self.shared(script.body)
        body.append(self.row())
        if self.prints():
            body.append(ast.Expr(call("$mark")))
        return body

    def prints(self) -> bool:
        """Whether a pass may print something."""
        places = [*self.script.body, *self.script.functions]
        places += self.before.body if self.before else ()
        if self.shape.quiet:
            return False
        return any(isinstance(n, ast.stmt) and is_print(n) for n in walk(*places))

    def until_wanted(self, statements: Sequence[ast.stmt], wanted: str) -> list[ast.stmt]:
        """The update, left in the last pass right after the wanted variable is settled."""
        at = [i for i, s in enumerate(statements) if wanted in assigned_names([s])]
        if not at:
            return self.shared(statements)
        last = ast.Compare(name("$pass"), [ast.GtE()], [name("$updates")])
        leave = ast.If(last, [ast.Return(name(wanted))], [])
        first = self.shared(statements[: at[-1] + 1])
        return [*first, leave, *self.shared(statements[at[-1] + 1 :])]

    def pay(self, cost: int) -> list[ast.stmt]:
        """Take `cost` off what is left, and stop when nothing is."""
        left = ast.BinOp(name("$left"), ast.Sub(), ast.Constant(cost))
        out = ast.Compare(name("$left"), [ast.Lt()], [ast.Constant(0)])
        return [assign("$left", left), ast.If(out, [ast.Expr(call("$stop"))], [])]

    def cost(self, statements: Sequence[ast.stmt]) -> int:
        """Work of one pass, in nodes; a call may write out a number or a whole list."""
        everything = walk(*statements)
        calls = len([node for node in everything if isinstance(node, SLOW)])
        return len(everything) + calls * (CALL_COST + self.list_cost)

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

    def shared(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Statements of the listing itself, each compiled once for all scripts that share it."""
        found: list[ast.stmt] = []
        for statement in statements:
            key = statement, self.shape, frozenset(self.known)
            if key not in self.script.compiled:
                new = self.statement(statement)
                for each in new:
                    placed(each)
                self.script.compiled[key] = new, frozenset(self.known)
            new, known = self.script.compiled[key]
            self.known = set(known)
            found += new
        return found

    def statements(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [new for old in statements for new in self.statement(old)]

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        match statement:
            case ast.Assign(targets=[target], value=value):
                new = self.assignment(target, value)
            case ast.AugAssign(target=target, op=op, value=value):
                both = ast.BinOp(target, op, value)
                new = self.assignment(target, located(both, statement))
            case ast.FunctionDef():
                new = [self.function(statement)]
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
        checks = [keep_small(n) for n, v in pairs if self.grows(v) and not self.arrays]
        self.known |= {n for n, _ in pairs}
        return [new, *checks]

    def whole_value(self, value: ast.expr) -> ast.expr:
        """What is assigned; a text pays for its length."""
        if id(value) in self.literals:
            return name(self.literals[id(value)])
        if self.is_text(value):
            return call("$text", self.text([value]))
        # A test of an array has no single answer.
        return self.clamped(value) if self.arrays else self.expression(value)

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
        bounds = [self.clamped(argument) for argument in statement.iter.args]
        before = set(self.known)
        self.known.add(statement.target.id)
        body = self.pay(PASS_COST + self.cost(statement.body)) + self.statements(statement.body)
        self.known = before
        target = ast.Name(statement.target.id, ast.Store())
        return ast.For(target, call("$range", *bounds), body, [])


def longest_list(script: Script) -> int:
    """Elements in the longest list that the listing writes."""
    places = [*script.setup, *script.body, *script.rest, *script.functions]
    return max(
        [len(n.elts) for n in walk(*places) if isinstance(n, ast.List)],
        default=0,
    )


def keep_small(identifier: str) -> ast.stmt:
    """`if not -LARGEST <= x <= LARGEST: x = $whole(x)`"""
    inside = ast.Compare(
        ast.Constant(-LARGEST), [ast.LtE(), ast.LtE()], [name(identifier), ast.Constant(LARGEST)]
    )
    outside = ast.UnaryOp(ast.Not(), inside)
    return ast.If(outside, [assign(identifier, call("$whole", name(identifier)))], [])
