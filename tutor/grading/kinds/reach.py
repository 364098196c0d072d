"""`reach`: edit the constants until a claim about the run is true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from tutor.course.questions import Fault, Reach
from tutor.engine.noise import free_of_noise
from tutor.engine.numbers import Number, number
from tutor.engine.trace import Ending
from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.ask import Judged, Verdict
from tutor.grading.kinds.base import Input, QuestionKind, prove_hint, wrong

if TYPE_CHECKING:
    from tutor.course.model import Step
    from tutor.course.ranges import Range
    from tutor.course.yaml_tree import Where
    from tutor.engine.claim import Claim, Clause
    from tutor.engine.listing import Listing
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

FURTHER = 1000
"""Updates that are looked at to say when a bound would have been met."""
MOST_RUNS = 1500
"""Settings that are tried. A claim that needs more luck than that is no exercise."""
FINE = 400
"""Values of one constant that are tried by themselves."""
COARSE = 15
"""Values of each of two constants that are tried together; where one has fewer, more of the
other."""

NO_VARIABLES = "This listing computes nothing."
ENDINGS = {
    Ending.CONVERGES: "It converges",
    Ending.DIVERGES: "It diverges",
    Ending.OSCILLATES: "It swings to and fro",
}


DOES = {
    Ending.CONVERGES: "converges",
    Ending.DIVERGES: "diverges",
    Ending.OSCILLATES: "swings to and fro",
}
NOT_SETTLED = "It has not settled yet"


class ReachKind(QuestionKind[Reach]):
    name = "reach"
    input = Input.CONSTANTS
    of_run = True

    def prompt(self, ask: Ask[Reach]) -> str:
        return f"Change the constants until this is true of the run: {ask.question.reach.strip()}."

    def tries(self, question: Reach) -> int:
        return 0

    def judge(self, reading: Reading, ask: Ask[Reach]) -> Verdict:
        from tutor.engine.claim import claim

        claimed = claim(ask.question.reach)
        say = happens(ask.code, ask.values, claimed)
        if claimed.holds(ask.code, ask.values):
            return Verdict(Judged.RIGHT, f"There it is. {say}")
        if say == NO_VARIABLES:
            return wrong(say)
        missed = [one for one in claimed.clauses if one.bound and one.bound not in say]
        missed = [one for one in missed if not one.holds(ask.code, ask.values)]
        return wrong(say + "".join(f" `{one.bound}` does not hold." for one in missed))

    def spoken_of(self, ask: Ask[Reach]) -> int:
        from tutor.engine.claim import claim

        listing, claimed = ask.code, claim(ask.question.reach)
        within = max((one.within or 0 for one in claimed.clauses), default=0) or None
        met = claimed.first(listing, ask.values) if within is not None else None
        return listing.run(ask.values, updates=met or within, quiet=True).updates

    def watched(self, ask: Ask[Reach]) -> tuple[str, ...]:
        from tutor.engine.claim import claim

        claimed = claim(ask.question.reach)
        found = [name for clause in claimed.clauses for name in _watched(ask.code, clause)]
        return tuple(dict.fromkeys(found))

    def prove(self, ask: Ask[Reach], step: Step, number: int) -> Iterator[Fault]:
        from tutor.engine.claim import claim

        place = ("ask", number, "reach")
        question = ask.question
        yield from prove_hint(ask, number)
        if not step.edit:
            yield Fault(place, "nothing may be edited in this step; add `edit:`")
            return
        for at, name in enumerate(question.edit):
            if name not in step.edit:
                what = f"`{name}` is not under the step's `edit:`; add it there, or leave it out"
                yield Fault(("ask", number, "edit", at), what)
        edit = {name: step.edit[name] for name in question.editable(step.edit)}
        wanted = claim(question.reach)
        if wanted.holds(ask.code, question.with_):
            yield Fault(place, f"`{question.reach}` is true before anything is edited")
        elif reachable(wanted, ask.code, edit, question.with_) is None:
            what = f"`{question.reach}` was not met anywhere within the ranges under `edit:`"
            yield Fault(place, f"{what}; widen them, or make `by` smaller")
        told = [question.say, question.reveal]
        told += [step.reveal] if question is step.ask[-1] else []
        yield from _open_beside(question, list(step.edit), told, place)


KIND = ReachKind()


def _open_beside(
    question: Reach, names: Sequence[str], told: Sequence[str], place: Where
) -> Iterator[Fault]:
    """Words that speak of some of the constants, while others can be edited as well: these words
    are not true of everybody's answer."""
    words = set(re.findall(r"\w+", " ".join(told)))
    spoken_of = [name for name in names if name in words]
    others = [name for name in names if name not in words]
    if spoken_of and others and not question.edit:
        what = f"its words speak of `{'` and `'.join(spoken_of)}`, and `{'` and `'.join(others)}`"
        what += f" can be edited as well; add `edit: [{', '.join(spoken_of)}]`"
        yield Fault(place, f"{what}, or name all of them there", at_key=True)


def happens(listing: Listing, values: Mapping[str, Number], claim: Claim) -> str:
    """What a run does, in words about the claim: `After 20 updates weight is 0.400004.`"""
    if not listing.variables:
        return NO_VARIABLES
    said = [_happens(listing, values, clause) for clause in claim.clauses]
    return " ".join(dict.fromkeys(said))


def _happens(listing: Listing, values: Mapping[str, Number], clause: Clause) -> str:
    """The same of one of its clauses."""
    if clause.within is not None and clause.bound:
        met = clause.first(listing, values)
        if met is not None:
            return f"{clause.bound} is first met at update {met:,}."
        met = replace(clause, within=FURTHER).first(listing, values)
        passes = listing.passes
        if met is not None and passes is not None and met > passes:
            made = messages.updates(passes)
            return f"{clause.bound} is not met in the loop's {made}: it would be at update {met:,}."
        if met is not None:
            return f"{clause.bound} is first met at update {met:,}: later than {clause.within:,}."
    trace = listing.run(values, updates=clause.within, quiet=True)
    if trace.stopped:
        return messages.stopped(trace.stopped)
    trace = free_of_noise(listing, trace, values)
    watched, last = _watched(listing, clause), trace.updates
    told = messages.listed([f"{name} is {number(trace.value(name, last))}" for name in watched])
    if clause.within is None and not listing.carried:
        return f"{told}."
    # What an update computes is not yet that of where it leads.
    moved = not last or all(listing.is_given(name) for name in watched)
    there = f"{f'after {messages.updates(last)}' if moved else f'in update {last:,}'} {told}."
    if clause.bound:
        return f"{there[0].upper()}{there[1:]}"
    if clause.word in list(Ending):
        return f"{_ending(listing, values, clause)}: {there}"
    holds = "true" if clause.holds(listing, values) else "not true"
    return f"{clause.text} is {holds} of this run: {there}"


def _ending(listing: Listing, values: Mapping[str, Number], clause: Clause) -> str:
    """How a run ends; of several variables that do not end alike, what each does."""
    names = clause.about or listing.carried
    each = {name: listing.ending(values, [name]) for name in names}
    if len(set(each.values())) < 2:
        return ENDINGS.get(listing.ending(values, names), NOT_SETTLED)
    told = [f"{name} {DOES.get(ending, 'has not settled yet')}" for name, ending in each.items()]
    return messages.listed(told)


def _watched(listing: Listing, clause: Clause) -> list[str]:
    """The variables that tell how it went, in the listing's order: those of the claim, else error,
    else what is carried, else the last one that the listing has."""
    if not listing.variables:
        return []
    if clause.about:
        return list(clause.about)
    spoken_of = clause.names(listing)
    named = {name for name in spoken_of if not listing.is_given(name)} or spoken_of
    if named:
        return [name for name in listing.variables if name in named]
    measured = "error" in listing.variables and clause.word in ("", *Ending)
    return ["error"] if measured else [*listing.carried] or [listing.variables[-1]]


def reachable(
    claim: Claim,
    listing: Listing,
    edit: Mapping[str, Range],
    start: Mapping[str, Number],
) -> Mapping[str, Number] | None:
    """Constants within `edit` at which the claim holds; None where none were found."""
    for runs, values in enumerate(_settings(edit), start=1):
        if runs > MOST_RUNS:
            return None
        try:
            if claim.holds(listing, {**start, **values}):
                return values
        except ListingError:
            continue  # these constants have no run: others may
    return None


def _settings(edit: Mapping[str, Range]) -> Iterator[dict[str, Number]]:
    """Each constant by itself, the most different values first; then two at a time."""
    grids = {name: range_.grid() for name, range_ in edit.items()}
    for name, grid in grids.items():
        for value in _spread(grid, FINE):
            yield {name: value}
    for one, other in combinations(grids, 2):
        a, b = len(grids[one]), len(grids[other])
        some, others = max(COARSE, COARSE**2 // b), max(COARSE, COARSE**2 // a)
        for first, second in product(_spread(grids[one], some), _spread(grids[other], others)):
            yield {one: first, other: second}


def _spread(grid: Sequence[Number], most: int) -> list[Number]:
    """At most so many values from end to end: the ends first, then what lies between them, ever
    more finely."""
    count = min(most, len(grid))
    last = max(1, count - 1)
    even = [grid[round(k * (len(grid) - 1) / last)] for k in range(count)]
    strides = [1 << bit for bit in range(last.bit_length(), -1, -1)]
    order = dict.fromkeys(k for step in strides for k in (*range(0, count, step), count - 1))
    return [even[k] for k in order]
