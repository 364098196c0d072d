"""One line of a listing with its numbers put in: what a learner would write on paper."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.core.listing import Listing, Value
    from tutor.core.record import Number

OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}


@dataclass(frozen=True)
class Line:
    """The assignment that gave a variable its value in one update."""

    formula: str
    """Its right side as the author wrote it; `-=` written out."""
    names: Mapping[str, Value]
    """What each name stood for when the line ran."""
    before: frozenset[str]
    """Names that had their value before the update began."""

    def put_in(self, known: Collection[str] | None = None) -> str:
        """The formula with numbers in place of names; with `known`, of those names only."""
        return _substituted(self.formula, self.names, known)


def worked(listing: Listing, values: Mapping[str, Number], variable: str, update: int) -> str:
    """`weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46`, or empty.

    Says the whole: a miss must not be told this while tries are left.
    """
    trace = listing.run(values, updates=update)
    if update > trace.updates or variable not in trace.names:
        return ""
    result = _digits(trace.value(variable, update))
    line = line_of(listing, values, variable, update)
    parts = [variable] if line is None else [variable, line.formula, line.put_in()]
    chain = [part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1]]
    if chain[-1] != result:
        chain.append(result)
    return " = ".join(chain)


def unworked(
    listing: Listing,
    values: Mapping[str, Number],
    variable: str,
    update: int,
    shown: Collection[str],
) -> str:
    """The same line without its result, and with numbers only for what is known or `shown`."""
    line = line_of(listing, values, variable, update)
    if line is None:
        return ""
    known = (line.before | frozenset(shown)) - ({variable} - line.before)
    put_in = line.put_in(known)
    return put_in if put_in == line.formula else f"{line.formula} = {put_in}"


def line_of(
    listing: Listing, values: Mapping[str, Number], variable: str, update: int
) -> Line | None:
    """The line that gave `variable` its value in `update`; None where none ran."""
    trace = listing.run(values, updates=update)
    if not 1 <= update <= trace.updates:
        return None
    walk = _Walk(listing, trace.row(update), variable)
    known = {name: value for name, value in trace.row(update - 1).items() if value is not None}
    walk.follow(_update(listing), dict(known), frozenset(known))
    return walk.found


def _update(listing: Listing) -> list[ast.stmt]:
    """The statements of one update."""
    first, last = listing.body.start, listing.body.stop
    statements: list[ast.stmt] = []
    pending: list[ast.stmt] = list(ast.parse(listing.code).body)
    for statement in pending:
        if first <= statement.lineno < last:
            statements.append(statement)
        elif isinstance(statement, ast.For) and statement.body[0].lineno in listing.body:
            return statement.body
    return statements


class _Walk:
    """Follows the statements of one update to the last assignment of a variable."""

    def __init__(self, listing: Listing, after: Mapping[str, Value], variable: str) -> None:
        self.listing = listing
        self.after = after
        self.variable = variable
        self.found: Line | None = None

    def follow(
        self, statements: list[ast.stmt], names: dict[str, Value], before: frozenset[str]
    ) -> frozenset[str]:
        """Run through `statements`, changing `names`; what is still from before is returned."""
        for statement in statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    before = self.assign(name, self.right_side(statement), names, before)
                case ast.AugAssign(target=ast.Name(id=name), op=op):
                    right = self.right_side(statement)
                    if not _binds_tighter(right, op):
                        right = f"({right})"
                    formula = f"{name} {OPERATORS.get(type(op), '-')} {right}"
                    before = self.assign(name, formula, names, before)
                case ast.If(test=test, body=body, orelse=orelse):
                    before = self.follow(body if self.true(test, names) else orelse, names, before)
                case _:
                    before = self.jump(statement, names, before)
        return before

    def assign(
        self, name: str, formula: str, names: dict[str, Value], before: frozenset[str]
    ) -> frozenset[str]:
        if name == self.variable:
            self.found = Line(formula, dict(names), before)
        try:
            names[name] = self.listing.evaluate(formula, names)
        except ListingError:
            names[name] = self.after.get(name)
        return before - {name}

    def jump(
        self, statement: ast.stmt, names: dict[str, Value], before: frozenset[str]
    ) -> frozenset[str]:
        """A statement that is not one formula (a loop, a tuple): take what it led to."""
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names[node.id] = self.after.get(node.id)
                before -= {node.id}
                if node.id == self.variable:
                    self.found = None
        return before

    def true(self, test: ast.expr, names: Mapping[str, Value]) -> bool:
        try:
            return bool(self.listing.evaluate(self.text(test), names))
        except ListingError:
            return False

    def text(self, node: ast.AST) -> str:
        """The author's own characters, on one line."""
        text = ast.get_source_segment(self.listing.code, node) or ast.unparse(node)
        return " ".join(text.split())

    def right_side(self, statement: ast.stmt) -> str:
        """What stands right of the `=`, the author's brackets around it included."""
        return self.text(statement).partition("=")[2].strip()


def _binds_tighter(right: str, op: ast.operator) -> bool:
    """Whether `right` needs no brackets after this operator."""
    node = ast.parse(right, mode="eval").body
    if right.startswith("(") and node.col_offset > 0 and not isinstance(node, ast.Tuple):
        return True
    if isinstance(node, ast.BinOp) and isinstance(op, ast.Add | ast.Sub):
        return not isinstance(node.op, ast.Add | ast.Sub)
    return not isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Compare | ast.BoolOp)


def _substituted(formula: str, names: Mapping[str, Value], known: Collection[str] | None) -> str:
    """`formula` with numbers for names, its spaces and brackets kept."""
    tree = ast.parse(formula, mode="eval")
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    spots: list[tuple[int, int, str]] = []
    _collect(tree.body, names, known, called, spots)
    source = formula.encode()
    for start, stop, text in sorted(spots, reverse=True):
        alone = start == 0 and not source[stop:].lstrip().startswith(b"**")
        if text.startswith("-") and not alone:
            text = f"({text})"
        source = source[:start] + text.encode() + source[stop:]
    return source.decode()


def _collect(
    node: ast.AST,
    names: Mapping[str, Value],
    known: Collection[str] | None,
    called: Collection[ast.AST],
    spots: list[tuple[int, int, str]],
) -> None:
    """Where names stand in a formula, and what to write there."""
    if isinstance(node, ast.Subscript):
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        value = _item(names.get(name), node.slice, names)
    elif isinstance(node, ast.Name) and node not in called:
        name, value = node.id, names.get(node.id)
    else:
        for child in ast.iter_child_nodes(node):
            _collect(child, names, known, called, spots)
        return
    if value is None or (known is not None and name not in known):
        return
    stop = getattr(node, "end_col_offset", None)
    spots.append((getattr(node, "col_offset", 0), stop or 0, _digits(value)))


def _item(items: Value, index: ast.expr, names: Mapping[str, Value]) -> Value:
    """`items[index]` where both are known."""
    if not isinstance(items, list):
        return None
    at = names.get(index.id) if isinstance(index, ast.Name) else None
    if isinstance(index, ast.Constant):
        at = index.value if isinstance(index.value, int) else None
    if not isinstance(at, int) or not -len(items) <= at < len(items):
        return None
    found: Value = items[at]
    return found


def _digits(value: Value) -> str:
    return wording.number(value)
