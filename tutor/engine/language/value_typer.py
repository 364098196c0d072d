"""What the values of a listing may come to, and the names that hold them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import pairwise

from tutor.engine.language.grammar import EXPRESSIONS, MATH_NUMBERS, Kind
from tutor.engine.language.kinds import Held, Signature, World
from tutor.engine.language.scope import Imports, Scope, arguments_of, scope_of
from tutor.engine.language.tree import literal_value
from tutor.errors import ListingError

SCALARS = (Kind.NUMBER, Kind.TEXT, Kind.NONE, Kind.ANY)
"""What is not changed in place, or may be anything already."""
HOLDING = (Kind.LIST, Kind.TUPLE, Kind.LAZY, Kind.ANY)
NUMBERS = (
    "abs", "all", "any", "bool", "float", "int", "len", "pow", "round", "index", "count", "random",
    "uniform", "gauss", "randint",
)  # fmt: skip
"""What always gives a number, or fails."""
TEXTS = ("str", "join", "format", "ljust", "rjust", "center", "upper", "lower")
GIVES = {**dict.fromkeys(NUMBERS, Kind.NUMBER), **dict.fromkeys(TEXTS, Kind.TEXT)}


class ValueTyper:
    """Finds what all expressions but calls may come to, as far as is known so far."""

    def __init__(self, scope: Scope, imports: Imports, world: World) -> None:
        self.scope = scope
        self.imports = imports
        self.world = world
        self.suspect = False
        """Something may have no meaning, by what is known so far."""
        self.judging = False
        """Everything is known: what has no meaning is noted."""
        self.faults: list[ListingError] = []

    def of(self, node: ast.expr) -> Held:
        """What the expression may come to; noted at its node as well."""
        found: Held = getattr(self, EXPRESSIONS[type(node)])(node)
        node.held = found  # type: ignore[attr-defined]
        return found

    def own(self, node: ast.AST, place: int = 0) -> Held:
        """What belongs to this node alone, the same one at each look."""
        owned: dict[int, Held] = node.__dict__.setdefault("owned", {})
        if place not in owned:
            owned[place] = self.world.new()
        return owned[place]

    def made(self, node: ast.AST, kind: Kind | None, place: int = 0) -> Held:
        held = self.own(node, place)
        held.raise_to(kind)
        return held

    def fault(self, node: ast.AST, what: str, instead: str) -> None:
        """Note that something has no meaning, once all is known."""
        self.suspect = True
        line = getattr(node, "lineno", 1)
        if self.judging and line not in [one.line for one in self.faults]:
            column = getattr(node, "col_offset", 0) + 1
            self.faults.append(ListingError(line, column, what, instead))

    def flow(self, target: Held, source: Held) -> None:
        """`target` may hold what `source` does."""
        kind = source.known
        if kind in SCALARS:
            target.raise_to(kind)
        elif kind is not None:
            target.join(source)

    def escape(self, *held: Held) -> None:
        """These go where nobody knows what is done with them."""
        for one in held:
            if one.known not in (*SCALARS, None):
                one.raise_to(Kind.ANY)

    # Values

    def constant(self, node: ast.Constant) -> Held:
        if node.value is None:
            return self.made(node, Kind.NONE)
        return self.made(node, Kind.TEXT if isinstance(node.value, str) else Kind.NUMBER)

    def variable(self, node: ast.Name) -> Held:
        scope = self.scope.of(node.id)
        if scope is not None:
            return self.name(scope, node.id)
        return self.ready_function(node, (self.imports.functions.get(node.id) or ("", node.id))[1])

    def name(self, scope: Scope, name: str) -> Held:
        """What a name of a scope may hold."""
        if name not in scope.held:
            scope.held[name] = self.world.new()
        return scope.held[name]

    def dotted(self, node: ast.Attribute) -> Held:
        return self.ready_function(node, node.attr)

    def ready_function(self, node: ast.expr, name: str) -> Held:
        """A function that is built in or imported, or a number of math."""
        if name in MATH_NUMBERS:
            return self.made(node, Kind.NUMBER)
        held = self.made(node, Kind.FUNCTION)
        if held.root().signature is None:
            module = (self.imports.meaning(node) or ("", name))[0]
            kind = Kind.NUMBER if module == "math" else GIVES.get(name, Kind.ANY)
            held.root().signature = Signature((), (), self.made(node, kind, 1), -1)
        return held

    def sequence(self, node: ast.List) -> Held:
        held = self.made(node, Kind.LIST)
        element = held.element()
        for one in node.elts:
            self.flow(element, self.of(one))
        return held

    def row(self, node: ast.Tuple) -> Held:
        held = self.own(node)
        items = []
        for place, one in enumerate(node.elts, 1):
            item = self.own(node, place)
            self.flow(item, self.of(one))
            items.append(item)
        held.of_items(items)
        return held

    def operation(self, node: ast.BinOp) -> Held:
        return self.combined(node, node.op, self.of(node.left), self.of(node.right))

    def combined(self, node: ast.AST, op: ast.operator, left: Held, right: Held) -> Held:
        """What an operator makes of two values."""
        held = self.own(node)
        one, other = left.known, right.known
        if one is None or other is None:
            return held
        if one is other is Kind.NUMBER:
            held.raise_to(Kind.NUMBER)
            return held
        kinds = {one, other}
        if Kind.ANY in kinds:
            held.raise_to(_certain(op, one, other))
            if isinstance(op, ast.Add | ast.Mult):
                self.escape(*(side.element() for side in (left, right) if side.known in HOLDING))
        elif one is Kind.TEXT and isinstance(op, ast.Mod):
            held.raise_to(Kind.TEXT)
        elif (one is other and one in (Kind.TEXT, Kind.LIST, Kind.TUPLE)) and _adds(op):
            self.longer(held, one, left, right)
        elif Kind.NUMBER in kinds and isinstance(op, ast.Mult) and kinds & _REPEATED:
            kind = one if other is Kind.NUMBER else other
            self.longer(held, kind, left if other is Kind.NUMBER else right)
        else:
            held.raise_to(Kind.ANY)
            self.no_operation(node, op, one, other)
        return held

    def longer(self, held: Held, kind: Kind, *parts: Held) -> None:
        """A text, list or tuple made of others."""
        held.raise_to(kind)
        if kind is not Kind.TEXT:
            for part in parts:
                self.flow(held.element(), part.element())

    def no_operation(self, node: ast.AST, op: ast.operator, one: Kind, other: Kind) -> None:
        kinds = {one, other}
        if kinds & {Kind.LIST, Kind.TUPLE}:
            instead = "take one number, as in values[0], or write [2 * x for x in values]"
            self.fault(node, "arithmetic with a whole list", instead)
        elif kinds == {Kind.TEXT, Kind.NUMBER} and isinstance(op, ast.Add):
            what = "a text and a number cannot be added"
            self.fault(node, what, "write str(…) around the number")
        elif Kind.TEXT in kinds:
            self.fault(node, f"arithmetic with {Kind.TEXT}", "use + between texts")
        else:
            kind = next(kind for kind in (one, other) if kind is not Kind.NUMBER)
            self.fault(node, f"arithmetic with {kind}", meant_by(kind))

    def sign(self, node: ast.UnaryOp) -> Held:
        kind = self.of(node.operand).known
        if kind not in (None, Kind.NUMBER, Kind.ANY) and not isinstance(node.op, ast.Not):
            self.fault(node, f"a sign before {kind}", "write it before a number")
        return self.made(node, Kind.NUMBER)

    def logic(self, node: ast.BoolOp) -> Held:
        held = self.own(node)
        for value in node.values:
            self.flow(held, self.of(value))
        return held

    def comparison(self, node: ast.Compare) -> Held:
        kinds = [self.of(part).known for part in (node.left, *node.comparators)]
        for op, (one, other) in zip(node.ops, pairwise(kinds), strict=True):
            if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                plain = {Kind.NUMBER, Kind.TEXT, Kind.LIST, Kind.TUPLE}
                if one in plain and other in plain and one is not other:
                    self.fault(node, f"{one} compared with {other}", "compare values of one kind")
                for kind in (one, other):
                    if kind in (Kind.NONE, Kind.LAZY):
                        self.fault(node, f"a comparison with {kind}", meant_by(kind))
            if Kind.FUNCTION in (one, other):
                self.fault(node, "a function that is compared", "write ( ) behind it to call it")
        return self.made(node, Kind.NUMBER)

    def choice(self, node: ast.IfExp) -> Held:
        held = self.own(node)
        self.of(node.test)
        for value in (node.body, node.orelse):
            self.flow(held, self.of(value))
        return held

    def position(self, node: ast.Subscript) -> Held:
        base = self.of(node.value)
        kind = base.known
        if isinstance(node.slice, ast.Slice):
            for part in (node.slice.lower, node.slice.upper, node.slice.step):
                if part is not None:
                    self.of(part)
            held = self.made(node, kind)
            if kind in HOLDING:
                self.flow(held.element(), base.element())
            return held
        index = self.of(node.slice)
        if index.known in (Kind.TEXT, Kind.LIST, Kind.TUPLE, Kind.NONE):
            self.fault(node, f"a position that is {index.known}", "write a whole number")
        if kind in (Kind.NUMBER, Kind.NONE, Kind.FUNCTION):
            self.fault(node, "only a list has positions", "write [ ] after the name of a list")
            return self.made(node, Kind.ANY)
        if kind is None:
            return self.own(node)
        written, items = literal_value(node.slice), base.root().items
        if items is not None and isinstance(written, int) and -len(items) <= written < len(items):
            return items[written]
        return base.element()

    def formatted(self, node: ast.JoinedStr) -> Held:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.shown(part.value)
        return self.made(node, Kind.TEXT)

    def shown(self, node: ast.expr) -> Held:
        """What is written into a text."""
        held = self.of(node)
        if held.known in (Kind.FUNCTION, Kind.LAZY):
            self.fault(node, f"{held.known} has no text", meant_by(held.known))
        return held

    def comprehension(self, node: ast.ListComp) -> Held:
        return self.gone_through(node, Kind.LIST)

    def generator(self, node: ast.GeneratorExp) -> Held:
        return self.gone_through(node, Kind.LAZY)

    def gone_through(self, node: ast.ListComp | ast.GeneratorExp, kind: Kind) -> Held:
        outer = self.scope
        for number, one in enumerate(node.generators):
            source = self.of(one.iter)
            self.can_be_gone_through(one.iter, source)
            if number == 0:
                self.scope = scope_of(node)
            self.store(one.target, self.element_of(source))
            for test in one.ifs:
                self.of(test)
        inside = self.of(node.elt)
        self.scope = outer
        held = self.made(node, kind)
        self.flow(held.element(), inside)
        return held

    def can_be_gone_through(self, node: ast.expr, held: Held) -> None:
        kind = held.known
        if kind in (Kind.NUMBER, Kind.NONE, Kind.FUNCTION):
            self.fault(node, f"a loop over {kind}", "write range(…) around a number")

    def element_of(self, held: Held) -> Held:
        """What going through it gives; nothing yet where it is not known what it is."""
        if held.known in (*HOLDING, Kind.TEXT):
            return held.element()
        return self.world.new(None if held.known is None else Kind.ANY)

    def small_function(self, node: ast.Lambda) -> Held:
        held = self.made(node, Kind.FUNCTION)
        self.signed(node, held)
        outer, self.scope = self.scope, scope_of(node)
        inside = self.of(node.body)
        self.scope = outer
        self.flow(self.own(node, 1), inside)
        return held

    def signed(self, node: ast.FunctionDef | ast.Lambda, held: Held) -> Signature:
        """Say what a function takes and gives."""
        scope, names = scope_of(node), arguments_of(node)
        takes = [self.name(scope, name) for name in names]
        defaults = node.args.defaults
        for argument, default in zip(takes[len(takes) - len(defaults) :], defaults, strict=True):
            self.flow(argument, self.of(default))
        made: Signature | None = node.__dict__.get("signature")
        if made is None:
            made = Signature(names, takes, self.own(node, 1), len(names) - len(defaults))
            node.signature = made  # type: ignore[union-attr]
            signed = self.world.new(Kind.FUNCTION)
            signed.signature = made
            held.join(signed)
        return made

    def store(self, target: ast.expr, held: Held) -> None:
        """A value goes into a name, a place of a list, or several of them."""
        match target:
            case ast.Name(id=name):
                scope = self.scope.of(name)
                assert scope is not None
                self.flow(self.name(scope, name), held)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                self.unpacked(target, parts, held)
            case ast.Subscript(value=value, slice=index):
                self.of(index)
                base = self.of(value)
                if base.known in (Kind.LIST, Kind.ANY):
                    base.mark(grows=False)
                    self.flow(base.element(), held)
                elif base.known is not None:
                    self.fault(target, f"{base.known} cannot be changed", "write a list in [ ]")
            case _:
                raise AssertionError("the checker lets no other target through")

    def unpacked(self, target: ast.expr, parts: Sequence[ast.expr], held: Held) -> None:
        """Several names take what one value holds."""
        items = held.root().items
        if items is not None and len(items) == len(parts):
            for part, item in zip(parts, items, strict=True):
                self.store(part, item)
            return
        if items is not None:
            many = "1 value" if len(items) == 1 else f"{len(items)} values"
            what = f"{len(parts)} names but {many}"
            self.fault(target, what, "write as many of each")
        elif held.known in (Kind.NUMBER, Kind.NONE, Kind.FUNCTION):
            self.fault(target, "several names but one value", "write as many values as names")
        element = self.element_of(held)
        for part in parts:
            self.store(part, element)

    def call(self, node: ast.Call) -> Held:
        raise AssertionError("ExpressionTyper has it")

    def applied(
        self, node: ast.expr, function: Held, arguments: Sequence[Held], named: dict[str, Held]
    ) -> Held:
        raise AssertionError("ExpressionTyper has it")


_REPEATED = {Kind.TEXT, Kind.LIST, Kind.TUPLE}


def _adds(op: ast.operator) -> bool:
    return isinstance(op, ast.Add)


def _certain(op: ast.operator, one: Kind, other: Kind) -> Kind:
    """What an operator gives where one side may be anything, and all that has no meaning fails."""
    if isinstance(op, ast.Sub | ast.Div | ast.FloorDiv | ast.Pow):
        return Kind.NUMBER
    if isinstance(op, ast.Add) and Kind.NUMBER in (one, other):
        return Kind.NUMBER
    if isinstance(op, ast.Mod) and one is Kind.NUMBER:
        return Kind.NUMBER
    return Kind.TEXT if one is Kind.TEXT and isinstance(op, ast.Add | ast.Mod) else Kind.ANY


def meant_by(kind: Kind) -> str:
    """What to write instead of a value of this kind."""
    return {
        Kind.FUNCTION: "write ( ) behind it to call it",
        Kind.LAZY: "write list(…) around it",
        Kind.NONE: "give it a number first, or ask `is None`",
    }.get(kind, "write a number")
