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
from tutor.engine.expression_compiler import (
    FLAT,
    PASS_COST,
    ExpressionCompiler,
    cost,
    kind,
    may_be_none,
    run,
)
from tutor.engine.grammar import STATEMENTS, Kind
from tutor.engine.kinds import Held
from tutor.engine.machine.meter import MOST_SEEN
from tutor.engine.numbers import LARGEST
from tutor.engine.scope import arguments_of, functions_of, scope_of
from tutor.engine.typer import always_returns
from tutor.errors import ListingError

BUDGET = 4_000_000
"""Work that one run may do, in nodes of the tree: well below a second."""
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
    exact: bool = False
    """Whole numbers may be large: all arithmetic pays."""


class Program:
    """A compiled listing; called through `trace.py`."""

    def __init__(
        self,
        code: CodeType,
        names: tuple[str, ...],
        again: Callable[[], Program] | None = None,
    ) -> None:
        self.code = code
        self.names = names
        """Every variable that can be seen, parameters first: the columns of a row."""
        self._again = again

    @cached_property
    def exactly(self) -> Program:
        """The same for large whole numbers; itself where it is made for them."""
        return self._again() if self._again is not None else self

    @property
    def exact(self) -> bool:
        """Whether it is made for large whole numbers."""
        return self._again is None

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
    shape = shape._replace(exact=shape.exact or script.exact)
    names = tuple({**script.kinds, **(before.kinds if before else {})})
    whole = script
    if shape.wanted:
        script = relevant(script, shape.wanted)
    compiler = Compiler(script, shape, names, before)
    code = assembled(compiler.listing())
    if shape.exact:
        return Program(code, names)
    return Program(code, names, lambda: compile_script(whole, shape._replace(exact=True), before))


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
    if not all(_is_plain(node) for node in tree.walk(*everything)):
        return script
    sets = {statement: frozenset(tree.assigned_names([statement])) for statement in everything}
    reads = {statement: tree.names_read(statement, script.functions) for statement in everything}
    needed, grown = frozenset[str](), frozenset([wanted])
    if script.loop is not None:
        grown |= tree.names_read(tree.header(script.loop), script.functions)
    while grown != needed:
        needed = grown
        grown = needed.union(*(reads[each] for each in everything if sets[each] & needed))

    def kept(statements: Sequence[ast.stmt]) -> tuple[ast.stmt, ...]:
        return tuple(
            each for each in statements if sets[each] & needed or isinstance(each, ast.FunctionDef)
        )

    return script._replace(setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


def _is_plain(node: ast.AST) -> bool:
    """Whether all that a statement with this in it does is to give values to the names it says."""
    match node:
        case ast.While() | ast.Break() | ast.Continue() | ast.Assert() | ast.Attribute():
            return False
        case ast.Subscript(ctx=ast.Store()):
            return False
        case ast.AugAssign(target=target):
            return kind(target) in FLAT
        case ast.Expr():
            return tree.is_print(node)
    return True


def recursive(trees: Sequence[ast.AST]) -> frozenset[ast.AST]:
    """The functions and lambdas that may call themselves, directly or through others.

    Whoever calls a function that it was given may call any that is used as a value.
    """
    everything = tree.walk(*trees)
    makers = [node for node in everything if isinstance(node, ast.FunctionDef | ast.Lambda)]
    named = functions_of(trees)
    called = {id(node.func) for node in everything if isinstance(node, ast.Call)}
    values = {
        named[node.id]
        for node in everything
        if isinstance(node, ast.Name) and node.id in named and id(node) not in called
    }
    loose: set[ast.AST] = {*values, *(one for one in makers if isinstance(one, ast.Lambda))}
    calls: dict[ast.AST, set[ast.AST]] = {}
    for maker in makers:
        found: set[ast.AST] = set()
        for node in tree.walk(maker):
            if isinstance(node, ast.Name) and node.id in named:
                found.add(named[node.id])
            elif isinstance(node, ast.Call) and not (
                isinstance(node.func, ast.Name) and node.func.id in named
            ):
                found |= loose
        calls[maker] = found
    grown = True
    while grown:
        grown = False
        for found in calls.values():
            more = set[ast.AST]().union(*(calls[one] for one in found)) - found
            if more:
                found |= more
                grown = True
    return frozenset(maker for maker, found in calls.items() if maker in found)


class Compiler(ExpressionCompiler):
    """Writes the tree of one program."""

    def __init__(
        self, script: Script, shape: Shape, names: Sequence[str], before: Script | None = None
    ) -> None:
        places = [*script.setup, *script.body, *script.rest]
        super().__init__(
            script.scope,
            script.imports,
            set(script.parameters),
            bool(shape.wanted) and not shape.exact,
            shape.exact,
            recursive(places),
        )
        self.script = script
        self.before = before
        self.shape = shape
        self.digits = 0
        """Digits to which the statements in hand are rounded."""
        self.names = names
        self.literals = {
            id(literal.node): constant
            for each in ([script, before] if before else [script])
            for constant, literal in each.parameters.items()
        }
        self.inner = False
        """Whether the statement in hand stands in a loop inside the main one."""
        self.returns: ast.FunctionDef | None = None
        """The function in hand, where it may call itself."""
        self.temporaries = 0

    # The whole

    def listing(self) -> ast.FunctionDef:
        """`def $listing($left, $updates, …, parameters): …`"""
        script, wanted = self.script, self.shape.wanted
        held = dict(script.scope.held)
        if self.before is not None:
            held |= self.before.scope.held
        body = [unset(n, one) for n, one in held.items() if n not in self.known]
        body += self.shared(script.setup)
        if not wanted:
            body.append(self.row_of_all())
        body.append(tree.assign("$pass", ast.Constant(0)))
        body += self.main_loop()
        rest = self.shared(script.rest)
        if rest:
            # What stands behind the loop is for the end of the run, and needs what the loop made.
            body += rest if wanted else [ast.If(tree.name("$end"), rest, [])]
        if wanted:
            body.append(ast.Return(tree.name(wanted)))
        arguments = ["$left", "$updates", "$from", "$row", "$run", "$print"]
        return tree.define("$listing", [*arguments, *script.parameters], body)

    def main_loop(self) -> list[ast.stmt]:
        """The updates: as many as are written, or as are asked for."""
        loop = self.script.loop
        if loop is None or (self.counts(loop) and isinstance(loop, ast.For)):
            bounds = [self.clamped(bound) for bound in tree.bounds(loop)] if loop else []
            bounds = bounds or [ast.Constant(1)]
            end = tree.assign("$end", tree.call("$ends", tree.name("$updates"), *bounds))
            passes = tree.call("$passes", tree.name("$updates"), *bounds)
            target = tree.counters(loop)[0] if loop else "$again"
            one = self.repeated(ast.Name(target, ast.Store()), passes, self.update)
            return [end, tree.located(one, loop)]
        # As long as it goes on, and no longer than is asked for.
        made = ast.Compare(tree.name("$pass"), [ast.Eq()], [tree.name("$updates")])
        leave = [tree.assign("$end", ast.Constant(False)), ast.Break()]
        limit = ast.If(made, leave, [])

        def body() -> list[ast.stmt]:
            return [limit, *self.update()]

        if isinstance(loop, ast.While):
            known = set(self.known)
            test = self.expression(loop.test)
            new: ast.stmt = ast.While(test, body(), [])
            self.known = known
        else:
            new = self.gone_through_by(loop, body)
        return [tree.assign("$end", ast.Constant(True)), tree.located(new, loop)]

    def counts(self, loop: tree.Loop) -> bool:
        """Whether it counts with one name through a range."""
        return bool(tree.bounds(loop)) and self.scope.of("range") is None

    def row_of_all(self) -> ast.stmt:
        """Keep the value of every variable."""
        values = [self.kept(n) for n in self.names]
        return ast.Expr(tree.call("$row", ast.Tuple(values, ast.Load())))

    def kept(self, identifier: str) -> ast.expr:
        """The value of a variable, as nothing changes it any more."""
        value = tree.name(identifier)
        held = self.script.scope.held.get(identifier)
        if held is None or self.exact or (self.before and not held.is_(Kind.NUMBER)):
            return run("seen", value)
        how = traced(held)
        if how == "copied" and identifier in self.known:
            # The row has paid for a list of that many.
            length = ast.Compare(tree.call("$len", value), [ast.LtE()], [ast.Constant(MOST_SEEN)])
            copy = ast.Call(ast.Attribute(value, "copy", ast.Load()), [], [])
            return ast.IfExp(length, copy, run("seen", value))
        return run("seen" if how == "copied" else how, value) if how else value

    def repeated(
        self, target: ast.expr, passes: ast.expr, body: Callable[[], list[ast.stmt]]
    ) -> ast.stmt:
        """A loop. It may make no pass, so what it assigns is not known behind it."""
        before = set(self.known)
        self.known |= set(tree.target_names(target))
        inside = body()
        self.known = before
        return ast.For(target, passes, inside or [ast.Pass()], [])

    def gone_through_by(self, loop: ast.For, body: Callable[[], list[ast.stmt]]) -> ast.stmt:
        """A loop through something else than a plain range."""
        source = self.expression(loop.iter)
        if kind(loop.iter) not in (Kind.LIST, Kind.TUPLE, Kind.TEXT, Kind.LAZY):
            source = run("iterable", source)
        return self.repeated(self.names_of(loop.target), source, body)

    def update(self) -> list[ast.stmt]:
        """One pass of the main loop: pay, do it, keep the row."""
        script, wanted = self.script, self.shape.wanted
        price = PASS_COST + cost(script.body)
        if isinstance(script.loop, ast.While):
            price += cost([script.loop.test])
        if self.before is not None:
            price += cost(self.before.body)
        lists = [n for n in self.names if kind_of_row(script.scope.held.get(n)) == "copied"]
        rows = ROW_BYTES // (80 + 40 * len(self.names) + 9 * MOST_SEEN * len(lists))
        body = self.pay(ast.Constant(max(price, BUDGET // rows + 1)))
        if wanted or self.before is not None or not self.is_counted():
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
        body.append(self.row_of_all())
        return body

    def is_counted(self) -> bool:
        """Whether the main loop's own counter ends the run."""
        return self.script.loop is None or self.counts(self.script.loop)

    def until_wanted(self, statements: Sequence[ast.stmt], wanted: str) -> list[ast.stmt]:
        """The update, left in the last pass right after the wanted variable is settled."""
        at = [i for i, s in enumerate(statements) if wanted in tree.assigned_names([s])]
        if not at:
            return self.shared(statements)
        first = self.shared(statements[: at[-1] + 1])
        return [*first, self.leave(), *self.shared(statements[at[-1] + 1 :])]

    def leave(self) -> ast.stmt:
        """In the last pass, return what is wanted."""
        last = ast.Compare(tree.name("$pass"), [ast.GtE()], [tree.name("$updates")])
        return ast.If(last, [ast.Return(tree.name(self.shape.wanted))], [])

    def pay(self, price: ast.expr) -> list[ast.stmt]:
        """Take `price` off what is left, and stop when nothing is."""
        left = ast.BinOp(tree.name("$left"), ast.Sub(), price)
        out = ast.Compare(tree.name("$left"), [ast.Lt()], [ast.Constant(0)])
        return [tree.assign("$left", left), ast.If(out, [ast.Expr(tree.call("$stop"))], [])]

    # Statements

    def function(self, definition: ast.FunctionDef) -> list[ast.stmt]:
        """A function of the listing, which pays at each call."""
        arguments = arguments_of(definition)
        defaults = [self.clamped(default) for default in definition.args.defaults]
        outer = self.scope, set(self.known), self.returns, self.inner
        self.scope = scope_of(definition)
        self.known = (self.known - self.scope.assigned) | set(arguments)
        may_recur = definition in self.recursive
        self.returns, self.inner = definition if may_recur else None, True
        body: list[ast.stmt] = [ast.Nonlocal(["$left"])]
        body += [unset(n, one) for n, one in self.scope.held.items() if n not in arguments]
        body += self.pay(ast.Constant(PASS_COST + cost(definition.body)))
        if may_recur:
            body.append(ast.Expr(run("enter", ast.Constant(0))))
        body += self.statements(definition.body)
        if may_recur and not always_returns(definition.body):
            body.append(ast.Expr(run("leave")))
        self.scope, self.known, self.returns, self.inner = outer
        self.known.add(definition.name)
        new = tree.define(definition.name, arguments, body)
        new.args.defaults = defaults
        return [new]

    def shared(self, statements: Sequence[ast.stmt], digits: int = 0) -> list[ast.stmt]:
        """Statements of the listing itself, each compiled once for all scripts that share it."""
        found: list[ast.stmt] = []
        self.digits = digits
        for statement in statements:
            key = statement, self.shape._replace(digits=digits), frozenset(self.known), self.names
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
        new: list[ast.stmt] = getattr(self, STATEMENTS[type(statement)])(statement)
        return [tree.located(each, statement) for each in new]

    def nothing(self, statement: ast.Pass) -> list[ast.stmt]:
        return [ast.Pass()]

    def taking(self, statement: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
        return []

    def leaving(self, statement: ast.Break) -> list[ast.stmt]:
        if self.inner:
            return [ast.Break()]
        row = [] if self.shape.wanted else [self.row_of_all()]
        return [*row, tree.assign("$end", ast.Constant(True)), ast.Break()]

    def skipping(self, statement: ast.Continue) -> list[ast.stmt]:
        if self.inner:
            return [ast.Continue()]
        return [self.leave() if self.shape.wanted else self.row_of_all(), ast.Continue()]

    def result(self, statement: ast.Return) -> list[ast.stmt]:
        value = self.optional(statement.value)
        return [ast.Return(run("leave", value) if self.returns is not None else value)]

    def assertion(self, statement: ast.Assert) -> list[ast.stmt]:
        said = [] if statement.msg is None else [self.clamped(statement.msg)]
        test = ast.UnaryOp(ast.Not(), self.expression(statement.test))
        return [ast.If(test, [ast.Expr(run("false", *said))], [])]

    def doing(self, statement: ast.Expr) -> list[ast.stmt]:
        value = statement.value
        if not tree.is_print(statement):
            return [ast.Expr(self.expression(value))]
        assert isinstance(value, ast.Call)
        if self.shape.quiet or self.shape.wanted:
            if self.does_nothing(value):
                return []
            values = [self.argument(one) for one in value.args]
            return [ast.Expr(ast.Tuple(values, ast.Load()))]
        return [ast.Expr(tree.call("$print", self.line(value)))]

    def does_nothing(self, node: ast.Call) -> bool:
        """Whether a print does nothing but print: nothing in it fails, or changes anything."""
        for part in tree.walk(*node.args):
            match part:
                case ast.Call(func=ast.Name(id=function)) if self.scope.of(function) is None:
                    pass
                case ast.Call() | ast.Subscript() | ast.Lambda() | ast.GeneratorExp():
                    return False
                case ast.ListComp():
                    return False
        return True

    def assignment(self, statement: ast.Assign) -> list[ast.stmt]:
        pairs = tree.assigned_pairs(statement)
        if not pairs:
            return self.other_assignment(statement)
        stores: list[ast.expr] = [ast.Name(target, ast.Store()) for target, _ in pairs]
        values = [self.rounded(self.whole_value(value), value) for _, value in pairs]
        new = ast.Assign([ast.Tuple(stores, ast.Store())], ast.Tuple(values, ast.Load()))
        if len(pairs) == 1:
            new = ast.Assign(stores, values[0])
        self.known |= {target for target, _ in pairs}
        grown = [target for target, value in pairs if self.grows(value) and not self.arrays]
        return [new, *(keep_small(target) for target in grown)]

    def other_assignment(self, statement: ast.Assign) -> list[ast.stmt]:
        """One that goes to places of lists, to several names, or into the names of one value."""
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
                targets
            ) == len(values):
                found: list[ast.stmt] = []
                pairs = []
                for target, value in zip(targets, values, strict=True):
                    taken, made = self.taken(self.rounded(self.clamped(value), value))
                    found += made
                    pairs.append((target, taken, kind(value)))
                for target, taken, kind_ in pairs:
                    found += self.stored(target, taken, kind_)
                return found
        value = statement.value
        if len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Subscript):
            return self.stored_at(statement.targets[0], value)
        taken, found = self.taken(self.rounded(self.clamped(value), value))
        for target in statement.targets:
            found += self.stored(target, taken, kind(value))
        return found

    def taken(self, value: ast.expr) -> tuple[ast.expr, list[ast.stmt]]:
        """A value under a name of its own."""
        self.temporaries += 1
        identifier = f"${self.temporaries}"
        return tree.name(identifier), [tree.assign(identifier, value)]

    def stored(self, target: ast.expr, value: ast.expr, kind_: Kind) -> list[ast.stmt]:
        """A value goes where it belongs."""
        match target:
            case ast.Name(id=identifier):
                self.known.add(identifier)
                return [tree.assign(identifier, value)]
            case ast.Subscript(value=list_, slice=index):
                return self.put(self.expression(list_), self.expression(index), value, list_, kind_)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                stores: list[ast.expr] = []
                later: list[ast.stmt] = []
                if kind_ not in (Kind.TUPLE, Kind.LIST):
                    value = run("unpacked", value)
                for part in parts:
                    if isinstance(part, ast.Name):
                        self.known.add(part.id)
                        stores.append(ast.Name(part.id, ast.Store()))
                    else:
                        self.temporaries += 1
                        identifier = f"${self.temporaries}"
                        stores.append(ast.Name(identifier, ast.Store()))
                        later += self.stored(part, tree.name(identifier), Kind.ANY)
                return [ast.Assign([ast.Tuple(stores, ast.Store())], value), *later]
        raise AssertionError(target)

    def put(
        self, list_: ast.expr, index: ast.expr, value: ast.expr, node: ast.expr, kind_: Kind
    ) -> list[ast.stmt]:
        """`list_[index] = value`"""
        if kind(node) is Kind.LIST and kind_ in FLAT:
            return [ast.Assign([ast.Subscript(list_, index, ast.Store())], value)]
        return [ast.Expr(run("store", list_, index, value))]

    def stored_at(self, target: ast.Subscript, value: ast.expr) -> list[ast.stmt]:
        """One value goes to one place of a list."""
        number = self.rounded(self.expression(value), value)
        found: list[ast.stmt] = []
        if self.grows(value) and not self.arrays:
            number, found = self.taken(number)
            found.append(keep_small(f"${self.temporaries}"))
        elif self.arrays:
            number = self.rounded(self.clamped(value), value)
        list_, index = self.expression(target.value), self.expression(target.slice)
        return [*found, *self.put(list_, index, number, target.value, kind(value))]

    def augmented(self, statement: ast.AugAssign) -> list[ast.stmt]:
        target, value = statement.target, statement.value
        in_place = kind(target) in (Kind.LIST, Kind.ANY)
        if isinstance(target, ast.Name):
            if in_place and isinstance(statement.op, ast.Add | ast.Mult):
                method = "grow" if isinstance(statement.op, ast.Add) else "repeat"
                made = run(method, self.variable(target), self.clamped(value))
                self.known.add(target.id)
                return [tree.assign(target.id, made)]
            new = ast.Assign([target], self.combined(statement, target))
            new.lineno = statement.lineno
            return self.assignment(new)
        assert isinstance(target, ast.Subscript)
        # The list and the place are looked at once, as in Python.
        list_, found = self.once(target.value)
        index, more = self.once(target.slice)
        found += more
        if in_place and isinstance(statement.op, ast.Add | ast.Mult):
            method = "grow" if isinstance(statement.op, ast.Add) else "repeat"
            made = run(method, run("item", list_, index), self.clamped(value))
            return [*found, ast.Expr(run("store", list_, index, made))]
        place = ast.Subscript(_Written(list_, target.value), _Written(index, target.slice))
        place.held = target.held  # type: ignore[attr-defined]
        return [*found, *self.stored_at(place, self.combined(statement, place))]

    def combined(self, statement: ast.AugAssign, left: ast.expr) -> ast.expr:
        """The right side of `left = left op value`."""
        both = ast.BinOp(left, statement.op, statement.value)
        both.held = statement.held  # type: ignore[attr-defined]
        return tree.located(both, statement)

    def once(self, node: ast.expr) -> tuple[ast.expr, list[ast.stmt]]:
        """An expression that is looked at once, and used twice."""
        if isinstance(node, ast.Name | ast.Constant):
            return self.expression(node), []
        return self.taken(self.expression(node))

    def expression(self, node: ast.expr) -> ast.expr:
        if isinstance(node, _Written):
            return node.written
        return super().expression(node)

    def rounded(self, value: ast.expr, node: ast.expr) -> ast.expr:
        """What is assigned, to the digits that a pencil writes."""
        if not self.digits or kind(node) is not Kind.NUMBER:
            return value
        return tree.call("$rounded", value, ast.Constant(self.digits))

    def operation(self, node: ast.BinOp) -> ast.expr:
        value = super().operation(node)
        if not (self.digits and self.shape.each) or kind(node) is not Kind.NUMBER:
            return value
        return tree.call("$rounded", value, ast.Constant(self.digits))

    def whole_value(self, value: ast.expr) -> ast.expr:
        """What is assigned."""
        if id(value) in self.literals:
            return tree.name(self.literals[id(value)])
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
        if not self.counts(statement):
            return [self.gone_through_by(statement, lambda: self.passes(statement))]
        passes = tree.call("$range", *(self.clamped(bound) for bound in tree.bounds(statement)))
        target = self.names_of(statement.target)
        if _may_end_early(statement):
            return [self.repeated(target, passes, lambda: self.passes(statement))]
        # All of its passes are made, so they are paid for at once.
        price = self.price(statement)
        bounds = tree.bounds(statement)
        if len(bounds) == 1 and self.is_length(bounds[0]):
            count, found = self.taken(self.expression(bounds[0]))
            source: ast.expr = tree.call("$span", count)
        else:
            source, found = self.taken(passes)
            count = tree.call("$len", source)
        found += self.pay(ast.BinOp(count, ast.Mult(), ast.Constant(price)))
        return [*found, self.repeated(target, source, lambda: self.inside(statement))]

    def is_length(self, node: ast.expr) -> bool:
        """Whether it surely is a small whole number: written out, or the length of a list."""
        match node:
            case ast.Constant(value=int() as value):
                return 0 <= value <= LARGEST
            case ast.Call(func=ast.Name(id="len"), args=[value]):
                return kind(value) in (Kind.LIST, Kind.TUPLE) and self.scope.of("len") is None
        return False

    def while_loop(self, statement: ast.While) -> list[ast.stmt]:
        test = self.expression(statement.test)
        before = set(self.known)
        body = self.passes(statement)
        self.known = before
        return [ast.While(test, body, [])]

    def passes(self, statement: tree.Loop) -> list[ast.stmt]:
        """What a loop inside the main one does at each pass, and pays for."""
        return self.pay(ast.Constant(self.price(statement))) + self.inside(statement)

    def price(self, statement: tree.Loop) -> int:
        """What a pass costs."""
        test = [statement.test] if isinstance(statement, ast.While) else []
        return PASS_COST + cost([*test, *statement.body])

    def inside(self, statement: tree.Loop) -> list[ast.stmt]:
        """The lines of a loop inside the main one."""
        was, self.inner = self.inner, True
        body = self.statements(statement.body)
        self.inner = was
        return body


class _Written(ast.expr):
    """An expression that is compiled already."""

    _fields = ()

    def __init__(self, written: ast.expr, node: ast.expr) -> None:
        super().__init__()
        self.written = written
        self.held = getattr(node, "held", None)


def traced(held: Held, seen: frozenset[int] = frozenset()) -> str:
    """How a row keeps a value: as it is, or by a method of the machine's."""
    root = held.root()
    kind_ = root.kind()
    if kind_ in (Kind.NUMBER, Kind.TEXT):
        return ""
    if kind_ not in (Kind.LIST, Kind.TUPLE) or id(root) in seen:
        return "seen"
    if root.grows:
        return "growing"
    inside = root.items if root.items is not None else (root.element(),)
    if any(traced(one, seen | {id(root)}) for one in inside):
        return "seen"
    if root.changes:
        return "copied"
    return ""


def kind_of_row(held: Held | None) -> str:
    """How a row keeps what may not be there."""
    return "seen" if held is None else traced(held)


def _may_end_early(loop: tree.Loop) -> bool:
    """Whether it may leave passes out."""
    return any(isinstance(node, ast.Break | ast.Return) for node in tree.walk(*loop.body))


def unset(identifier: str, held: Held) -> ast.stmt:
    """A name that has no value yet."""
    nothing: ast.expr = tree.name("$UNSET") if may_be_none(held) else ast.Constant(None)
    return tree.assign(identifier, nothing)


def keep_small(identifier: str) -> ast.stmt:
    """`if not -LARGEST <= x <= LARGEST: $small(x)`"""
    # Floats, as nearly all values are: CPython compares two of them faster.
    value, largest = tree.name(identifier), ast.Constant(float(LARGEST))
    least = ast.Constant(-float(LARGEST))
    inside = ast.Compare(least, [ast.LtE(), ast.LtE()], [value, largest])
    tested = ast.Expr(tree.call("$small", value))
    return ast.If(ast.UnaryOp(ast.Not(), inside), [tested], [])
