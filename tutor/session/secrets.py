"""What is still to be predicted of a run, and which of its numbers may stand anywhere before that:
decided here for every front end, for exports, and for lint.

A number that the run or the curve computes tells an answer where it is written like the answer, its
negative, its half or its double. A variable tells one that is computed from the asked variable in
the same update, or from the expression that gives it, or a mere copy of it. Constants and what the
learner has seen of earlier updates are known; the shape of a drawn curve is there to be read.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Any

from tutor.engine.language.tree import (
    assigned_names,
    literal_value,
    names_read,
    values_given,
    walk,
)
from tutor.engine.numbers import number, numbers_in
from tutor.engine.places import overlap, variable_of
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.grading.ask import SHARE
from tutor.grading.kinds import kind_of

if TYPE_CHECKING:
    from tutor.course.questions import Question, Target
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.grading.ask import Ask

EQUAL: tuple[float, ...] = (1, -1)
RELATED: tuple[float, ...] = (*EQUAL, 0.5, -0.5, 2, -2)
"""Times the answer: what leads to it without any work."""
NUMERAL = re.compile(
    r"(?<![\w.@:])[-−]?"
    r"(?:\d+/\d+|(?<!\d,)\d+,\d+(?!,?\d|\.\d)"
    r"|(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)(?!\w)"
)
"""A number in a text: also a fraction, with a decimal comma, or without the 0 before its point."""
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?!\d)")

CLOSE = 1e-6
"""A number that was measured, as a slope is, is another one that is no farther from it."""

Writing = Callable[[float], str]
"""How a number is written where it would stand."""


Begun = tuple["Question", Mapping[str, "Number"]]
"""A question, and the constants that it begins with where they differ from the listing's."""


@dataclass(eq=False)
class Secrets:
    """What is still asked about one run at one moment. Never changes; nothing is run before a
    number is to be told."""

    ask: Ask[Any] | None = None
    """By whose runs the answers are found; None where nothing is asked."""
    waiting: tuple[Target, ...] = ()
    """What is still to be predicted."""
    known: int = 0
    """The last update that is shown whole."""
    offered: tuple[str, ...] = ()
    """The answers to pick from, of questions about this curve that are still open."""
    picking: bool = False
    """Such a question is in hand, or comes next, or one for a way: what its answers turn on cannot
    be known."""
    turned: frozenset[str] = frozenset()
    """The constants that are to be set such that a claim holds, and that no update moves: the
    lowest point of a curve over one of these is the answer, or close to it."""

    def made_of(self, name: str, update: int) -> bool:
        """Whether the value of a variable at the end of an update is computed from what is still
        to be predicted."""
        if self.ask is None or not self.ask.code.assigns(name):
            return False
        listing, variable = self.ask.code, variable_of(name)
        return any(
            update > one.after
            or (
                update == one.after
                and variable in telling(listing, variable_of(one.name))
                and (variable != variable_of(one.name) or overlap(name, one.name))
            )
            for one in self.waiting
        )

    def hides(self, name: str, update: int) -> bool:
        """Whether the value of a variable at the end of an update may not be told."""
        if self.ask is None or not self.waiting:
            return False
        listing = self.ask.code
        made = bool(listing.assigns(name))
        if (made and update <= self.known) or (not made and listing.is_given(name)):
            return False
        if self.made_of(name, update):
            return True
        return any(self.tells(one) for one in numbers_in(self.ask.value(name, update)))

    def tells(self, value: Number, write: Writing = number, *, related: bool = True) -> bool:
        """Whether a number, as it would be written, tells an answer; without `related`, whether it
        is one, or its negative."""
        if not self.waiting or not math.isfinite(value):
            return False
        written = write(value + 0.0)
        if write is number and related:
            return written in self._written  # asked about a dozen values at each key
        return any(
            written == write(one + 0.0) or math.isclose(value, one, rel_tol=CLOSE)
            for one in self._telling(related)
        )

    def _telling(self, related: bool) -> Iterator[float]:
        """The numbers that tell an answer; without `related`, the answers and their negatives."""
        factors = RELATED if related else EQUAL
        yield from (factor * one for one in self._answers for factor in factors)
        if related:
            yield from (factor * one for one in self._beside for factor in EQUAL)

    @cached_property
    def _written(self) -> frozenset[str]:
        """These as they are written in most places."""
        return frozenset(number(one + 0.0) for one in self._telling(related=True))

    def leads(self, value: Number, write: Writing) -> bool:
        """Whether a number of the curve, as it would be written, is the change that leads to an
        answer, or its negative, half or double: one subtraction would be left of a whole update."""
        written = write(value + 0.0) if math.isfinite(value) else ""
        return any(written == write(factor * one) for one in self._changes for factor in RELATED)

    def drawn(self, value: Number, write: Writing = number) -> bool:
        """Whether a number of the curve tells an answer; the answers to pick from count as well."""
        if self.tells(value, write):
            return True
        written = write(value + 0.0) if math.isfinite(value) else ""
        return any(
            written == write(offered) for text in self.offered for offered in values_in(text)
        )

    def bare(self, x: str) -> bool:
        """Whether nothing may be said of a curve over `x`, nor marked on it: which way it goes, or
        anything else of it, is what the open question is about."""
        return self.picking or any(
            one.name == x and not one.exact and one.after <= self.known + 1 for one in self.waiting
        )

    def asks(self, name: str, update: int, exactly: bool = False) -> bool:
        """Whether the value of a variable, or of a copy of it, is still to be predicted at this
        update or before; with `exactly`, the number itself."""
        return any(
            one.after <= update
            and one.exact >= exactly
            and self.ask is not None
            and variable_of(name) in copies(self.ask.code, variable_of(one.name))
            and (variable_of(name) != variable_of(one.name) or overlap(name, one.name))
            for one in self.waiting
        )

    def right(self, value: float) -> bool:
        """Whether a number would be a right answer to something."""
        return any(abs(value - truth) <= room for truth, room in self._rooms)

    @cached_property
    def _rooms(self) -> tuple[tuple[float, float], ...]:
        """Every number that is asked for, and how far from it an answer is right."""
        found = []
        for one in self.waiting:
            truth = self._at(one.name, one.after)
            if one.exact and math.isfinite(truth):
                old = self._at(one.name, self.known)
                found.append((truth, SHARE * abs(truth - (0.0 if math.isnan(old) else old))))
        return tuple(found)

    @cached_property
    def _answers(self) -> tuple[float, ...]:
        """Every number that is asked for."""
        return tuple(truth for truth, _ in self._rooms)

    @cached_property
    def _changes(self) -> tuple[float, ...]:
        """By how much the asked numbers differ from those that are known."""
        found = (
            self._at(one.name, one.after) - self._at(one.name, self.known)
            for one in self.waiting
            if one.exact
        )
        return tuple(change for change in found if math.isfinite(change))

    @cached_property
    def _beside(self) -> tuple[float, ...]:
        """What the asked numbers lead to in their update, and values whose way is asked."""
        assert self.ask is not None
        found = {
            self._at(name, one.after)
            for one in self.waiting
            for name in telling(self.ask.code, variable_of(one.name))
            if name != one.name or not one.exact
        }
        return tuple(value for value in found if math.isfinite(value))

    def _at(self, name: str, update: int) -> float:
        """A number of the run; nan where it does not get so far."""
        assert self.ask is not None
        try:
            return float(number_at(self.ask.run(update), name, update))
        except (ListingError, OverflowError):
            return math.nan


def turned(
    open_: Iterable[Begun], here: Mapping[str, Number], edit: Iterable[str], listing: Listing
) -> frozenset[str]:
    """The constants that no update moves and that an open question has turned until a claim holds,
    where its other ones are as `here`; `edit`: those that the step lets go."""
    found: set[str] = set()
    for question, begins in open_:
        free = set(question.editable(edit)) if kind_of(question).of_run else set[str]()
        if {name for name, _ in begins.items() ^ here.items()} <= free:
            found |= free
    return frozenset(name for name in found if not listing.assigns(name))


def readings(numeral: str) -> tuple[str, ...]:
    """What a numeral of a text can be read as, each as Python writes it: `1,234` as two numbers."""
    plain = numeral.replace("−", "-")
    above, _, below = plain.partition("/")
    if below:
        return (repr(int(above) / int(below)),) if int(below) else ()
    found = [plain.replace(",", "")] if "," not in plain or _THOUSANDS.match(plain) else []
    found += [plain.replace(",", ".")] if plain.count(",") == 1 and "." not in plain else []
    return tuple(found)


def values_in(text: str) -> list[float]:
    """Every number that stands in a text."""
    return [float(one) for numeral in NUMERAL.findall(text) for one in readings(numeral)]


NONE = Secrets()
"""Nothing is asked."""


# -- what one variable of a listing tells of another -----------------------------------------------


@lru_cache(maxsize=256)
def copies(listing: Listing, name: str) -> frozenset[str]:
    """A variable, and those that one update makes mere copies or negatives of it, or it of them."""
    linked = list[set[str]]()
    for statement in walk(*listing.script.body):
        pairs = values_given(statement) if isinstance(statement, ast.stmt) else []
        linked += [
            {target, source}
            for target, value in pairs
            if (source := _copied(value)) and _before(listing, source, target)
        ]
        linked += [
            {target, other}
            for (target, value), (other, same) in combinations(pairs, 2)
            if value is same and literal_value(value) is None
        ]
    found = {name}
    while more := [pair for pair in linked if pair & found and not pair <= found]:
        found.update(*more)
    return frozenset(found)


def _copied(value: ast.expr) -> str:
    """The variable that an expression only copies or negates; empty where it computes."""
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub | ast.UAdd):
        value = value.operand
    return value.id if isinstance(value, ast.Name) else ""


def _before(listing: Listing, one: str, other: str) -> bool:
    """Whether the update assigns one variable above the other."""
    first, second = listing.assigns(one), listing.assigns(other)
    return bool(first and second) and first[0] < second[-1]


@lru_cache(maxsize=256)
def telling(listing: Listing, name: str) -> frozenset[str]:
    """The variables whose values tell that of `name` in the update that makes it: itself and its
    copies, and what is computed from them, or from the same expression."""
    start = copies(listing, name)
    found = _of_the_same(listing, start)
    for targets, sources in _assignments(listing.script.body, listing.script.functions):
        if targets & start or sources & found:
            found |= targets
    return frozenset(found | start)


def _of_the_same(listing: Listing, names: frozenset[str]) -> set[str]:
    """The variables in whose expressions stands all that one of `names` is computed by: `error =
    (pred - goal_pred) ** 2` tells `delta = pred - goal_pred` as well as `delta ** 2` would."""
    pairs = [
        (target, value)
        for statement in walk(*listing.script.body)
        if isinstance(statement, ast.stmt)
        for target, value in values_given(statement)
    ]
    whole = {
        ast.dump(value)
        for target, value in pairs
        if target in names and isinstance(value, ast.BinOp) and len(listing.assigns(target)) == 1
    }
    return {
        target
        for target, value in pairs
        if target not in names
        and any(ast.dump(part) in whole for part in ast.walk(value) if isinstance(part, ast.expr))
    }


def _assignments(
    statements: Sequence[ast.stmt], functions: Sequence[ast.FunctionDef]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What each statement assigns, and from what; a test counts for all that it decides."""
    for statement in statements:
        if isinstance(statement, ast.If):
            test = names_read(statement.test, functions)
            for targets, sources in _assignments((*statement.body, *statement.orelse), functions):
                yield targets, sources | test
        elif targets := frozenset(assigned_names([statement])):
            pairs = values_given(statement)
            if {one for one, _ in pairs} == targets:
                yield from ((frozenset([one]), names_read(of, functions)) for one, of in pairs)
            else:
                value = getattr(statement, "value", statement)
                yield targets, names_read(value, functions)


def own_places(own: Sequence[Number], secrets: Secrets) -> Sequence[Number] | None:
    """Where the learner's own rule led, from behind its start to where it is no number any more;
    None while one of these places tells an answer."""
    places = list(takewhile(math.isfinite, own[1:]))
    return None if any(map(secrets.tells, places)) else places
