"""From what happens in a session to what is kept of it. The one place where the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.events import Answered, Event, Moved, StepDone

if TYPE_CHECKING:
    from tutor.store.protocol import Store

ALONE = "me"
"""The learner's name where one person uses the tutor alone."""
CHARSET = "charset"
"""The setting that remembers what the learner wants everything drawn with."""


class Recorder:
    """A session's listener that keeps every attempt, standing and place of one learner."""

    def __init__(self, store: Store, course: str, learner: str = ALONE) -> None:
        self._store = store
        self._course = course
        self._learner = learner

    def __call__(self, event: Event) -> None:
        """Keep what happened. A store that fails reports it itself and never stops the lesson."""
        match event:
            case Moved(place):
                self._store.keep_place(self._learner, self._course, place)
            case Answered(attempt):
                self._store.record(self._learner, attempt)
            case StepDone(standing):
                self._store.standing(self._learner, self._course, standing)
            case _:
                pass
