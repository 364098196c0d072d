"""Proves that a listing is harmless and makes sense, statement by statement.

Only a few kinds of statement, one kind of value to each name, no recursion, no name that is not
there. Every refusal is a `ListingError` that names its line and what to write instead. What is
proved harmless is cut into its parts: constants, setup, one update, and what comes after.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from tutor.engine.expression_checker import NONE, ExpressionChecker, Scope
from tutor.engine.grammar import (
    BUILT_IN,
    DEEPEST_LOOP,
    MATH,
    MOST_FUNCTIONS,
    NOT_NAMES,
    REMEDIES,
    Kind,
    parse,
    refuse,
    refuse_node,
)
from tutor.engine.numbers import Number
from tutor.engine.tree import assigned_names, assigned_pairs, is_print, literal_value, walk
from tutor.errors import nearest


def checked(tree: ast.Module) -> Checker:
    """The checker of a listing that is proved harmless. Raises ListingError."""
    late: dict[str, dict[str, Kind]] = {}
    while True:
        checker = Checker(tree, late)
        checker.module()
        if not checker.misread:
            return checker
        # A name met twice is not guessed again, so this ends.
        for function, kinds in checker.misread.items():
            late.setdefault(function, {}).update(kinds)


class Checker(ExpressionChecker):
    """Walks a listing once and raises at the first thing that the language has no room for."""

    def __init__(self, tree: ast.Module, late: Mapping[str, Mapping[str, Kind]]) -> None:
        defined = frozenset(s.name for s in tree.body if isinstance(s, ast.FunctionDef))
        scope = Scope(assigned_names(tree.body), late=late.get("", NONE))
        super().__init__(scope, defined)
        self.tree = tree
        self.late = late
        """Kinds of names read above their first assignment, by function; "" is the listing."""
        self.misread: dict[str, dict[str, Kind]] = {}
        """The same for names that this walk took for numbers and that are none."""
        self.local_kinds: dict[str, dict[str, Kind]] = {}

    def module(self) -> None:
        """Check the whole listing: its own lines first, then the insides of its functions."""
        bodies: list[tuple[ast.FunctionDef, dict[str, int], set[str]]] = []
        for statement in self.tree.body:
            match statement:
                case ast.FunctionDef():
                    bodies.append((statement, dict(self.functions), set(self.imported)))
                    self.signature(statement)
                case ast.ImportFrom():
                    self.take(statement)
                case _:
                    self.statement(statement)
        everything, module = self.functions, self.scope
        for definition, above, imported in bodies:
            self.functions, self.imported = above, imported
            self.function(definition, module)
        self.functions, self.scope = everything, module

    def take(self, statement: ast.ImportFrom) -> None:
        """`from math import …`."""
        if statement.module != "math" or statement.level:
            refuse(statement, "only math can be imported from", "write from math import sqrt")
        for alias in statement.names:
            if alias.name not in MATH:
                near = nearest(alias.name, MATH)
                known = f"did you mean {near}?" if near else f"there are {', '.join(MATH)}"
                refuse(statement, f"`{alias.name}` cannot be imported here", known)
            if alias.asname:
                refuse(statement, "`as` is not used here", f"write from math import {alias.name}")
            if alias.name in self.scope.assigned or alias.name in self.defined:
                refuse(statement, f"`{alias.name}` is also a name of this listing", "rename that")
            self.imported.add(alias.name)

    def signature(self, statement: ast.FunctionDef) -> None:
        """The first line of a `def`."""
        name, arguments = statement.name, statement.args
        self.new_name(statement, name)
        if name in self.functions or name in self.scope.assigned:
            refuse(statement, f"`{name}` is already taken", "give the function another name")
        if statement.decorator_list:
            refuse(statement.decorator_list[0], "a decorator", "leave it out")
        plain = not (
            arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs
        )
        if not plain or arguments.defaults:
            refuse(statement, "only plain arguments can be used", f"write def {name}(x, y):")
        for argument in arguments.args:
            self.new_name(argument, argument.arg)
            if argument.annotation or argument.arg in self.defined:
                refuse(argument, f"`{argument.arg}` cannot be an argument so", "write a plain name")
        names = [argument.arg for argument in arguments.args]
        for before, argument in enumerate(arguments.args):
            if argument.arg in names[:before]:
                refuse(argument, f"two arguments `{argument.arg}`", "give each a name of its own")
        if statement.returns:
            refuse(statement.returns, "a type is given to the function", f"write def {name}(x):")
        if len(self.functions) == MOST_FUNCTIONS:
            refuse(statement, f"more than {MOST_FUNCTIONS} functions", "write fewer")
        self.functions[name] = len(arguments.args)

    def function(self, statement: ast.FunctionDef, module: Scope) -> None:
        """The inside of a `def`; its arguments and its result are numbers."""
        arguments = [argument.arg for argument in statement.args.args]
        own = [*arguments, *assigned_names(statement.body)]
        late = self.late.get(statement.name, NONE)
        self.scope = Scope(own, dict.fromkeys(arguments, Kind.NUMBER), late, outer=module)
        self.inside = statement.name
        for inner in statement.body:
            self.statement(inner)
        self.inside = ""
        if not always_returns(statement.body):
            refuse(statement, f"`{statement.name}` can end without a return", "end it with return")
        self.local_kinds[statement.name] = self.scope.kinds

    def statement(self, statement: ast.stmt) -> None:
        """Any statement but def and import."""
        match statement:
            case ast.Assign():
                self.assignment(statement)
            case ast.AugAssign():
                self.augmented(statement)
            case ast.If(test=test, body=body, orelse=orelse):
                self.number(test, "a condition")
                for inner in [*body, *orelse]:
                    self.statement(inner)
            case ast.For():
                self.loop(statement)
            case ast.Expr(value=value):
                if not is_print(statement):
                    self.bare(value)
                self.printing(value)
            case ast.Return(value=value):
                if self.scope.outer is None:
                    refuse(statement, "`return` outside a function", "leave it out")
                if value is None:
                    refuse(statement, "`return` without a value", "write return and a number")
                self.number(value, "what a function returns")
            case ast.Pass():
                pass
            case ast.FunctionDef():
                refuse(statement, "a function inside something else", "write it at the top")
            case ast.ImportFrom():
                refuse(statement, "an import inside something else", "write it at the top")
            case _:
                refuse_node(statement)

    def bare(self, value: ast.expr) -> NoReturn:
        """A value on a line of its own does nothing, and is nearly always a slip."""
        if isinstance(value, ast.Compare):
            refuse(value, "a comparison on a line of its own", "one = assigns; two == compare")
        if type(value) in REMEDIES:
            refuse_node(value)
        refuse(value, "a value that nothing is done with", "write name = … or print(…)")

    def assignment(self, statement: ast.Assign) -> None:
        if len(statement.targets) > 1:
            refuse(statement, "two names assigned in one go", "write one line for each")
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Tuple):
            self.not_a_counter(target)
            self.assign(target, self.kind(value))
            return
        if not isinstance(value, ast.Tuple):
            refuse(statement, "several names but one value", "write as many values as names")
        if len(value.elts) != len(target.elts):
            names, values = len(target.elts), len(value.elts)
            refuse(statement, f"{names} names but {values} values", "write as many of each")
        kinds = [self.kind(part) for part in value.elts]
        for part, kind in zip(target.elts, kinds, strict=True):
            self.not_a_counter(part)
            self.assign(part, kind)

    def augmented(self, statement: ast.AugAssign) -> None:
        target, kind = statement.target, Kind.NUMBER
        if isinstance(target, ast.Name):
            self.not_a_counter(target)
            read = ast.copy_location(ast.Name(target.id, ast.Load()), target)
            both = ast.BinOp(read, statement.op, statement.value)
            kind = self.kind(ast.copy_location(both, statement))
        self.assign(target, kind)

    def assign(self, target: ast.expr, kind: Kind) -> None:
        """`target` now holds `kind`; it must hold no other kind elsewhere."""
        match target:
            case ast.Name(id=name):
                self.new_name(target, name)
                had = self.scope.kinds.setdefault(name, self.scope.late.get(name, kind))
                if had is not kind:
                    refuse(target, f"`{name}` was {had} and becomes {kind}", "use another name")
                if kind is not Kind.NUMBER and name in self.scope.guessed:
                    self.misread.setdefault(self.inside, {})[name] = kind
            case ast.Subscript():
                refuse(target, "a list cannot be changed here", "write one name for each number")
            case ast.Tuple() | ast.List():
                refuse(target, "names in brackets", "write a, b = 1, 2")
            case _:
                refuse_node(target)

    def not_a_counter(self, target: ast.expr) -> None:
        """A loop's own variable stays a whole number, fit for a position in a list."""
        if isinstance(target, ast.Name) and target.id in self.scope.counters:
            refuse(target, f"`{target.id}` counts the passes of this loop", "use another name")

    def new_name(self, node: ast.AST, name: str) -> None:
        """A name that the listing makes up must not hide one that the language has."""
        function = name in self.defined and not isinstance(node, ast.FunctionDef)
        if function or name in self.imported or name in BUILT_IN or name == "range":
            refuse(node, f"`{name}` is the name of a function", "use another name")
        if name in NOT_NAMES:
            refuse(node, f"`{name}` is a value, and cannot be assigned", "use another name")
        if name.startswith("__"):
            refuse(node, "a name that begins with __", "use another name")

    def loop(self, statement: ast.For) -> None:
        if not isinstance(statement.target, ast.Name):
            refuse(statement.target, "more than one loop variable", "write for i in range(…):")
        match statement.iter:
            case ast.Call(func=ast.Name(id="range"), args=args, keywords=[]) if 1 <= len(args) <= 3:
                for argument in args:
                    self.number(argument, "what range takes")
            case _:
                refuse(statement.iter, "a loop over something else than range", "write range(…)")
        if statement.orelse:
            refuse(statement.orelse[0], "`else` after a loop", "write the lines after the loop")
        if len(self.scope.counters) == DEEPEST_LOOP:
            what = f"more than {DEEPEST_LOOP} loops inside each other"
            refuse(statement, what, "put the inner ones into a function")
        self.assign(statement.target, Kind.NUMBER)
        self.scope.counters.append(statement.target.id)
        for inner in statement.body:
            self.statement(inner)
        self.scope.counters.pop()

    def printing(self, call: ast.expr) -> None:
        assert isinstance(call, ast.Call)
        if call.keywords:
            word = call.keywords[0].arg or "**"
            refuse(call, f"`{word}=` in print", "write print(…) with only what to print")
        for argument in call.args:
            self.kind(argument)


def always_returns(body: Sequence[ast.stmt]) -> bool:
    """Whether a run of these lines always meets a return."""
    match body[-1]:
        case ast.Return():
            return True
        case ast.If(body=then, orelse=[_, *_] as otherwise):
            return always_returns(then) and always_returns(otherwise)
        case _:
            return False


class Literal(NamedTuple):
    """A constant of the listing: where it stands and what it says."""

    value: Number
    node: ast.expr
    """The literal itself, with its sign."""


class Script(NamedTuple):
    """A checked listing, cut where the engine needs it."""

    lines: tuple[str, ...]
    parameters: Mapping[str, Literal]
    """Constants in order of appearance."""
    setup: tuple[ast.stmt, ...]
    """What runs once, before the first update. Parameters are not in it."""
    loop: ast.For | None
    """The main loop: the first `for` at the top level."""
    body: tuple[ast.stmt, ...]
    """One update."""
    rest: tuple[ast.stmt, ...]
    """What runs once, after the last update."""
    functions: tuple[ast.FunctionDef, ...]
    imported: Mapping[str, int]
    """Functions taken from math, with the line that takes each."""
    kinds: Mapping[str, Kind]
    """The kind of every variable at the top level, in order of first assignment."""
    local_kinds: Mapping[str, Mapping[str, Kind]]
    """The same inside each function, by the function's name."""
    compiled: dict[object, tuple[list[ast.stmt], frozenset[str]]]
    """What the compiler made of each statement. Scripts that differ in one line share the others,
    and this."""

    # As a key it is itself alone: no two are made of the same nodes, and mappings have no hash.
    def __hash__(self) -> int:
        return id(self)


def check(code: str) -> Script:
    """The listing, proved harmless. Raises ListingError at the first thing that is not."""
    tree = parse(code)
    return outline(code, tree, checked(tree))


def outline(code: str, tree: ast.Module, checker: Checker) -> Script:
    """Cut a checked listing into parameters, setup, update and rest."""
    statements = [s for s in tree.body if not isinstance(s, ast.FunctionDef | ast.ImportFrom)]
    at = next((i for i, s in enumerate(statements) if isinstance(s, ast.For)), None)
    before = statements if at is None else statements[:at]
    parameters, kept = constants(before)
    loop = None if at is None else statements[at]
    assert loop is None or isinstance(loop, ast.For)
    kinds = dict.fromkeys(parameters, Kind.NUMBER) | checker.scope.kinds
    return Script(
        lines=tuple(code.split("\n")),
        parameters=MappingProxyType(parameters),
        setup=() if loop is None else tuple(kept),
        loop=loop,
        body=tuple(kept) if loop is None else tuple(loop.body),
        rest=() if at is None else tuple(statements[at + 1 :]),
        functions=tuple(s for s in tree.body if isinstance(s, ast.FunctionDef)),
        imported={
            alias.name: statement.lineno
            for statement in tree.body
            if isinstance(statement, ast.ImportFrom)
            for alias in statement.names
        },
        kinds=MappingProxyType(kinds),
        local_kinds=MappingProxyType(checker.local_kinds),
        compiled={},
    )


def constants(statements: Sequence[ast.stmt]) -> tuple[dict[str, Literal], list[ast.stmt]]:
    """The parameters among top-level statements, and the statements that are left over."""
    parameters: dict[str, Literal] = {}
    kept: list[ast.stmt] = []
    seen: set[str] = set()
    for statement in statements:
        pairs = assigned_pairs(statement)
        found = {
            name: Literal(value, node)
            for name, node in pairs
            if name not in seen and (value := literal_value(node)) is not None
        }
        parameters.update(found)
        if not pairs or len(found) < len(pairs):
            kept.append(statement)
        seen.update(node.id for node in walk(statement) if isinstance(node, ast.Name))
    return parameters, kept
