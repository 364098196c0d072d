"""Proves that a listing is harmless and makes sense, statement by statement.

Only a few kinds of statement and expression, and no name that is not there. Everything refused is
told at once, each with its line and what to write instead. What is proved harmless is cut into
its parts: constants, setup, one update, and what comes after.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tutor.engine.language.expression_checker import ExpressionChecker
from tutor.engine.language.grammar import (
    BUILT_IN,
    DEEPEST_LOOP,
    ELSEWHERE,
    FOREIGN,
    MODULES,
    MOST_FUNCTIONS,
    MOST_NAMES,
    REMEDIES,
    STATEMENTS,
    Kind,
    parse,
    refuse,
    refuse_node,
    require,
)
from tutor.engine.language.inert import take_out_inert
from tutor.engine.language.kinds import World
from tutor.engine.language.recursion import recursive
from tutor.engine.language.scope import MAKERS, Imports, Scope, defined, give_scopes, scope_of
from tutor.engine.language.tree import (
    Loop,
    assigned_names,
    assigned_pairs,
    literal_value,
    spelled_out,
    walk,
)
from tutor.engine.language.typer import Typer
from tutor.engine.language.updates import loops_of, unfolded
from tutor.engine.numbers import LARGEST, Number
from tutor.engine.places import variable_of
from tutor.errors import ListingError, did_you_mean


class Checker(ExpressionChecker):
    """Walks a listing once and notes everything that the language has no room for."""

    def __init__(self, tree: ast.Module, faults: Sequence[ListingError] = ()) -> None:
        names = frozenset([*assigned_names(tree.body, changed=False), *defined(tree.body)])
        functions = frozenset(defined(tree.body))
        super().__init__(Scope(names, functions=functions), Imports({}, {}))
        self.nodes = walk(tree)
        self.makes_functions = any(isinstance(node, MAKERS) for node in self.nodes)
        """Whether anything in it has a scope of its own."""
        if self.makes_functions:
            give_scopes(tree.body, self.scope)
        self.tree = tree
        self.faults = list(faults)
        self.loops = 0
        """Loops around the present statement."""
        self.inside = False
        """Whether the present statement stands in a function."""
        self.functions = 0
        self.below = set(defined(tree.body)) - set(assigned_names(tree.body, changed=False))
        """Functions that are defined further down."""
        self.met: set[str] = set()
        """Names of the listing that have been given a value."""
        self.early: set[str] = set()
        """Functions that are built in, and called above the line that takes their name."""

    def module(self) -> None:
        """Check the whole listing."""
        if len(self.scope.assigned) > MOST_NAMES:
            what = f"more than {MOST_NAMES} names"
            self.faults.append(ListingError(1, 1, what, "write a list for values of one kind"))
            return
        refused = [node for node in self.nodes if type(node) in REMEDIES]
        self.unsure = frozenset(name for node in refused for name in _set_by(node))
        for statement in self.tree.body:
            self.statement(statement)
        self.scope.early = frozenset(self.early)

    def taking(self, statement: ast.Import | ast.ImportFrom) -> None:
        try:
            self.take(statement)
        except ListingError:
            self.unsure |= frozenset(_set_by(statement))
            raise

    def take(self, statement: ast.Import | ast.ImportFrom) -> None:
        """`import math`, `from math import …`."""
        whole = isinstance(statement, ast.Import)
        for alias in statement.names:
            module = alias.name if isinstance(statement, ast.Import) else statement.module or ""
            if module not in MODULES or getattr(statement, "level", None):
                first = module.partition(".")[0]
                otherwise = "leave it out: there are only math and random"
                instead = FOREIGN.get(first, ELSEWHERE.get(first, otherwise))
                refuse(statement, f"`{module}` cannot be imported here", instead)
            name = alias.asname or alias.name
            if name == "*":
                free = [one for one in MODULES[module] if self.scope.of(one) is None]
                self.imports.functions.update({one: (module, one) for one in free})
                continue
            if name in self.scope.assigned:
                refuse(statement, f"`{name}` is also a name of this listing", "rename that")
            if whole:
                self.imports.modules[name] = module
            elif alias.name not in MODULES[module]:
                there = MODULES[module]
                known = did_you_mean(alias.name, there, f"there are {', '.join(there)}")
                refuse(statement, f"`{alias.name}` cannot be imported here", known)
            else:
                self.imports.functions[name] = module, alias.name

    def statement(self, statement: ast.stmt) -> None:
        """Any statement but an import at the top. What is refused is noted, once for each line."""
        try:
            if type(statement) not in STATEMENTS:
                refuse_node(statement)
            getattr(self, STATEMENTS[type(statement)])(statement)
        except ListingError as error:
            if error.line not in [fault.line for fault in self.faults]:
                self.faults.append(error)

    def noted(self, *nodes: ast.expr | None) -> None:
        """Check the header of a block; what is wrong with it does not hide what is inside."""
        try:
            self.check_all(*nodes)
        except ListingError as error:
            self.faults.append(error)

    def variable(self, node: ast.Name) -> None:
        if node.id in self.below and not self.inside and self.scope.of(node.id) is not None:
            refuse(node, f"`{node.id}` is defined further down", "write its def above this line")
        scope = self.scope.of(node.id)
        if node.id in BUILT_IN and node.id not in self.met and scope and scope.outer is None:
            self.early.add(node.id)
        super().variable(node)

    def new_name(self, node: ast.AST, name: str) -> None:
        super().new_name(node, name)
        if not self.inside:
            self.met.add(name)

    def function(self, statement: ast.FunctionDef) -> None:
        """A `def`."""
        name = statement.name
        self.new_name(statement, name)
        self.functions += 1
        few = self.functions <= MOST_FUNCTIONS
        require(few, statement, f"more than {MOST_FUNCTIONS} functions", "write fewer")
        self.below.discard(name)
        for decorator in statement.decorator_list:
            refuse(decorator, "a decorator", "leave it out")
        self.arguments(statement)
        outer, self.scope = self.scope, scope_of(statement)
        around = self.inside, self.loops
        self.inside, self.loops = True, 0
        for inner in statement.body:
            self.statement(inner)
        self.scope = outer
        self.inside, self.loops = around

    def condition(self, statement: ast.If) -> None:
        self.noted(statement.test)
        for block in (statement.body, statement.orelse):
            for inner in block:
                self.statement(inner)

    def loop(self, statement: ast.For) -> None:
        try:
            self.loop_target(statement.target)
        except ListingError as error:
            self.faults.append(error)
        self.noted(statement.iter)
        self.whole_loop(statement)

    def while_loop(self, statement: ast.While) -> None:
        self.noted(statement.test)
        self.whole_loop(statement)

    def whole_loop(self, statement: Loop) -> None:
        for inner in statement.orelse:
            instead = "write found = False above it, set it before break, and if not found: below"
            refuse(inner, "`else` after a loop", instead)
        what = f"more than {DEEPEST_LOOP} loops inside each other"
        deep = self.loops >= DEEPEST_LOOP
        require(not deep, statement, what, "put the inner ones into a function")
        self.loops += 1
        for inner in statement.body:
            self.statement(inner)
        self.loops -= 1

    def leaving(self, statement: ast.Break | ast.Continue) -> None:
        word = type(statement).__name__.lower()
        require(self.loops, statement, f"`{word}` outside a loop", "leave it out")

    skipping = leaving

    def assertion(self, statement: ast.Assert) -> None:
        self.check_all(statement.test, statement.msg)

    def doing(self, statement: ast.Expr) -> None:
        """A call, as of print. Any other value on a line of its own is nearly always a slip."""
        value = statement.value
        match value:
            case ast.Call(func=ast.Name(id="print")):
                self.named(value, "print")
                self.check_spread(value.args)
                self.check_all(*(keyword.value for keyword in value.keywords))
            case ast.Call() | ast.Constant(value=str()):
                self.check(value)
            case ast.Compare():
                refuse(value, "a comparison on a line of its own", "one = assigns; two == compare")
            case _ if type(value) in REMEDIES:
                refuse_node(value)
            case _:
                self.check(value)
                refuse(value, "a value that nothing is done with", "write name = … or print(…)")

    def result(self, statement: ast.Return) -> None:
        require(self.inside, statement, "`return` outside a function", "leave it out")
        self.check_all(statement.value)

    def nothing(self, statement: ast.Pass) -> None:
        """`pass` is always right."""

    def assignment(self, statement: ast.Assign) -> None:
        self.check(statement.value)
        for target in statement.targets:
            self.target(target)

    def augmented(self, statement: ast.AugAssign) -> None:
        target = statement.target
        if isinstance(target, ast.Name):
            read = ast.copy_location(ast.Name(target.id, ast.Load()), target)
            both = ast.BinOp(read, statement.op, statement.value)
            self.check(ast.copy_location(both, statement))
        else:
            self.check(statement.value)
        self.target(target)


def _set_by(node: ast.AST) -> Iterator[str]:
    """The names that a refused node would have set."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.stmt | ast.NamedExpr):
        for one in walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                yield one.id


class Literal(NamedTuple):
    """A constant of the listing: where it stands and what it says."""

    value: Number
    node: ast.expr
    """The literal itself, with its sign."""


class Script(NamedTuple):
    """A checked listing, cut where the engine needs it."""

    lines: tuple[str, ...]
    parameters: Mapping[str, Literal]
    """Constants in order of appearance: `alpha`, and of lists each number, as `weights[0]`."""
    setup: tuple[ast.stmt, ...]
    """What runs once, before the first update. Parameters that are no lists are not in it."""
    loop: Loop | None
    """The loop whose passes are the updates: the first one at the top level, or one inside it or
    inside a function that was named."""
    outer: Loop | None
    """The loop at the top level in which it stands; `loop` itself where it stands there."""
    around: tuple[ast.stmt, ...]
    """What the loops around it do between updates."""
    body: tuple[ast.stmt, ...]
    """One update."""
    rest: tuple[ast.stmt, ...]
    """What runs once, after the last update."""
    functions: tuple[ast.FunctionDef, ...]
    """Those of the top level. They stand in setup or rest as well, in their places."""
    imports: Imports
    scope: Scope
    world: World
    kinds: Mapping[str, Kind]
    """The kind of every variable at the top level, in order of first assignment."""
    recursive: frozenset[ast.AST]
    """The functions and lambdas that may call themselves."""
    exact: bool
    """Whether a whole number past 2**53 is written out in it."""
    compiled: dict[object, tuple[list[ast.stmt], frozenset[str]]]
    """What the compiler made of each statement. Scripts that differ in one line share the others,
    and this."""

    # As a key it is itself alone: no two are made of the same nodes, and mappings have no hash.
    def __hash__(self) -> int:
        return id(self)


def check(code: str, update: int = 0) -> Script:
    """The listing, proved harmless; its updates are the passes of its first loop or of that on line
    `update`. Raises ListingError, with all that is refused in its `all`."""
    tree = parse(code)
    faults = take_out_inert(tree)
    if update:
        unfolded(tree, update)
    checker = Checker(tree, faults)
    checker.module()
    typer = Typer(checker.scope, checker.imports)
    if not checker.faults:
        try:
            typer.listing(tree.body)
        except RecursionError:
            raise ListingError(1, 1, "lists too deep inside each other", "write fewer") from None
        checker.faults += typer.faults
    if checker.faults:
        raise ListingError.first_of(checker.faults)
    return outline(code, tree, checker, typer.world, update)


def outline(code: str, tree: ast.Module, checker: Checker, world: World, update: int = 0) -> Script:
    """Cut a checked listing into parameters, setup, update and rest."""
    statements = [s for s in tree.body if not isinstance(s, ast.Import | ast.ImportFrom)]
    outer, loop, around = loops_of(statements, update)
    at = statements.index(outer) if outer else len(statements)
    parameters, kept = constants(statements[:at], checker.scope.early)
    if loop is None:
        names = [*assigned_names(statements, changed=False), *defined(statements)]
        ready = [one for one in kept if _is_ready(one, names, parameters)]
        setup, body = tuple(ready), tuple(one for one in kept if one not in ready)
    else:
        setup, body = tuple(kept), tuple(loop.body)
    functions = tuple(s for s in statements if isinstance(s, ast.FunctionDef))
    named = {one.name for one in functions}
    given = [variable_of(name) for name in parameters]
    order = dict.fromkeys([*given, *assigned_names(statements, changed=False)])
    kinds = {
        name: kind
        for name in order
        if name not in named
        and (kind := checker.scope.held[name].kind()) not in (Kind.FUNCTION, Kind.LAZY)
    }
    return Script(
        lines=tuple(code.split("\n")),
        parameters=MappingProxyType(parameters),
        setup=setup,
        loop=loop,
        outer=outer,
        around=around,
        body=body,
        rest=tuple(statements[at + 1 :]),
        functions=functions,
        imports=checker.imports,
        scope=checker.scope,
        world=world,
        kinds=MappingProxyType(kinds),
        exact=any(_is_large(node) for node in checker.nodes),
        recursive=recursive(checker.nodes) if checker.makes_functions else frozenset(),
        compiled={},
    )


def _is_ready(statement: ast.stmt, names: Sequence[str], parameters: Mapping[str, Literal]) -> bool:
    """Whether it is a function, or lists of constants, that need nothing of the lines around them
    to be there."""
    if isinstance(statement, ast.FunctionDef):
        return not statement.args.defaults and names.count(statement.name) == 1
    literals = {id(literal.node) for literal in parameters.values()}
    pairs = assigned_pairs(statement)
    return bool(pairs) and all(
        isinstance(value, ast.List | ast.Tuple)
        and all(id(node) in literals for _, node in spelled_out("", value))
        for _, value in pairs
    )


def _is_large(node: ast.AST) -> bool:
    """Whether it is a whole number past 2**53."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > LARGEST


def constants(
    statements: Sequence[ast.stmt], early: Collection[str] = ()
) -> tuple[dict[str, Literal], list[ast.stmt]]:
    """The parameters among top-level statements, and the statements that are left over, among which
    are those that make a list of parameters."""
    parameters: dict[str, Literal] = {}
    kept: list[ast.stmt] = []
    seen: set[str] = set(early)
    for statement in statements:
        if isinstance(statement, ast.FunctionDef):
            kept.append(statement)
            continue
        pairs = [(name, node) for name, node in assigned_pairs(statement) if name not in seen]
        parameters.update(
            {
                place: Literal(value, node)
                for name, whole in pairs
                for place, node in spelled_out(name, whole)
                if (value := literal_value(node)) is not None
            }
        )
        alone = [name for name, _ in pairs if name in parameters]
        if not alone or len(alone) < len(assigned_pairs(statement)):
            kept.append(statement)
        seen.update(node.id for node in walk(statement) if isinstance(node, ast.Name))
    return parameters, kept
