"""`write`: type the lines of the update from memory. Judged by running them.

And what `order` shares with it: two runs held side by side, and where they part.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Fault, Write
from tutor.engine.numbers import NOTHING, Number, number
from tutor.engine.trace import number_at
from tutor.errors import ListingError, nearest
from tutor.grading import messages
from tutor.grading.answer import Reading
from tutor.grading.ask import Ask, Judged, Q, Verdict
from tutor.grading.kinds.base import Input, QuestionKind, wrong

if TYPE_CHECKING:
    from tutor.course.model import Step
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

CLOSE = 1e-9
"""Values that differ by less than this share of themselves are the same: the order of a
multiplication may change the last digit."""
COMPARED = 100
"""Updates for which two runs are held side by side."""
NO_LINES = "Nothing is typed yet: the lines of one update, please."
SAME_RESULT = "Right: run from the start, your lines do the same at every update."


class RecallKind(QuestionKind[Q]):
    """The lines of one update are the answer, and their runs are held side by side."""

    blanks = True

    def tries(self, question: Q) -> int:
        return 3

    def furthest(self, question: Q, listing: Listing) -> int:
        return compared(listing)

    def prove(self, ask: Ask[Any], step: Step, number: int) -> Iterator[Fault]:
        """The listing's own lines are judged right."""
        lines = [ask.code.lines[line - 1] for line in ask.code.body]
        typed = replace(ask, question=Write(write=ask.variable), mistakes={})
        verdict = KIND.judge(Reading("\n".join(lines)), typed)
        if not verdict.right:
            what = f"the listing's own lines are not judged right: {verdict.say}"
            yield Fault(("ask", number, ask.question.key), what)


class WriteKind(RecallKind[Write]):
    name = "write"
    input = Input.LINES

    def prompt(self, ask: Ask[Write]) -> str:
        return f"From memory: type the lines of one update that change {ask.variable}."

    def judge(self, reading: Reading, ask: Ask[Write]) -> Verdict:
        """By the values that the lines give the variable at every update. Lines that cannot be run
        are no attempt; the sentence names the learner's own line."""
        lines, listing, variable = reading.text.splitlines(), ask.code, ask.variable
        if not any(line.strip() for line in lines):
            return Verdict.unreadable(NO_LINES)
        try:
            own = listing.with_body(lines)
            theirs = run(own, ask.values, listing)
        except ListingError as error:
            end = "" if str(error).endswith("?") else "."
            return Verdict.unreadable(f"That does not run yet: {error}{end}")
        if not own.assigns(variable):
            near = nearest(variable, set(own.variables) - set(listing.variables))
            meant = f" They set {near}: is that another name for it?" if near else ""
            return wrong(f"Your lines never set {variable}.{meant}")
        ours = run(listing, ask.values)
        update = first_difference(ours, theirs, variable)
        if update is None:
            return Verdict(Judged.RIGHT, SAME_RESULT)
        for name, mistake in ask.mistakes.items():
            try:
                mistaken = run(listing.with_rule(mistake.rule), ask.values, listing)
            except ListingError:
                continue  # not a rule of this listing
            if first_difference(mistaken, theirs, variable) is None:
                return Verdict(Judged.MISTAKE, mistake.say.strip(), (name,))
        kept = listing.carried
        if update > 1 and kept and not own.assigns(kept):
            return wrong(f"Your lines never set {kept}.")
        return wrong(parting(ours, theirs, variable, update))


KIND = WriteKind()


# -- two runs side by side: the right lines, and others or the same in another order --------------


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
        neither = math.isnan(one) and math.isnan(other)
        return neither or math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-15)
    return one == other


def parting(ours: Trace, theirs: Trace, variable: str, update: int) -> str:
    """Where two runs part, and whether the learner's is too high or too low there."""
    if update > theirs.updates:
        stopped = messages.updates(theirs.updates)
        return f"Yours is stopped after {stopped}: it has too much to do."
    right, wrong = (number_at(trace, variable, update) for trace in (ours, theirs))
    same = f"The same up to update {update - 1:,}. " if update > 1 else ""
    how = "too high" if wrong > right else "too low" if wrong < right else "not it"
    return f"{same}In update {update:,} yours makes {variable} {number(wrong, 9)}: that is {how}."
