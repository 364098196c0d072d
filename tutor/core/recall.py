"""Lines written or ordered from memory: judged by running them beside the right ones."""

from __future__ import annotations

import ast
import math
import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.verdict import Kind, Verdict
from tutor.engine.numbers import NOTHING, Number, number
from tutor.engine.parser import parse
from tutor.engine.trace import number_at
from tutor.errors import ListingError, nearest

if TYPE_CHECKING:
    from tutor.course.model import Mistake
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

CLOSE = 1e-9
"""Values that differ by less than this share of themselves are the same: the order of a
multiplication may change the last digit."""

SHUFFLES = 12
"""Orders that are tried before one that happens to be right is shown."""
COMPARED = 100
"""Updates for which two runs are held side by side."""


def judge_write(
    listing: Listing,
    variable: str,
    lines: Sequence[str],
    mistakes: Mapping[str, Mistake] | None = None,
    values: Mapping[str, Number] = NOTHING,
) -> Verdict:
    """Judge the lines of an update by the values that they give `variable` at every update.

    Lines that cannot be run are no attempt; the sentence names the learner's own line.
    """
    if not any(line.strip() for line in lines):
        return Verdict.unreadable(wording.NO_LINES)
    try:
        own = listing.with_body(lines)
        theirs = _run(own, values, listing)
    except ListingError as error:
        return Verdict.unreadable(wording.line_refused(str(error)))
    if not own.assigns(variable):
        near = nearest(variable, set(own.variables) - set(listing.variables))
        return Verdict(Kind.WRONG, wording.never_set(variable, near or ""))
    ours = _run(listing, values)
    update = _first_difference(ours, theirs, variable)
    if update is None:
        return Verdict(Kind.RIGHT, wording.SAME_RESULT)
    named = _same_wrong(listing, variable, theirs, mistakes or {}, values)
    if named:
        return Verdict(Kind.MISTAKE, (mistakes or {})[named].say.strip(), (named,))
    kept = listing.carried
    if update > 1 and kept and not own.assigns(kept):
        return Verdict(Kind.WRONG, wording.never_set(kept))
    return Verdict(Kind.WRONG, _parting(ours, theirs, variable, update))


def judge_order(
    listing: Listing,
    variable: str,
    order: str,
    values: Mapping[str, Number] = NOTHING,
) -> Verdict:
    """Judge an order of the lines of `shuffled`, such as `3 1 2` or `c a b`, by running it.

    Several orders may be right: those that give the same values.
    """
    parts = shuffled(listing)
    places = _places(order, len(parts))
    if places is None:
        return Verdict.unreadable(wording.not_an_order(len(parts)))
    try:
        theirs = _run(_ordered(listing, [parts[place] for place in places]), values, listing)
    except ListingError as error:
        return Verdict(Kind.WRONG, wording.order_stops(_without_line(error)))
    ours = _run(listing, values)
    update = _first_difference(ours, theirs, variable)
    if update is None:
        return Verdict(Kind.RIGHT, wording.SAME_ORDER)
    return Verdict(Kind.WRONG, _parting(ours, theirs, variable, update))


def _run(
    listing: Listing, values: Mapping[str, Number] = NOTHING, right: Listing | None = None
) -> Trace:
    """The updates that are compared; as many of each as of the right listing."""
    return listing.run(values, updates=compared(right or listing), quiet=True)


def compared(listing: Listing) -> int:
    """How many updates of a listing are held beside those of another."""
    return COMPARED if listing.passes is None else min(listing.passes, COMPARED)


@lru_cache(maxsize=64)
def shuffled(listing: Listing) -> tuple[str, ...]:
    """The lines of one update in an order that does not work, the same one at every visit.

    A line with a block beneath it stays together with that block. Prints are left out: they may
    stand anywhere.
    """
    parts = _parts(listing)
    ours = _run(listing)
    draw = random.Random(listing.code)
    order = list(parts)
    for _ in range(SHUFFLES):
        draw.shuffle(order)
        if order != list(parts) and not _works(listing, order, ours):
            break
    return tuple(order)


def _parts(listing: Listing) -> tuple[str, ...]:
    """The statements of one update, as their author wrote them, without their indent."""
    lines = [listing.lines[number - 1] for number in listing.body]
    written = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in written), default=0)
    code = "\n".join(line[indent:] for line in lines)
    rows = code.split("\n")
    return tuple(
        "\n".join(row.rstrip() for row in rows[part.lineno - 1 : part.end_lineno] if row.strip())
        for part in parse(code).body
        if not (
            isinstance(part, ast.Expr)
            and isinstance(part.value, ast.Call)
            and isinstance(part.value.func, ast.Name)
            and part.value.func.id == "print"
        )
    )


def _ordered(listing: Listing, parts: Sequence[str]) -> Listing:
    return listing.with_body([line for part in parts for line in part.split("\n")])


def _works(listing: Listing, parts: Sequence[str], ours: Trace) -> bool:
    """Whether an order gives the same values of what is carried on (or of everything)."""
    try:
        theirs = _run(_ordered(listing, parts), NOTHING, listing)
    except ListingError:
        return False
    kept = listing.carried
    names = (kept,) if kept else ours.names
    return all(_first_difference(ours, theirs, name) is None for name in names)


def _places(text: str, count: int) -> tuple[int, ...] | None:
    """0-based places from `3 1 2`, `3,1,2`, `312` or `c a b`; None unless each stands once."""
    words = re.findall(r"\d+|[^\W\d_]", text.casefold()[:10_000])
    if len(words) == 1 and len(words[0]) == count <= 9:
        words = list(words[0])
    found = [int(word[:4]) - 1 if word.isdecimal() else ord(word) - ord("a") for word in words]
    return tuple(found) if sorted(found) == list(range(count)) else None


def _first_difference(ours: Trace, theirs: Trace, variable: str) -> int | None:
    """The first update at which the variable differs; None where it never does."""
    for update in range(1, ours.updates + 1):
        if variable not in theirs.names or update > theirs.updates:
            return update
        if not _close(ours.value(variable, update), theirs.value(variable, update)):
            return update
    return None


def _close(one: Value, other: Value) -> bool:
    """The same value but for rounding; nan is the same as nan."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-15)
    return one == other


def _same_wrong(
    listing: Listing,
    variable: str,
    theirs: Trace,
    mistakes: Mapping[str, Mistake],
    values: Mapping[str, Number],
) -> str:
    """The named mistake that goes the same way at every update, or empty."""
    for name, mistake in mistakes.items():
        try:
            wrong = _run(listing.with_rule(mistake.rule), values, listing)
        except ListingError:
            continue  # not a rule of this listing
        if _first_difference(wrong, theirs, variable) is None:
            return name
    return ""


def _parting(ours: Trace, theirs: Trace, variable: str, update: int) -> str:
    """Where two runs part, and whether the learner's is too high or too low there."""
    right, wrong = (number_at(trace, variable, update) for trace in (ours, theirs))
    if update > theirs.updates:
        return wording.stops_early(theirs.updates)
    side = (wrong > right) - (wrong < right)
    return wording.first_differs(variable, update, number(wrong, 9), side)


def _without_line(error: ListingError) -> str:
    """What is wrong, without a line number that the learner does not see."""
    return error.what
