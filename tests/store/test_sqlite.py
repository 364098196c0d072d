"""What can go wrong with a file, and what is said then."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from tests.store.disk import small_disk
from tests.store.samples import PLACE, attempt
from tutor.errors import StoreError
from tutor.history.records import Standing
from tutor.store import connect, default_path, is_store
from tutor.store.sql import VERSION, SqlStore
from tutor.store.sqlite import APPLICATION, MIGRATIONS, Sqlite

Opened = Callable[[str], SqlStore]


def test_the_file_is_where_the_platform_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless TUTOR_STORE or the caller names another."""
    monkeypatch.delenv("TUTOR_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_path() == Path("/data/descent-tutor/tutor.sqlite")


def test_another_file_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    """By the environment, and before that by the caller; `~` is one's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TUTOR_STORE", "~/one/store")
    opened("").remember("me", "is", "one")
    opened(str(tmp_path / "other")).remember("me", "is", "other")
    assert opened(str(tmp_path / "one/store")).recall("me") == {"is": "one"}


def test_what_is_kept_is_for_its_owner_only(tmp_path: Path, opened: Opened) -> None:
    """Other people of the machine read neither the file nor its log."""
    store = opened(str(tmp_path / "new" / "store"))
    store.record("me", attempt())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    assert modes == dict.fromkeys(["store", "store-wal", "store-shm"], 0o600)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_forgetting_takes_the_words_out_of_the_file_too(tmp_path: Path, opened: Opened) -> None:
    """Nothing that was typed is left on any free page or in the log."""
    path = tmp_path / "store"
    store = opened(str(path))
    secret = replace(attempt(), text="my-own-secret")
    for n in range(50):
        store.record("somebody", secret)
        store.keep_place("somebody", "descent", replace(PLACE, text=f"my-own-secret {n}"))
        store.record("ada", attempt())
    store.standing("somebody", "descent", Standing("compare", "first", "done"))
    assert any(b"my-own-secret" in written for written in contents(tmp_path).values())
    assert store.forget("somebody")[1:] == ("", "")
    for written in contents(tmp_path).values():
        assert b"my-own-secret" not in written
        assert b"somebody" not in written
    assert len(store.attempts("ada")) == 50


@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_forgetting_while_another_program_uses_the_file(tmp_path: Path, moment: str) -> None:
    """The rows are gone for everybody, their text is not: that is said, and how to finish it."""
    path = tmp_path / "store"
    with (
        closing(Sqlite(path, patience=0.05)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        for _ in range(50):
            store.record("me", replace(attempt(), text="my-own-secret"))
        with other_is(moment, other, store):
            done = store.forget("me")
            assert done.counts["attempts"] == 50
            assert str(path) in done.left
            assert "End that program" in done.left or "end that program" in done.left
            assert store.attempts("me") == []
            assert any(b"my-own-secret" in written for written in contents(tmp_path).values())
        assert store.forget("me")[1:] == ("", "")
        assert not any(b"my-own-secret" in written for written in contents(tmp_path).values())


@contextmanager
def other_is(moment: str, other: sqlite3.Connection, store: Sqlite) -> Iterator[None]:
    """Another program is in the middle of something when the rows are deleted; or begins to
    write between that and the wiping."""
    if moment == "reading":
        other.execute("BEGIN")
        other.execute("SELECT * FROM attempt").fetchone()
    else:
        store._connection.set_trace_callback(
            lambda statement: other.execute("BEGIN IMMEDIATE") if statement == "VACUUM" else None
        )
    yield
    store._connection.set_trace_callback(None)
    other.execute("ROLLBACK")


def test_a_name_that_sqlite_would_read_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`file:…` is a URI to it; one file is made, and it is for its owner only."""
    monkeypatch.chdir(tmp_path)
    with closing(connect("file:mine?mode=ro")) as store:
        store.keep_place("me", "course", PLACE)
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"file:mine?mode=ro"}
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("mysql://x/y", "mysql:/"),
        ("postgresq://ada:secret@host/d", "postgresq:/"),
        ("sqlite:///x", "sqlite:/"),
        ("postgresql:/host/d", "postgresql:/"),
        (":MEMORY:", ":MEMORY:"),
        (":memory", ":memory"),
    ],
)
def test_an_address_that_is_none_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, begins: str
) -> None:
    """And what may be a password in it is not said."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=f"^`{begins}` begins no store here") as told:
        connect(address)
    assert "secret" not in str(told.value) and not [*tmp_path.iterdir()]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store"
    Sqlite(path).close()
    failed = sqlite3.OperationalError("unable to open database file")
    failed.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    store = Sqlite(path)
    assert "its folder may not be written to" in str(store._trouble(failed))
    monkeypatch.setattr(os, "access", lambda place, how: how != os.R_OK)
    assert "may not be read; make it readable" in str(store._trouble(failed))
    store.close()


def test_a_folder_in_the_file_s_place(tmp_path: Path) -> None:
    """Said as it is."""
    assert refusal(tmp_path) == f"{tmp_path} is a folder; name another file with TUTOR_STORE."


def test_what_is_neither_file_nor_folder(tmp_path: Path) -> None:
    """A pipe would be waited at for ever."""
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file; name another" in refusal(tmp_path / "pipe")


def test_a_file_in_a_folder_s_place(tmp_path: Path) -> None:
    """The reason is the system's own."""
    (tmp_path / "file").touch()
    assert "cannot be made: Not a directory; name another" in refusal(tmp_path / "file" / "store")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    """With a NUL, or the home of nobody."""
    assert "cannot be made: " in refusal(Path(f"{tmp_path}/a\0b"))
    assert "cannot be found: " in refusal(Path("~nobody-has-this-name/store"))


def test_a_folder_that_may_not_be_written_to(opened: Opened) -> None:
    """A new store cannot be made there, and one that is there can be opened by nobody."""
    with unprivileged_folder() as folder:
        opened(str(folder / "old")).close()
        folder.chmod(0o555)
        with unprivileged():
            new, old = refusal(folder / "new"), refusal(folder / "old")
        folder.chmod(0o755)
    assert (
        new
        == f"{folder}/new cannot be made: Permission denied; name another file with TUTOR_STORE."
    )
    assert old == (
        f"{folder}/old cannot be opened: its folder may not be written to; make it writable,"
        " or name another file with TUTOR_STORE."
    )


def test_a_file_that_may_only_be_read(opened: Opened) -> None:
    """Reading goes on, writing says why not."""
    with unprivileged_folder() as folder:
        path = folder / "store"
        opened(str(path)).close()
        path.chmod(0o444)
        folder.chmod(0o777)  # its log may still be made
        with unprivileged():
            store = opened(str(path))
            assert store.attempts("me") == []
            with pytest.raises(StoreError, match="may not be written to; make it writable"):
                store.record("me", attempt())
            store.close()


def test_a_file_that_may_be_written_to_again(opened: Opened) -> None:
    """SQLite gives what it puts beside a file that file's mode, which is the learner's to change;
    of the rest nobody told them."""
    with unprivileged_folder() as folder:
        folder.chmod(0o777)
        path = folder / "store"
        with unprivileged():
            opened(str(path)).close()
            path.chmod(0o400)
            store = opened(str(path))
            assert store.attempts("me") == []
            store.close()
            path.chmod(0o600)
            store = opened(str(path))
            store.record("me", attempt())
            assert len(store.attempts("me")) == 1
            store.close()


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    """It is left as it is."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ada, the slope points uphill.\n" * 100)
    before = path.read_bytes()
    beside = tmp_path / "letter.txt-journal"
    beside.touch(mode=0o400)
    assert refusal(path) == (
        f"{path} is not a tutor's store, and was left as it is; name another file with TUTOR_STORE."
    )
    assert path.read_bytes() == before
    assert stat.S_IMODE(beside.stat().st_mode) == 0o400


@pytest.mark.parametrize("version", [0, 1, 7])
@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_program_s_database(tmp_path: Path, version: int, mode: str) -> None:
    """Whatever layout number it has for itself, and even where a crash left all of it in its log,
    which SQLite moves into the file when it is next opened for writing."""
    there = tmp_path / "there"
    there.mkdir()
    with closing(sqlite3.connect(there / "cookies", isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE place (jar TEXT)")
        other.execute("INSERT INTO place VALUES ('full')")
        other.execute(f"PRAGMA user_version = {version}")
        left = shutil.copytree(there, tmp_path / "left behind") / "cookies"
    for path in (there / "cookies", left):
        before = contents(path.parent)
        assert "is another program's database, and was left as it is" in refusal(path)
        assert contents(path.parent) == before
        assert not is_store(path)


def test_a_store_is_known_as_one(tmp_path: Path) -> None:
    """While it is used, and after; and so are the files that belong to it. A store of version
    0.1.0 that was killed early has its mark only in its log."""
    path = tmp_path / "store?#%20"  # characters that mean something in an address
    with closing(Sqlite(path)) as store:
        store.record("me", attempt())
        assert all(is_store(file) for file in tmp_path.iterdir())
        assert len(contents(tmp_path)) == 3
    assert is_store(path)
    (tmp_path / "link").symlink_to(path)
    assert is_store(tmp_path / "link")
    early = tmp_path / "early"
    early.mkdir()
    with closing(sqlite3.connect(early / "store", isolation_level=None)) as killed:
        killed.execute("PRAGMA journal_mode = WAL")
        killed.execute(f"PRAGMA application_id = {APPLICATION}")
        for statement in MIGRATIONS[0]:
            killed.execute(statement)
        killed.execute("PRAGMA user_version = 1")
        left = shutil.copytree(early, tmp_path / "left behind")
    assert is_store(left / "store")
    assert is_store(left / "store-wal")
    with closing(Sqlite(left / "store")) as store:
        store.record("me", attempt())
        assert store.attempts("me") == [attempt()]


def test_what_is_not_there_or_no_database_is_no_store(tmp_path: Path) -> None:
    """Whatever it is called."""
    (tmp_path / "letter-wal").write_text("Dear Ada")
    (tmp_path / "empty").touch()
    for name in ("letter", "letter-wal", "nowhere", "empty", ".", "a\0b"):
        assert not is_store(tmp_path / name)
    assert is_store(tmp_path / "nowhere", tmp_path / "nowhere"), "it will be made there"
    assert is_store(tmp_path / "nowhere-wal", tmp_path / "nowhere")
    assert not is_store(tmp_path / "nowhere", "~nobody-has-this-name/store")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, except the index of a log, in which readers say what they read."""
    return {
        file.name: b"" if file.name.endswith("-shm") else file.read_bytes()
        for file in folder.iterdir()
    }


def test_a_damaged_file(tmp_path: Path, opened: Opened) -> None:
    """It is not deleted: somebody may still get something out of it."""
    path = tmp_path / "store"
    store = opened(str(path))
    for n in range(200):
        store.record("me", attempt(question=n))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    damaged = opened(str(path))
    with pytest.raises(StoreError) as caught:
        damaged.record("me", attempt())
    assert str(caught.value) == (
        f"{path} is damaged, and was left as it is; move it away to begin a new one,"
        " or name another file with TUTOR_STORE."
    )
    with pytest.raises(StoreError, match="is damaged"):
        damaged.history("me", "descent")
    damaged.close()
    assert path.stat().st_size == len(whole)


def test_a_file_of_a_newer_tutor(tmp_path: Path, opened: Opened) -> None:
    """An old tutor does not write into what it does not understand."""
    path = tmp_path / "store"
    opened(str(path)).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    assert f"was written by a newer tutor (layout {VERSION + 1}; this one knows" in refusal(path)
    assert path.read_bytes() == before


def test_a_locked_file(tmp_path: Path) -> None:
    """Waited for a little while, and usable again when the other program is done."""
    path = tmp_path / "store"
    with closing(Sqlite(path, patience=0.05)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.history("me", "descent")  # reading needs no lock
        with pytest.raises(StoreError, match="is locked by another program; end that program"):
            store.record("me", attempt())
        other.execute("ROLLBACK")
        store.record("me", attempt())
        assert len(store.attempts("me")) == 1


def test_a_file_without_a_log(tmp_path: Path) -> None:
    """As on a disk that allows none: what another program reads, or may only be read, is opened."""
    with unprivileged_folder() as folder:
        path = folder / "store"
        with closing(Sqlite(path)) as store:
            store.record("me", attempt())
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode = DELETE")
            other.execute("BEGIN")
            other.execute("SELECT * FROM attempt").fetchone()
            with closing(Sqlite(path, patience=0.01)) as store:
                assert store._run("PRAGMA journal_mode") == [("delete",)]
                assert len(store.attempts("me")) == 1
        path.chmod(0o444)
        with unprivileged(), closing(Sqlite(path)) as store:
            assert store._run("PRAGMA journal_mode") == [("delete",)]
            assert len(store.attempts("me")) == 1
        path.chmod(0o644)
        with closing(Sqlite(path)) as store:
            assert store._run("PRAGMA journal_mode") == [("wal",)]


def test_what_cannot_be_erased_whole_is_not_erased(tmp_path: Path, opened: Opened) -> None:
    """All or nothing."""
    path = tmp_path / "store"
    store = opened(str(path))
    store.record("me", attempt())
    store._run("CREATE TRIGGER no BEFORE DELETE ON place BEGIN SELECT RAISE(ABORT, 'no'); END")
    store.keep_place("me", "descent", PLACE)
    with pytest.raises(StoreError, match="cannot be used"):
        store.forget("me")
    assert store.forgettable("me")["attempts"] == 1
    store.record("me", attempt(question=1))
    assert len(opened(str(path)).attempts("me")) == 2


def test_a_new_file_that_another_program_holds(tmp_path: Path) -> None:
    """The same when it is not laid out yet."""
    path = tmp_path / "store"
    path.touch()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="is locked by another program"):
            Sqlite(path, patience=0.05)


def test_a_full_disk(tmp_path: Path) -> None:
    """What was written stays, and writing goes on when there is room again."""
    with small_disk(tmp_path) as disk, closing(Sqlite(tmp_path / "store")) as store:
        store.record("me", attempt(question=0))
        disk.fill(store)
        with pytest.raises(StoreError, match="cannot grow: the disk is full; free some space"):
            for n in range(1, 100_000):
                store.record("me", attempt(question=n))
        kept = [one.question for one in store.attempts("me")]
        assert kept == list(range(n))
        disk.free(store)
        store.record("me", attempt(question=n))
        assert [one.question for one in store.attempts("me")] == [*kept, n]


def refusal(path: Path) -> str:
    """What is said when the store cannot be opened: one sentence."""
    with pytest.raises(StoreError) as caught:
        connect(path)
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


@contextmanager
def unprivileged_folder() -> Iterator[Path]:
    """A new folder that everybody can reach."""
    folder = Path(tempfile.mkdtemp(prefix="tutor-store-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Without root's leave to write everywhere; nothing changes for anybody else."""
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_store_that_another_tutor_is_making_is_waited_for(tmp_path: Path) -> None:
    """A part of it is not written yet; one that stays so is damaged."""
    path = tmp_path / "store.sqlite"
    with closing(Sqlite(path)) as store:
        store.record("me", attempt())
    whole = path.rename(tmp_path / "whole.sqlite")
    path.write_bytes(whole.read_bytes()[:4096])
    with pytest.raises(StoreError, match="is damaged"):
        Sqlite(path, patience=0.02)
    other = Timer(0.1, whole.replace, [path])
    other.start()
    with closing(Sqlite(path, patience=20)) as store:
        assert len(store.attempts("me")) == 1
    other.join()
