"""The store of one machine: an SQLite file in write-ahead mode.

Several tutors may have it open at once; what one has written survives its being killed at any
moment (https://sqlite.org/wal.html, and synchronous=NORMAL in https://sqlite.org/pragma.html).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import NamedTuple

from tutor.errors import StoreError, on_one_line
from tutor.history.records import now
from tutor.store.sql import VERSION, Row, SqlStore, migrations

APPLICATION = 0x64657363
"""`desc`: marks the file as a tutor's store, in the header field that SQLite keeps for that."""

MIGRATIONS = migrations(identity="INTEGER PRIMARY KEY", packed="WITHOUT ROWID")

BESIDE = ("-journal", "-shm", "-wal")
"""What SQLite puts beside a database, after its name."""

ANOTHER = "name another file with TUTOR_STORE"

_damaged: set[tuple[int, int]] = set()
"""Files in which this process has found damage: none is written to until it is whole."""


class Sqlite(SqlStore):
    """One connection to one file. Raises StoreError where that cannot be opened."""

    def __init__(
        self, path: Path | None, *, patience: float = 1.0, clock: Callable[[], datetime] = now
    ) -> None:
        """`path`: None keeps all of it in memory. `patience`: seconds to wait for another program
        that is writing to the file."""
        super().__init__(clock)
        self.path = path or Path(":memory:")
        self.shown = on_one_line(self.path)
        self._patience = patience
        self._lock = RLock()
        self._file: tuple[int, int] | None = None
        if path is not None:
            _make(path)
        with self._named():
            if path is not None and (mark := _mark(path, patience)) is not None:
                self._check(mark)  # before a connection that may write tidies up another's log
                if mark.application == APPLICATION:
                    _open_up(path)
            # SQLite would read `file:x` as a URI
            place = self.path if path is None else path.absolute()
            self._connection = sqlite3.connect(
                place, timeout=patience, isolation_level=None, check_same_thread=False
            )
        self._file = None if path is None else _identity(path)
        try:
            self._prepare()
        except StoreError:
            self._connection.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _run(self, statement: str, values: Row = ()) -> list[Row]:
        with self._lock, self._named():
            if self._file is not None and _identity(self.path) != self._file:
                raise StoreError(GONE.format(path=self.shown))
            if self._file in _damaged:
                raise self._told(sqlite3.SQLITE_CORRUPT)
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if "Could not decode" not in str(error):
                    raise
                self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
                return self._connection.execute(statement, values).fetchall()

    def wake(self, learner: str) -> None:
        """Nobody has to be told: they see that the file has changed."""

    def wakes(self, learner: str) -> Written:
        """As `SqlStore.wakes`."""
        return Written(self._run)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._run("ROLLBACK")

    def _wipe(self) -> str:
        """Rewrite the file without free pages, then empty the write-ahead log into it."""
        self._run("VACUUM")
        [(busy, *_)] = self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        return LEFT.format(path=self.shown) if busy else ""

    def _prepare(self) -> None:
        if self._file in _damaged:
            with self._named():
                [(said, *_)] = self._connection.execute("PRAGMA integrity_check(1)")
            if said != "ok":
                raise self._told(sqlite3.SQLITE_CORRUPT)
            _damaged.discard(self._file)  # it was mended, or is another with the same number
        # a new store is marked and laid out in one step, before the log is turned on: so the mark
        # of every store is in the file itself, where it can be read without the log
        if self._check(_read_mark(self._run)) < VERSION:
            self._migrate()
        self._use_wal()
        self._run("PRAGMA synchronous = NORMAL")

    def _check(self, mark: Mark) -> int:
        """The file's layout: 0 for a new file. Raises StoreError for one that is not ours."""
        if mark.application != APPLICATION and (mark.version or mark.filled or mark.application):
            raise StoreError(
                f"{self.shown} is another program's database, and was left as it is; {ANOTHER}."
            )
        if mark.version > VERSION:
            raise StoreError(
                f"{self.shown} was written by a newer tutor (layout {mark.version}; this one knows"
                f" {VERSION}), so nothing was written to it; update this tutor or {ANOTHER}."
            )
        return mark.version

    def _use_wal(self) -> None:
        """Turn on the write-ahead log, which the file then remembers.

        This needs the file for itself, and SQLite does not wait for that: two tutors that make
        a new store at once would fail. Where the log is not possible, the store does without.
        """
        until = monotonic() + self._patience
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                busy = _code(error) == sqlite3.SQLITE_BUSY
                if _code(error) == sqlite3.SQLITE_READONLY or (busy and monotonic() > until):
                    return
                if not busy:
                    raise self._trouble(error) from error
                sleep(0.005)

    def _migrate(self) -> None:
        with self._transaction():
            # another tutor may have been quicker
            version = self._check(_read_mark(self._run))
            for statement in chain.from_iterable(MIGRATIONS[version:]):
                self._run(statement)
            self._run(f"PRAGMA application_id = {APPLICATION}")
            self._run(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Make SQLite's errors a sentence each."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: sqlite3.Error) -> StoreError:
        code = _code(error)
        if code == sqlite3.SQLITE_IOERR and _full(self.path):  # too full for the log's index, too
            code = sqlite3.SQLITE_FULL
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DIRECTORY:
            code = sqlite3.SQLITE_CANTOPEN  # the file may be written to, but no journal beside it
        if (
            code == sqlite3.SQLITE_CANTOPEN
            and self.path.exists()
            and not os.access(self.path, os.R_OK)
        ):
            return StoreError(f"{self.shown} {UNREADABLE.format(another=ANOTHER)}.")
        if code == sqlite3.SQLITE_CORRUPT and self._file is not None:
            _damaged.add(self._file)
        return self._told(code, error)

    def _told(self, code: int, error: object = "") -> StoreError:
        """SQLite's result code as a sentence."""
        said = WHY.get(code, "cannot be used ({error}); try again, or {another}")
        return StoreError(f"{self.shown} " + said.format(error=error, another=ANOTHER) + ".")


class Memory(Sqlite):
    """A store that lasts as long as the program: to keep nothing, and what cannot be written."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        super().__init__(None, clock=clock)

    def close(self) -> None:
        """Nothing to let go of: what is here stays until the program ends."""

    def __del__(self) -> None:
        super().close()


class Written:
    """Another connection has written to the file (https://sqlite.org/pragma.html, data_version)."""

    every = 0.2

    def __init__(self, run: Callable[[str], Iterable[Row]]) -> None:
        self._run = run
        self._version: Row | None = None

    def fileno(self) -> None:
        """Nothing tells of it."""

    def woken(self) -> bool:
        """As `Wakes.woken`."""
        before = self._version
        [self._version] = self._run("PRAGMA data_version")
        return before != self._version

    def close(self) -> None:
        """Nothing of its own."""


class Mark(NamedTuple):
    """What a database says it is."""

    version: int
    """Of its layout; 0 where it has none."""
    filled: bool
    """There is something in it."""
    application: int
    """`APPLICATION` where it is ours."""


def _read_mark(run: Callable[[str], Iterable[Row]]) -> Mark:
    [(version,)] = run("PRAGMA user_version")
    filled = any(run("SELECT 1 FROM sqlite_master LIMIT 1"))
    # The mark is read last: another tutor may be making this very file between two reads, and
    # once anything of it is there, so is its mark.
    [(application,)] = run("PRAGMA application_id")
    return Mark(version, filled, application)


def _mark(path: Path, patience: float = 0.0) -> Mark | None:
    """What the file says it is, read without a change to it or to its log; None where that cannot
    be read now. Raises sqlite3.DatabaseError for a file that is no database, after `patience`
    seconds for one of which a part is missing: another tutor may be making it."""
    real, until = Path(os.path.realpath(path)), monotonic() + patience
    while True:
        # without a log beside it nothing but the file counts; with one, what is there is only read
        how = "mode=ro" if Path(f"{real}-wal").exists() else "immutable=1"
        try:
            with closing(sqlite3.connect(f"{real.as_uri()}?{how}", uri=True)) as connection:
                return _read_mark(connection.execute)
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError as error:
            if _code(error) != sqlite3.SQLITE_CORRUPT or monotonic() > until:
                raise
            sleep(0.005)


def _open_up(path: Path) -> None:
    """Make what stands beside a store as open to us as the store is: what SQLite puts there while
    that may only be read stays so when it may be written to again."""
    mode = path.stat().st_mode
    for suffix in BESIDE:
        beside = Path(f"{os.path.realpath(path)}{suffix}")
        with suppress(OSError):  # there is none, or it is somebody else's
            there = beside.stat().st_mode
            if stat.S_ISREG(there) and mode & ~there & stat.S_IWUSR:
                beside.chmod(stat.S_IMODE(mode))


def is_marked(path: Path) -> bool:
    """Whether this file is a tutor's store, or a part of one that stands beside it."""
    name = str(path)
    for suffix in BESIDE:
        name = name.removesuffix(suffix)
    try:
        mark = _mark(Path(name)) if Path(name).is_file() else None
    except (sqlite3.DatabaseError, OSError, ValueError):  # no database, or a name that no file has
        return False
    return mark is not None and mark.application == APPLICATION


WHY = {
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; free some space",
    sqlite3.SQLITE_BUSY: "is locked by another program; end that program, or {another}",
    sqlite3.SQLITE_LOCKED: "is locked by another program; end that program, or {another}",
    sqlite3.SQLITE_CORRUPT: "is damaged, and was left as it is; move it away to begin a new one,"
    " or {another}",
    sqlite3.SQLITE_NOTADB: "is not a tutor's store, and was left as it is; {another}",
    sqlite3.SQLITE_READONLY: "may not be written to; make it writable, or {another}",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: its folder may not be written to; make it writable,"
    " or {another}",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports “{error}”; {another}",
}
"""The end of a sentence that begins with the file's name, by SQLite's result code."""

UNREADABLE = "may not be read; make it readable, or {another}"

GONE = (
    "{path} is not the file that was opened: that was moved or deleted. What was written until then"
    " is gone with it."
)

LEFT = (
    "Its text can still be found in {path}, because another program is reading that file. End that"
    " program (another tutor?), then erase once more."
)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error of Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands there; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _full(path: Path) -> bool:
    """Whether the disk has no room for even one more page of what SQLite writes beside a file."""
    try:
        return shutil.disk_usage(path.parent).free < 2**16
    except OSError:
        return False


def _make(path: Path) -> None:
    """Make the file and its folders, for their owner only. Raises StoreError.

    A file that is there is not even opened: closing it would undo the locks that other
    connections of this process have on it (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG
            with suppress(FileExistsError):  # another tutor has just made it
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"{on_one_line(path)} cannot be made: {why}; {ANOTHER}.") from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "not a file"
        raise StoreError(f"{on_one_line(path)} is {kind}; {ANOTHER}.")
