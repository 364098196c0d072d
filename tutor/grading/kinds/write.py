"""`write`: type the lines of the update from memory. Judged by running them.

And what `order` shares with it: two runs held side by side, and where they part.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.course.questions import Fault, Write
from tutor.engine.numbers import NOTHING, Number, number
from tutor.engine.places import elements, variable_of
from tutor.engine.trace import number_at
from tutor.errors import ListingError, nearest
from tutor.grading import messages
from tutor.grading.answer import Reading
from tutor.grading.ask import Ask, Judged, Q, Verdict
from tutor.grading.kinds.base import Input, QuestionKind, wrong
from tutor.grading.working import OTHER

if TYPE_CHECKING:
    from tutor.course.model import Mistake, Step
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Value
    from tutor.engine.trace import Trace

CLOSE = 1e-9
"""Values that differ by less than this share of themselves are the same: the order of a
multiplication may change the last digit."""
ALIKE = 3
"""Updates in which lines that make a named mistake do what its rule does."""
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
        variable, kept = ask.variable, _kept(ask.code, ask.variable)
        does = "change" if ask.code.moves(variable) else "set"
        if not kept:
            return f"From memory: type the lines of one update that {does} {variable}."
        also = messages.listed(kept) if does == "change" else f"change {messages.listed(kept)}"
        wanted = f"they {does} {variable} and {also}"
        return f"From memory: type the lines of one whole update: {wanted}."

    def judge(self, reading: Reading, ask: Ask[Write]) -> Verdict:
        """By the values that the lines give the variable, and what is carried on, at every update.
        Lines that cannot be run are no attempt; the sentence names the learner's own line."""
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
        part = parting(listing, variable, run(listing, ask.values), theirs)
        if part is None:
            return Verdict(Judged.RIGHT, SAME_RESULT)
        asked = variable_of(part.name) == variable_of(variable)
        if asked and (name := mistake_in(ask, own)):
            say = ask.say(name)
            late = f"{part.same}In update {part.update:,}: " if part.same else ""
            return Verdict(Judged.MISTAKE, f"{late}{say}", (name,))
        if not own.assigns(variable_of(part.name)):
            return wrong(f"Your lines never set {part.name}.")
        return wrong(part.say)


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
        if not theirs.has(variable) or update > theirs.updates:
            return update
        if not _close(ours.value(variable, update), theirs.value(variable, update)):
            return update
    return None


def _close(one: Value, other: Value) -> bool:
    """The same value but for rounding; nan is the same as nan."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        neither = math.isnan(one) and math.isnan(other)
        return neither or math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-15)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_close, one, other))
    return one == other


def _kept(listing: Listing, variable: str) -> list[str]:
    """What each update changes for the next one, beside a variable."""
    return [name for name in listing.carried if name != variable_of(variable)]


class Parting(NamedTuple):
    """Where two runs part."""

    update: int
    name: str
    """The variable that differs first."""
    same: str
    """A sentence about the updates before, with a blank after it; empty where there are none."""
    how: str
    """What the learner's run does there, as a sentence."""

    @property
    def say(self) -> str:
        """All of it."""
        return f"{self.same}{self.how}"


def parting(listing: Listing, variable: str, ours: Trace, theirs: Trace) -> Parting | None:
    """Where a run parts from that of the right listing, by the variable that is asked for and what
    each update changes for the next one; None where it never does."""
    names = [variable, *_kept(listing, variable)]
    names.sort(key=lambda name: listing.assigns(name)[-1:])  # what is set first differs first
    found = [(first_difference(ours, theirs, name), place) for place, name in enumerate(names)]
    places = [(update, place) for update, place in found if update is not None]
    if not places:
        return None
    update, place = min(places)
    name = names[place]
    same = f"The same {' and '.join(names)} up to update {update - 1:,}. " if update > 1 else ""
    if update > theirs.updates:
        made = messages.updates(theirs.updates)
        how = f"Yours ends itself after {made}."
        if theirs.stopped:
            how = f"Yours is stopped after {made}: it has too much to do."
        return Parting(update, name, "", how)
    name = _parted(ours, theirs, name, update)
    right, wrong = (number_at(trace, name, update) for trace in (ours, theirs))
    before = number_at(ours, name, update - 1) if listing.moves(name) else math.nan
    if math.isfinite(wrong) and (right - before) * (wrong - before) < 0:
        how = f"moves {name} the wrong way, to {number(wrong, 9)}."
    else:
        side = "too high" if wrong > right else "too low" if wrong < right else "not it"
        given = theirs.value(name, update)
        how = f"makes {name} {number(given, 9)}: that is {side}."
    return Parting(update, name, same, f"In update {update:,} yours {how}")


def _parted(ours: Trace, theirs: Trace, name: str, update: int) -> str:
    """Of a list the first number in it that differs; else the variable itself."""
    each = elements(name, ours.value(name, update))
    return next((one for one, value in each if not _close(value, theirs.value(one, update))), name)


def mistake_in(ask: Ask[Any], own: Listing) -> str:
    """The named mistake that the learner's lines make: its rule gives their values with the
    constants in force and with others too. Empty where there is none, or where the sentences of
    several differ."""
    places = [ask.values, *(ask.elsewhere(share).values for share in OTHER)]
    found = [
        name
        for name, mistake in sorted(ask.mistakes.items())
        if all(_alike(ask, own, mistake, values) for values in places)
    ]
    told = {ask.say(name): name for name in found}
    return next(iter(told.values())) if len(told) == 1 else ""


def _alike(ask: Ask[Any], own: Listing, mistake: Mistake, values: Mapping[str, Number]) -> bool:
    """Whether lines do what a mistake does: in the first update, and in the next ones too where
    these depend on nothing but the variable itself."""
    name = ask.variable
    updates = ALIKE if ask.code.moves(name) else 1
    try:
        wrong, theirs = (
            listing.run(values, updates=updates, quiet=True)
            for listing in (mistake.applied_to(ask.code), own)
        )
    except ListingError:
        return False
    return first_difference(wrong, theirs, name) is None
