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

from tutor.engine import runtime, tree
from tutor.engine.checker import Script
from tutor.engine.expression_compiler import ExpressionCompiler
from tutor.engine.grammar import STATEMENTS, Kind
from tutor.engine.numbers import LARGEST
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
    digits: int = 0
    """Significant digits to which each number is rounded that an update assigns; 0: not at all."""
    each: bool = False
    """Rounded after each operation, and not only at the end of a line."""


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
    names = tuple({**script.kinds, **(before.kinds if before else {})})
    if shape.wanted:
        script = relevant(script, shape.wanted)
    compiler = Compiler(script, shape, names, before)
    return Program(assembled(compiler.listing()), names)


def assembled(function: ast.FunctionDef) -> CodeType:
    """The bytecode that defines the function. Raises ListingError for all that CPython refuses."""
    tree.placed(function)
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
    sets = {statement: frozenset(tree.assigned_names([statement])) for statement in everything}
    reads = {statement: tree.names_read(statement, script.functions) for statement in everything}
    needed, grown = frozenset[str](), frozenset([wanted])
    if script.loop is not None:
        grown |= tree.names_read(script.loop.iter, script.functions)
    while grown != needed:
        needed = grown
        grown = needed.union(*(reads[each] for each in everything if sets[each] & needed))

    def kept(statements: Sequence[ast.stmt]) -> tuple[ast.stmt, ...]:
        return tuple(each for each in statements if sets[each] & needed)

    return script._replace(setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


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
        self.digits = 0
        """Digits to which the statements in hand are rounded."""
        self.names = names
        places = [*script.setup, *script.body, *script.rest, *script.functions]
        lists = [len(node.elts) for node in tree.walk(*places) if isinstance(node, ast.List)]
        self.list_cost = 16 * max(lists, default=0)
        self.literals = {
            id(literal.node): constant
            for each in ([script, before] if before else [script])
            for constant, literal in each.parameters.items()
        }

    # The whole

    def listing(self) -> ast.FunctionDef:
        """`def $listing($left, $updates, …, parameters): …`"""
        script, wanted = self.script, self.shape.wanted
        unset = [n for n in self.names if n not in self.known]
        body: list[ast.stmt] = [tree.assign(n, ast.Constant(None)) for n in unset]
        body += self.shared(script.functions)
        body += self.shared(script.setup)
        if not wanted:
            body.append(self.row())
        body.append(tree.assign("$pass", ast.Constant(0)))
        loop = script.loop
        passes = [self.clamped(bound) for bound in tree.bounds(loop)] if loop else [ast.Constant(1)]
        body.append(tree.assign("$end", tree.call("$ends", tree.name("$updates"), *passes)))
        header = tree.call("$passes", tree.name("$updates"), *passes)
        target = tree.counter(loop) if loop else "$again"
        body.append(tree.located(self.repeated(target, header, self.update), loop))
        rest = self.shared(script.rest)
        if rest:
            # What stands behind the loop is for the end of the run, and needs what the loop made.
            body += rest if wanted else [ast.If(tree.name("$end"), rest, [])]
        if wanted:
            body.append(ast.Return(tree.name(wanted)))
        arguments = ["$left", "$updates", "$from", "$row", "$print", "$text"]
        return tree.define("$listing", [*arguments, *script.parameters], body)

    def row(self) -> ast.stmt:
        """Keep the value of every variable."""
        values: list[ast.expr] = [tree.name(n) for n in self.names]
        return ast.Expr(tree.call("$row", ast.Tuple(values, ast.Load())))

    def repeated(
        self, target: str, passes: ast.expr, body: Callable[[], list[ast.stmt]]
    ) -> ast.stmt:
        """A loop. It may make no pass, so what it assigns is not known behind it."""
        before = set(self.known)
        self.known.add(target)
        inside = body()
        self.known = before
        return ast.For(ast.Name(target, ast.Store()), passes, inside, [])

    def update(self) -> list[ast.stmt]:
        """One pass of the main loop: pay, do it, keep the row."""
        script, wanted = self.script, self.shape.wanted
        cost = PASS_COST + self.cost(script.body)
        if self.before is not None:
            cost += self.cost(self.before.body)
        rows = ROW_BYTES // (80 + 40 * len(self.names))
        body = self.pay(max(cost, BUDGET // rows + 1))
        if wanted or self.before is not None:
            more = ast.BinOp(tree.name("$pass"), ast.Add(), ast.Constant(1))
            body.append(tree.assign("$pass", more))
        if wanted:
            return body + self.until_wanted(script.body, wanted)
        if self.before is not None:
            known = set(self.known)
            right = self.shared(self.before.body)
            self.known = known
            wrong = self.shared(script.body, self.shape.digits)
            early = ast.Compare(tree.name("$pass"), [ast.LtE()], [tree.name("$from")])
            body.append(ast.If(early, right or [ast.Pass()], wrong or [ast.Pass()]))
        else:
            body += self.shared(script.body)
        body.append(self.row())
        return body

    def until_wanted(self, statements: Sequence[ast.stmt], wanted: str) -> list[ast.stmt]:
        """The update, left in the last pass right after the wanted variable is settled."""
        at = [i for i, s in enumerate(statements) if wanted in tree.assigned_names([s])]
        if not at:
            return self.shared(statements)
        last = ast.Compare(tree.name("$pass"), [ast.GtE()], [tree.name("$updates")])
        leave = ast.If(last, [ast.Return(tree.name(wanted))], [])
        first = self.shared(statements[: at[-1] + 1])
        return [*first, leave, *self.shared(statements[at[-1] + 1 :])]

    def pay(self, cost: int) -> list[ast.stmt]:
        """Take `cost` off what is left, and stop when nothing is."""
        left = ast.BinOp(tree.name("$left"), ast.Sub(), ast.Constant(cost))
        out = ast.Compare(tree.name("$left"), [ast.Lt()], [ast.Constant(0)])
        return [tree.assign("$left", left), ast.If(out, [ast.Expr(tree.call("$stop"))], [])]

    def cost(self, statements: Sequence[ast.stmt]) -> int:
        """Work of one pass, in nodes; a call may write out a number or a whole list."""
        everything = tree.walk(*statements)
        calls = len([node for node in everything if isinstance(node, SLOW)])
        return len(everything) + calls * (CALL_COST + self.list_cost)

    # Statements

    def function(self, definition: ast.FunctionDef) -> list[ast.stmt]:
        """A function of the listing, which pays at each call."""
        outer_known, outer_kinds = self.known, self.kinds
        arguments = [argument.arg for argument in definition.args.args]
        own = self.script.local_kinds[definition.name]
        hidden = set(own)
        self.known = (outer_known - hidden) | set(arguments)
        self.kinds = {**outer_kinds, **own}
        body: list[ast.stmt] = [ast.Nonlocal(["$left"])]
        body += [tree.assign(n, ast.Constant(None)) for n in own if n not in arguments]
        body += self.pay(PASS_COST + self.cost(definition.body))
        body += self.statements(definition.body)
        self.known, self.kinds = outer_known, outer_kinds
        return [tree.define(definition.name, arguments, body)]

    def shared(self, statements: Sequence[ast.stmt], digits: int = 0) -> list[ast.stmt]:
        """Statements of the listing itself, each compiled once for all scripts that share it."""
        found: list[ast.stmt] = []
        self.digits = digits
        for statement in statements:
            key = statement, self.shape._replace(digits=digits), frozenset(self.known)
            if key not in self.script.compiled:
                new = self.statement(statement)
                for each in new:
                    tree.placed(each)
                self.script.compiled[key] = new, frozenset(self.known)
            new, known = self.script.compiled[key]
            self.known = set(known)
            found += new
        return found

    def statements(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [new for old in statements for new in self.statement(old)]

    def statement(self, statement: ast.stmt) -> list[ast.stmt]:
        is_def = isinstance(statement, ast.FunctionDef)
        method = "function" if is_def else STATEMENTS[type(statement)]
        new: list[ast.stmt] = getattr(self, method)(statement)
        return [tree.located(each, statement) for each in new]

    def nothing(self, statement: ast.Pass) -> list[ast.stmt]:
        return [ast.Pass()]

    def result(self, statement: ast.Return) -> list[ast.stmt]:
        assert statement.value is not None
        return [ast.Return(self.clamped(statement.value))]

    def printing(self, statement: ast.Expr) -> list[ast.stmt]:
        if self.shape.quiet or self.shape.wanted:
            return []
        assert isinstance(statement.value, ast.Call)
        return [ast.Expr(tree.call("$print", self.line(statement.value.args)))]

    def augmented(self, statement: ast.AugAssign) -> list[ast.stmt]:
        value = ast.BinOp(statement.target, statement.op, statement.value)
        return self.assignment(ast.Assign([statement.target], tree.located(value, statement)))

    def assignment(self, statement: ast.Assign) -> list[ast.stmt]:
        pairs = tree.assigned_pairs(statement)
        stores: list[ast.expr] = [ast.Name(target, ast.Store()) for target, _ in pairs]
        values = [self.rounded(target, self.whole_value(value)) for target, value in pairs]
        new = ast.Assign([ast.Tuple(stores, ast.Store())], ast.Tuple(values, ast.Load()))
        if len(pairs) == 1:
            new = ast.Assign(stores, values[0])
        self.known |= {target for target, _ in pairs}
        grown = [target for target, value in pairs if self.grows(value) and not self.arrays]
        return [new, *(keep_small(target) for target in grown)]

    def rounded(self, target: str, value: ast.expr) -> ast.expr:
        """What is assigned, to the digits that a pencil writes."""
        if not self.digits or self.kinds.get(target) is not Kind.NUMBER:
            return value
        return tree.call("$rounded", value, ast.Constant(self.digits))

    def operation(self, node: ast.BinOp) -> ast.expr:
        value = super().operation(node)
        if not (self.digits and self.shape.each) or self.is_text(node):
            return value
        return tree.call("$rounded", value, ast.Constant(self.digits))

    def whole_value(self, value: ast.expr) -> ast.expr:
        """What is assigned; a text pays for its length."""
        if id(value) in self.literals:
            return tree.name(self.literals[id(value)])
        if self.is_text(value):
            return tree.call("$text", self.text([value]))
        # A test of an array has no single answer.
        return self.clamped(value) if self.arrays else self.expression(value)

    def condition(self, statement: ast.If) -> list[ast.stmt]:
        test = self.expression(statement.test)
        before = set(self.known)
        then = self.statements(statement.body)
        after_then, self.known = self.known, before
        otherwise = self.statements(statement.orelse)
        self.known = self.known & after_then
        return [ast.If(test, then or [ast.Pass()], otherwise)]

    def loop(self, statement: ast.For) -> list[ast.stmt]:
        def body() -> list[ast.stmt]:
            cost = PASS_COST + self.cost(statement.body)
            return self.pay(cost) + self.statements(statement.body)

        passes = tree.call("$range", *(self.clamped(bound) for bound in tree.bounds(statement)))
        return [self.repeated(tree.counter(statement), passes, body)]


def keep_small(identifier: str) -> ast.stmt:
    """`if not -LARGEST <= x <= LARGEST: x = $whole(x)`"""
    value, largest = tree.name(identifier), ast.Constant(LARGEST)
    inside = ast.Compare(ast.Constant(-LARGEST), [ast.LtE(), ast.LtE()], [value, largest])
    shrunk = tree.assign(identifier, tree.call("$whole", value))
    return ast.If(ast.UnaryOp(ast.Not(), inside), [shrunk], [])
