"""The store of several machines: a PostgreSQL database, by psycopg 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from time import monotonic

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from tutor.errors import StoreError
from tutor.store.codec import Row
from tutor.store.migrations import VERSION, migrations
from tutor.store.protocol import now
from tutor.store.sql import TABLES, SqlStore

MIGRATIONS = migrations(
    identity="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    packed="",
)

LOCK = 0x64657363
"""The advisory lock that a tutor holds while it makes or changes the tables."""


class Unanswered(psycopg.OperationalError):
    """The server is there and says nothing."""


class Connection(psycopg.Connection[Row]):
    """One that does not wait without end: whoever types would wait with it."""

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
    """One connection, made again after it was lost. Raises StoreError where it cannot be made."""

    def __init__(
        self, address: str, *, patience: int = 3, clock: Callable[[], datetime] = now
    ) -> None:
        """`address`: `postgresql://…`. `patience`: seconds to wait for the server (at least 2)."""
        super().__init__(clock)
        self._address = address
        self._patience = patience
        self._lock = RLock()
        self._connection: Connection | None = None
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

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._named(), self._connected().transaction():
            yield

    def _wipe(self) -> None:
        with self._lock, self._named():
            connection = self._connected()
            connection.patience = None  # it takes as long as there are rows
            try:
                for table in TABLES.values():
                    _rows(connection, f"VACUUM {table}", ())
            finally:
                connection.patience = self._patience

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection.connect(
                self._address, autocommit=True, connect_timeout=self._patience
            )
            self._connection.patience = self._patience
        return self._connection

    def _prepare(self) -> None:
        if self._version() == VERSION:
            return
        with self._transaction():
            self._run("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            version = self._version()  # another tutor may have been quicker
            if version > VERSION:
                raise StoreError(
                    f"{self.name} was written by a newer tutor (layout {version}; this one knows"
                    f" {VERSION}), so nothing was written to it; update this tutor."
                )
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    self._run(statement)
            self._run("CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL)")
            self._run("DELETE FROM layout")
            self._run("INSERT INTO layout VALUES (?)", (VERSION,))

    def _version(self) -> int:
        """The database's layout: 0 where there is none yet."""
        # not to_regclass, which does not see what another has made since this transaction began
        there = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?"
        if not self._run(there, ("layout",)):
            return 0
        [(version,)] = self._run("SELECT max(version) FROM layout")
        return int(version)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Make PostgreSQL's errors a sentence each, and let go of a connection that is lost."""
        try:
            yield
        except psycopg.Error as error:
            if self._connection is not None and self._connection.broken:
                self.close()
            said = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(f"{self.name} cannot be used: {said}.") from error


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
