"""Which answers tell what a learner knows, and which only that the truth was just read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tutor.history.records import Attempt

SITTING = timedelta(hours=1)
"""The same numbers asked again within this time in a lesson: the answer was there to be read."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that was not kept."""
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for any later time, which leaves no room in the calendar for a review that follows it."""


@dataclass(frozen=True, order=True)
class Idea:
    """What can be known: a question of a step, or a named mistake that can be made at it."""

    lesson: str
    step: str
    question: int
    """0-based."""
    mistake: str = ""
    """The mistake's name; empty for the question itself."""


def idea_of(attempt: Attempt) -> Idea:
    """The question that was answered."""
    return Idea(attempt.lesson, attempt.step, attempt.question)


def moment(attempt: Attempt) -> datetime:
    """When the answer was committed, in UTC."""
    return min(attempt.at.astimezone(UTC), LATEST) if attempt.at else EARLIEST


def known(attempt: Attempt) -> bool:
    """The answer was right, and not a lucky hunch."""
    return attempt.verdict == "right" and attempt.confidence != "?"


def first_answers(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The answers that tell what their learner knew, in the order of time.

    Each answer in a quiz or a review is one, for the truth is not shown before. In a lesson, and
    in practice of what was missed, it is the first try: the next ones at the same numbers follow an
    explanation or the truth itself, until an hour has gone by. Playing on after the reveal tells
    nothing.
    """
    told: list[Attempt] = []
    last: dict[Idea, Attempt] = {}
    for attempt in sorted(attempts, key=moment):
        if attempt.mode == "explore":
            continue
        told_before = attempt.mode in ("learn", "practice")
        before = last.get(idea_of(attempt)) if told_before else None
        if before is None or not _again(before, attempt):
            told.append(attempt)
        last[idea_of(attempt)] = attempt
    return told


def _again(before: Attempt, attempt: Attempt) -> bool:
    """The same question at the same numbers in the same sitting."""
    same = dict(before.values) == dict(attempt.values)
    return same and moment(attempt) - moment(before) <= SITTING
