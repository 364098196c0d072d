"""The store as both databases understand it: one set of statements, and of tables."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple

from tutor.errors import StoreError
from tutor.history.records import Attempt, History, Place, Standing, storable
from tutor.store import codec
from tutor.store.codec import Event, Row, now, stamped

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
TABLES = {
    "attempts": "attempt",
    "places": "place",
    "standings": "standing",
    "settings": "setting",
}
"""What is kept of a learner, as it is counted before it is erased, and the table of each."""


class Forgotten(NamedTuple):
    """What `forget` has done."""

    counts: Mapping[str, int]
    """How many attempts, places, standings and settings were erased."""
    left: str = ""
    """Where the erased text can still be found, and what to do about it; empty where it is gone."""
    beyond: str = ""
    """Where it may be that no tutor can reach; empty where there is no such place."""


class SqlStore(ABC):
    """Everything but the connection. Beside what a lesson needs, it can be exported and erased."""

    BEYOND = ""
    """As `Forgotten.beyond`."""
    problem = ""
    """As `Store.problem`: what cannot be written raises here."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock

    @abstractmethod
    def close(self) -> None:
        """As `Store.close`."""

    @abstractmethod
    def _run(self, statement: str, values: Row = ()) -> list[Row]:
        """The rows that one statement gives; it is committed when it returns, unless within a
        `_transaction`. Raises StoreError."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """All statements within are committed together, or none. Raises StoreError."""

    @abstractmethod
    def _wipe(self) -> str:
        """Take what was deleted out of the files too. Returns what prevented that and what to do,
        or an empty text. Raises StoreError."""

    def history(self, learner: str, course: str) -> History:
        mine = (storable(learner), storable(course))
        places = self._run("SELECT place FROM place WHERE learner = ? AND course = ?", mine)
        standings = (codec.standing_of(*row) for row in self._run(STANDINGS, mine))
        first = self._run(FIRST_TRIES, mine)
        return History(
            place=codec.place_of(places[0][0]) if places else None,
            standings=tuple(standing for standing in standings if standing is not None),
            first={
                (lesson, step, at): said == "right"
                for lesson, step, at, said in first
                if isinstance(lesson, str) and isinstance(step, str) and isinstance(at, int)
            },
            extra=self.recall(learner),
        )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        text, at = codec.place_text(place), codec.moment(self._clock())
        self._run(KEEP_PLACE, (storable(learner), storable(course), text, at))

    def record(self, learner: str, attempt: Attempt) -> None:
        self._run(ADD_ATTEMPT, codec.attempt_row(learner, stamped(attempt, self._clock())))

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        found = self._run(ATTEMPTS, (*map(storable, (learner, course, course)),))
        return [attempt for row in found if (attempt := codec.attempt_of(row)) is not None]

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        what = (learner, course, standing.lesson, standing.step, standing.state)
        self._run(KEEP_STANDING, (*map(storable, what), codec.moment(self._clock())))

    def remember(self, learner: str, key: str, value: str) -> None:
        if value:
            self._run(KEEP_SETTING, tuple(map(storable, (learner, key, value))))
        else:
            mine = (storable(learner), storable(key))
            self._run("DELETE FROM setting WHERE learner = ? AND name = ?", mine)

    def recall(self, learner: str) -> dict[str, str]:
        found = self._run("SELECT name, value FROM setting WHERE learner = ?", (storable(learner),))
        return dict(sorted(row for row in found if all(isinstance(one, str) for one in row)))

    def export(self, learner: str) -> list[Event]:
        """Everything that is kept of the learner."""
        mine = (storable(learner),)
        places = self._run("SELECT course, place FROM place WHERE learner = ?", mine)
        standings = self._run(
            "SELECT course, lesson, step, state FROM standing WHERE learner = ?", mine
        )
        settings: list[Event] = [
            {"event": "setting", "key": name, "value": value}
            for name, value in self.recall(learner).items()
        ]
        return [
            *(codec.event("attempt", attempt) for attempt in self.attempts(learner)),
            # sorted here, because databases differ in how they sort text
            *(
                codec.event("place", place, course=course)
                for course, text in sorted(places, key=str)
                if (place := codec.place_of(text)) is not None
            ),
            *(
                codec.event("standing", standing, course=course)
                for course, *row in sorted(standings, key=str)
                if (standing := codec.standing_of(*row)) is not None
            ),
            *settings,
        ]

    def forgettable(self, learner: str) -> dict[str, int]:
        """How many attempts, places, standings and settings `forget` would erase."""
        mine = (storable(learner),)
        count = "SELECT count(*) FROM {} WHERE learner = ?"
        return {kind: self._run(count.format(table), mine)[0][0] for kind, table in TABLES.items()}

    def forget(self, learner: str) -> Forgotten:
        """Erase everything about the learner, and the text of it from the files.

        Where another program prevents the latter, `left` says so, and calling this again when that
        program has ended finishes it. Raises StoreError where nothing was erased.
        """
        with self._transaction():
            counts = self.forgettable(learner)
            for table in TABLES.values():
                self._run(f"DELETE FROM {table} WHERE learner = ?", (storable(learner),))
        try:
            left = self._wipe()
        except StoreError as error:
            left = str(error)
        return Forgotten(counts, left, self.BEYOND)


# -- how the tables are laid out ---------------------------------------------------------------

VERSION = 2
"""The layout that this program reads and writes."""


def migrations(identity: str, packed: str) -> Sequence[Sequence[str]]:
    """The statements of each version, in the words of one database: version n is what the first n
    of them make. They are only ever added to: a store in the field is brought up to date by those
    that it has not had.

    `identity` declares a column that numbers its rows; `packed` ends a table that has no such.
    """
    first = (
        f"""CREATE TABLE attempt (
            n {identity},
            id TEXT NOT NULL UNIQUE,
            at TEXT NOT NULL,
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            question INTEGER NOT NULL,
            constants TEXT NOT NULL,
            text TEXT NOT NULL,
            value DOUBLE PRECISION,
            verdict TEXT NOT NULL,
            mistake TEXT NOT NULL,
            confidence TEXT NOT NULL,
            seconds DOUBLE PRECISION NOT NULL,
            mode TEXT NOT NULL
        )""",
        "CREATE INDEX attempt_of ON attempt (learner, course, lesson, step, question)",
        f"""CREATE TABLE place (
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            place TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (learner, course)
        ) {packed}""",
        f"""CREATE TABLE standing (
            learner TEXT NOT NULL,
            course TEXT NOT NULL,
            lesson TEXT NOT NULL,
            step TEXT NOT NULL,
            state TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (learner, course, lesson, step)
        ) {packed}""",
        f"""CREATE TABLE setting (
            learner TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (learner, name)
        ) {packed}""",
    )
    seeds = ("ALTER TABLE attempt ADD COLUMN seed BIGINT",)  # a quiz can be drawn again
    return first, seeds
