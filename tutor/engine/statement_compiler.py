"""Statements of a listing as they are run: loops and calls pay, no number grows giant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from tutor.engine.expression_compiler import (
    FLAT,
    PASS_COST,
    ExpressionCompiler,
    cost,
    kind,
    may_be_none,
    run,
)
from tutor.engine.language import tree
from tutor.engine.language.checker import Script
from tutor.engine.language.grammar import STATEMENTS, Kind
from tutor.engine.language.kinds import Held
from tutor.engine.language.scope import arguments_of, scope_of
from tutor.engine.language.typer import always_returns
from tutor.engine.numbers import LARGEST
from tutor.engine.program import Shape

HARMLESS = (
    ast.Constant,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.JoinedStr,
    ast.FormattedValue,
)
"""What a print may be made of that can be left out, where its names hold numbers and texts."""


class StatementCompiler(ExpressionCompiler):
    """Writes statements anew."""

    def __init__(self, script: Script, shape: Shape) -> None:
        super().__init__(
            script.scope,
            script.imports,
            set(script.parameters),
            bool(shape.wanted) and not shape.exact,
            shape.exact,
            script.recursive,
        )
        self.script = script
        self.shape = shape
        self.digits = 0
        """Digits to which the statements in hand are rounded."""
        self.literals: dict[int, str] = {}
        """The constant that each literal in the listing is the value of, by its node."""
        self.right: dict[ast.stmt, ast.FunctionDef] = {}
        """The function that runs in the first updates in place of one that a wrong line is in."""
        self.inner = False
        """Whether the statement in hand stands in a loop inside the main one."""
        self.returns: ast.FunctionDef | None = None
        """The function in hand, where it may call itself."""
        self.temporaries = 0

    def row_of_all(self) -> ast.stmt:
        """Keep the value of every variable."""
        raise AssertionError("Compiler has it")

    def function(self, definition: ast.FunctionDef) -> list[ast.stmt]:
        """A function of the listing, which pays at each call."""
        arguments = arguments_of(definition)
        defaults = [self.clamped(default) for default in definition.args.defaults]
        outer = self.scope, set(self.known), self.returns, self.inner
        self.scope = scope_of(definition)
        self.known = (self.known - self.scope.assigned) | set(arguments)
        may_recur = definition in self.recursive
        self.returns, self.inner = definition if may_recur else None, True
        right = self.right.get(definition)
        held = dict(self.scope.held) | (dict(scope_of(right).held) if right is not None else {})
        body: list[ast.stmt] = [ast.Nonlocal(["$left"])]
        body += [unset(n, one) for n, one in held.items() if n not in arguments]
        price = max(cost(one.body) for one in (definition, right) if one is not None)
        body += self.pay(ast.Constant(PASS_COST + price))
        if may_recur:
            body.append(ast.Expr(run("enter", ast.Constant(0))))
        known = set(self.known)
        inside = self.statements(definition.body)
        if right is not None:
            self.scope, self.known = scope_of(right), known
            inside = [at_first(self.statements(right.body), inside)]
        body += inside
        if may_recur and not always_returns(definition.body):
            body.append(ast.Expr(run("leave")))
        self.scope, self.known, self.returns, self.inner = outer
        self.known.add(definition.name)
        new = tree.define(definition.name, arguments, body)
        new.args.defaults = defaults
        return [ast.Expr(run("function", ast.Constant(None))), new]

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
            # What is not written may still fail, or change something.
            return [] if self.does_nothing(value) else [ast.Expr(self.line(value))]
        return [ast.Expr(tree.call("$print", self.line(value)))]

    def does_nothing(self, node: ast.Call) -> bool:
        """Whether a print does nothing but print: nothing in it fails, or changes anything."""
        for part in tree.walk(*node.args, *node.keywords):
            match part:
                case ast.Name(id=function) if function in ("str", "abs", "round"):
                    if self.scope.of(function) is not None:
                        return False
                case ast.Name(id=identifier):
                    if identifier not in self.known or kind(part) not in FLAT:
                        return False
                case ast.Call(func=ast.Name(id="str" | "abs" | "round"), args=[value, *_]):
                    if not self.numbers(value):
                        return False
                case ast.expr() if not isinstance(part, HARMLESS):
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
                names = all(isinstance(part, ast.Name) for part in parts)
                for part in parts:
                    # Where not all are names, each gets its value in its turn.
                    if isinstance(part, ast.Name) and names:
                        self.known.add(part.id)
                        stores.append(ast.Name(part.id, ast.Store()))
                    else:
                        self.temporaries += 1
                        identifier = f"${self.temporaries}"
                        stores.append(ast.Name(identifier, ast.Store()))
                        later += self.stored(part, tree.name(identifier), Kind.ANY)
                return [ast.Assign([ast.Tuple(stores, ast.Store())], value), *later]
        raise AssertionError("the checker lets no other target through")

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
        if kind(target.value) is not Kind.LIST or kind(value) not in FLAT:
            number, more = self.taken(number)  # before the list and the place are looked at
            found += more
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
        if id(node) in self.literals:
            return tree.located(tree.name(self.literals[id(node)]), node)
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

    def counts(self, loop: tree.Loop) -> bool:
        """Whether it counts with one name through a range."""
        return bool(tree.bounds(loop)) and self.scope.of("range") is None

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

    def leave(self) -> ast.stmt:
        """In the last pass, return what is wanted."""
        last = ast.Compare(tree.name("$pass"), [ast.GtE()], [tree.name("$updates")])
        return ast.If(last, [ast.Return(tree.place(self.shape.wanted))], [])

    def pay(self, price: ast.expr) -> list[ast.stmt]:
        """Take `price` off what is left, and stop when nothing is."""
        left = ast.BinOp(tree.name("$left"), ast.Sub(), price)
        out = ast.Compare(tree.name("$left"), [ast.Lt()], [ast.Constant(0)])
        return [tree.assign("$left", left), ast.If(out, [ast.Expr(tree.call("$stop"))], [])]


def at_first(right: list[ast.stmt], wrong: list[ast.stmt]) -> ast.stmt:
    """The right lines in the first updates, the wrong ones in all others."""
    early = ast.Compare(tree.name("$pass"), [ast.LtE()], [tree.name("$from")])
    return ast.If(early, right or [ast.Pass()], wrong or [ast.Pass()])


class _Written(ast.expr):
    """An expression that is compiled already."""

    _fields = ()

    def __init__(self, written: ast.expr, node: ast.expr) -> None:
        super().__init__()
        self.written = written
        self.held = getattr(node, "held", None)


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
