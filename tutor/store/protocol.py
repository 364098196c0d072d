"""What a lesson needs of a store."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from tutor.history.records import Attempt, History, Place, Standing


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

    def record(self, learner: str, attempt: Attempt) -> None:
        """Add one attempt. The same attempt (by `id`) written again is kept once."""

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        """All attempts in the order of their writing; of one course, or of all."""

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        """Say how a step stands now."""

    def remember(self, learner: str, key: str, value: str) -> None:
        """Keep a setting; an empty value lets go of it."""

    def recall(self, learner: str) -> dict[str, str]:
        """All settings of the learner, by name in alphabetical order."""

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
