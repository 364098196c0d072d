"""`write`: type the lines of the update from memory. Judged by running them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Write
from tutor.engine.numbers import NOTHING, Number, number
from tutor.engine.trace import number_at
from tutor.errors import ListingError, nearest
from tutor.grading import messages
from tutor.grading.ask import Kind, Verdict
from tutor.grading.kinds.base import Fault, Input, QuestionKind, wrong

if TYPE_CHECKING:
    from tutor.course.model import Mistake, Step
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

NO_LINES = "Nothing is typed yet: the lines of one update, please."
SAME_RESULT = "Right: run from the start, your lines do the same at every update."


class WriteKind(QuestionKind[Write]):
    name = "write"
    input = Input.LINES
    blanks = True

    def prompt(self, ask: Ask[Write]) -> str:
        return f"From memory: type the lines of one update that change {ask.variable}."

    def tries(self, question: Write) -> int:
        return 3

    def furthest(self, question: Write, listing: Listing) -> int:
        return compared(listing)

    def judge(self, reading: Reading, ask: Ask[Write]) -> Verdict:
        lines = reading.text.splitlines()
        return judge_lines(ask.code, ask.variable, lines, ask.mistakes, ask.values)

    def prove(self, ask: Ask[Write], step: Step, number: int) -> Iterator[Fault]:
        return prove_own_lines(ask, number)


KIND = WriteKind()


def judge_lines(
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
        return Verdict.unreadable(NO_LINES)
    try:
        own = listing.with_body(lines)
        theirs = run(own, values, listing)
    except ListingError as error:
        return Verdict.unreadable(messages.line_refused(str(error)))
    if not own.assigns(variable):
        near = nearest(variable, set(own.variables) - set(listing.variables))
        return wrong(messages.never_set(variable, near or ""))
    ours = run(listing, values)
    update = first_difference(ours, theirs, variable)
    if update is None:
        return Verdict(Kind.RIGHT, SAME_RESULT)
    named = _same_wrong(listing, variable, theirs, mistakes or {}, values)
    if named:
        return Verdict(Kind.MISTAKE, (mistakes or {})[named].say.strip(), (named,))
    kept = listing.carried
    if update > 1 and kept and not own.assigns(kept):
        return wrong(messages.never_set(kept))
    return wrong(parting(ours, theirs, variable, update))


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
            wrong = run(listing.with_rule(mistake.rule), values, listing)
        except ListingError:
            continue  # not a rule of this listing
        if first_difference(wrong, theirs, variable) is None:
            return name
    return ""


def prove_own_lines(ask: Ask[Any], number: int) -> Iterator[Fault]:
    """The listing's own lines are judged right."""
    listing, question = ask.code, ask.question
    lines = [listing.lines[line - 1] for line in listing.body]
    verdict = judge_lines(listing, question.variable, lines, {}, question.with_)
    if not verdict.right:
        what = f"the listing's own lines are not judged right: {verdict.say}"
        yield Fault(("ask", number, question.key), what)


# -- two runs side by side: the right lines, and others or the same in another order ---------------

CLOSE = 1e-9
"""Values that differ by less than this share of themselves are the same: the order of a
multiplication may change the last digit."""
COMPARED = 100
"""Updates for which two runs are held side by side."""


def compared(listing: Listing) -> int:
    """How many updates of a listing are held beside those of another."""
    return COMPARED if listing.passes is None else min(listing.passes, COMPARED)


def run(
    listing: Listing, values: Mapping[str, Number] = NOTHING, right: Listing | None = None
) -> Trace:
    """The updates that are compared: as many as of the `right` listing.

    Raises ListingError where the listing cannot be run.
    """
    return listing.run(values, updates=compared(right or listing), quiet=True)


def first_difference(ours: Trace, theirs: Trace, variable: str) -> int | None:
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


def parting(ours: Trace, theirs: Trace, variable: str, update: int) -> str:
    """Where two runs part, and whether the learner's is too high or too low there."""
    right, wrong = (number_at(trace, variable, update) for trace in (ours, theirs))
    if update > theirs.updates:
        return messages.stops_early(theirs.updates)
    side = (wrong > right) - (wrong < right)
    return messages.first_differs(variable, update, number(wrong, 9), side)
