"""The line that gave a variable its value in one update, and its numbers put in."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from tutor.engine.language.grammar import parse_expression
from tutor.engine.language.tree import literal_value, walk
from tutor.engine.numbers import NOTHING, Growing, number, same
from tutor.engine.places import elements, inside, is_in, place_of
from tutor.engine.program import BUDGET
from tutor.errors import ListingError

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value

LITTLE = BUDGET // 200
"""Work to write a line out, and to see that it is the same: a few milliseconds."""
LONGEST = 100
"""Characters of a line whose sums and functions are written out."""
NOTHING_BESIDE = 1e-14
"""A number that is smaller than this share of another in its line is what floating point leaves of
a 0."""


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
    listing: Listing = field(repr=False, compare=False)
    at: int = field(default=0, compare=False)
    """Assignments that had run before it in the update."""
    value: Value = field(default=None, compare=False)
    """What it came to; None where that is not known."""

    @cached_property
    def unfolded(self) -> Line:
        """The line with its sums and functions written out, where that is the same and not long."""
        from tutor.grading.unfolding import unfolded

        text = unfolded(self.formula, self.listing.script.functions, self.count)
        return self._as(text) or self if text != self.formula else self

    def item(self, at: tuple[int, ...]) -> Line | None:
        """What gave one item of the list that the line made; None where that cannot be said."""
        from tutor.grading.unfolding import item

        text = item(self.formula, at, self.listing.script.functions, self.count)
        return self._as(text, at) if text else None

    def _as(self, text: str, at: tuple[int, ...] = ()) -> Line | None:
        """The line as another text that gives the same, or that item of it; None where it does
        not, or is long."""
        value: Value = self.evaluated(self.formula)
        for position in at:
            inside = isinstance(value, list | tuple) and position < len(value)
            value = value[position] if inside else None  # type: ignore[index]
        given = self.evaluated(text)
        if not isinstance(value, int | float) or not isinstance(given, int | float):
            return None
        line = replace(self, formula=text, value=given)
        return line if same(value, given) and len(line.put_in()) <= LONGEST else None

    def count(self, several: str) -> int | None:
        """How many items an expression gives; None of a text, and where that is not known."""
        found = self.evaluated(f"list({several})")
        text = isinstance(self.evaluated(several), str)
        return len(found) if isinstance(found, list) and not text else None

    def evaluated(self, formula: str) -> Value:
        """As `evaluated`, where that is little work."""
        return evaluated(self.listing, formula, self.names, LITTLE)

    def meant(self, node: ast.expr) -> str:
        """The variable that a part of the formula means, or the place in a list, its positions
        worked out; empty for anything else, and for a place that is not known."""
        match node:
            case ast.Name(id=name):
                return name
            case ast.Subscript(value=value, slice=index):
                outer, at = self.meant(value), position(index, self.names)
                return f"{outer}[{at}]" if outer and at is not None and at >= 0 else ""
        return ""

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
            if value is None or isinstance(value, Growing):
                continue
            if known is not None and name not in known:
                continue
            nothing = isinstance(value, float) and 0 < abs(value) < noise
            text = "0" if nothing else as_written(value)
            behind = source[stop:].lstrip()
            alone = start == 0 and not behind.startswith(b"**")
            alone = alone or (
                source[:start].rstrip().endswith((b"(", b",")) and behind[:1] in (b")", b",")
            )
            if text.startswith("-") and not alone:
                text = f"({text})"
            source = source[:start] + text.encode() + source[stop:]
        return source.decode()


def evaluated(
    listing: Listing, formula: str, names: Mapping[str, Value], budget: int = BUDGET
) -> Value:
    """The value of a formula; None where a name in it has none that is known here."""
    known = {name: value for name, value in names.items() if value is not None}
    try:
        return listing.evaluate(formula, known, budget)
    except ListingError:
        return None


def as_written(value: Value) -> str:
    """A value as it stands in a line: a text in quotes, else it would read as a name."""
    return repr(value) if isinstance(value, str) else number(value)


class Lines(dict[str, Line]):
    """The line that gave each variable its value in one update, where that was one assignment."""

    def __init__(self, after: Mapping[str, Value] = NOTHING) -> None:
        super().__init__()
        self.after = after
        """What the update has led to."""
        self.true: dict[str, bool] = {}
        """Whether a line gives what the update has led to, once that is known."""
        self.set_again: set[str] = set()
        """Places in lists that were set by themselves after the list around them was made."""

    def find(self, name: str) -> Line | None:
        """The line of a variable, or of a place in a list: also where the list around it was made.
        None where several lines together gave it its value, and where what the line comes to is not
        what the update has led to: then something has changed it that was not seen here."""
        line = self._given(name)
        if line is not None and name not in self.true:
            self.true[name] = self._is_true(name, line)
        return line if self.true.get(name) else None

    def _is_true(self, name: str, line: Line) -> bool:
        """Whether a line comes to what the update has led to, as far as both are known."""
        place = place_of(name)
        left = dict(elements(name, inside(self.after.get(place.variable), place.at)))
        return all(_may_be(value, left.get(one)) for one, value in elements(name, line.value))

    def _given(self, name: str) -> Line | None:
        """The line by which a variable or place was given what it has."""
        if any(is_in(one, name) for one in self.set_again):
            return None
        around = name
        while around not in self and around not in self.set_again:
            if not around.endswith("]"):
                return None
            around = around[: around.rindex("[")]
        line = self.get(around)
        if line is not None and around != name:
            line = line.item(place_of(name).at[len(place_of(around).at) :])
            if line is not None:
                self[name] = line
        return line

    def drop(self, name: str) -> None:
        """The lines of a variable or place, and of all that stands in it, are not what gave it its
        value any more."""
        for one in [one for one in self if one == name or is_in(one, name)]:
            del self[one]
        self.set_again = {one for one in self.set_again if one != name and not is_in(one, name)}


def _may_be(one: Value, other: Value) -> bool:
    """Whether both can be the same, as far as both are numbers that can be compared."""
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return True
    return not math.isfinite(one) or not math.isfinite(other) or same(one, other)


def _values(node: ast.AST, names: Mapping[str, Value]) -> Iterator[tuple[int, int, str, Value]]:
    """Where each name and each item of a list stands in a formula, from which byte to which; the
    name, and its value or the item's."""
    match node:
        case ast.Name(id=name, col_offset=start, end_col_offset=int(stop)):
            yield start, stop, name, names.get(name)
        case ast.Subscript(slice=index, col_offset=start, end_col_offset=int(stop)):
            outer = next(_values(node.value, names), None)
            items = outer[3] if outer is not None else None
            name = outer[2] if outer is not None else ""
            yield start, stop, name, _item(items, index, names)
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
    at = position(index, names)
    if not isinstance(items, list | tuple) or isinstance(items, Growing) or at is None:
        return None
    found: Value = items[at] if -len(items) <= at < len(items) else None
    return found


def position(index: ast.expr, names: Mapping[str, Value]) -> int | None:
    """A position in a list, where it is known."""
    at = names.get(index.id) if isinstance(index, ast.Name) else literal_value(index)
    return at if isinstance(at, int) and not isinstance(at, bool) else None
