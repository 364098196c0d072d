"""The store of several machines: a PostgreSQL database, by psycopg 3."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain
from threading import RLock
from time import monotonic

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from tutor.errors import StoreError
from tutor.history.records import now
from tutor.store.sql import ATTEMPT, TABLES, VERSION, Row, SqlStore, migrations

MIGRATIONS = migrations(
    identity="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    packed="",
)

CHANNEL = "descent_tutor"
"""Where a change of settings is told."""

LOCK = 0x64657363
"""The advisory lock that a tutor holds while it makes or changes the tables."""

MARK = "descent-tutor"
"""The comment on each of our tables, by which they are known as ours."""

UNMARKED = {
    "layout": ("version",),
    "attempt": ("n", *ATTEMPT),
    "place": ("learner", "course", "place", "at"),
    "standing": ("learner", "course", "lesson", "step", "state", "at"),
    "setting": ("learner", "name", "value"),
}
"""The columns of each of our tables as version 0.1.0 made them, which did not mark them yet."""

INDEX = "attempt_of"

FOUND = """
    SELECT relname, relkind::text, obj_description(r.oid, 'pg_class') = ?,
        pg_has_role(relowner, 'USAGE'),
        ARRAY(
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = r.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        )
    FROM pg_class r JOIN pg_namespace s ON s.oid = relnamespace
    WHERE nspname = current_schema() AND relname = ANY(?)
    UNION ALL
    SELECT typname, 'c', false, false, NULL
    FROM pg_type t JOIN pg_namespace s ON s.oid = typnamespace
    WHERE nspname = current_schema() AND typname = ANY(?) AND typrelid = 0"""
"""What already has one of our names where our tables are or would be made: its name, its kind,
whether it is marked, whether it may be marked, and its columns."""

KINDS = {
    "r": "a table", "p": "a table", "f": "a foreign table", "v": "a view",
    "m": "a materialized view", "i": "an index", "I": "an index", "S": "a sequence", "c": "a type",
}  # fmt: skip

ANOTHER = (
    "name another database, or another schema of this one:"
    " add ?options=-csearch_path%3DSCHEMA to the address"
)


class Unanswered(psycopg.OperationalError):
    """The server is there and says nothing."""


class Connection(psycopg.Connection[Row]):
    """One that gives up on a server that does not answer: a learner who types must not wait."""

    patience: float | None = None
    """Seconds; None waits as long as it takes."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        limit = timeout or self.patience
        began = monotonic()
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if limit is None or monotonic() - began < limit:
                raise
            self.pgconn.finish()  # what it is in the middle of is not known
            raise Unanswered("the server does not answer") from error


class Postgres(SqlStore):
    """One connection, made again after it was lost. Raises StoreError where it cannot be made.

    Its tables are in the first schema of the connection's search path.
    """

    LOCKS = (" FOR SHARE", " FOR UPDATE")
    BEYOND = (
        "The server's own log, its statistics and its backups may hold the text for longer;"
        " ask whoever runs the server."
    )

    def __init__(
        self, address: str, *, patience: int = 3, clock: Callable[[], datetime] = now
    ) -> None:
        """`address`: `postgresql://…`. `patience`: seconds to wait for the server (at least 2)."""
        super().__init__(clock)
        self._address = address
        self._patience = patience
        self._lock = RLock()
        self._connection: Connection | None = None
        self._ahead = timedelta()
        """By how much the server's clock is ahead of this machine's."""
        self.name = _name(address)
        """The server and the database, without a password."""
        try:
            self._prepare()
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def now(self) -> datetime:
        """The server's time, so that machines whose clocks differ agree on it."""
        return self._clock() + self._ahead

    def _run(self, statement: str, values: Row = ()) -> list[Row]:
        with self._lock, self._named():
            connection = self._connected()
            alone = connection.info.transaction_status == TransactionStatus.IDLE
            try:
                return _rows(connection, statement, values)
            except Unanswered:
                raise
            except psycopg.OperationalError:
                # the connection was lost since its last use. Every statement of ours that is
                # alone may run twice: what it adds is known by a key, and kept once
                if not (connection.broken and alone):
                    raise
                self.close()
                return _rows(self._connected(), statement, values)

    def wake(self, learner: str) -> None:
        with suppress(StoreError):
            self._run("SELECT pg_notify(?, ?)", (CHANNEL, _digest(learner)))

    def wakes(self, learner: str) -> Notified:
        """As `SqlStore.wakes`."""
        with self._named():
            return Notified(self._address, self._patience, _digest(learner), self._named)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._named(), self._connected().transaction():
            yield

    def _wipe(self) -> str:
        """Write each table anew without its deleted rows, whose text would stay on its pages.

        A row that another connection may still look at is taken along, and a table that another
        connection uses is left as it is.
        """
        deleted: list[int] = []
        with self._lock, self._named():
            connection = self._connected()

            def count(notice: psycopg.errors.Diagnostic) -> None:
                # the words are in the server's language; the first number of this detail is that
                # of the deleted rows that had to be taken along
                if found := re.search(r"\d+", notice.message_detail or ""):
                    deleted.append(int(found[0]))

            connection.add_notice_handler(count)
            connection.patience = None  # it takes as long as there are rows
            try:
                _rows(connection, f"SET lock_timeout = '{self._patience}s'", ())
                for table in TABLES:
                    _rows(connection, f"VACUUM (FULL, VERBOSE) {table}", ())
            except psycopg.errors.LockNotAvailable:
                deleted.append(1)
            finally:
                connection.patience = self._patience
                connection.remove_notice_handler(count)
        gone = len(deleted) == len(TABLES) and not any(deleted)
        return "" if gone else LEFT.format(name=self.name)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection.connect(
                self._address, autocommit=True, connect_timeout=self._patience
            )
            self._connection.patience = self._patience
            # a table of our name in a later schema of the path is never meant
            own = "SELECT set_config('search_path', quote_ident(current_schema()), false)"
            _rows(self._connection, own, ())
            [(there,)] = _rows(self._connection, "SELECT clock_timestamp()", ())
            self._ahead = there - self._clock()
        return self._connection

    def _prepare(self) -> None:
        if self._layout() == (VERSION, True):
            return
        with self._transaction():
            self._run("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            version, marked = self._layout()  # another tutor may have been quicker
            if not version:
                self._run("CREATE TABLE layout (version INTEGER NOT NULL)")
                self._run("INSERT INTO layout VALUES (0)")
            for statement in chain.from_iterable(MIGRATIONS[version:]):
                self._run(statement)
            if not marked:
                for table in UNMARKED:
                    self._run(f"COMMENT ON TABLE {table} IS '{MARK}'")
            if version < VERSION:
                self._run("UPDATE layout SET version = ?", (VERSION,))

    def _layout(self) -> tuple[int, bool]:
        """The version of the layout, 0 where there is none yet; and whether all of our tables are
        marked that may be. Raises StoreError, also where something of another stands there."""
        names = [*UNMARKED, INDEX]
        found = {name: rest for name, *rest in self._run(FOUND, (MARK, names, names))}
        tables = {name: rest for name, rest in found.items() if name in UNMARKED}
        whole = tables.keys() == UNMARKED.keys()
        others = [
            f"{KINDS.get(kind, 'something')} `{name}`"
            for name, (kind, marked, _, columns) in (tables or found).items()
            if kind not in "rp" or not (marked or (whole and _as_unmarked(name, columns)))
        ]
        if others:
            raise StoreError(
                f"{self.name} has {' and '.join(others)} that another program made, and nothing"
                f" was changed there; {ANOTHER}."
            )
        if not tables:
            return 0, False
        versions = self._run("SELECT max(version) FROM layout") if "layout" in tables else [(None,)]
        [(version,)] = versions
        if not whole or version is None:
            raise StoreError(
                f"{self.name} lacks a part of the tutor's tables, and nothing was changed there;"
                f" bring them back from a backup, or {ANOTHER}."
            )
        if version > VERSION:
            raise StoreError(
                f"{self.name} was written by a newer tutor (layout {version}; this one knows"
                f" {VERSION}), so nothing was written to it; update this tutor."
            )
        return version, all(marked or not may for _, marked, may, _ in tables.values())

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Make PostgreSQL's errors a sentence each, and let go of a connection that is lost."""
        try:
            yield
        except psycopg.Error as error:
            if self._connection is not None and self._connection.broken:
                self.close()
            said = error.diag.message_primary or str(error) or type(error).__name__
            raise StoreError(f"{self.name} cannot be used: {' '.join(said.split())}.") from error


class Notified:
    """A connection of its own that waits for NOTIFY: what goes through a pool of them hears
    nothing."""

    every = 30.0

    def __init__(
        self,
        address: str,
        patience: int,
        of: str,
        named: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._of, self._named = of, named
        self._connection = psycopg.connect(address, autocommit=True, connect_timeout=patience)
        self._connection.execute(f"LISTEN {CHANNEL}".encode())
        self._first = True

    def fileno(self) -> int:
        """As `Wakes.fileno`."""
        with self._named():
            return self._connection.fileno()

    def woken(self) -> bool:
        """As `Wakes.woken`."""
        first, self._first = self._first, False
        with self._named():
            came = [one.payload for one in self._connection.notifies(timeout=0)]
        return first or self._of in came

    def close(self) -> None:
        """As `Wakes.close`."""
        self._connection.close()


def _digest(learner: str) -> str:
    """What is told of a name to all who listen in the database."""
    return sha256(learner.encode("utf-8", "replace")).hexdigest()[:16]


LEFT = (
    "Its text can still be found in the files of {name}, because another connection is using the"
    " tables, or they belong to another user. End that connection (another tutor, a backup?), or"
    " ask their owner; then erase once more."
)


def _as_unmarked(name: str, columns: list[str]) -> bool:
    """Whether a table is as 0.1.0 made it, or before it, without the seed of a quiz."""
    ours = UNMARKED[name]
    return tuple(columns) in (ours, tuple(column for column in ours if column != "seed"))


def _rows(connection: psycopg.Connection[Row], statement: str, values: Row) -> list[Row]:
    cursor = connection.execute(statement.replace("?", "%s").encode(), values)
    return cursor.fetchall() if cursor.description else []


def _name(address: str) -> str:
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error as error:
        # the driver's own words would repeat the address, password and all
        raise StoreError(
            "This is not a PostgreSQL address; write postgresql://USER@HOST/DATABASE."
        ) from error
    host = f" on {parts['host']}" if parts.get("host") else ""
    return f"PostgreSQL{host}"
