"""Where a learner stands, and what is to be said of what stands in the answer field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.core import wording
from tutor.core.answer import Reading, read
from tutor.core.grading import (
    judge,
    judge_choice,
    judge_direction,
    judge_order,
    judge_reach,
    judge_write,
)
from tutor.core.verdict import Verdict
from tutor.core.view import Phase
from tutor.course.questions import Choose, Order, Predict, Reach, Write
from tutor.engine.numbers import Number, same
from tutor.engine.trace import number_at
from tutor.errors import ListingError
from tutor.history.records import Attempt

if TYPE_CHECKING:
    from tutor.core.stage import Stage

LONGEST = 10_000
"""Characters of a half-typed answer that are kept."""
REPLAYED = 10
"""Updates for which a learner's own wrong rule is replayed."""
FREE = "free"
"""How a place says that explore's own question is open."""
DIRECTIONS = ("up", "down", "stay")
"""What can be answered where a direction is asked, in order."""


@dataclass
class Walk:
    """Everything that changes while one learner walks a course. Held by `Session` alone."""

    stage: Stage
    phase: Phase
    tries: int = 0
    hinted: bool = False
    typed: str = ""
    answer: str = ""
    """What `verdict` speaks of, as typed."""
    verdict: Verdict | None = None
    ran: int = 0
    """The last update shown in explore."""
    again: bool = False
    """The question is asked once more, with fresh numbers."""
    replayed: bool = False
    fault: str = ""
    """The learner's own named mistake at this question, kept for the replay."""
    picture: str = "bowl"
    scroll: int = 0
    note: str = ""
    since: float = 0.0
    """Clock reading when the question was shown."""
    standing: str = ""
    settled: bool = False
    """The question was answered for good: its reveal may be shown."""

    @property
    def free(self) -> bool:
        """Explore's own question is open: the constants or the updates are the learner's own."""
        return self.phase is Phase.EXPLORE and not self.settled

    @property
    def running(self) -> bool:
        """How far the run is shown is the learner's own doing."""
        return self.phase in (Phase.EXPLORE, Phase.READ) and not self.settled

    def unsay(self) -> None:
        """Take back what was said of the last answer."""
        self.verdict, self.answer = None, ""


def names_shown(walk: Walk) -> dict[str, Number]:
    """What a typed expression may use: the values that stand on the screen."""
    stage = walk.stage
    if stage.listing is None:
        return {}
    found = dict(stage.now(moment(walk)))
    if not walk.free:  # there, the values beside the lines belong to the update before
        for name, value in stage.shown(answered=False).items():
            if isinstance(value, int | float) and name not in found:
                found[name] = value
    return found


def reading(walk: Walk) -> Reading | None:
    """How the half-typed answer reads, where a number is asked."""
    stage = walk.stage
    if not walk.typed or stage.listing is None:
        return None
    if not walk.free and (stage.is_choice or not isinstance(stage.question, Predict)):
        return None
    return _heard(walk)


def moment(walk: Walk) -> int:
    """The update whose end is `now`."""
    return walk.ran if walk.running else walk.stage.start


def updates_shown(walk: Walk) -> int:
    """How many updates are shown whole."""
    if walk.phase in (Phase.EXPLORE, Phase.READ):
        return walk.ran
    return walk.stage.reached(answered=walk.settled)


def can_run(walk: Walk) -> bool:
    """Whether the next update may be run and shown: nothing about it is still to be predicted."""
    if walk.stage.listing is None or walk.phase not in (Phase.EXPLORE, Phase.READ):
        return False
    limit = walk.stage.limit
    return limit is None or walk.ran < limit


def advance(walk: Walk, updates: int) -> None:
    """Show so many more updates, or as many as can be run; the note says why not all."""
    stage, wanted = walk.stage, walk.ran + max(updates, 0)
    if stage.listing is None:
        return
    if stage.limit is not None:
        wanted = min(wanted, stage.limit)
    try:
        trace = stage.run(wanted)
    except ListingError as error:
        walk.note = wording.cannot_judge(error.what)
        return
    walk.ran = min(wanted, trace.updates)
    if trace.stopped:
        walk.note = wording.stopped(trace.stopped)


def answered(walk: Walk) -> bool:
    """Whether the question is done with: its answer is right, or the tries are used up."""
    verdict, tries = walk.verdict, walk.stage.tries
    if verdict is None or not verdict.attempt:
        return False
    return verdict.right or 0 < tries <= walk.tries


def missed(walk: Walk) -> bool:
    """Whether what is said now is said of an answer that was wrong, or of a run that did not hold
    what was claimed."""
    return walk.verdict is not None and walk.verdict.attempt and not walk.verdict.right


def settle(walk: Walk) -> None:
    """Show the truth of the question."""
    walk.settled = True
    walk.phase = Phase.EXPLORE if walk.stage.final else Phase.REVEALED
    walk.ran = walk.stage.after


def can_guess(walk: Walk) -> bool:
    """Whether explore's own question can be put: what will the next update make of the variable?

    Not once it is the height of a curve that is already shown.
    """
    stage = walk.stage
    if walk.phase is not Phase.EXPLORE or not stage.variable or not can_run(walk):
        return False
    bowl = stage.step.picture()
    return bowl is None or bowl.y != stage.variable or not walk.ran


def can_set(walk: Walk, name: str) -> bool:
    """Whether a constant may be changed now: the step lets it go, no committed answer stands on
    it, and no answers to choose from speak of its number."""
    if name not in walk.stage.step.edit or walk.phase in (Phase.REVEALED, Phase.END):
        return False
    return walk.phase is not Phase.ASK or not isinstance(walk.stage.question, Choose)


def numbers_anew(walk: Walk) -> Mapping[str, Number] | None:
    """The numbers to ask the question with once more, where its right answer may have come of a
    wrong rule; None where there is no need."""
    stage = walk.stage
    if not walk.settled or walk.again or stage.changed:
        return None
    if walk.verdict is None or not walk.verdict.right or not stage.by_chance:
        return None
    return stage.fresh


def fault_rule(walk: Walk) -> str:
    """The rule of the learner's own named mistake; empty where there is none."""
    mistake = walk.stage.mistakes.get(walk.fault)
    return mistake.rule if mistake is not None else ""


def own_trail(walk: Walk) -> tuple[Number, ...]:
    """Where along the picture's axis the learner's own wrong rule would have led, from where they
    stood; empty where it would have led nowhere else."""
    stage, rule, bowl = walk.stage, fault_rule(walk), walk.stage.step.picture()
    if not walk.settled or not rule or stage.listing is None or bowl is None:
        return ()
    if not stage.listing.assigns(bowl.x):
        return ()
    last = stage.start + REPLAYED
    if stage.limit is not None:
        last = max(stage.start + 1, min(last, stage.limit))
    try:
        wrong = stage.listing.with_rule(rule)
        trace = wrong.run(stage.values, updates=last, rule_from=stage.start, quiet=True)
        right = stage.run(last)
    except ListingError:
        return ()
    updates = range(stage.start, min(trace.updates, right.updates) + 1)
    own = tuple(number_at(trace, bowl.x, n) for n in updates)
    there = all(same(x, number_at(right, bowl.x, n)) for x, n in zip(own, updates, strict=True))
    return () if there else own


def chosen(walk: Walk) -> int | None:
    """The 0-based option that stands in the field: by number, or a direction by its beginning."""
    question = walk.stage.question
    text = walk.typed.strip().rstrip("?!").strip().lower()
    options = option_count(walk)
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= options:
        return int(text) - 1
    if isinstance(question, Predict) and text:
        starts = [i for i, word in enumerate(DIRECTIONS) if f"{word}s".startswith(text)]
        return starts[0] if len(starts) == 1 else None
    return None


def option_count(walk: Walk) -> int:
    """How many options there are to pick from; 0 where the question is no choice."""
    question = walk.stage.question
    if not walk.stage.is_choice:
        return 0
    return len(question.options) if isinstance(question, Choose) else len(DIRECTIONS)


def judged(walk: Walk) -> Verdict:
    """What is to be said of the answer in the field."""
    try:
        return _judged(walk)
    except ListingError as error:
        return Verdict.unreadable(wording.cannot_judge(error.what))


def _judged(walk: Walk) -> Verdict:
    stage = walk.stage
    if walk.free:
        return judge(stage.asked(walk.ran), _heard(walk))
    question = stage.question
    if stage.is_choice:
        index = chosen(walk)
        if index is None:
            picks = option_count(walk) if isinstance(question, Choose) else 0
            return Verdict.unreadable(wording.pick_one(picks))
        if isinstance(question, Choose):
            verdict = judge_choice(question, index)
            return replace(verdict, say=stage.filled(verdict.say, stage.start))
        return judge_direction(stage.asked(), DIRECTIONS[index])
    assert stage.listing is not None  # the other questions are about a listing
    match question:
        case Reach():
            return judge_reach(stage.listing, stage.values, question.reach)
        case Write(write=name):
            lines = walk.typed.splitlines()
            return judge_write(stage.listing, name, lines, stage.mistakes, stage.values)
        case Order(order=name):
            return judge_order(stage.listing, name, walk.typed, stage.values)
    return judge(stage.asked(), _heard(walk))


def _heard(walk: Walk) -> Reading:
    stage = walk.stage
    withheld = stage.listing.variables if stage.listing is not None else ()
    return read(walk.typed, names_shown(walk), asked=stage.variable, withheld=withheld)


def attempt(
    walk: Walk, verdict: Verdict, *, seconds: float, mode: str, seed: int | None = None
) -> Attempt:
    """The answer in the field as it is kept, with what is said of it."""
    stage, heard = walk.stage, reading(walk)
    confidence = walk.typed.strip()[-1:]
    return Attempt(
        course=stage.course.id,
        lesson=stage.lesson.id,
        step=stage.step.id,
        question=stage.number,
        values=stage.constants,
        text=walk.typed,
        value=heard.value if heard is not None else None,
        verdict=verdict.kind.value,
        mistake=verdict.mistake,
        confidence=confidence if confidence in ("?", "!") else "",
        seconds=round(seconds, 3),
        mode=mode,
        at=datetime.now(UTC),
        seed=seed,
    )
