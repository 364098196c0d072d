"""Where a learner stands, and what is to be said of what stands in the answer field."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from tutor.core.lesson import Choose, Order, Predict, Reach, Write
from tutor.core.record import Number
from tutor.core.view import Phase

if TYPE_CHECKING:
    from tutor.core.stage import Stage
    from tutor.core.verdict import Verdict

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
    verdict: Verdict | None = None
    ran: int = 0
    """The last update shown in explore."""
    again: bool = False
    replayed: bool = False
    fault: str = ""
    """The learner's own named mistake at this question, kept for the replay."""
    picture: str = "bowl"
    scroll: int = 0
    note: str = ""
    since: float = 0.0
    """Clock reading when the question was shown."""
    standing: str = ""
    right: int = 0
    asked: int = 0
    settled: bool = False
    """The question was answered for good: its reveal may be shown."""

    @property
    def free(self) -> bool:
        """Explore's own question is open: the constants or the updates are the learner's own."""
        return self.phase is Phase.EXPLORE and not self.settled


def names_shown(walk: Walk) -> dict[str, Number]:
    """What a typed expression may use: the values that stand on the screen."""
    stage = walk.stage
    if stage.listing is None:
        return {}
    found = dict(stage.now(moment(walk)))
    if walk.phase is Phase.ASK:
        for name, value in stage.shown(answered=False).items():
            if isinstance(value, int | float) and name not in found:
                found[name] = value
    elif walk.free and walk.ran:
        pass  # values of the update before belong to it, not to the one being asked
    return found


def reading(walk: Walk) -> Reading | None:
    """How the half-typed answer reads, where a number is asked."""
    stage = walk.stage
    if not walk.typed or stage.listing is None or stage.is_choice:
        return None
    if not walk.free and not isinstance(stage.question, Predict):
        return None
    return _heard(walk)


def moment(walk: Walk) -> int:
    """The update whose end is `now`."""
    if walk.phase in (Phase.EXPLORE, Phase.READ) and not walk.settled:
        return walk.ran
    return walk.stage.start


def can_run(walk: Walk) -> bool:
    """Whether the next update may be run and shown: nothing about it is still to be predicted."""
    stage = walk.stage
    if stage.listing is None or walk.phase not in (Phase.EXPLORE, Phase.READ):
        return False
    limit = stage.listing.passes
    return limit is None or walk.ran < limit


def fault_rule(walk: Walk) -> str:
    """The rule of the learner's own named mistake; empty where there is none."""
    mistakes = walk.stage.asked().mistakes if walk.stage.variable else {}
    return mistakes[walk.fault].rule if walk.fault in mistakes else ""


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
    from tutor.core.verdict import Verdict

    stage = walk.stage
    if walk.free:
        return judge(stage.asked(walk.ran, walk.ran + 1), _heard(walk))
    question = stage.question
    if stage.is_choice:
        index = chosen(walk)
        if index is None:
            return Verdict.unreadable(wording.pick_one(option_count(walk)))
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
