"""What every name of a listing may hold, found by going through it until nothing new is found."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tutor.engine.language.expression_typer import ExpressionTyper
from tutor.engine.language.grammar import STATEMENTS, Kind
from tutor.engine.language.kinds import Held, World
from tutor.engine.language.scope import Imports, Scope, scope_of
from tutor.engine.language.tree import is_print
from tutor.errors import ListingError

MOST_LOOKS = 100
"""How often a listing is gone through until nothing new is found. Most need four, none known more
than ten."""


class Typer(ExpressionTyper):
    """Goes through statements."""

    def __init__(self, scope: Scope, imports: Imports, world: World | None = None) -> None:
        super().__init__(scope, imports, world or World())
        self.gives: Held | None = None
        """What the function gives whose lines are being looked at."""

    def listing(self, statements: Sequence[ast.stmt]) -> None:
        """The whole of it; then nothing about it changes any more."""
        statements = [s for s in statements if not isinstance(s, ast.Import | ast.ImportFrom)]
        for name in self.scope.early:
            ready = ast.Name(name, ast.Load())
            self.flow(self.name(self.scope, name), self.ready_function(ready, name))
        for _ in range(MOST_LOOKS):
            self.world.changed = self.suspect = False
            self.block(statements)
            if not self.world.changed:
                self.world.settle_unknown()
            if not self.world.changed:
                break
        else:
            what = "what its names may hold cannot be worked out"
            raise ListingError(1, 1, what, "write it more simply")
        if self.suspect:
            self.judging = True
            self.block(statements)
        self.world.frozen = True
        self.world.all.clear()

    def block(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            getattr(self, STATEMENTS[type(statement)])(statement)

    def function(self, statement: ast.FunctionDef) -> None:
        scope = self.scope.of(statement.name)
        assert scope is not None
        held = self.name(scope, statement.name)
        held.raise_to(Kind.FUNCTION)
        self.signed(statement, held)
        gives, outer = self.gives, self.scope
        self.gives, self.scope = self.own(statement, 1), scope_of(statement)
        self.block(statement.body)
        if not always_returns(statement.body):
            self.gives.raise_to(Kind.NONE)
        self.gives, self.scope = gives, outer

    def result(self, statement: ast.Return) -> None:
        assert self.gives is not None, ast.dump(statement)
        if statement.value is None:
            self.gives.raise_to(Kind.NONE)
        else:
            self.flow(self.gives, self.of(statement.value))

    def condition(self, statement: ast.If) -> None:
        self.of(statement.test)
        self.block(statement.body)
        self.block(statement.orelse)

    def loop(self, statement: ast.For) -> None:
        source = self.of(statement.iter)
        self.can_be_gone_through(statement.iter, source)
        self.store(statement.target, self.element_of(source))
        self.block(statement.body)

    def while_loop(self, statement: ast.While) -> None:
        self.of(statement.test)
        self.block(statement.body)

    def nothing(self, statement: ast.stmt) -> None:
        """Nothing holds anything new."""

    leaving = skipping = taking = nothing

    def assertion(self, statement: ast.Assert) -> None:
        self.of(statement.test)
        if statement.msg is not None:
            self.of(statement.msg)

    def doing(self, statement: ast.Expr) -> None:
        value = statement.value
        if not is_print(statement):
            self.of(value)
            return
        assert isinstance(value, ast.Call)
        for argument in value.args:
            if isinstance(argument, ast.Starred):
                self.of(argument.value)
            else:
                self.shown(argument)
        for keyword in value.keywords:
            kind = self.of(keyword.value).known
            if kind not in (None, Kind.TEXT, Kind.NONE, Kind.ANY):
                self.fault(keyword.value, f"{keyword.arg}= of {kind}", "write a text in quotes")

    def assignment(self, statement: ast.Assign) -> None:
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                if len(targets) != len(values):
                    what = f"{len(targets)} names but {len(values)} values"
                    self.fault(statement, what, "write as many of each")
                found = [self.of(value) for value in values]
                for target, held in zip(targets, found, strict=False):
                    self.store(target, held)
            case _:
                held = self.of(statement.value)
                for target in statement.targets:
                    self.store(target, held)

    def augmented(self, statement: ast.AugAssign) -> None:
        target, value = statement.target, self.of(statement.value)
        if isinstance(target, ast.Name):
            scope = self.scope.of(target.id)
            assert scope is not None
            old = self.name(scope, target.id)
        else:
            old = self.of(target)
        target.held = old  # type: ignore[union-attr]
        if old.known in (Kind.LIST, Kind.ANY) and isinstance(statement.op, ast.Add | ast.Mult):
            # A list is made longer in its place, under all its names.
            old.mark(grows=True)
            if isinstance(statement.op, ast.Add):
                self.flow(old.element(), self.element_of(value))
            if old.known is Kind.LIST:
                if isinstance(statement.op, ast.Add) and value.known in (Kind.NUMBER, Kind.NONE):
                    what = f"{value.known} added to a list"
                    self.fault(statement, what, "write .append(…), or [ ] around it")
                return
        made = self.combined(statement, statement.op, old, value)
        statement.held = made  # type: ignore[attr-defined]
        self.store(target, made)


def always_returns(body: Sequence[ast.stmt]) -> bool:
    """Whether a run of these lines always meets a return."""
    match body[-1]:
        case ast.Return():
            return True
        case ast.If(body=then, orelse=[_, *_] as otherwise):
            return always_returns(then) and always_returns(otherwise)
        case _:
            return False
