"""A store that never fails its caller: what cannot be written is held in memory until it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock
from time import monotonic
from typing import TypeVar

from tutor.errors import StoreError
from tutor.history.records import Attempt, History, Place, Standing, Store, now
from tutor.store.sql import stamped

T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 5.0, 60.0
"""Seconds until a store in trouble is tried again: twice as long each time, up to the longest."""


def silent(sentence: str) -> None:
    """Tell nobody."""


class ResilientStore:
    """Stands before another store, which is opened at the first use, and again after trouble.

    `tell` is called with one sentence when trouble begins or changes, and with one when it is over.
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
        self._waiting: dict[tuple[str, ...], Callable[[Store], None]] = {}
        """What is not written yet: by kind, learner and name, in the order of its making."""
        self._held: Store | None = None
        """Where that can be read from."""
        self._seen: dict[tuple[str, str], History] = {}
        """What was last read, by learner and course: for when nothing can be read."""
        self._pause = FIRST_WAIT
        self._try_again = 0.0
        """When, by the clock, a store in trouble is tried next."""
        self._ahead = timedelta()
        """By how much the store's own clock was ahead of this machine's when it was last asked."""

    def now(self) -> datetime:
        """As `Store.now`; where the store cannot be reached, as far as its clock is known."""
        with self._lock:
            there = self._read(lambda store: store.now())
            if there is not None:
                self._ahead = there - now()
                return there
            return now() + self._ahead

    def history(self, learner: str, course: str) -> History:
        """As `Store.history`, with what waits to be written."""
        with self._lock:
            seen = self._read(lambda store: store.history(learner, course))
            seen = seen or self._seen.get((learner, course), History())
            self._seen[learner, course] = seen
            mine = self._held.history(learner, course) if self._held else History()
            standings = {(was.lesson, was.step): was for was in (*seen.standings, *mine.standings)}
            return History(
                place=mine.place or seen.place,
                standings=tuple(standings.values()),
                first={**mine.first, **seen.first},
                extra=self._changed(learner, seen.extra),
            )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        self._write(
            lambda store: store.keep_place(learner, course, place), "place", learner, course
        )
        with self._lock:  # a place that was read before must not come back
            if seen := self._seen.get((learner, course)):
                self._seen[learner, course] = replace(seen, place=place)

    def record(self, learner: str, attempt: Attempt) -> None:
        # stamped here, so that one whose writing was cut off at the end is not there twice
        whole = stamped(attempt, self.now())
        self._write(lambda store: store.record(learner, whole), "attempt", learner, whole.id)

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        with self._lock:
            read = self._read(lambda store: store.attempts(learner, course)) or []
            mine = self._held.attempts(learner, course) if self._held else []
            there = {one.id for one in read}  # the writing may have been cut off after it was done
            return read + [one for one in mine if one.id not in there]

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        self._write(
            lambda store: store.standing(learner, course, standing),
            *("standing", learner, course, standing.lesson, standing.step),
        )

    def remember(self, learner: str, key: str, value: str) -> None:
        self._write(lambda store: store.remember(learner, key, value), "setting", learner, key)

    def claim(self, learner: str, key: str, value: str) -> str:
        """As `Store.claim`: what only the store itself can know is not held in memory."""
        return self._at_once(lambda store: store.claim(learner, key, value))

    def keep_if(self, learner: str, key: str, value: str, given: Mapping[str, str]) -> bool:
        """As `Store.keep_if`, and `claim` here."""
        return self._at_once(lambda store: store.keep_if(learner, key, value, given))

    def _at_once(self, question: Callable[[Store], T]) -> T:
        with self._lock:
            if self._store is not None:  # its connection may be a dead one: a new one may not
                try:
                    return question(self._store)
                except StoreError:
                    self._drop()
            try:
                return question(self._opened())
            except StoreError as error:
                self._in_trouble(error)
                self._drop()
                raise

    def recall_now(self, learner: str, beginning: str = "") -> dict[str, str]:
        """As `Store.recall_now`."""
        return self._at_once(lambda store: store.recall(learner, beginning))

    def wake(self, learner: str) -> None:
        """As `Store.wake`."""
        with self._lock:
            if self._store is not None:
                self._store.wake(learner)

    def recall(self, learner: str, beginning: str = "") -> dict[str, str]:
        with self._lock:
            read = self._read(lambda store: store.recall(learner, beginning)) or {}
            changed = self._changed(learner, read)
            return {name: value for name, value in changed.items() if name.startswith(beginning)}

    def let_go(self, learner: str) -> None:
        """Another writes the place and the settings of this learner: what waits of them is older.
        Answers stay."""
        with self._lock:
            for name in [one for one in self._waiting if one[1] == learner]:
                if name[0] in ("place", "setting"):
                    del self._waiting[name]

    def close(self) -> None:
        """Try once more to write what waits; where that fails, `problem` says why."""
        with self._lock:
            if self._waiting:
                self._try_again = self._clock()
                self._write(lambda store: None)
            else:
                self.problem = ""
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

    def _write(self, write: Callable[[Store], None], *name: str) -> None:
        """Write to the store and all that waits before it; where that fails, hold it."""
        with self._lock:
            if self.problem:
                if self._clock() < self._try_again:
                    self._hold(write, name)
                    return
                self._drop()  # the trouble may have been the connection, or the file is another now
            try:
                store = self._opened()
                for waiting in list(self._waiting):
                    self._waiting[waiting](store)
                    del self._waiting[waiting]
                write(store)
            except StoreError as error:
                self._in_trouble(error)
                self._hold(write, name)
                return
            if self.problem:
                self.problem, self._pause, self._held = "", FIRST_WAIT, None
                self._tell("What you did is written again; nothing was lost.")

    def _hold(self, write: Callable[[Store], None], name: tuple[str, ...]) -> None:
        if not name:
            return
        if self._held is None:
            from tutor.store.sqlite import Memory

            self._held = Memory()
        self._waiting.pop(name, None)  # so that it comes after what it was kept after
        self._waiting[name] = write
        write(self._held)

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._connect()
        return self._store

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

    def _changed(self, learner: str, read: Mapping[str, str]) -> dict[str, str]:
        """The settings as read, with those changed that wait to be written."""
        held = self._held.recall(learner) if self._held else {}
        waiting = (key[2] for key in self._waiting if key[:2] == ("setting", learner))
        changed = {**read, **{name: held.get(name, "") for name in waiting}}
        return {name: value for name, value in sorted(changed.items()) if value}
