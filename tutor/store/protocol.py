"""The small interface behind which everything lasting is kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from tutor.history.records import Attempt, History, Place, Standing

Event = dict[str, object]
"""One thing that is kept, ready for JSON; its key `event` says which: attempt, place, standing or
setting."""


class Store(Protocol):
    """Attempts, which are only ever added, and beside them each learner's present place.

    Every method that writes has written when it returns, and raises StoreError when it could not.
    One store may be used from several threads, and several stores may be open on the same data.
    A connection does not survive a fork: open the store in the child.
    """

    def history(self, learner: str, course: str) -> History:
        """Enough to draw the home screen and to go on where the learner was."""

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        """Replace the learner's place in that course. Cheap enough for every keystroke."""

    def places(self, course: str) -> dict[str, Place]:
        """Where everybody is in that course, by learner."""

    def record(self, learner: str, attempt: Attempt) -> None:
        """Add one attempt. The same attempt (by `id`) written again is kept once."""

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        """All attempts in the order of their writing; of one course, or of all."""

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        """Say how a step stands now."""

    def remember(self, learner: str, key: str, value: str) -> None:
        """Keep a setting; an empty value lets go of it."""

    def recall(self, learner: str) -> dict[str, str]:
        """All settings of the learner."""

    def learners(self) -> list[str]:
        """Everybody of whom anything is kept, in alphabetical order."""

    def export(self, learner: str) -> list[Event]:
        """Everything that is kept of the learner."""

    def forgettable(self, learner: str) -> dict[str, int]:
        """How many attempts, places, standings and settings `forget` would erase."""

    def forget(self, learner: str) -> dict[str, int]:
        """Erase everything about the learner, also from the file; says how much of what it was."""

    def close(self) -> None:
        """Let go of the file or the connection. Closing twice is fine."""


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def stamped(attempt: Attempt, at: datetime) -> Attempt:
    """The attempt with a time in UTC (`at`, if it has none) and a name of its own."""
    when = attempt.at or at
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return replace(attempt, at=when, id=attempt.id or os.urandom(12).hex())


def first_tries(attempts: Iterable[Attempt]) -> dict[tuple[str, str, int], bool]:
    """Whether the very first answer to each question of a lesson was right."""
    first: dict[tuple[str, str, int], bool] = {}
    for attempt in attempts:
        if attempt.mode == "learn":
            question = (attempt.lesson, attempt.step, attempt.question)
            first.setdefault(question, attempt.verdict == "right")
    return first


def in_order(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings by name, so that every store gives them back alike."""
    return dict(sorted(settings.items()))
