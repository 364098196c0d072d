"""An update followed statement by statement: which line gave each variable its value, and from
what."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tutor.engine.flow import is_fresh
from tutor.engine.language.grammar import parse, parse_expression
from tutor.engine.language.tree import assigned_names, assigned_places, counters, names_read, walk
from tutor.engine.places import place_of, put, variable_of
from tutor.errors import ListingError
from tutor.grading.line import Line, Lines, evaluated, position

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number, Value


class Goes(Enum):
    """How a run goes on behind some statements."""

    ON = 0
    ROUND = 1
    """With the next pass of the loop."""
    OUT = 2
    """Behind the loop."""
    ANYWHERE = 3
    """Something decides that which is not known."""


MOST_ROUNDS = 200
"""Passes of loops inside one update that are followed."""


def lines_of(listing: Listing, values: Mapping[str, Number], update: int) -> Lines:
    """The line that gave each variable its value in `update`."""
    follower = _followed(listing, values, update)
    return follower.lines if follower is not None else Lines()


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
    counted = counters(loop) if loop is not None else ()
    for name in counted:
        if trace.has(name):  # what a loop goes through may hold no value that can be seen
            names[name] = trace.value(name, update)
    # What the loop counts with and the update sets anew; what may have been set since the last one
    set_again = set(counted) & set(assigned_names(listing.script.body))
    for name in set_again.union(assigned_names(listing.script.around)):
        names.pop(name, None)
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
        self.defined = listing.changing
        """The listing's own functions that may change a list that they are given."""
        self.clock = 0
        """Assignments so far."""
        self.born: dict[str, int] = {}
        """When the list of a variable was made, where that is known."""
        self.held: dict[str, int] = {}
        """When a variable was last given a list, or a place in it one, that may be another's."""
        self.looping = 0
        """Loops around the statement in hand."""
        self.setting: dict[str, ast.stmt] = {}
        """The statement that gave each name its value."""
        self.rounds = 0
        """Passes of loops that were followed."""
        self.lines = Lines(after)
        self.places: dict[str, int] = {}
        """The line in which each variable was set last; of a loop, where it is set last there."""
        self.last: dict[str, tuple[int, int]] = {}
        """Where each variable is assigned for the last time: line and column."""
        for node in listing.script.body:
            for name, place in _assigned(node):
                self.last[name] = max(self.last.get(name, place), place)

    def follow(self, statements: Sequence[ast.stmt], branch: bool = False) -> Goes:
        """Run through statements, which stand under an `if` where they are a `branch`. Returns how
        the run goes on behind them."""
        for place, statement in enumerate(statements, start=1):
            self.forget_given(statement)
            goes = self.follow_one(statement, branch)
            if goes is Goes.ANYWHERE:
                self.leave_open(statements[place:])
            if goes is not Goes.ON:
                return goes
        return Goes.ON

    def follow_one(self, statement: ast.stmt, branch: bool) -> Goes:
        """Run one statement. Returns how the run goes on behind it."""
        match statement:
            case ast.Break():
                return Goes.OUT
            case ast.Continue():
                return Goes.ROUND
            case ast.If(test=test, body=body, orelse=orelse) if (
                true := self.evaluated(self.text(test))
            ) is not None:
                return self.follow(body if true else orelse, branch=True)
            case ast.For() if (passes := self.passes(statement)) is not None:
                if not self.goes_through(statement, passes, branch):
                    self.leave_open([statement])
            case ast.Assign(targets=[ast.Name() | ast.Subscript() as target]):
                # the author's brackets around it included
                self.assign(statement, [target], _right_side(self.text(statement)), branch)
            case ast.Assign(targets=targets, value=value) if all(
                isinstance(target, ast.Name) for target in targets
            ):  # a = b = 0
                self.assign(statement, targets, self.text(value), branch)
            case ast.AugAssign(target=ast.Name() | ast.Subscript() as target, op=op):
                written = self.text(target)
                sign, _, right = self.text(statement).removeprefix(written).partition("=")
                right = right.strip()
                right = right if _binds_tighter(right, op) else f"({right})"
                self.assign(statement, [target], f"{written} {sign.strip()} {right}", branch)
            case _:
                self.leave_open([statement])
                return Goes.ANYWHERE if _leaves(statement) else Goes.ON
        return Goes.ON

    def leave_open(self, statements: Sequence[ast.stmt]) -> None:
        """It is not known which of these statements run, and how."""
        for statement in statements:
            self.forget(statement)
            self.left_by(statement)

    def left_by(self, statement: ast.stmt) -> None:
        """A statement that is not one formula: take what it led to."""
        for name, (line, _) in _assigned(statement):
            self.places[name] = line
            self.names[name] = self.left(statement, name)
            self.gave(name, self.names[name])
            self.lines.drop(name)
            self.before -= {name}

    def gave(self, variable: str, value: Value = None, line: Line | None = None) -> None:
        """A variable, or something in it, was given a value: of a variable alone, by that line."""
        self.clock += 1
        if isinstance(value, int | float | str):
            return
        self.held[variable] = self.clock
        self.born.pop(variable, None)
        node = parse_expression(line.formula) if line is not None else None
        made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        made = made and node.func.id in self.listing.making  # type: ignore[union-attr]
        if line is not None and node is not None and (made or is_fresh(node)):
            self.born[variable] = line.at + 1  # one list, whichever of several names it has

    def may_be_one(self, one: str, other: str) -> bool:
        """Whether two variables may hold the same list: not where one of them was made after the
        other was given what it holds."""
        for made, held in ((one, other), (other, one)):
            if self.born.get(made, -1) > self.held.get(held, 0):
                return False
        return self.listing.may_be_one(one, other)

    def assign(
        self, statement: ast.stmt, targets: Sequence[ast.expr], formula: str, branch: bool
    ) -> None:
        """One formula gives a value to a variable, to several names at once, or to a place of a
        list."""
        value = self.evaluated(formula)
        names = dict(self.names)
        line = Line(formula, names, self.before, branch, self.listing, self.clock, value)
        for target in targets:
            self.give(statement, target, line)

    def give(self, statement: ast.stmt, target: ast.expr, line: Line) -> None:
        """What a line came to goes to one target."""
        name, value = line.meant(target), line.value
        variable = name and variable_of(name)
        if not name:  # which place is not known
            self.forget(statement)
            return
        self.lines.drop(name)
        if name == variable:
            value = self.left(statement, name) if value is None else value
            if isinstance(statement, ast.AugAssign) and isinstance(value, list):
                self.forget_others(name)
            self.names[name] = value
            self.gave(name, value, line)
        else:
            line = replace(line, formula=_at_places(line.formula, self.names))
            self.lines.set_again.add(name)
            whole = self.names.get(variable)
            if variable in self.before and isinstance(whole, list):
                self.before |= {f"{variable}[{position}]" for position in range(len(whole))}
            self.names[variable] = put(self.names.get(variable), place_of(name).at, value)
            self.forget_others(variable)
            self.gave(variable, value)
        self.lines[name] = line
        if self.looping and self.setting.get(name) is statement:
            del self.lines[name]  # not one line of it gives the value, but several passes
        self.setting[name] = statement
        self.places[name] = self.places[variable] = statement.lineno
        self.before -= {name, variable}

    def passes(self, loop: ast.For) -> list[Value] | None:
        """What a loop goes through; None where that is not known, or long."""
        found = self.evaluated(f"list({self.text(loop.iter)})")
        self.rounds += len(found) if isinstance(found, list) else 0
        return found if isinstance(found, list) and self.rounds <= MOST_ROUNDS else None

    def goes_through(self, loop: ast.For, passes: Sequence[Value], branch: bool) -> bool:
        """Whether each pass of a loop can be followed, and is."""
        for value in passes:
            pairs = [(loop.target, value)]
            for target, one in pairs:
                if isinstance(target, ast.Name):
                    self.names[target.id] = one
                    self.gave(target.id, one)
                    self.lines.drop(target.id)
                    self.places[target.id] = loop.lineno
                    self.before -= {target.id}
                elif isinstance(target, ast.Tuple | ast.List) and isinstance(one, list | tuple):
                    pairs += zip(target.elts, one, strict=False)
            self.looping += 1
            goes = self.follow(loop.body, branch)
            self.looping -= 1
            if goes is Goes.ANYWHERE:
                return False
            if goes is Goes.OUT:
                break
        return True

    def forget_others(self, variable: str) -> None:
        """What other variables hold is not known any more that may be the list of this one, which
        is changed."""
        for other in self.names.keys() - {variable}:
            if self.may_be_one(variable, other):
                self.unknown(other)

    def forget(self, statement: ast.stmt) -> None:
        """What lists hold that a statement may change is not known any more, from it on."""
        for node in walk(statement):
            if isinstance(node, ast.stmt):
                self.forget_given(node)
                for name in assigned_names([node]):
                    self.unknown(name)

    def forget_given(self, statement: ast.stmt) -> None:
        """Nor is that of lists which the statement itself gives to a function that changes some."""
        for node in walk(*(one for one in ast.iter_child_nodes(statement) if _is_value(one))):
            if isinstance(node, ast.Call) and names_read(node.func) & self.defined:
                for argument in (*node.args, *node.keywords):
                    for name in names_read(argument):
                        self.unknown(name)

    def unknown(self, name: str) -> None:
        """What stands in a list is not known any more."""
        if not isinstance(self.names.get(name), int | float | str):
            self.names[name] = None
            self.lines.drop(name)
            self.gave(name)

    def evaluated(self, formula: str) -> Value:
        """The value of a formula; None where a name in it has none that is known here."""
        return evaluated(self.listing, formula, self.names)

    def left(self, statement: ast.stmt, name: str) -> Value:
        """The value that a variable has behind a statement: that of the whole update, unless it is
        assigned again further down, or it is a list and some may be changed: then it is not known.
        """
        stop = statement.end_lineno or 0, statement.end_col_offset or 0
        settled = not self.looping and self.last.get(name, stop) < stop
        value = self.after.get(name) if settled else None
        return value if isinstance(value, int | float | str) or not self.changes_lists else None

    @cached_property
    def changes_lists(self) -> bool:
        """Whether the update may change a list."""
        for node in walk(*self.listing.script.body):
            if isinstance(node, ast.Call) and names_read(node.func) & self.defined:
                return True
            for name, at in assigned_places(node):
                number = isinstance(self.after.get(name), int | float | str)
                if at or (isinstance(node, ast.AugAssign) and not number):
                    return True
        return False

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


def _leaves(statement: ast.stmt) -> bool:
    """Whether a statement may end the pass of the loop that it stands in."""
    match statement:
        case ast.Break() | ast.Continue():
            return True
        case ast.If(body=body, orelse=orelse):
            return any(map(_leaves, (*body, *orelse)))
    return False


def _is_value(node: ast.AST) -> bool:
    return isinstance(node, ast.expr)


@lru_cache(1024)
def _right_side(text: str) -> str:
    """What stands behind the sign of an assignment; the target may have one in brackets."""
    node = parse(text).body[0]
    assert isinstance(node, ast.Assign)
    place = node.targets[0].end_col_offset or 0
    return text.encode()[place:].decode().partition("=")[2].strip()


def _binds_tighter(right: str, op: ast.operator) -> bool:
    """Whether `right` needs no brackets after this operator."""
    node = parse_expression(right)
    if right.startswith("(") and node.col_offset > 0 and not isinstance(node, ast.Tuple):
        return True
    if isinstance(node, ast.BinOp) and isinstance(op, ast.Add | ast.Sub):
        return not isinstance(node.op, ast.Add | ast.Sub)
    return not isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Compare | ast.BoolOp)


def _at_places(formula: str, names: Mapping[str, Value]) -> str:
    """The formula with positions in lists in place of the names that stand for them."""
    text = formula.encode()
    spots = [
        (node.slice.col_offset, node.slice.end_col_offset or 0, at)
        for node in walk(parse_expression(formula))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name)
        if (at := position(node.slice, names)) is not None and at >= 0
    ]
    for start, stop, at in sorted(spots, reverse=True):
        text = text[:start] + str(at).encode() + text[stop:]
    return text.decode()
