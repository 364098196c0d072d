"""A lesson goes on while its store is in trouble, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.disk import small_disk
from tests.store.samples import PLACE, attempt
from tests.store.server import Server
from tutor.errors import StoreError
from tutor.history.records import History, Standing
from tutor.store import ResilientStore, connect, open_store
from tutor.store.sql import SqlStore
from tutor.store.sqlite import Sqlite

Opened = Callable[[str], SqlStore]


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Learner:
    """Somebody at a lesson, and what they are told about their store."""

    def __init__(self, address: Path | str) -> None:
        self.told: list[str] = []
        self.clock = Clock()
        self.store = ResilientStore(
            lambda: connect(address), tell=self.told.append, clock=self.clock
        )
        self.answers = 0

    def answer(self) -> None:
        """Commit one answer, and go on to the next question."""
        self.store.record("me", attempt(question=self.answers))
        self.store.keep_place("me", "descent", replace(PLACE, question=self.answers))
        self.answers += 1

    def remembers(self) -> bool:
        """Everything is there: where the learner is, and every answer once and in order."""
        history = self.store.history("me", "descent")
        kept = [one.question for one in self.store.attempts("me", "descent")]
        return (
            history.place == replace(PLACE, question=self.answers - 1)
            and kept == list(range(self.answers))
            and history.right == history.asked == self.answers
        )


def test_without_trouble_nothing_is_said(address: str, opened: Opened) -> None:
    """All is written at once, and read from where it was written."""
    me = Learner(address)
    with closing(me.store):
        me.answer()
        me.store.standing("me", "descent", Standing("compare", "first", "done"))
        me.store.remember("me", "charset", "ascii")
        other = opened(address)
        assert me.store.history("me", "descent") == other.history("me", "descent")
        assert me.store.recall("me") == {"charset": "ascii"}
        assert me.remembers()
    assert (me.told, me.store.problem) == ([], "")


def test_the_store_is_not_opened_before_it_is_needed(tmp_path: Path) -> None:
    """The first paint does not wait for it."""
    with closing(open_store(tmp_path / "store")) as store:
        assert not (tmp_path / "store").exists()
        store.history("me", "descent")
        assert (tmp_path / "store").exists()


def test_a_store_that_cannot_be_opened_leaves_the_lesson_alone(tmp_path: Path) -> None:
    """Said once, not with each key."""
    me = Learner(tmp_path)
    with closing(me.store):
        assert me.store.history("me", "descent") == History()
        for _ in range(3):
            me.answer()
            assert me.remembers()
    assert me.told == [
        f"{tmp_path} is a folder; name another file with TUTOR_STORE."
        " Until then your answers are held in memory."
    ]


def test_what_waited_is_written_when_the_file_can_be_opened(tmp_path: Path, opened: Opened) -> None:
    """The person did what the sentence said."""
    path = tmp_path / "store"
    path.mkdir()
    me = Learner(path)
    with closing(me.store):
        me.answer()
        me.store.standing("me", "descent", Standing("compare", "first", "done"))
        me.store.remember("me", "charset", "ascii")
        before = me.store.history("me", "descent")
        path.rmdir()
        me.answer()
        assert not path.exists()  # not tried again with each key
        me.clock.seconds += 60
        me.answer()
        assert me.remembers()
        after = opened(str(path)).history("me", "descent")
    assert after.standings == before.standings == (Standing("compare", "first", "done"),)
    assert after.extra == before.extra == {"charset": "ascii"}
    assert after.asked == 3
    assert [sentence.split()[-1] for sentence in me.told] == ["memory.", "lost."]


def test_a_locked_file_is_tried_less_and_less_often(tmp_path: Path) -> None:
    """Each try makes the learner wait for a moment."""
    path = tmp_path / "store"
    tries: list[float] = []
    clock = Clock()

    def connect_slowly() -> SqlStore:
        tries.append(clock())
        return Sqlite(path, patience=0.0)

    with closing(Sqlite(path)) as other:
        store = ResilientStore(connect_slowly, clock=clock)
        with closing(store), other._transaction():
            for _ in range(200):
                store.keep_place("me", "descent", PLACE)
                clock.seconds += 1
            assert tries == [0, 5, 15, 35, 75, 135, 195]
            assert "is locked by another program" in store.problem
        # closing tried once more
        assert other.history("me", "descent").place == PLACE
    assert store.problem == ""


def test_a_full_disk_while_learning(tmp_path: Path) -> None:
    """What was written is still read, what waits is read with it, and then it is written."""
    with small_disk(tmp_path) as disk:
        inner = Sqlite(tmp_path / "store")
        stores = iter([inner])
        clock, told = Clock(), list[str]()
        me = Learner(tmp_path / "store")
        me.store = ResilientStore(
            lambda: next(stores, None) or Sqlite(tmp_path / "store"), tell=told.append, clock=clock
        )
        with closing(me.store):
            me.answer()
            disk.fill(inner)
            while not me.store.problem:
                me.answer()
            for _ in range(5):
                me.answer()
                assert me.remembers()
            disk.free(inner)
            clock.seconds += 60
            me.answer()
            assert me.remembers()
            assert me.store.problem == ""
        assert len(told) == 2
        assert "the disk is full" in told[0]
        with closing(Sqlite(tmp_path / "store")) as again:
            assert len(again.attempts("me")) == me.answers


def test_a_file_that_is_damaged_meanwhile(tmp_path: Path, opened: Opened) -> None:
    """It is left; once it is moved away, a new one is begun with what waited."""
    path = tmp_path / "store"
    me = Learner(path)
    with closing(me.store):
        for _ in range(100):
            me.answer()
        me.store.close()  # as after the laptop slept: the next use opens the file anew
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
        me.answer()
        assert me.store.history("me", "descent").place == replace(PLACE, question=100)
        assert "is damaged" in me.store.problem
        shutil.move(path, tmp_path / "damaged")
        for log in ("store-wal", "store-shm"):
            (tmp_path / log).unlink(missing_ok=True)
        me.clock.seconds += 60
        me.answer()
        assert me.store.problem == ""
    assert [one.question for one in opened(str(path)).attempts("me")] == [100, 101]


def test_a_file_that_is_damaged_in_part_is_not_written_to(tmp_path: Path, opened: Opened) -> None:
    """What is done can no longer be read from it; answers could be written to it, and are not,
    until it is whole again."""
    path = tmp_path / "store"
    me = Learner(path)
    with closing(me.store):
        for _ in range(3):
            me.answer()
        me.store.close()
        whole = path.read_bytes()
        with closing(sqlite3.connect(path)) as connection:
            [(page,)] = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'standing'"
            )
            [(size,)] = connection.execute("PRAGMA page_size")
        damaged = bytearray(path.read_bytes())
        damaged[(page - 1) * size : page * size] = b"\xa5" * size
        path.write_bytes(damaged)
        other = opened(str(path))
        assert other.recall("me") == {}, "nothing is known yet"
        me.store.history("me", "descent")
        assert "is damaged" in me.store.problem
        with pytest.raises(StoreError, match="is damaged"):
            other.remember("me", "theme", "dark")
        other.close()
        me.clock.seconds += 60
        me.answer()
        assert "is damaged" in me.store.problem and len(me.told) == 1
        assert [one.question for one in me.store.attempts("me")] == [3], "it is held"
        assert path.read_bytes() == damaged
        path.write_bytes(whole)
        me.clock.seconds += 60
        me.answer()
        assert me.store.problem == ""
        assert me.remembers()


def test_a_file_that_is_deleted_meanwhile(tmp_path: Path, opened: Opened) -> None:
    """It is said, and what is done from then on stands in a new file: not in one without a name."""
    me = Learner(tmp_path / "store")
    with closing(me.store):
        me.answer()
        for path in tmp_path.iterdir():
            path.unlink()
        me.answer()
        assert "was moved or deleted" in me.told[0]
        me.clock.seconds += 60
        me.answer()
        assert me.store.problem == ""
        kept = opened(str(tmp_path / "store")).attempts("me", "descent")
        assert [one.question for one in kept] == [1, 2]


def test_a_server_that_goes_away_and_comes_back(server: Server, opened: Opened) -> None:
    """The learner goes on at the same place, with every answer."""
    address = server.fresh()
    me = Learner(address)
    with closing(me.store):
        me.answer()
        assert me.remembers()
        me.store.standing("me", "descent", Standing("compare", "first", "done"))
        server.stop()
        try:
            me.answer()
            assert me.store.history("me", "descent").place == replace(PLACE, question=1)
            assert [one.question for one in me.store.attempts("me")] == [1]
        finally:
            server.start()
        me.clock.seconds += 60
        me.answer()
        assert me.remembers()
    assert [sentence.split()[-1] for sentence in me.told] == ["memory.", "lost."]
    assert len(opened(address).attempts("me")) == 3


def test_the_time_is_the_stores_also_while_it_cannot_be_reached(tmp_path: Path) -> None:
    """As far as its clock is known; so a deadline does not move with the trouble."""
    ahead = timedelta(hours=3)

    def clock() -> datetime:
        return datetime.now(UTC) + ahead

    stores = iter([Sqlite(tmp_path / "store", clock=clock)])

    def connect_once() -> SqlStore:
        try:
            return next(stores)
        except StopIteration:
            raise StoreError("It is gone.") from None

    store = ResilientStore(connect_once)
    with closing(store):
        assert abs(store.now() - clock()) < timedelta(seconds=10)
        store._drop()
        assert abs(store.now() - clock()) < timedelta(seconds=10)
        assert store.problem == "It is gone."
        store.record("me", replace(attempt(), at=None))
        [held] = store.attempts("me")
        assert held.at is not None and abs(held.at - clock()) < timedelta(seconds=10)
