"""Whether an expression has room in the language: its nodes, its names, what it calls."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import NoReturn

from tutor.engine.language.formats import check_spec
from tutor.engine.language.grammar import (
    BUILT_IN,
    COMPARISONS,
    DOTTED,
    ELSEWHERE,
    EXPRESSIONS,
    FOREIGN,
    LONGEST_LIST,
    MATH,
    MATH_NUMBERS,
    METHODS,
    MODULES,
    MOST_BITS,
    NOT_NAMES,
    NUMPY,
    OPERATORS,
    PAIRS,
    PLAIN_LISTS,
    REMEDIES,
    refuse,
    refuse_node,
    require,
)
from tutor.engine.language.scope import Imports, Scope, scope_of
from tutor.engine.language.tree import walk
from tutor.engine.run_errors import RefusedError
from tutor.errors import did_you_mean

NAMED: Mapping[str, frozenset[str]] = {
    "print": frozenset({"sep", "end"}),
    "sum": frozenset({"start"}),
    "sorted": frozenset({"key", "reverse"}),
    "sort": frozenset({"key", "reverse"}),
    "max": frozenset({"key", "default"}),
    "min": frozenset({"key", "default"}),
    "enumerate": frozenset({"start"}),
    "round": frozenset({"ndigits"}),
}
"""Arguments that have to be named, or may be, of what is built in."""
TAKES: Mapping[str, tuple[int, int]] = {
    "abs": (1, 1), "all": (1, 1), "any": (1, 1), "bool": (0, 1), "enumerate": (1, 2),
    "float": (0, 1), "int": (0, 1), "len": (1, 1), "list": (0, 1), "pow": (2, 2),
    "range": (1, 3), "reversed": (1, 1), "round": (1, 2), "sorted": (1, 1), "str": (0, 1),
    "sum": (1, 2), "tuple": (0, 1), "max": (1, 999), "min": (1, 999), "zip": (0, 999),
    "print": (0, 999),
}  # fmt: skip
"""How many values each of them takes."""
SPREAD = ("print", "zip", "max", "min")
"""What takes `*values`."""
EXAMPLE: Mapping[str, str] = {
    "len": "len(values)", "range": "range(10)", "sorted": "sorted(values)", "sum": "sum(values)",
    "enumerate": "enumerate(values)", "reversed": "reversed(values)", "any": "any(values)",
    "all": "all(values)", "round": "round(x, 2)", "pow": "a ** b",
}  # fmt: skip
RANDOM_TAKES: Mapping[str, int] = {
    "seed": 1, "random": 0, "uniform": 2, "choice": 1, "gauss": 2, "randint": 2, "shuffle": 1
}  # fmt: skip


class ExpressionChecker:
    """Raises ListingError for expressions that have no room in the language."""

    def __init__(self, scope: Scope, imports: Imports) -> None:
        self.scope = scope
        self.imports = imports
        self.unsure: frozenset[str] = frozenset()
        """Names that a refused statement would have set: nothing is said of them."""

    def check(self, node: ast.expr) -> None:
        if type(node) not in EXPRESSIONS:
            refuse_node(node)
        getattr(self, EXPRESSIONS[type(node)])(node)

    def check_all(self, *nodes: ast.expr | None) -> None:
        for node in nodes:
            if node is not None:
                self.check(node)

    def constant(self, node: ast.Constant) -> None:
        match node.value:
            case int() as value if value.bit_length() > MOST_BITS:
                refuse(node, f"a whole number of more than {MOST_BITS} bits", "write a smaller one")
            case str() as text:
                visible = all(c.isprintable() or c in "\n\t" for c in text)
                require(
                    visible, node, "a text with a control character", "write visible characters"
                )
            case bool() | int() | float() | None:
                pass
            case value if value is ...:
                refuse(node, "three dots", "write pass")
            case _:
                refuse(node, "a value that is no number and no text", "write a number")

    def variable(self, node: ast.Name) -> None:
        """A name that is read. One of a function stands for the function."""
        name = node.id
        if self.scope.of(name) is not None or name in self.unsure:
            return
        meant = self.imports.functions.get(name)
        if meant is not None:
            return
        if name in self.imports.modules:
            refuse(node, f"`{name}` is a module", f"write {name}.sqrt(x), or what it has")
        if name in BUILT_IN and name != "print":
            return
        if name == "print":
            refuse(node, "`print` as a value", "write print(…) on a line of its own")
        self.unknown(node, name)

    def unknown(self, node: ast.expr, name: str, function: bool = False) -> NoReturn:
        """Refuse a name that is not there, with the nearest one that is."""
        what = f"there is no {'function' if function else 'name'} `{name}`"
        there = [*self.imports.functions]
        for scope in self.scope.around():
            there += scope.functions if function else scope.assigned
        there += BUILT_IN if function else self.imports.modules
        if name in MATH or name in MATH_NUMBERS[:1]:
            what = f"`{name}` is not there yet"
            instead = f"write from math import {name} at the top"
        elif name in ELSEWHERE:
            what, instead = f"`{name}` is not used here", ELSEWHERE[name]
        else:
            known = f"there are {', '.join(sorted(there))}"
            otherwise = known if function else "assign it first, as in name = 0.5"
            instead = did_you_mean(name, there, otherwise)
        refuse(node, what, instead)

    def operation(self, node: ast.BinOp) -> None:
        require(not isinstance(node.op, ast.BitXor), node, "`^` is not a power here", "write **")
        matrix = "write sum(a * b for a, b in zip(x, w))"
        require(not isinstance(node.op, ast.MatMult), node, "`@` is not used here", matrix)
        what = "an operator for bits"
        require(isinstance(node.op, OPERATORS), node, what, "use + - * / // % **")
        self.check_all(node.left, node.right)

    def sign(self, node: ast.UnaryOp) -> None:
        require(not isinstance(node.op, ast.Invert), node, "`~` is not used here", "write - or not")
        self.check(node.operand)

    def logic(self, node: ast.BoolOp) -> None:
        self.check_all(*node.values)

    def comparison(self, node: ast.Compare) -> None:
        for op, other in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.Is | ast.IsNot):
                plain = isinstance(other, ast.Constant) and (
                    other.value is None or isinstance(other.value, bool)
                )
                require(plain, node, "`is` between two values", "use == to compare")
            else:
                known = isinstance(op, (*COMPARISONS, ast.In, ast.NotIn))
                require(known, node, "a comparison that is not used here", "use == != < <= > >=")
        self.check_all(node.left, *node.comparators)

    def choice(self, node: ast.IfExp) -> None:
        self.check_all(node.test, node.body, node.orelse)

    def sequence(self, node: ast.List) -> None:
        for element in node.elts:
            if isinstance(element, ast.Starred):
                refuse(element, "a `*` in a list", "add lists, as in values + [3]")
        count = len(node.elts)
        fits = count <= LONGEST_LIST
        require(fits, node, f"a list of {count}", f"write at most {LONGEST_LIST} values")
        self.check_all(*node.elts)

    def row(self, node: ast.Tuple) -> None:
        self.sequence(node)  # type: ignore[arg-type]

    def position(self, node: ast.Subscript) -> None:
        self.check(node.value)
        if isinstance(node.slice, ast.Slice):
            self.check_all(node.slice.lower, node.slice.upper, node.slice.step)
        elif isinstance(node.slice, ast.Tuple):
            parts = node.slice.elts
            column = any(isinstance(part, ast.Slice) for part in parts)
            instead = "[row[0] for row in rows]" if column else "rows[0][1]"
            refuse(node, "two positions in one bracket", f"write {instead}")
        else:
            self.check(node.slice)

    def dotted(self, node: ast.Attribute) -> None:
        """A name with a dot where nothing is called: a number of math, or a function of it."""
        meant = self.imports.meaning(node)
        if meant is not None:
            self.member(node, *meant)
        else:
            self.refuse_dot(node)

    def member(self, node: ast.expr, module: str, name: str) -> None:
        """Something of an imported module."""
        if name in MODULES[module]:
            return
        known = did_you_mean(name, MODULES[module], f"there are {', '.join(MODULES[module])}")
        refuse(node, f"`{module}.{name}` is not used here", known)

    def refuse_dot(self, node: ast.Attribute, called: bool = False) -> NoReturn:
        value, name = node.value, node.attr
        match value:
            case ast.Name(id=module) if self.scope.of(module) is None:
                if module in MODULES:
                    instead = f"write import {module} at the top"
                    refuse(node, f"`{module}` is not there yet", instead)
                if module in ELSEWHERE and ELSEWHERE[module] == PLAIN_LISTS:
                    refuse(
                        node, f"`{module}.{name}` is not used here", NUMPY.get(name, PLAIN_LISTS)
                    )
                if module in ELSEWHERE:
                    refuse(node, f"`{module}.{name}` is not used here", ELSEWHERE[module])
                if module in FOREIGN or module in self.unsure:
                    instead = FOREIGN.get(module, "leave it out")
                    refuse(node, f"`{module}.{name}` is not used here", instead)
                if called and name in METHODS:
                    self.unknown(value, module)
            case ast.Attribute(value=ast.Name(id=module), attr=part) if (
                ELSEWHERE.get(module) == PLAIN_LISTS
            ):
                instead = NUMPY.get(part, PLAIN_LISTS)
                refuse(node, f"`{module}.{part}.{name}` is not used here", instead)
        if name in NUMPY:
            refuse(node, f"`.{name}` is not used here", NUMPY[name])
        if name in METHODS and not called:
            refuse(node, f"`.{name}` that is not called", f"write .{name}(…)")
        if called:
            instead = DOTTED.get(name, f"write def {name}(…): and call {name}(…)")
        else:
            instead = "write plain names, such as neuron_weight"
        refuse(node, f"a name with a dot (.{name})", instead)

    def formatted(self, node: ast.JoinedStr) -> None:
        for part in node.values:
            if isinstance(part, ast.Constant):
                self.constant(part)
                continue
            assert isinstance(part, ast.FormattedValue)
            self.check(part.value)
            spec = part.format_spec
            if spec is None:
                continue
            assert isinstance(spec, ast.JoinedStr)
            plain = all(isinstance(piece, ast.Constant) for piece in spec.values)
            require(plain, node, "a field inside a format", "write the width out, as in {x:8.4f}")
            try:
                check_spec(spec_text(spec))
            except RefusedError as error:
                refuse(node, error.what, error.instead)

    def comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> None:
        outer = self.scope
        for number, one in enumerate(node.generators):
            require(not one.is_async, node, "`async` is not used here", "leave it out")
            self.check(one.iter)
            if number == 0:
                self.scope = scope_of(node)
            self.loop_target(one.target)
            self.check_all(*one.ifs)
        self.check(node.elt)
        self.scope = outer

    generator = comprehension

    def small_function(self, node: ast.Lambda) -> None:
        self.arguments(node)
        outer, self.scope = self.scope, scope_of(node)
        self.check(node.body)
        self.scope = outer

    def arguments(self, node: ast.FunctionDef | ast.Lambda) -> None:
        """The names between the brackets of a def or behind a lambda."""
        name = getattr(node, "name", "name")
        arguments = node.args
        special = [arguments.vararg, arguments.kwarg, *arguments.kwonlyargs, *arguments.posonlyargs]
        for one in special:
            if one is not None:
                refuse(one, "an argument with * or /", f"write def {name}(x, y=1.0):")
        self.check_all(*arguments.defaults)
        seen = set[str]()
        for argument in arguments.args:
            self.new_name(argument, argument.arg)
            if argument.arg in seen:
                refuse(argument, f"two arguments `{argument.arg}`", "give each a name of its own")
            seen.add(argument.arg)

    # Names that are given

    def target(self, node: ast.expr) -> None:
        """What stands left of a `=`, or behind `for`."""
        match node:
            case ast.Name(id=name):
                self.new_name(node, name)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self.target(part)
            case ast.Subscript(slice=index):
                if isinstance(index, ast.Slice):
                    refuse_node(index)
                self.check(node)
            case ast.Attribute():
                self.refuse_dot(node)
            case ast.Starred():
                refuse(node, "a `*` before a name", "write first, rest = values[0], values[1:]")
            case _:
                raise AssertionError("Python's parser lets no other target through")

    def loop_target(self, node: ast.expr) -> None:
        """What stands behind `for`: names alone."""
        self.target(node)
        for part in walk(node):
            if isinstance(part, ast.Subscript):
                refuse(part, "a position as a loop variable", "write for i in range(…):")

    def new_name(self, node: ast.AST, name: str) -> None:
        """A name that the listing makes up must not hide one that it needs."""
        if name in self.imports.functions or name in self.imports.modules or name == "print":
            refuse(node, f"`{name}` is the name of a function", "use another name")
        if name in NOT_NAMES:
            refuse(node, f"`{name}` is a value, and cannot be assigned", "use another name")
        if name.startswith("__"):
            refuse(node, "a name that begins with __", "use another name")

    # Calls

    def call(self, node: ast.Call) -> None:
        function = node.func
        meant = self.imports.meaning(function)
        if meant is not None:
            self.member(function, *meant)
            self.call_member(node, *meant)
        elif isinstance(function, ast.Name):
            name = function.id
            if self.scope.of(name) is not None or name in self.unsure:
                self.variable(function)
                self.plain(node, name)
            elif name in BUILT_IN:
                self.call_built_in(node, name)
            else:
                self.unknown(function, name, function=True)
        elif isinstance(function, ast.Attribute) and self.is_method(function):
            self.call_method(node, function)
        elif isinstance(function, ast.Attribute):
            self.refuse_dot(function, called=True)
        else:
            self.check(function)
            self.plain(node, "it")
        self.check_spread(node.args)
        self.check_all(*(keyword.value for keyword in node.keywords))

    def is_method(self, function: ast.Attribute) -> bool:
        """Whether it is one of a list or a text."""
        value = function.value
        if function.attr not in METHODS:
            return False
        known = not isinstance(value, ast.Name) or self.scope.of(value.id) is not None
        return known or (isinstance(value, ast.Name) and value.id in self.unsure)

    def call_method(self, node: ast.Call, function: ast.Attribute) -> None:
        name = function.attr
        self.check(function.value)
        self.named(node, name)
        if name != "format":
            most, least = METHODS[name], METHODS[name] - (name == "pop")
            if name in ("ljust", "rjust", "center"):
                most = 2
            self.count(node, f".{name}", least, most, f"write values.{name}(…)")

    def call_member(self, node: ast.Call, module: str, name: str) -> None:
        require(
            not node.keywords, node, f"a named argument in {name}(…)", "write it without a name"
        )
        if module == "random":
            takes = RANDOM_TAKES[name]
            self.count(node, name, takes, takes, f"write random.{name}(…)")
            return
        if name in MATH_NUMBERS:
            refuse(node, f"`{name}` is a number", "leave out the ( )")
        least, most = (2, 2) if name in PAIRS else (1, 1 + (name == "log"))
        self.count(node, name, least, most, f"write {name}(x)")

    def call_built_in(self, node: ast.Call, name: str) -> None:
        if name == "print":
            refuse(node, "print inside an expression", "write print on a line of its own")
        self.named(node, name)
        least, most = TAKES[name]
        self.count(node, name, least, most, f"write {EXAMPLE.get(name, f'{name}(x)')}")

    def plain(self, node: ast.Call, name: str) -> None:
        """A call of a function of the listing."""
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                refuse(argument, *REMEDIES[ast.Starred])
        for keyword in node.keywords:
            if keyword.arg is None:
                refuse(keyword.value, f"`**` in {name}(…)", "write each argument out")

    def named(self, node: ast.Call, name: str) -> None:
        for keyword in node.keywords:
            word = keyword.arg or "**"
            if name == "format" and keyword.arg:
                continue
            if word not in NAMED.get(name, ()):
                known = ", ".join(f"{one}=" for one in sorted(NAMED.get(name, ())))
                instead = f"there are {known}" if known else "write the values in order"
                refuse(node, f"a named argument in {name}(…): {word}=", instead)

    def count(self, node: ast.Call, name: str, least: int, most: int, instead: str) -> None:
        """Refuse too few or too many values."""
        spread = [one for one in node.args if isinstance(one, ast.Starred)]
        if spread:
            if name not in SPREAD:
                refuse(spread[0], *REMEDIES[ast.Starred])
            return
        given = len(node.args)
        ndigits = name == "round" and any(k.arg == "ndigits" for k in node.keywords)
        fits = least <= given <= most - ndigits
        require(fits, node, f"{name}(…) takes {_values(least, most, given)}, not {given}", instead)

    def check_spread(self, nodes: Sequence[ast.expr]) -> None:
        """Arguments of which some may be `*values`."""
        for node in nodes:
            self.check(node.value if isinstance(node, ast.Starred) else node)


def _values(least: int, most: int, given: int) -> str:
    """How many values, in words."""
    if most > 99:
        return f"at most {most:,}" if given > most else f"at least {least}"
    if least == most:
        return "no value" if not most else "one value" if most == 1 else f"{most} values"
    return f"{least} to {most} values"


def spec_text(spec: ast.expr) -> str:
    """What stands behind the colon of a field of an f-string."""
    assert isinstance(spec, ast.JoinedStr)
    return "".join(str(part.value) for part in spec.values if isinstance(part, ast.Constant))
