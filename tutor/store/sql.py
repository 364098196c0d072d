"""The store as both databases understand it: one set of tables and of statements, and what of a
record goes into which column."""

from __future__ import annotations

import json
import math
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from tutor.errors import StoreError
from tutor.history.records import (
    Attempt,
    History,
    Place,
    Standing,
    now,
    parsed,
    real,
    record,
    seconds,
    storable,
)

Row = tuple[Any, ...]
Event = dict[str, object]
"""One thing that is kept, ready for JSON; its key `event` says which: attempt, place, standing or
setting."""

LARGEST = 2**63 - 1
"""No database holds a larger whole number."""

ATTEMPT = (
    "id", "at", "learner", "course", "lesson", "step", "question", "constants", "text", "value",
    "verdict", "mistake", "confidence", "seconds", "mode", "seed",
)  # fmt: skip
"""The columns of table `attempt`, in the order of `attempt_row`."""

_COLUMNS = ", ".join(ATTEMPT)

ADD_ATTEMPT = (
    f"INSERT INTO attempt ({_COLUMNS}) VALUES ({', '.join('?' * len(ATTEMPT))})"
    " ON CONFLICT (id) DO NOTHING"
)
ATTEMPTS = f"SELECT {_COLUMNS} FROM attempt WHERE learner = ? AND (course = ? OR ? = '') ORDER BY n"
FIRST_TRIES = """
    SELECT lesson, step, question, verdict FROM attempt WHERE n IN (
        SELECT min(n) FROM attempt
        WHERE learner = ? AND course = ? AND mode = 'learn' GROUP BY lesson, step, question
    )"""
PLACE = "SELECT place FROM place WHERE learner = ? AND course = ?"
KEEP_PLACE = """
    INSERT INTO place (learner, course, place, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (learner, course) DO UPDATE SET place = excluded.place, at = excluded.at"""
STANDINGS = """
    SELECT lesson, step, state FROM standing WHERE learner = ? AND course = ?
    ORDER BY at, lesson, step"""
ALL_STANDINGS = "SELECT course, lesson, step, state FROM standing WHERE learner = ?"
KEEP_STANDING = """
    INSERT INTO standing (learner, course, lesson, step, state, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (learner, course, lesson, step)
    DO UPDATE SET state = excluded.state, at = excluded.at"""
KEEP_SETTING = """
    INSERT INTO setting (learner, name, value) VALUES (?, ?, ?)
    ON CONFLICT (learner, name) DO UPDATE SET value = excluded.value"""
CLAIM_SETTING = """
    INSERT INTO setting (learner, name, value) VALUES (?, ?, ?)
    ON CONFLICT (learner, name) DO NOTHING"""
SETTING = "SELECT value FROM setting WHERE learner = ? AND name = ?"
SETTINGS = """
    SELECT name, value FROM setting WHERE learner = ? AND substr(name, 1, length(?)) = ?"""
TABLES = ("attempt", "place", "standing", "setting")
"""What is kept of a learner."""


class Wakes(Protocol):
    """Tells that settings may have changed."""

    every: float
    """Seconds after which it is to be asked."""

    def fileno(self) -> int | None:
        """What becomes readable where it is to be asked sooner; None: nothing does."""

    def woken(self) -> bool:
        """Whether something may have changed since it was asked last. Raises StoreError."""

    def close(self) -> None:
        """Let go of it."""


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
    LOCKS = ("", "")
    """What ends a SELECT within a transaction so that nobody changes its rows before the end of it:
    for rows that are only read, and for those that are changed then."""
    problem = ""
    """As `Store.problem`: what cannot be written raises here."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """As `Store.now`."""
        return self._clock()

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

    def _query(self, statement: str, *values: object) -> list[Row]:
        """As `_run`, with texts as a database can hold them."""
        return self._run(
            statement, tuple(storable(one) if isinstance(one, str) else one for one in values)
        )

    def history(self, learner: str, course: str) -> History:
        places = self._query(PLACE, learner, course)
        standings = (standing_of(*row) for row in self._query(STANDINGS, learner, course))
        first = self._query(FIRST_TRIES, learner, course)
        return History(
            place=place_of(places[0][0]) if places else None,
            standings=tuple(standing for standing in standings if standing is not None),
            first={
                (lesson, step, at): said == "right"
                for lesson, step, at, said in first
                if isinstance(lesson, str) and isinstance(step, str) and isinstance(at, int)
            },
            extra=self.recall(learner),
        )

    def keep_place(self, learner: str, course: str, place: Place) -> None:
        self._query(KEEP_PLACE, learner, course, place_text(place), moment(self.now()))

    def record(self, learner: str, attempt: Attempt) -> None:
        self._query(ADD_ATTEMPT, *attempt_row(learner, stamped(attempt, self.now())))

    def attempts(self, learner: str, course: str = "") -> list[Attempt]:
        found = self._query(ATTEMPTS, learner, course, course)
        return [attempt for row in found if (attempt := attempt_of(row)) is not None]

    def standing(self, learner: str, course: str, standing: Standing) -> None:
        what = (learner, course, standing.lesson, standing.step, standing.state)
        self._query(KEEP_STANDING, *what, moment(self.now()))

    def remember(self, learner: str, key: str, value: str) -> None:
        if value:
            self._query(KEEP_SETTING, learner, key, value)
        else:
            self._query("DELETE FROM setting WHERE learner = ? AND name = ?", learner, key)

    def claim(self, learner: str, key: str, value: str) -> str:
        """As `Store.claim`."""
        self._query(CLAIM_SETTING, learner, key, value)
        [(kept,)] = self._query(SETTING, learner, key)
        return str(kept)

    def keep_if(self, learner: str, key: str, value: str, given: Mapping[str, str]) -> bool:
        """As `Store.keep_if`."""
        with self._transaction():
            for name, wanted in sorted(given.items()):
                rows = self._query(SETTING + self.LOCKS[name == key], learner, name)
                if (rows[0][0] if rows else "") != wanted:
                    return False
            if not value:
                self.remember(learner, key, value)
            elif given.get(key) == "":  # whoever adds the same meanwhile is first
                return bool(self._query(f"{CLAIM_SETTING} RETURNING name", learner, key, value))
            else:
                self._query(KEEP_SETTING, learner, key, value)
            return True

    def recall_now(self, learner: str, beginning: str = "") -> dict[str, str]:
        """As `Store.recall_now`."""
        return self.recall(learner, beginning)

    @abstractmethod
    def wake(self, learner: str) -> None:
        """As `Store.wake`."""

    @abstractmethod
    def wakes(self, learner: str) -> Wakes:
        """What tells when settings of this learner may have changed. Raises StoreError."""

    def recall(self, learner: str, beginning: str = "") -> dict[str, str]:
        found = self._query(SETTINGS, learner, beginning, beginning)
        return dict(sorted(row for row in found if all(isinstance(one, str) for one in row)))

    def export(self, learner: str) -> list[Event]:
        """Everything that is kept of the learner."""
        places = self._query("SELECT course, place FROM place WHERE learner = ?", learner)
        standings = self._query(ALL_STANDINGS, learner)
        settings: list[Event] = [
            {"event": "setting", "key": name, "value": value}
            for name, value in self.recall(learner).items()
        ]
        return [
            *(event("attempt", attempt) for attempt in self.attempts(learner)),
            # sorted here, because databases differ in how they sort text
            *(
                event("place", place, course=course)
                for course, text in sorted(places, key=str)
                if (place := place_of(text)) is not None
            ),
            *(
                event("standing", standing, course=course)
                for course, *row in sorted(standings, key=str)
                if (standing := standing_of(*row)) is not None
            ),
            *settings,
        ]

    def forgettable(self, *learners: str) -> dict[str, int]:
        """How many attempts, places, standings and settings `forget` would erase."""
        count = "SELECT count(*) FROM {} WHERE learner = ?"
        return {
            f"{table}s": sum(self._query(count.format(table), one)[0][0] for one in learners)
            for table in TABLES
        }

    def forget(self, *learners: str) -> Forgotten:
        """Erase everything about these learners, and the text of it from the files.

        Where another program prevents the latter, `left` says so, and calling this again when that
        program has ended finishes it. Raises StoreError where nothing was erased.
        """
        with self._transaction():
            counts = self.forgettable(*learners)
            for table in TABLES:
                for learner in learners:
                    self._query(f"DELETE FROM {table} WHERE learner = ?", learner)
        try:
            left = self._wipe()
        except StoreError as error:
            left = str(error)
        return Forgotten(counts, left, self.BEYOND)


# -- records as a database keeps them, and back: nothing that is read raises ---------------------


def stamped(attempt: Attempt, at: datetime) -> Attempt:
    """The attempt with a time in UTC (`at`, if it has none) and a name of its own."""
    when = attempt.at or at
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return replace(attempt, at=when, id=attempt.id or os.urandom(12).hex())


def attempt_row(learner: str, attempt: Attempt) -> Row:
    """The values of `ATTEMPT`; the attempt must be stamped."""
    kept = {
        **vars(attempt),
        "learner": learner,
        "at": attempt.at and moment(attempt.at),
        "constants": json.dumps(dict(attempt.values)),
        "value": real(attempt.value),
        "seconds": seconds(attempt.seconds) or 0.0,
        "seed": None if attempt.seed is None or abs(attempt.seed) > LARGEST else attempt.seed,
    }
    return tuple(map(kept.get, ATTEMPT))


def place_text(place: Place) -> str:
    """A place as one JSON text."""
    return json.dumps(vars(place), default=dict, ensure_ascii=False)


def moment(at: datetime) -> str:
    """A time in UTC as text that sorts as the times do."""
    return at.isoformat(timespec="microseconds")


def attempt_of(row: Row) -> Attempt | None:
    """The attempt in a row of `ATTEMPT`; None where it cannot be told what was answered."""
    kept = dict(zip(ATTEMPT, row, strict=True))
    kept["values"] = parsed(kept["constants"])
    return record(Attempt, kept)


def place_of(text: object) -> Place | None:
    """The place in a JSON text, which may have been written by a newer tutor; None where it cannot
    be told which lesson and step it is in."""
    return record(Place, parsed(text))


def standing_of(*row: object) -> Standing | None:
    """The standing in a row of lesson, step and state."""
    return record(Standing, dict(zip(Standing.__annotations__, row, strict=True)))


def event(kind: str, record: Attempt | Place | Standing, **more: str) -> Event:
    """A record, ready for JSON."""
    return {"event": kind, **more, **{name: _plain(value) for name, value in vars(record).items()}}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return moment(value)
        case float() if not math.isfinite(value):  # JSON has no word for it
            return str(value)
        case Mapping():
            return {name: _plain(number) for name, number in value.items()}
    return value


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
