"""The small language of listings: what may be written, and what to write instead of the rest.

`check(code)` reads a listing and proves that it is harmless and makes sense: only a few kinds of
statement and expression, one kind of value to each name, no recursion, no name that is not there.
Every refusal is a `ListingError` that names its line and what to write instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn

from tutor.core.record import Number
from tutor.core.syntax import parse
from tutor.errors import ListingError, nearest

LARGEST = 2**53
"""The last whole number up to which every whole number has a float of its own."""

LONGEST_LIST = 100
MOST_FUNCTIONS = 30

MATH = ("sqrt", "exp", "log", "sin", "cos", "tanh")
BUILT_IN = ("abs", "len", "max", "min", "print", "round", "str")


class Kind(StrEnum):
    """What a name may hold, for the whole of the listing."""

    NUMBER = "a number"
    TEXT = "a text"
    LIST = "a list"


@dataclass(frozen=True)
class Literal:
    """A constant of the listing: where it stands and what it says."""

    value: Number
    node: ast.expr
    """The literal itself, with its sign."""


@dataclass(frozen=True, eq=False)
class Script:
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
    imported: frozenset[str]
    """Functions taken from math."""
    kinds: Mapping[str, Kind]
    """The kind of every variable at the top level, in order of first assignment."""
    local_kinds: Mapping[str, Mapping[str, Kind]]
    """The same inside each function, by the function's name."""


@dataclass
class Scope:
    """The names of the listing itself, or those of one of its functions."""

    assigned: frozenset[str]
    """Every name that is assigned somewhere here."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    counters: list[str] = field(default_factory=list)
    """Loop variables of the loops around the present statement."""
    outer: Scope | None = None
    """For a function: the listing around it, which it may read."""


def check(code: str) -> Script:
    """The listing, proved harmless. Raises ListingError at the first thing that is not."""
    tree = parse(code)
    checker = Checker(tree)
    checker.module()
    return outline(code, tree, checker)


def check_expression(
    node: ast.expr,
    kinds: Mapping[str, Kind],
    functions: Mapping[str, int],
    counters: Sequence[str] = (),
) -> Kind:
    """The kind of one expression over the given names; every math function may be used in it."""
    checker = Checker(ast.Module(body=[], type_ignores=[]))
    checker.functions = dict(functions)
    checker.imported = set(MATH)
    checker.scope = Scope(frozenset(kinds), dict(kinds), list(counters))
    return checker.kind(node)


def refuse(node: ast.AST, what: str, instead: str = "") -> NoReturn:
    """Raise a ListingError at the place of `node`."""
    line = getattr(node, "lineno", 1)
    raise ListingError(line, getattr(node, "col_offset", 0) + 1, what, instead)


def assigned_names(statements: Sequence[ast.AST]) -> Iterator[str]:
    """Every name that the statements assign, in order, repeated as often as it is assigned."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name
            case ast.For(target=target, body=body):
                if isinstance(target, ast.Name):
                    yield target.id
                yield from assigned_names(body)
            case ast.If(body=body, orelse=orelse):
                yield from assigned_names(body)
                yield from assigned_names(orelse)
            case _:
                pass


def loop_variables(statements: Sequence[ast.stmt]) -> tuple[str, ...]:
    """The variables of all loops in the statements."""
    loops = (node for tree in statements for node in ast.walk(tree) if isinstance(node, ast.For))
    return tuple(loop.target.id for loop in loops if isinstance(loop.target, ast.Name))


def literal_value(node: ast.expr) -> Number | None:
    """The number that a literal such as `0.5` or `-1` stands for; None for anything else."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
            positive = literal_value(operand)
            return None if positive is None else -positive
        case ast.UnaryOp(op=ast.UAdd(), operand=ast.Constant() as operand):
            return literal_value(operand)
        case _:
            return None


def is_print(statement: ast.stmt) -> bool:
    """Whether the statement is a call of print."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case _:
            return False


# What is refused, and what to write instead, by kind of node.
REMEDIES: Mapping[type[ast.AST], tuple[str, str]] = MappingProxyType(
    {
        ast.While: ("`while` is not used here", "write for iteration in range(…):"),
        ast.Import: ("`import` is not used here", "write from math import sqrt, if it is sqrt"),
        ast.Try: ("`try` is not used here", "leave it out: no number stops a listing"),
        ast.ClassDef: ("`class` is not used here", "write plain assignments"),
        ast.Global: ("`global` is not used here", "let the function return the new value"),
        ast.Nonlocal: ("`nonlocal` is not used here", "let the function return the new value"),
        ast.With: ("`with` is not used here", "leave it out"),
        ast.Delete: ("`del` is not used here", "leave it out"),
        ast.Assert: ("`assert` is not used here", "write if and print"),
        ast.Raise: ("`raise` is not used here", "write print"),
        ast.Break: ("`break` is not used here", "put the rest of the loop under an if"),
        ast.Continue: ("`continue` is not used here", "put the rest of the loop under an if"),
        ast.AnnAssign: ("a type is given to the name", "write name = value"),
        ast.AsyncFunctionDef: ("`async` is not used here", "write def"),
        ast.Match: ("`match` is not used here", "write if, elif and else"),
        ast.Lambda: ("`lambda` is not used here", "write def name(x): with a return"),
        ast.IfExp: ("an `if` inside an expression", "write if and else on lines of their own"),
        ast.ListComp: ("a comprehension", "write a for loop"),
        ast.SetComp: ("a comprehension", "write a for loop"),
        ast.DictComp: ("a comprehension", "write a for loop"),
        ast.GeneratorExp: ("a comprehension", "write a for loop"),
        ast.JoinedStr: ("an f-string", 'write "text" + str(value)'),
        ast.NamedExpr: ("`:=` is not used here", "assign on a line of its own"),
        ast.Dict: ("a dictionary", "write a list, or one name for each value"),
        ast.Set: ("a set", "write a list, or one name for each value"),
        ast.Starred: ("a `*` before a value", "write each value out"),
        ast.Slice: ("a slice of a list", "take one number at a time, as in values[0]"),
        ast.Attribute: ("a name with a dot", "write plain names; from math import sqrt gives sqrt"),
        ast.Await: ("`await` is not used here", "leave it out"),
        ast.Yield: ("`yield` is not used here", "write return"),
        ast.YieldFrom: ("`yield` is not used here", "write return"),
        ast.Tuple: ("several values where one is expected", "write one value, or a list in [ ]"),
    }
)

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)

# Names that people bring along from Python, with what does the same here.
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "sum": "add the numbers up in a for loop",
        "pow": "write a ** b",
        "int": "write round(x), or x // 1",
        "float": "leave it out, or write x * 1.0",
        "range": "range(…) stands only in for name in range(…):",
        "enumerate": "write for i in range(len(values)):",
        "zip": "write for i in range(len(values)):",
        "math": "write from math import sqrt at the top, then sqrt(x)",
        "np": "write plain numbers; from math import sqrt gives sqrt",
        "numpy": "write plain numbers; from math import sqrt gives sqrt",
        "None": "write a number",
    }
)


class Checker:
    """Walks a listing once and raises at the first thing that the language has no room for."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.functions: dict[str, int] = {}
        """Functions defined so far, with how many arguments they take."""
        self.imported: set[str] = set()
        self.local_kinds: dict[str, dict[str, Kind]] = {}
        self.scope = Scope(frozenset(assigned_names(tree.body)))
        self.defined = {s.name for s in tree.body if isinstance(s, ast.FunctionDef)}
        """Every function of the listing, above or below."""

    # Statements

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
        if statement.returns:
            refuse(statement.returns, "a type is given to the function", f"write def {name}(x):")
        if len(self.functions) == MOST_FUNCTIONS:
            refuse(statement, f"more than {MOST_FUNCTIONS} functions", "write fewer")
        self.functions[name] = len(arguments.args)

    def function(self, statement: ast.FunctionDef, module: Scope) -> None:
        """The inside of a `def`; its arguments and its result are numbers."""
        arguments = [argument.arg for argument in statement.args.args]
        own = frozenset([*arguments, *assigned_names(statement.body)])
        self.scope = Scope(own, dict.fromkeys(arguments, Kind.NUMBER), outer=module)
        for inner in statement.body:
            self.statement(inner)
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
                self.refuse_node(statement)

    def bare(self, value: ast.expr) -> NoReturn:
        """A value on a line of its own does nothing, and is nearly always a slip."""
        if isinstance(value, ast.Compare):
            refuse(value, "a comparison on a line of its own", "one = assigns; two == compare")
        if type(value) in REMEDIES:
            self.refuse_node(value)
        refuse(value, "a value that nothing is done with", "write name = … or print(…)")

    def assignment(self, statement: ast.Assign) -> None:
        if len(statement.targets) > 1:
            refuse(statement, "two names assigned in one go", "write one line for each")
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Tuple):
            self.assign(target, self.kind(value))
            return
        if not isinstance(value, ast.Tuple):
            refuse(statement, "several names but one value", "write as many values as names")
        if len(value.elts) != len(target.elts):
            names, values = len(target.elts), len(value.elts)
            refuse(statement, f"{names} names but {values} values", "write as many of each")
        kinds = [self.kind(part) for part in value.elts]
        for part, kind in zip(target.elts, kinds, strict=True):
            self.assign(part, kind)

    def augmented(self, statement: ast.AugAssign) -> None:
        target = statement.target
        if not isinstance(target, ast.Name):
            self.assign(target, Kind.NUMBER)
            return
        read = ast.copy_location(ast.Name(target.id, ast.Load()), target)
        both = ast.BinOp(read, statement.op, statement.value)
        self.assign(target, self.kind(ast.copy_location(both, statement)))

    def assign(self, target: ast.expr, kind: Kind) -> None:
        """`target` now holds `kind`; it must hold no other kind elsewhere."""
        match target:
            case ast.Name(id=name):
                self.new_name(target, name)
                had = self.scope.kinds.setdefault(name, kind)
                if had is not kind:
                    refuse(target, f"`{name}` was {had} and becomes {kind}", "use another name")
            case ast.Subscript():
                refuse(target, "a list cannot be changed here", "write one name for each number")
            case ast.Tuple() | ast.List():
                refuse(target, "names in brackets", "write a, b = 1, 2")
            case _:
                self.refuse_node(target)

    def new_name(self, node: ast.AST, name: str) -> None:
        """A name that the listing makes up must not hide one that the language has."""
        function = name in self.defined and not isinstance(node, ast.FunctionDef)
        if function or name in self.imported or name in BUILT_IN or name == "range":
            refuse(node, f"`{name}` is the name of a function", "use another name")
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

    # Expressions

    def number(self, node: ast.expr, role: str) -> None:
        kind = self.kind(node)
        if kind is not Kind.NUMBER:
            refuse(node, f"{role} must be a number, and this is {kind}", "write a number")

    def kind(self, node: ast.expr) -> Kind:
        """The kind of the expression's value."""
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name():
                return self.name(node)
            case ast.BinOp():
                return self.operation(node)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not(), operand=operand):
                self.number(operand, "what a sign or `not` stands before")
                return Kind.NUMBER
            case ast.BoolOp(values=values):
                for value in values:
                    self.number(value, "what `and` and `or` stand between")
                return Kind.NUMBER
            case ast.Compare():
                return self.comparison(node)
            case ast.List(elts=elements):
                return self.list(node, elements)
            case ast.Subscript():
                return self.subscript(node)
            case ast.Call():
                return self.call(node)
            case ast.UnaryOp():
                refuse(node, "`~` is not used here", "write - or not")
            case _:
                self.refuse_node(node)

    def refuse_node(self, node: ast.AST) -> NoReturn:
        what, instead = REMEDIES.get(
            type(node), (f"{type(node).__name__} is not used here", "write a plain assignment")
        )
        refuse(node, what, instead)

    def constant(self, node: ast.Constant) -> Kind:
        match node.value:
            case bool() | float():
                return Kind.NUMBER
            case int() as value:
                if value > LARGEST:
                    near = f"{value:.6g}" if value < 10**300 else "a smaller number"
                    refuse(node, f"a whole number past {LARGEST}", f"write {near}")
                return Kind.NUMBER
            case str() as text:
                if not all(c.isprintable() or c in "\n\t" for c in text):
                    refuse(node, "a text with a control character", "write visible characters")
                return Kind.TEXT
            case None:
                refuse(node, "`None` is not used here", "write a number")
            case _:
                refuse(node, "a value that is no number and no text", "write a number")

    def name(self, node: ast.Name) -> Kind:
        scope: Scope | None = self.scope
        while scope is not None:
            if node.id in scope.assigned:
                # A name that is only set further down is a number until then.
                return scope.kinds.get(node.id, Kind.NUMBER)
            scope = scope.outer
        if node.id in self.functions or node.id in BUILT_IN or node.id in self.imported:
            refuse(node, f"`{node.id}` is a function", f"write {node.id}(…)")
        self.unknown(node, node.id)

    def unknown(self, node: ast.AST, name: str, function: bool = False) -> NoReturn:
        """Raise for a name that is not there, with the nearest one that is."""
        if name in MATH:
            refuse(node, f"`{name}` is not there yet", f"write from math import {name} at the top")
        if name in self.defined:
            refuse(node, f"`{name}` is defined further down", "write its def above this line")
        if name in ELSEWHERE:
            refuse(node, f"`{name}` is not used here", ELSEWHERE[name])
        there: list[str] = [*self.functions, *self.imported]
        if function:
            there += BUILT_IN
        else:
            there += [*self.scope.assigned, *(self.scope.outer or self.scope).assigned]
        near = nearest(name, there)
        what = "function" if function else "name"
        instead = f"did you mean {near}?" if near else "assign it first, as in name = 0.5"
        if function and not near:
            instead = f"there are {', '.join(sorted(there))}"
        refuse(node, f"there is no {what} `{name}`", instead)

    def operation(self, node: ast.BinOp) -> Kind:
        if not isinstance(node.op, OPERATORS):
            refuse(node, "an operator for bits or matrices", "use + - * / // % **")
        left, right = self.kind(node.left), self.kind(node.right)
        if left is right is Kind.NUMBER:
            return Kind.NUMBER
        if left is right is Kind.TEXT and isinstance(node.op, ast.Add):
            return Kind.TEXT
        if Kind.LIST in (left, right):
            refuse(node, "arithmetic with a whole list", "take one number, as in values[0]")
        if isinstance(node.op, ast.Add):
            refuse(node, "a text and a number cannot be added", "write str(…) around the number")
        if isinstance(node.op, ast.Mod):
            refuse(node, "a text with % after it", 'write "text" + str(round(value, 2))')
        refuse(node, "a text can only be added to a text", "use + between texts")

    def comparison(self, node: ast.Compare) -> Kind:
        if not all(isinstance(op, COMPARISONS) for op in node.ops):
            refuse(node, "`is` and `in` are not used here", "use == != < <= > >=")
        kinds = {self.kind(part) for part in [node.left, *node.comparators]}
        if Kind.LIST in kinds:
            refuse(node, "whole lists cannot be compared", "compare one number at a time")
        if len(kinds) > 1:
            refuse(node, "a text compared with a number", "compare values of one kind")
        return Kind.NUMBER

    def list(self, node: ast.expr, elements: Sequence[ast.expr]) -> Kind:
        if not 1 <= len(elements) <= LONGEST_LIST:
            refuse(node, f"a list of {len(elements)}", f"write 1 to {LONGEST_LIST} numbers")
        for element in elements:
            self.number(element, "what a list holds")
        return Kind.LIST

    def subscript(self, node: ast.Subscript) -> Kind:
        if isinstance(node.slice, ast.Slice):
            self.refuse_node(node.slice)
        if self.kind(node.value) is not Kind.LIST:
            refuse(node, "only a list has positions", "write [ ] after the name of a list")
        match node.slice:
            case ast.Name(id=name) if name in self.scope.counters:
                return Kind.NUMBER
            case _ if isinstance(literal_value(node.slice), int):
                return Kind.NUMBER
        refuse(node, "a position that is worked out", "use a whole number or a loop variable")

    def call(self, node: ast.Call) -> Kind:
        if not isinstance(node.func, ast.Name):
            self.refuse_node(node.func)
        name = node.func.id
        if name == "print":
            refuse(node, "print inside an expression", "write print on a line of its own")
        if node.keywords:
            refuse(node, f"a named argument in {name}(…)", "write the values in order")
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            refuse(node, "a `*` before a value", "write each value out")
        if name in self.functions or name in self.imported:
            return self.call_function(node, name)
        if name in BUILT_IN:
            return self.call_built_in(node, name)
        if name in self.scope.assigned:
            refuse(node, f"`{name}` is no function", "write * between two factors")
        self.unknown(node, name, function=True)

    def call_function(self, node: ast.Call, name: str) -> Kind:
        wanted = self.functions.get(name, 1)
        if len(node.args) != wanted:
            count = "one value" if wanted == 1 else f"{wanted} values"
            refuse(node, f"{name}(…) takes {count}", f"{len(node.args)} are given")
        for argument in node.args:
            self.number(argument, f"what {name} takes")
        return Kind.NUMBER

    def call_built_in(self, node: ast.Call, name: str) -> Kind:
        kinds = [self.kind(argument) for argument in node.args]
        numbers = all(kind is Kind.NUMBER for kind in kinds)
        match name:
            case "str":
                if len(kinds) != 1:
                    refuse(node, "str(…) takes one value", "write str(x)")
                return Kind.TEXT
            case "len":
                if len(kinds) != 1 or numbers:
                    refuse(node, "len(…) takes one list", "write len(values)")
            case "abs":
                if len(kinds) != 1 or not numbers:
                    refuse(node, "abs(…) takes one number", "write abs(x)")
            case "round":
                if len(kinds) not in (1, 2) or not numbers:
                    refuse(node, "round(…) takes a number", "write round(x) or round(x, 2)")
            case _:
                if kinds != [Kind.LIST] and not (len(kinds) > 1 and numbers):
                    refuse(node, f"{name}(…) takes numbers", f"write {name}(a, b)")
        return Kind.NUMBER


def always_returns(body: Sequence[ast.stmt]) -> bool:
    """Whether a run of these lines always meets a return."""
    match body[-1]:
        case ast.Return():
            return True
        case ast.If(body=then, orelse=[_, *_] as otherwise):
            return always_returns(then) and always_returns(otherwise)
        case _:
            return False


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
        imported=frozenset(checker.imported),
        kinds=MappingProxyType(kinds),
        local_kinds=MappingProxyType(checker.local_kinds),
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
        seen.update(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
    return parameters, kept


def assigned_pairs(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """What a plain assignment gives to each name: `a, b = (1, 2)` is (a, 1) and (b, 2)."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return [(name, value)]
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            pairs = zip(names, values, strict=True)
            return [(name.id, value) for name, value in pairs if isinstance(name, ast.Name)]
        case _:
            return []
