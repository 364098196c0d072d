"""A store that lasts as long as the program: for tests, and while the real one is in trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from tutor.history.records import Attempt, History, Place, Standing
from tutor.store import codec
from tutor.store.protocol import Event, Store, first_tries, in_order, now, stamped


@dataclass
class LearnerRecord:
    """What is kept of one learner."""

    attempts: dict[str, Attempt] = field(default_factory=dict)
    """By id."""
    places: dict[str, Place] = field(default_factory=dict)
    """By course."""
    standings: dict[tuple[str, str, str], Standing] = field(default_factory=dict)
    """By course, lesson and step."""
    settings: dict[str, str] = field(default_factory=dict)
    """By name. An empty value is a setting let go of."""

    def counts(self) -> dict[str, int]:
        """How much there is of what."""
        return {kind: len(getattr(self, kind)) for kind in codec.KINDS}


NOBODY = LearnerRecord()


class Memory:
    """Everything in dictionaries."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._lock = RLock()
        self._learners: dict[str, LearnerRecord] = {}

    def __bool__(self) -> bool:
        """Whether anything is kept here."""
        return bool(self._learners)

    def history(self, learner: str, course: str) -> History:
        first = first_tries(self.attempts(learner, course))
        with self._lock:
            kept = self._learners.get(learner, NOBODY)
            return History(
                place=kept.places.get(course),
                standings=tuple(
                    standing for (where, *_), standing in kept.standings.items() if where == course
                ),
                first=first,
                extra=self.recall(learner),
            )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        with self._lock:
            self._of(learner).places[course] = place

    def places(self, course: str) -> dict[str, Place]:
        with self._lock:
            return {
                learner: kept.places[course]
                for learner, kept in sorted(self._learners.items())
                if course in kept.places
            }

    def record(self, learner: str, attempt: Attempt) -> None:
        whole = stamped(attempt, self._clock())
        with self._lock:
            self._of(learner).attempts.setdefault(whole.id, whole)

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        with self._lock:
            kept = list(self._learners.get(learner, NOBODY).attempts.values())
        return [attempt for attempt in kept if course in ("", attempt.course)]

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        with self._lock:
            self._of(learner).standings[course, standing.lesson, standing.step] = standing

    def remember(self, learner: str, key: str, value: str) -> None:
        with self._lock:
            self._of(learner).settings[key] = value

    def recall(self, learner: str) -> dict[str, str]:
        return in_order({key: value for key, value in self.changed(learner).items() if value})

    def changed(self, learner: str) -> dict[str, str]:
        """All settings as last remembered, also those let go of (they are empty)."""
        with self._lock:
            return dict(self._learners.get(learner, NOBODY).settings)

    def learners(self) -> list[str]:
        with self._lock:
            return sorted(self._learners)

    def export(self, learner: str) -> list[Event]:
        with self._lock:
            kept = self._learners.get(learner, NOBODY)
            return [
                *map(codec.attempt_event, kept.attempts.values()),
                *(
                    codec.place_event(course, place)
                    for course, place in sorted(kept.places.items())
                ),
                *(
                    codec.standing_event(course, standing)
                    for (course, *_), standing in sorted(
                        kept.standings.items(), key=lambda item: item[0]
                    )
                ),
                *(codec.setting_event(key, value) for key, value in self.recall(learner).items()),
            ]

    def forgettable(self, learner: str) -> dict[str, int]:
        with self._lock:
            return self._learners.get(learner, NOBODY).counts()

    def forget(self, learner: str) -> dict[str, int]:
        with self._lock:
            return self._learners.pop(learner, NOBODY).counts()

    def close(self) -> None:
        """Nothing to let go of: what is here stays until the program ends."""

    def pour(self, into: Store) -> None:
        """Write everything into another store, and keep here only what could not be written.

        Raises StoreError at the first refusal.
        """
        with self._lock:
            for learner, kept in list(self._learners.items()):
                for id, attempt in list(kept.attempts.items()):
                    into.record(learner, attempt)
                    del kept.attempts[id]
                for key, standing in list(kept.standings.items()):
                    into.standing(learner, key[0], standing)
                    del kept.standings[key]
                for name, value in list(kept.settings.items()):
                    into.remember(learner, name, value)
                    del kept.settings[name]
                for course, place in list(kept.places.items()):
                    into.keep_place(learner, course, place)
                    del kept.places[course]
                del self._learners[learner]

    def _of(self, learner: str) -> LearnerRecord:
        return self._learners.setdefault(learner, LearnerRecord())
