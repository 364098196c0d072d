"""How a class stands, looked at by one process of each host, which tells the others what is new.

Whoever changes something wakes it: a worker over the parent, another machine by the store. A wake
says nothing but that there is something to be read, and where one is lost, what it was about is
read within seconds.
"""

from __future__ import annotations

import math
import os
import select
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.classroom.classroom import Classroom
from tutor.classroom.quiz import Collector
from tutor.classroom.state import ANEW, CLOSED, NOW, state_of
from tutor.errors import StoreError
from tutor.store import connect

if TYPE_CHECKING:
    from tutor.classroom.state import Quiz
    from tutor.course.loader import Course
    from tutor.store.sql import SqlStore, Wakes
    from tutor.workshop.control import Control

COUNTS = 0.5
"""Seconds between two counts of answers."""
TROUBLE = 2.0
"""Seconds until a store in trouble is asked again."""


class Watch:
    """Reads, and tells."""

    def __init__(
        self,
        control: Control,
        connect: Callable[[], SqlStore],
        name: str,
        host: str,
        course: Course,
        log: Callable[[str], None],
    ) -> None:
        self._control, self._connect, self._log = control, connect, log
        self._whose = f"class:{name}"
        self._store: SqlStore | None = None
        """None while it cannot be reached."""
        self._trouble = ""
        self._name, self._host, self._course = name, host, course
        self._here: list[str] = []
        """The learners who are at this host."""
        self._told: object = None
        self._made = ""
        """What the class is known by."""
        self._due_at: float | None = None
        """When the time of somebody's quiz is up."""
        self._counted_at = self._read_at = self._said_at = 0.0
        self._waits = True
        """There may be something new."""
        self._wakes: Wakes | None = None

    def run(self) -> None:
        """Until the other end is gone."""
        while not self._control.closed:
            try:
                if self._store is None or self._wakes is None:
                    self._store = self._connect()
                    self._wakes = self._store.wakes(self._whose)
                self._look(self._store, self._wakes, time.monotonic())
                patience, self._trouble = self._patience(self._wakes), ""
            except StoreError as error:
                patience = TROUBLE
                self._lost(error)
            self._wait(patience)
        with suppress(StoreError):
            if self._store is not None:
                Classroom(self._store, self._name).serves(self._host, None)
                self._store.close()

    def _lost(self, error: StoreError) -> None:
        """The store cannot be reached: it is opened anew, for it may be another file now."""
        if self._trouble != str(error):
            self._trouble = str(error)
            self._log(f"the class cannot be looked at: {error}")
        for one in (self._wakes, self._store):
            if one is not None:
                one.close()
        self._store = self._wakes = None
        self._waits = True

    def _patience(self, wakes: Wakes) -> float:
        """Seconds until something is to be looked at although nothing has come."""
        now = time.monotonic()
        due = math.inf if self._due_at is None else self._due_at - now
        soon = self._counted_at + COUNTS - now if self._waits else ANEW
        return max(0.0, min(wakes.every, soon, due))

    def _wait(self, patience: float) -> None:
        awaited = [self._control.fileno()]
        try:
            told = self._wakes.fileno() if self._wakes is not None else None
        except StoreError as error:
            told, patience = None, TROUBLE
            self._lost(error)
        if told is not None:
            awaited.append(told)
        select.select(awaited, [], [], patience)
        while (got := self._control.receive()) is not None:
            packet, _ = got
            if packet["is"] == "wake":
                self._waits = True
            elif packet["is"] == "roll":
                self._here, self._said_at, self._waits = packet["here"], 0.0, True
        self._control.flush()

    def _look(self, store: SqlStore, wakes: Wakes, now: float) -> None:
        due = self._due_at is not None and now >= self._due_at
        woken = wakes.woken() or self._waits or due or now - self._read_at >= ANEW
        if not woken:
            return
        room = Classroom(store, self._name)
        self._waits = False
        self._read_at = now
        made = room.made()
        self._made = self._made or made
        gone = made != self._made  # it was erased, whatever has its name now
        if now - self._said_at >= ANEW and not gone:
            self._said_at = now
            room.serves(self._host, self._here)
        if elsewhere := room.superseded(self._here, self._host):
            self._control.send({"is": "elsewhere", "learners": elsewhere})
        kept = {NOW + CLOSED: "erased"} if gone else store.recall(self._whose, NOW)
        self._collect(room, store, state_of(kept).quiz)
        committed, here = self._count(room, kept, now)
        told = {"is": "class", "kept": kept, "committed": committed, "here": here}
        if told != self._told:
            self._told = told
            self._control.send(told)

    def _collect(self, room: Classroom, store: SqlStore, quiz: Quiz | None) -> None:
        """Hand in the quizzes whose time is up, and look again when the next one's is."""
        collector, now = Collector(room, store, self._course), store.now()
        more = collector.collect(quiz, now)
        due = collector.due(quiz, now)
        self._due_at = None if due is None else time.monotonic() + due * (not more)

    def _count(self, room: Classroom, kept: Mapping[str, str], now: float) -> tuple[int, int]:
        """How many have answered what is held, of how many; not more often than is looked at."""
        if now - self._counted_at < COUNTS and isinstance(self._told, dict):
            self._waits = True
            return self._told["committed"], self._told["here"]
        self._counted_at = now
        return room.count(state_of(kept).poll)


def begin(
    control: Control,
    address: str | None,
    name: str,
    host: str,
    course: Course,
    log: Callable[[str], None],
) -> None:
    """What the forked process does; it ends with it, and when its parent does."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    status = 1
    try:
        Watch(control, lambda: connect(address), name, host, course, log).run()
        status = 0
    finally:
        os._exit(status)
