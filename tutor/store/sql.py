"""The store as both databases understand it: one set of statements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from tutor.history.records import Attempt, History, Place, Standing
from tutor.store import codec
from tutor.store.codec import Row
from tutor.store.protocol import Event, in_order, now, stamped

_COLUMNS = ", ".join(codec.ATTEMPT)

ADD_ATTEMPT = (
    f"INSERT INTO attempt ({_COLUMNS}) VALUES ({', '.join('?' * len(codec.ATTEMPT))})"
    " ON CONFLICT (id) DO NOTHING"
)
ATTEMPTS = f"SELECT {_COLUMNS} FROM attempt WHERE learner = ? AND (course = ? OR ? = '') ORDER BY n"
FIRST_TRIES = """
    SELECT lesson, step, question, verdict FROM attempt WHERE n IN (
        SELECT min(n) FROM attempt
        WHERE learner = ? AND course = ? AND mode = 'learn' GROUP BY lesson, step, question
    )"""
KEEP_PLACE = """
    INSERT INTO place (learner, course, place, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (learner, course) DO UPDATE SET place = excluded.place, at = excluded.at"""
STANDINGS = """
    SELECT lesson, step, state FROM standing WHERE learner = ? AND course = ?
    ORDER BY at, lesson, step"""
KEEP_STANDING = """
    INSERT INTO standing (learner, course, lesson, step, state, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (learner, course, lesson, step)
    DO UPDATE SET state = excluded.state, at = excluded.at"""
KEEP_SETTING = """
    INSERT INTO setting (learner, name, value) VALUES (?, ?, ?)
    ON CONFLICT (learner, name) DO UPDATE SET value = excluded.value"""
TABLES = dict(zip(codec.KINDS, ("attempt", "place", "standing", "setting"), strict=True))
LEARNERS = " UNION ".join(f"SELECT learner FROM {table}" for table in TABLES.values())


class SqlStore(ABC):
    """Everything but the connection."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock

    @abstractmethod
    def _run(self, statement: str, values: Row = ()) -> list[Row]:
        """The rows that one statement gives; it is committed when it returns, unless within a
        `_transaction`. Raises StoreError."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """All statements within are committed together, or none. Raises StoreError."""

    @abstractmethod
    def _wipe(self) -> None:
        """Take what was deleted out of the file too. Raises StoreError."""

    def history(self, learner: str, course: str) -> History:
        mine = (codec.storable(learner), codec.storable(course))
        places = self._run("SELECT place FROM place WHERE learner = ? AND course = ?", mine)
        standings = self._run(STANDINGS, mine)
        first = self._run(FIRST_TRIES, mine)
        return History(
            place=codec.place_of(places[0][0]) if places else None,
            standings=tuple(Standing(*row) for row in standings),
            first={(lesson, step, int(at)): said == "right" for lesson, step, at, said in first},
            extra=self.recall(learner),
        )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        text, at = codec.place_text(place), codec.moment(self._clock())
        self._run(KEEP_PLACE, (codec.storable(learner), codec.storable(course), text, at))

    def places(self, course: str) -> dict[str, Place]:
        found = self._run(
            "SELECT learner, place FROM place WHERE course = ?", (codec.storable(course),)
        )
        return {learner: codec.place_of(text) for learner, text in sorted(found)}

    def record(self, learner: str, attempt: Attempt) -> None:
        self._run(ADD_ATTEMPT, codec.attempt_row(learner, stamped(attempt, self._clock())))

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        found = self._run(ATTEMPTS, (*map(codec.storable, (learner, course, course)),))
        return [codec.attempt_of(row) for row in found]

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        what = (learner, course, standing.lesson, standing.step, standing.state)
        self._run(KEEP_STANDING, (*map(codec.storable, what), codec.moment(self._clock())))

    def remember(self, learner: str, key: str, value: str) -> None:
        if value:
            self._run(KEEP_SETTING, tuple(map(codec.storable, (learner, key, value))))
        else:
            mine = (codec.storable(learner), codec.storable(key))
            self._run("DELETE FROM setting WHERE learner = ? AND name = ?", mine)

    def recall(self, learner: str) -> dict[str, str]:
        mine = (codec.storable(learner),)
        found = self._run("SELECT name, value FROM setting WHERE learner = ?", mine)
        return in_order(dict(found))

    def learners(self) -> list[str]:
        return sorted(name for (name,) in self._run(LEARNERS))

    def export(self, learner: str) -> list[Event]:
        mine = (codec.storable(learner),)
        places = self._run("SELECT course, place FROM place WHERE learner = ?", mine)
        standings = self._run(
            "SELECT course, lesson, step, state FROM standing WHERE learner = ?", mine
        )
        return [
            *map(codec.attempt_event, self.attempts(learner)),
            # sorted here, because databases differ in how they sort text
            *(codec.place_event(course, codec.place_of(text)) for course, text in sorted(places)),
            *(codec.standing_event(course, Standing(*rest)) for course, *rest in sorted(standings)),
            *(codec.setting_event(name, value) for name, value in self.recall(learner).items()),
        ]

    def forgettable(self, learner: str) -> dict[str, int]:
        mine = (codec.storable(learner),)
        count = "SELECT count(*) FROM {} WHERE learner = ?"
        return {kind: self._run(count.format(table), mine)[0][0] for kind, table in TABLES.items()}

    def forget(self, learner: str) -> dict[str, int]:
        with self._transaction():
            counts = self.forgettable(learner)
            for table in TABLES.values():
                self._run(f"DELETE FROM {table} WHERE learner = ?", (codec.storable(learner),))
        self._wipe()
        return counts
