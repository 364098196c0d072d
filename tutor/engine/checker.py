"""Proves that a listing is harmless and makes sense, statement by statement.

Only a few kinds of statement, one kind of value to each name, no recursion, no name that is not
there. Every refusal is a `ListingError` that names its line and what to write instead. What is
proved harmless is cut into its parts: constants, setup, one update, and what comes after.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tutor.engine.expression_checker import ExpressionChecker, Scope
from tutor.engine.grammar import (
    BUILT_IN,
    DEEPEST_LOOP,
    MATH,
    MOST_FUNCTIONS,
    NOT_NAMES,
    REMEDIES,
    STATEMENTS,
    Kind,
    parse,
    refuse,
    refuse_node,
    require,
)
from tutor.engine.numbers import Number
from tutor.engine.tree import assigned_names, assigned_pairs, is_print, literal_value, walk
from tutor.errors import did_you_mean


class Checker(ExpressionChecker):
    """Walks a listing once and raises at the first thing that the language has no room for."""

    def __init__(self, tree: ast.Module, late: defaultdict[str, dict[str, Kind]]) -> None:
        scope = Scope(frozenset(assigned_names(tree.body)), {}, late=late[""])
        functions = [s for s in tree.body if isinstance(s, ast.FunctionDef)]
        super().__init__(scope, functions, {}, line=0)
        self.tree = tree
        self.late = late
        """Kinds of names read above their first assignment, by function; "" is the listing."""
        self.misread = False
        """Whether a name that was taken for a number is none: then `late` has it now."""
        self.local_kinds: dict[str, dict[str, Kind]] = {}

    def module(self) -> None:
        """Check the whole listing: its own lines first, then the insides of its functions."""
        bodies: list[tuple[ast.FunctionDef, dict[str, int], dict[str, int]]] = []
        for statement in self.tree.body:
            match statement:
                case ast.FunctionDef():
                    bodies.append((statement, dict(self.functions), dict(self.imported)))
                    self.signature(statement)
                case ast.ImportFrom():
                    self.take(statement)
                case _:
                    self.statement(statement)
        everything = self.scope, self.functions, self.imported
        for definition, *above in bodies:
            self.functions, self.imported = above
            self.function(definition, everything[0])
        self.scope, self.functions, self.imported = everything

    def take(self, statement: ast.ImportFrom) -> None:
        """`from math import …`."""
        from_math = statement.module == "math" and not statement.level
        instead = "write from math import sqrt"
        require(from_math, statement, "only math can be imported from", instead)
        for alias in statement.names:
            name = alias.name
            if name not in MATH:
                known = did_you_mean(name, MATH, f"there are {', '.join(MATH)}")
                refuse(statement, f"`{name}` cannot be imported here", known)
            instead = f"write from math import {name}"
            require(not alias.asname, statement, "`as` is not used here", instead)
            if name in self.scope.assigned or name in self.defined:
                refuse(statement, f"`{name}` is also a name of this listing", "rename that")
            self.imported[name] = statement.lineno

    def signature(self, statement: ast.FunctionDef) -> None:
        """The first line of a `def`."""
        name, arguments = statement.name, statement.args
        self.new_name(statement, name)
        if name in self.functions or name in self.scope.assigned:
            refuse(statement, f"`{name}` is already taken", "give the function another name")
        for decorator in statement.decorator_list:
            refuse(decorator, "a decorator", "leave it out")
        special = [arguments.vararg, arguments.kwarg, *arguments.kwonlyargs]
        if any([*special, *arguments.posonlyargs, *arguments.defaults]):
            refuse(statement, "only plain arguments can be used", f"write def {name}(x, y):")
        names = set[str]()
        for argument in arguments.args:
            self.new_name(argument, argument.arg)
            if argument.annotation:
                refuse(argument, f"`{argument.arg}` cannot be an argument so", "write a plain name")
            if argument.arg in names:
                refuse(argument, f"two arguments `{argument.arg}`", "give each a name of its own")
            names.add(argument.arg)
        if statement.returns:
            refuse(statement.returns, "a type is given to the function", f"write def {name}(x):")
        few = len(self.functions) < MOST_FUNCTIONS
        require(few, statement, f"more than {MOST_FUNCTIONS} functions", "write fewer")
        self.functions[name] = len(arguments.args)

    def function(self, statement: ast.FunctionDef, module: Scope) -> None:
        """The inside of a `def`; its arguments and its result are numbers."""
        name = statement.name
        arguments = [argument.arg for argument in statement.args.args]
        own = frozenset([*arguments, *assigned_names(statement.body)])
        kinds = dict.fromkeys(arguments, Kind.NUMBER)
        self.scope = Scope(own, kinds, function=name, outer=module, late=self.late[name])
        for inner in statement.body:
            self.statement(inner)
        returns = always_returns(statement.body)
        require(returns, statement, f"`{name}` can end without a return", "end it with return")
        self.local_kinds[name] = kinds

    def statement(self, statement: ast.stmt) -> None:
        """Any statement but `def` and `import` at the top."""
        if type(statement) not in STATEMENTS:
            refuse_node(statement)
        getattr(self, STATEMENTS[type(statement)])(statement)

    def condition(self, statement: ast.If) -> None:
        self.number(statement.test, "a condition")
        for inner in [*statement.body, *statement.orelse]:
            self.statement(inner)

    def printing(self, statement: ast.Expr) -> None:
        """A call of print. Any other value on a line of its own is nearly always a slip."""
        value = statement.value
        if not is_print(statement):
            if isinstance(value, ast.Compare):
                refuse(value, "a comparison on a line of its own", "one = assigns; two == compare")
            if type(value) in REMEDIES:
                refuse_node(value)
            refuse(value, "a value that nothing is done with", "write name = … or print(…)")
        assert isinstance(value, ast.Call)
        for keyword in value.keywords:
            word = keyword.arg or "**"
            refuse(value, f"`{word}=` in print", "write print(…) with only what to print")
        for argument in value.args:
            self.kind(argument)

    def result(self, statement: ast.Return) -> None:
        inside = self.scope.outer is not None
        require(inside, statement, "`return` outside a function", "leave it out")
        if statement.value is None:
            refuse(statement, "`return` without a value", "write return and a number")
        self.number(statement.value, "what a function returns")

    def nothing(self, statement: ast.Pass) -> None:
        """`pass` is always right."""

    def assignment(self, statement: ast.Assign) -> None:
        one = len(statement.targets) == 1
        require(one, statement, "two names assigned in one go", "write one line for each")
        target, value = statement.targets[0], statement.value
        targets, values = [target], [value]
        if isinstance(target, ast.Tuple):
            if not isinstance(value, ast.Tuple):
                refuse(statement, "several names but one value", "write as many values as names")
            targets, values = target.elts, value.elts
            what = f"{len(targets)} names but {len(values)} values"
            require(len(targets) == len(values), statement, what, "write as many of each")
        kinds = [self.kind(part) for part in values]
        for part, kind in zip(targets, kinds, strict=True):
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
                changed = f"`{name}` was {had} and becomes {kind}"
                require(had is kind, target, changed, "use another name")
                if kind is not Kind.NUMBER and name in self.scope.guessed:
                    self.scope.late[name] = kind
                    self.misread = True
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
        target = statement.target
        if not isinstance(target, ast.Name):
            refuse(target, "more than one loop variable", "write for i in range(…):")
        match statement.iter:
            case ast.Call(func=ast.Name(id="range"), args=args, keywords=[]) if 1 <= len(args) <= 3:
                for argument in args:
                    self.number(argument, "what range takes")
            case _:
                refuse(statement.iter, "a loop over something else than range", "write range(…)")
        for inner in statement.orelse:
            refuse(inner, "`else` after a loop", "write the lines after the loop")
        what = f"more than {DEEPEST_LOOP} loops inside each other"
        outer = self.scope.counters
        require(len(outer) < DEEPEST_LOOP, statement, what, "put the inner ones into a function")
        self.assign(target, Kind.NUMBER)
        outer.append(target.id)
        for inner in statement.body:
            self.statement(inner)
        outer.pop()


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
    late: defaultdict[str, dict[str, Kind]] = defaultdict(dict)
    checker = Checker(tree, late)
    checker.module()
    while checker.misread:  # a name met twice is not guessed again, so this ends
        checker = Checker(tree, late)
        checker.module()
    return outline(code, tree, checker)


def outline(code: str, tree: ast.Module, checker: Checker) -> Script:
    """Cut a checked listing into parameters, setup, update and rest."""
    statements = [s for s in tree.body if not isinstance(s, ast.FunctionDef | ast.ImportFrom)]
    loop = next((s for s in statements if isinstance(s, ast.For)), None)
    at = statements.index(loop) if loop else len(statements)
    parameters, kept = constants(statements[:at])
    kinds = dict.fromkeys(parameters, Kind.NUMBER) | checker.scope.kinds
    return Script(
        lines=tuple(code.split("\n")),
        parameters=MappingProxyType(parameters),
        setup=tuple(kept if loop else ()),
        loop=loop,
        body=tuple(loop.body if loop else kept),
        rest=tuple(statements[at + 1 :]),
        functions=tuple(s for s in tree.body if isinstance(s, ast.FunctionDef)),
        imported=checker.imported,
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
