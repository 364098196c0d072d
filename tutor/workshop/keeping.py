"""One store for the learners of a worker: what is half done is written once a second, what is
committed at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Any

from tutor.history.records import Attempt, History, Place, Standing, Store
from tutor.store.resilient import ResilientStore
from tutor.store.sql import place_of, place_text

if TYPE_CHECKING:
    from tutor.workshop.control import Packet

LARGE = 16 * 1024
"""Characters of what is half done, beyond which it is written at once, and not told."""
UNWRITTEN = "Nothing can be written down here just now: what you do is held in memory."
QUIZ = "quiz:"
"""Begins the name of the setting under which a quiz is kept at every key."""


class KeepingStore:
    """Stands before a worker's store. What it has not written yet it tells at once to `tell`, which
    keeps it where this process's end does no harm."""

    def __init__(
        self,
        store: ResilientStore,
        tell: Callable[[Packet], None],
        moved: Callable[[str, Place], None] = lambda learner, place: None,
        quizzed: Callable[[str, str, str], None] = lambda learner, name, state: None,
    ) -> None:
        """`moved`: told of each place of a learner; `quizzed`: of where they are in a quiz."""
        self._store, self._tell, self._moved = store, tell, moved
        self._quizzed = quizzed
        self._places: dict[tuple[str, str], Place] = {}
        self._settings: dict[tuple[str, str], str] = {}
        self._lock = RLock()
        self._committed: set[str] = set()
        """Learners whose next place belongs to an answer that was just recorded."""
        self._given: set[str] = set()
        """Learners who go on in another process: what is half done here is older."""
        self._held: set[tuple[str, str]] = set()
        """What the store holds in memory until it can be written."""

    @property
    def problem(self) -> str:
        """As `Store.problem`, for a learner: nothing of the server's own."""
        return UNWRITTEN if self._store.problem else ""

    @problem.setter
    def problem(self, value: str) -> None:
        self._store.problem = value

    def now(self) -> datetime:
        return self._store.now()

    # -- what waits a second -------------------------------------------------------------------

    def let_go(self, learner: str) -> None:
        """What is half done of this learner is another's to write: write no more of it."""
        with self._lock:
            self._given.add(learner)
            for waiting in (self._places, self._settings):
                for whose in [one for one in waiting if one[0] == learner]:
                    del waiting[whose]
            self._held = {one for one in self._held if one[0] != learner}
            self._store.let_go(learner)

    def take_up(self, learner: str) -> None:
        """The learner is here."""
        with self._lock:
            self._given.discard(learner)

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        with self._lock:
            if learner in self._given:
                return
            self._moved(learner, place)
            text, committed = place_text(place), learner in self._committed
            self._committed.discard(learner)
            if committed or len(text) > LARGE:
                self._places.pop((learner, course), None)
                self._store.keep_place(learner, course, place)
                self._written(learner, course)
                return
            self._places[learner, course] = place
            self._tell({"is": "place", "of": [learner, course], "text": text})

    def remember(self, learner: str, key: str, value: str) -> None:
        with self._lock:
            if learner in self._given:
                return
            if key.startswith(QUIZ):
                self._quizzed(learner, key.removeprefix(QUIZ), value)
            if key.startswith(QUIZ) and 0 < len(value) <= LARGE:
                self._settings[learner, key] = value
                self._tell({"is": "setting", "of": [learner, key], "text": value})
            else:
                self._settings.pop((learner, key), None)
                self._store.remember(learner, key, value)
                self._written(learner, key)

    def flush(self, learner: str = "") -> None:
        """Write what waits, of this learner or of all."""
        with self._lock:
            for whose in [one for one in self._places if learner in ("", one[0])]:
                self._store.keep_place(*whose, self._places.pop(whose))
                self._written(*whose)
            for whose in [one for one in self._settings if learner in ("", one[0])]:
                self._store.remember(*whose, self._settings.pop(whose))
                self._written(*whose)
            self._release()

    def _written(self, learner: str, name: str) -> None:
        """What was told of it before is of no use any more, unless the store holds it in memory."""
        self._held.add((learner, name))
        self._release()

    def _release(self) -> None:
        while self._held and not self._store.problem:
            self._tell({"is": "kept", "of": [*self._held.pop()]})

    # -- what does not -------------------------------------------------------------------------

    def record(self, learner: str, attempt: Attempt) -> None:
        self._store.record(learner, attempt)
        self._committed.add(learner)

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        self._store.standing(learner, course, standing)

    # -- what is read --------------------------------------------------------------------------

    def history(self, learner: str, course: str) -> History:
        self.flush(learner)
        return self._store.history(learner, course)

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        return self._store.attempts(learner, course)

    def recall_now(self, learner: str, beginning: str = "") -> dict[str, str]:
        return self._store.recall_now(learner, beginning)

    def wake(self, learner: str) -> None:
        self._store.wake(learner)

    def recall(self, learner: str, beginning: str = "") -> dict[str, str]:
        self.flush(learner)
        return self._store.recall(learner, beginning)

    def claim(self, learner: str, key: str, value: str) -> str:
        return self._store.claim(learner, key, value)

    def keep_if(self, learner: str, key: str, value: str, given: Mapping[str, str]) -> bool:
        return self._store.keep_if(learner, key, value, given)

    def close(self) -> None:
        """Write what waits, and let go of the store. Where that fails, `problem` says why: it may
        be tried again."""
        self.flush()
        self._store.close()
        self._release()


def write_left(store: Store, packet: Packet) -> None:
    """Write what a worker had told and not written when it ended."""
    whose: list[Any] = packet["of"]
    learner, name = map(str, whose)
    if packet["was"] == "setting":
        store.remember(learner, name, str(packet["text"]))
    elif (place := place_of(packet["text"])) is not None:
        store.keep_place(learner, name, place)
