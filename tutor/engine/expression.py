"""One expression of the listing language over given names: answers, marks, claims, placeholders."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.compiler import Compiler
from tutor.engine.expression_compiler import kind
from tutor.engine.language.checker import Script, check
from tutor.engine.language.expression_checker import ExpressionChecker
from tutor.engine.language.grammar import BUILT_IN, MATH, Kind, parse_expression
from tutor.engine.language.kinds import ChangesError, World
from tutor.engine.language.scope import Imports, Scope, give_scopes
from tutor.engine.language.tree import define, names_read
from tutor.engine.language.typer import Typer
from tutor.engine.machine import Machine, copied
from tutor.engine.numbers import LARGEST, Growing, Value
from tutor.engine.program import BUDGET, Program, Shape, assembled
from tutor.engine.run_errors import OutgrownError, RefusedError, StoppedError
from tutor.engine.statement_compiler import unset
from tutor.engine.trace import at_its_line
from tutor.errors import ListingError


class Expression(NamedTuple):
    """A checked expression."""

    text: str
    names: tuple[str, ...]
    """The names that it needs values for, in the order of the program's arguments."""
    kinds: tuple[Kind, ...]
    """What each of them holds."""
    program: Program

    def evaluate(self, values: Mapping[str, Value], budget: int = BUDGET) -> Value:
        """Its value where the names have these. Raises ListingError for a name without one, and
        where it takes more work than the budget."""
        given = [values.get(name) for name in self.names]
        large = False
        for place, (value, wanted) in enumerate(zip(given, self.kinds, strict=True)):
            if value.__class__ in (list, tuple):
                given[place] = copied(value)
            elif value.__class__ is Growing:
                what = f"of `{self.names[place]}` only its length and its last element are kept"
                raise ListingError(1, 1, what, "ask for what is worked out of it")
            elif value.__class__ is int:
                large = large or not -LARGEST <= value <= LARGEST
            if wanted is Kind.NUMBER and not isinstance(value, int | float | None):
                what = f"`{self.text}` meets a value of another kind"
                raise ListingError(1, 1, what)
        if not large:
            try:
                return self._run(self.program, given, budget)
            except OutgrownError:
                pass
        return self._run(self.program.exactly, given, budget)

    def _run(self, program: Program, given: list[Value], budget: int) -> Value:
        with at_its_line():
            try:
                machine = Machine(budget, exact=program.exact)
                found: Value = machine.seen(program.scalar(budget, machine, *given))
            except StoppedError as stop:
                raise RefusedError(f"`{self.text}` cannot be worked out: {stop}") from None
        return found


def expression(text: str, names: Iterable[str]) -> Expression:
    """The expression over numbers of these names. Raises ListingError, with the nearest name."""
    return _numbers(text, frozenset(names))


@lru_cache(maxsize=1024)
def _numbers(text: str, names: frozenset[str]) -> Expression:
    return script_expression(text, _of_numbers(names))


@lru_cache(maxsize=64)
def _of_numbers(names: frozenset[str]) -> Script:
    """A listing of nothing but these names, each of which holds a number."""
    script = check("")
    scope, world = Scope(names), World()
    for name in sorted(names):
        scope.held[name] = world.new(Kind.NUMBER)
    world.frozen = True
    kinds = dict.fromkeys(sorted(names), Kind.NUMBER)
    return script._replace(scope=scope, world=world, kinds=kinds)


class _Named(ast.NodeTransformer):
    """Reads `weights[0]` as one name, where that is given as one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        name = ast.unparse(node)
        if name in self.names:
            return ast.copy_location(ast.Name(name, ast.Load()), node)
        return ast.copy_location(ast.Subscript(self.visit(node.value), node.slice, node.ctx), node)


@lru_cache(maxsize=1024)
def script_expression(text: str, script: Script) -> Expression:
    """An expression over the variables of a listing, with its functions and all those of math."""
    node = parse_expression(text)
    if any(name.endswith("]") for name in script.kinds):
        node = _Named(script.kinds).visit(node)
    if isinstance(node, ast.Tuple):
        raise ListingError(1, 1, "several values where one is expected", "write one value")
    give_scopes([node], script.scope)
    imports = Imports(dict(script.imports.functions), dict(script.imports.modules))
    taken = {*script.scope.assigned, *imports.functions, *BUILT_IN}
    imports.functions.update({name: ("math", name) for name in MATH if name not in taken})
    ExpressionChecker(script.scope, imports).check(node)
    typer = Typer(script.scope, imports, script.world)
    try:
        typer.of(node)
        if typer.suspect:
            typer.judging = True
            typer.of(node)
    except (ChangesError, RecursionError):
        what = f"`{ast.unparse(node)}` gives a function something else than the listing does"
        raise ListingError(1, 1, what, "give it what the listing gives it") from None
    if typer.faults:
        raise ListingError.first_of(typer.faults)
    if kind(node) in (Kind.FUNCTION, Kind.LAZY):
        raise ListingError(
            1, 1, f"`{ast.unparse(node)}` is {kind(node)}", "write ( ) behind it to call it"
        )
    needed = names_read(node, script.functions)
    names = tuple(name for name in script.kinds if name in needed)

    def program(exact: bool) -> Program:
        compiler = Compiler(script, Shape(quiet=True, exact=exact), names)
        compiler.known, compiler.imports = set(), imports
        unknown = [unset(n, one) for n, one in script.scope.held.items() if n not in names]
        body = [*unknown, *compiler.statements(script.functions)]
        body.append(ast.Return(compiler.expression(node)))
        function = define("$listing", ["$left", "$run", *names], body)
        again = None if exact else lambda: program(True)
        return Program(assembled(function), names, again)

    held = [script.kinds[name] for name in names]
    return Expression(text, names, tuple(held), program(script.exact))
