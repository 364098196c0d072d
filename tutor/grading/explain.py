"""One line of a listing with its numbers put in: what a learner would write on paper."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tutor.engine.language.grammar import parse, parse_expression
from tutor.engine.language.tree import assigned_names, counters, names_read, walk
from tutor.engine.noise import free_of_noise
from tutor.engine.numbers import Growing, number
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number, Value
    from tutor.grading.ask import Ask

MOST_LINES = 4
"""Lines that a way to a value may have, when it is told."""
NOTHING_BESIDE = 1e-14
"""A number that is smaller than this share of another in its line is what floating point leaves of
a 0."""
LONGEST_CODE = 60
"""Characters of code that a sentence can carry."""


@dataclass(frozen=True)
class Line:
    """The assignment that gave a variable its value in one update."""

    formula: str
    """Its right side as the author wrote it; `-=` written out."""
    names: Mapping[str, Value]
    """What each name stood for when the line ran."""
    before: frozenset[str]
    """Names that had their value before the update began."""
    branch: bool
    """It stands under an `if`: that it ran says something."""

    def put_in(self, known: Collection[str] | None = None) -> str:
        """The formula with numbers in place of names; with `known`, of those names only."""
        source = self.formula.encode()
        tree = parse_expression(self.formula)
        spots = list(_values(tree, self.names))
        written = [node.value for node in walk(tree) if isinstance(node, ast.Constant)]
        beside = [*written, *(value for *_, value in spots)]
        sizes = [abs(value) for value in beside if isinstance(value, int | float)]
        noise = NOTHING_BESIDE * max(sizes, default=0.0)
        for start, stop, name, value in sorted(spots, key=itemgetter(0), reverse=True):
            if value is None or (known is not None and name not in known):
                continue
            nothing = isinstance(value, float) and 0 < abs(value) < noise
            text = "0" if nothing else number(value)
            behind = source[stop:].lstrip()
            alone = start == 0 and not behind.startswith(b"**")
            alone = alone or (
                source[:start].rstrip().endswith((b"(", b",")) and behind[:1] in (b")", b",")
            )
            if text.startswith("-") and not alone:
                text = f"({text})"
            source = source[:start] + text.encode() + source[stop:]
        return source.decode()


def worked(listing: Listing, values: Mapping[str, Number], variable: str, update: int) -> str:
    """`weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46`, or empty.

    Says the whole: a miss must not be told this while tries are left.
    """
    trace = listing.run(values, updates=update, quiet=True)
    if update > trace.updates or variable not in trace.names:
        return ""
    result = number(free_of_noise(listing, trace, values).value(variable, update))
    line = lines_of(listing, values, update).get(variable)
    parts = [variable, line.formula, line.put_in(), result] if line else [variable, result]
    return " = ".join(part for i, part in enumerate(parts) if part not in parts[max(i, 1) - 1 : i])


def unworked(
    listing: Listing,
    values: Mapping[str, Number],
    variable: str,
    update: int,
    shown: Collection[str],
) -> str:
    """The way to the value without any result on it: `derivative = 2 * (1 - 0.8), then weight =
    0.5 - (0.1 * derivative)`.

    Numbers stand only for what was known before the update and for what is `shown`. Empty where
    the way leads through an `if`: which branch runs is a part of the question.
    """
    lines = lines_of(listing, values, update)
    known = _known(lines, frozenset(shown), variable)
    needed: list[str] = []
    _needs(variable, lines, known, needed)
    if not needed or any(lines[name].branch for name in needed):
        return ""
    said = []
    for name in needed[-MOST_LINES:]:
        line = lines[name]
        put_in = line.put_in(line.before | known)
        said.append(f"{name} = {put_in if _computes(put_in) else line.formula}")
    return ", then ".join(said)


def way_to(ask: Ask[Any]) -> tuple[str, ...]:
    """The variables that the asked update sets on the way to the asked one, without that itself."""
    needed: list[str] = []
    _needs(ask.variable, lines_of(ask.code, ask.values, ask.after), frozenset(), needed)
    return tuple(needed[:-1])


def decides(ask: Ask[Any]) -> str:
    """What decides the way that the asked variable goes; empty where nothing can be said in
    general. Does not tell the way."""
    name, line = ask.variable, _asked_line(ask)
    if line is None:
        return ""
    if line.branch:
        return f"An `if` decides which line sets `{name}`: see which of them runs."
    change = _change(line, name)
    if change:
        sign, text = change
        above, below = ("falls", "rises") if sign == "-" else ("rises", "falls")
        where = f"{name} {above} where that is above 0 and {below} where it is below"
        each = "" if ask.after == ask.start + 1 else " in each update"
        return f"`{text}` decides it{each}: {where}."
    text = f"{name} = {line.formula}"
    which = f"`{text}`" if len(text) <= LONGEST_CODE else f"of `{name}`"
    return f"The line {which} decides it: what does it give now?"


def sign_reason(ask: Ask[Any]) -> str:
    """What decides whether the asked value is above 0 or below; empty where nothing can be said in
    general. Does not tell the sign."""
    line = _asked_line(ask)
    if line is None:
        return ""
    if line.branch:
        return decides(ask)
    match parse_expression(line.formula):
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            return "A square is never below 0."
        case ast.Call(func=ast.Name(id="abs")):
            return "`abs` takes the sign off."
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            less, more = _code(line.formula, left), _code(line.formula, right)
            if len(less) + len(more) <= LONGEST_CODE:
                return f"It is below 0 when `{more}` is larger than `{less}`."
        case (
            ast.BinOp(left=factor, op=ast.Mult() | ast.Div(), right=ast.Constant())
            | ast.BinOp(left=ast.Constant(), op=ast.Mult() | ast.Div(), right=factor)
        ):
            code = _code(line.formula, factor)
            if len(code) <= LONGEST_CODE:
                return f"It has the sign of `{code}`."
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            one, other = _code(line.formula, left), _code(line.formula, right)
            if len(one) + len(other) <= LONGEST_CODE:
                return f"It is below 0 when just one of `{one}` and `{other}` is."
    return ""


def amount(ask: Ask[Any]) -> str:
    """What decides how far the asked variable goes; empty where nothing can be said in general."""
    line = _asked_line(ask)
    change = _change(line, ask.variable) if line is not None and not line.branch else None
    how_far = "How far it goes" if ask.after == ask.start + 1 else "How far each update goes"
    return f"{how_far} is `{change[1]}`." if change else ""


def rounds(ask: Ask[Any]) -> bool:
    """Whether the asked line itself rounds to a whole number."""
    line = _asked_line(ask)
    match parse_expression(line.formula) if line is not None else None:
        case ast.Call(func=ast.Name(id="round")):
            return True
    return False


def line_of(ask: Ask[Any]) -> str:
    """The line that gives the asked variable its value, as it is written; empty where it is not one
    line, or which line it is is a part of the question."""
    line = _asked_line(ask)
    return "" if line is None or line.branch else f"{ask.variable} = {line.formula}"


@lru_cache(maxsize=8)
def _asked_line(ask: Ask[Any]) -> Line | None:
    """The line that gives the asked variable its value in the first update that is asked about."""
    return lines_of(ask.code, ask.values, ask.start + 1).get(ask.variable)


def _change(line: Line, name: str) -> tuple[str, str] | None:
    """The sign and the text of what a line adds to the variable's old value, or takes away."""
    match parse_expression(line.formula):
        case ast.BinOp(left=ast.Name(id=left), op=ast.Add() | ast.Sub() as op, right=right):
            text = _code(line.formula, right)
            if left == name and name in line.before and len(text) <= LONGEST_CODE:
                return ("-" if isinstance(op, ast.Sub) else "+"), text
    return None


def _code(formula: str, node: ast.expr) -> str:
    return ast.get_source_segment(formula, node) or ast.unparse(node)


def _known(lines: Mapping[str, Line], shown: frozenset[str], variable: str) -> frozenset[str]:
    """What needs no working out: what is shown, and lines that only copy what is known."""
    known = shown - {variable}
    for name, line in lines.items():
        names = names_read(parse_expression(line.formula))
        # A copy under an `if` is not known: it would tell which branch runs.
        copies = not line.branch and not _computes(line.formula)
        if name != variable and copies and names <= line.before | known:
            known |= {name}
    return known


def _needs(name: str, lines: Mapping[str, Line], known: frozenset[str], needed: list[str]) -> None:
    """The lines that lead to `name`, in the order in which they run."""
    if name not in lines or name in needed:
        return
    line = lines[name]
    for node in walk(parse_expression(line.formula)):
        if isinstance(node, ast.Name) and node.id not in line.before | known | {name}:
            _needs(node.id, lines, known, needed)
    needed.append(name)


def _computes(formula: str) -> bool:
    """Whether there is something to work out in it, and not one value alone."""
    return isinstance(parse_expression(formula), ast.BinOp | ast.Call)


def lines_of(listing: Listing, values: Mapping[str, Number], update: int) -> dict[str, Line]:
    """The line that gave each variable its value in `update`, where that was one assignment."""
    follower = _followed(listing, values, update)
    return follower.lines if follower is not None else {}


def places_of(listing: Listing, values: Mapping[str, Number], update: int) -> dict[str, int]:
    """The 1-based number of the line that gave each variable its value in `update`; those that no
    line has set are left out."""
    follower = _followed(listing, values, update)
    return follower.places if follower is not None else {}


def _followed(listing: Listing, values: Mapping[str, Number], update: int) -> _Follower | None:
    """An update that was followed statement by statement; None where it is not made."""
    trace = listing.run(values, updates=update, quiet=True)
    if not 1 <= update <= trace.updates:
        return None
    names: dict[str, Value] = {
        name: value for name, value in trace.row(update - 1).items() if value is not None
    }
    loop = listing.script.loop
    for name in counters(loop) if loop is not None else ():
        names[name] = trace.value(name, update)
    follower = _Follower(listing, names, trace.row(update))
    follower.follow(listing.script.body)
    return follower


class _Follower:
    """Follows the statements of one update, keeping the last assignment of each variable."""

    def __init__(
        self, listing: Listing, names: dict[str, Value], after: Mapping[str, Value]
    ) -> None:
        self.listing = listing
        self.names = names
        """What each name stands for where the statement in hand begins."""
        self.before = frozenset(names)
        """The names that still stand for what they did before the update."""
        self.after = after
        self.defined = {name for name, kind in listing.names.items() if kind == "a function"}
        """The listing's own functions, which may change a list that they are given."""
        self.lines: dict[str, Line] = {}
        self.places: dict[str, int] = {}
        """The line in which each variable was set last; of a loop, where it is set last there."""
        self.last: dict[str, tuple[int, int]] = {}
        """Where each variable is assigned for the last time: line and column."""
        for node in listing.script.body:
            for name, place in _assigned(node):
                self.last[name] = max(self.last.get(name, place), place)

    def follow(self, statements: Sequence[ast.stmt], branch: bool = False) -> bool:
        """Run through statements, which stand under an `if` where they are a `branch`. Returns
        whether the update goes on behind them."""
        for statement in statements:
            self.forget(statement)
            match statement:
                case ast.Break() | ast.Continue():
                    return False
                case ast.Assign(targets=[ast.Name(id=name)]):
                    # the author's brackets around it included
                    formula = self.text(statement).partition("=")[2].strip()
                case ast.AugAssign(target=ast.Name(id=name), op=op):
                    sign, _, right = self.text(statement).removeprefix(name).partition("=")
                    right = right.strip()
                    right = right if _binds_tighter(right, op) else f"({right})"
                    formula = f"{name} {sign.strip()} {right}"
                case ast.If(test=test, body=body, orelse=orelse) if (
                    true := self.evaluated(self.text(test))
                ) is not None:
                    if not self.follow(body if true else orelse, branch=True):
                        return False
                    continue
                case _:  # not one formula (a loop, a tuple): take what it led to
                    for name, (line, _) in _assigned(statement):
                        self.places[name] = line
                        self.names[name] = self.left(statement, name)
                        self.lines.pop(name, None)
                        self.before -= {name}
                    continue
            self.places[name] = statement.lineno
            self.lines[name] = Line(formula, dict(self.names), self.before, branch)
            value = self.evaluated(formula)
            self.names[name] = self.left(statement, name) if value is None else value
            self.before -= {name}
        return True

    def forget(self, statement: ast.stmt) -> None:
        """What lists hold that a statement may change is not known any more, from it on."""
        changed = {
            name
            for node in walk(statement)
            if isinstance(node, ast.stmt)
            for name in assigned_names([node])
        } - {name for name, _ in _assigned(statement)}
        for node in walk(statement):
            if isinstance(node, ast.Call):
                given = {one for argument in node.args for one in names_read(argument)}
                function = names_read(node.func)
                changed |= given if function & self.defined else set()
        for name in changed:
            if isinstance(self.names.get(name), list | tuple | Growing):
                self.names[name] = None

    def evaluated(self, formula: str) -> Value:
        """The value of a formula; None where a name in it has none that is known here."""
        known = {name: value for name, value in self.names.items() if value is not None}
        try:
            return self.listing.evaluate(formula, known)
        except ListingError:
            return None

    def left(self, statement: ast.stmt, name: str) -> Value:
        """The value that a variable has behind a statement: that of the whole update, unless it is
        assigned again further down, for then it is not known."""
        stop = statement.end_lineno or 0, statement.end_col_offset or 0
        return self.after.get(name) if self.last[name] < stop else None

    def text(self, node: ast.AST) -> str:
        """The author's own characters, on one line."""
        return _on_one_line(self.listing.code, node)


@lru_cache(1024)
def _on_one_line(code: str, node: ast.AST) -> str:
    text = ast.get_source_segment(code, node) or ast.unparse(node)
    text = " ".join(text.split())
    try:
        parse(text)
    except ListingError:  # a note or a backslash at the end of one of its lines
        return ast.unparse(node)
    return text


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every variable that a statement assigns, and where."""
    for node in walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, (node.lineno, node.col_offset)


def _binds_tighter(right: str, op: ast.operator) -> bool:
    """Whether `right` needs no brackets after this operator."""
    node = parse_expression(right)
    if right.startswith("(") and node.col_offset > 0 and not isinstance(node, ast.Tuple):
        return True
    if isinstance(node, ast.BinOp) and isinstance(op, ast.Add | ast.Sub):
        return not isinstance(node.op, ast.Add | ast.Sub)
    return not isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Compare | ast.BoolOp)


def _values(node: ast.AST, names: Mapping[str, Value]) -> Iterator[tuple[int, int, str, Value]]:
    """Where each name and each item of a list stands in a formula, from which byte to which; the
    name, and its value or the item's."""
    match node:
        case ast.Name(id=name, col_offset=start, end_col_offset=int(stop)):
            yield start, stop, name, names.get(name)
        case ast.Subscript(slice=index, col_offset=start, end_col_offset=int(stop)):
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            yield start, stop, name, _item(names.get(name), index, names)
        case ast.ListComp() | ast.GeneratorExp() | ast.Lambda() | ast.JoinedStr():
            pass  # what its names stand for differs from one to the next
        case ast.Call(args=args):
            for argument in args:
                yield from _values(argument, names)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _values(child, names)


def _item(items: Value, index: ast.expr, names: Mapping[str, Value]) -> Value:
    """`items[index]` where both are known."""
    if not isinstance(items, list):
        return None
    at = names.get(index.id) if isinstance(index, ast.Name) else getattr(index, "value", None)
    if not isinstance(at, int) or not -len(items) <= at < len(items):
        return None
    found: Value = items[at]
    return found
