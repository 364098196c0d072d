"""A store that never fails its caller: what cannot be written is held in memory until it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import RLock
from time import monotonic
from typing import TypeVar

from tutor.errors import StoreError
from tutor.history.records import Attempt, History, Place, Standing
from tutor.store.memory import Memory
from tutor.store.protocol import Event, Store, in_order, now, stamped

T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 5.0, 60.0
"""Seconds until a store in trouble is tried again: twice as long each time, up to the longest."""


def silent(sentence: str) -> None:
    """Tell nobody."""


class ResilientStore:
    """Stands before another store, which is opened at the first use, and again after trouble.

    `tell` is called with one sentence when trouble begins or changes, and with one when it is over.
    Only `learners`, `export`, `forgettable` and `forget` raise StoreError: half an answer to those
    would be a wrong one.
    """

    def __init__(
        self,
        connect: Callable[[], Store],
        *,
        tell: Callable[[str], None] = silent,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.problem = ""
        """What is wrong now; empty while all is written."""
        self._connect = connect
        self._tell = tell
        self._clock = clock
        self._lock = RLock()
        self._store: Store | None = None
        self._waiting = Memory()
        """What is not written yet."""
        self._seen: dict[tuple[str, str], History] = {}
        """What was last read, by learner and course: for when nothing can be read."""
        self._pause = FIRST_WAIT
        self._try_again = 0.0
        """When, by the clock, a store in trouble is tried next."""

    def history(self, learner: str, course: str) -> History:
        """As `Store.history`, with what waits to be written."""
        with self._lock:
            seen = self._read(lambda store: store.history(learner, course))
            seen = seen or self._seen.get((learner, course), History())
            self._seen[learner, course] = seen
            mine = self._waiting.history(learner, course)
            standings = {(was.lesson, was.step): was for was in (*seen.standings, *mine.standings)}
            return History(
                place=mine.place or seen.place,
                standings=tuple(standings.values()),
                first={**mine.first, **seen.first},
                extra=self._changed(learner, seen.extra),
            )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        self._write(lambda store: store.keep_place(learner, course, place))
        with self._lock:  # a place that was read before must not come back
            if seen := self._seen.get((learner, course)):
                self._seen[learner, course] = replace(seen, place=place)

    def places(self, course: str) -> dict[str, Place]:
        with self._lock:
            read = self._read(lambda store: store.places(course)) or {}
            return dict(sorted({**read, **self._waiting.places(course)}.items()))

    def record(self, learner: str, attempt: Attempt) -> None:
        # stamped here, so that one whose writing was cut off at the end is not there twice
        whole = stamped(attempt, now())
        self._write(lambda store: store.record(learner, whole))

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        with self._lock:
            read = self._read(lambda store: store.attempts(learner, course)) or []
            return read + self._waiting.attempts(learner, course)

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        self._write(lambda store: store.standing(learner, course, standing))

    def remember(self, learner: str, key: str, value: str) -> None:
        self._write(lambda store: store.remember(learner, key, value))

    def recall(self, learner: str) -> dict[str, str]:
        with self._lock:
            return self._changed(learner, self._read(lambda store: store.recall(learner)) or {})

    def learners(self) -> list[str]:
        with self._lock:
            return self._poured().learners()

    def export(self, learner: str) -> list[Event]:
        with self._lock:
            return self._poured().export(learner)

    def forgettable(self, learner: str) -> dict[str, int]:
        with self._lock:
            return self._poured().forgettable(learner)

    def forget(self, learner: str) -> dict[str, int]:
        with self._lock:
            counts = self._poured().forget(learner)
            self._seen = {key: seen for key, seen in self._seen.items() if key[0] != learner}
            return counts

    def close(self) -> None:
        """Try once more to write what waits; where that fails, `problem` says why."""
        with self._lock:
            if self._waiting:
                self._try_again = self._clock()
                self._write(lambda store: None)
            self._drop()

    def _read(self, question: Callable[[Store], T]) -> T | None:
        """The store's answer, or None where it has none now."""
        if self._store is None and self._clock() < self._try_again:
            return None
        try:
            return question(self._opened())
        except StoreError as error:
            self._in_trouble(error)
            self._drop()
            return None

    def _write(self, write: Callable[[Store], None]) -> None:
        """Write to the store and all that waits before it; where that fails, to memory."""
        with self._lock:
            if self.problem:
                if self._clock() < self._try_again:
                    write(self._waiting)
                    return
                self._drop()  # the trouble may have been the connection, or the file is another now
            try:
                write(self._poured())
            except StoreError as error:
                self._in_trouble(error)
                write(self._waiting)
            else:
                self._well()

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._connect()
        return self._store

    def _poured(self) -> Store:
        """The store, with all in it that waited. Raises StoreError."""
        store = self._opened()
        if self._waiting:
            self._waiting.pour(store)
        return store

    def _drop(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _in_trouble(self, error: StoreError) -> None:
        if str(error) != self.problem:
            self.problem = str(error)
            self._tell(f"{error} Until then your answers are held in memory.")
        self._try_again = self._clock() + self._pause
        self._pause = min(2 * self._pause, LONGEST_WAIT)

    def _well(self) -> None:
        if self.problem:
            self.problem, self._pause = "", FIRST_WAIT
            self._tell("What you did is written again; nothing was lost.")

    def _changed(self, learner: str, read: Mapping[str, str]) -> dict[str, str]:
        """The settings as read, with those changed that wait to be written."""
        settings = {**read, **self._waiting.changed(learner)}
        return in_order({name: value for name, value in settings.items() if value})
