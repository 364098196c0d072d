"""A class whose store is PostgreSQL, on two hosts: one code, one name, one half-typed answer."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.server import Server
from tests.workshop.room import Learner, Room, serving, until
from tutor.classroom.classroom import Classroom
from tutor.history.schedule import Item
from tutor.store import connect
from tutor.store.sqlite import Memory

ITEM = Item("compare", "predict", 0)


def there(room: Room, name: str) -> Learner:
    """A learner at the first question."""
    learner = Learner(room)
    learner.join(name)
    learner.begin()
    return learner


def test_two_hosts_share_a_class(server: Server, tmp_path: Path) -> None:
    store = server.fresh()
    chosen = ("--store", store, "--code", "maple")
    with serving(tmp_path, *chosen) as one, serving(tmp_path, *chosen) as two:
        here = Learner(one)
        code = here.join("Ida", "maple")
        here.begin()
        here.type("0.25")
        here.sees("› 0.25")
        os.kill(one.workers[0], signal.SIGKILL)
        assert here.left() not in (0, None)
        again = Learner(one)
        again.join("Ida", "maple", code)
        again.sees("› 0.25")
        again.cut()
        there = Learner(two)
        there.join("ida", "maple", code)
        there.sees("› 0.25")
        there.cut()


@pytest.mark.parametrize("kind", ["PostgreSQL", "SQLite"])
def test_the_newest_line_takes_over_from_another_host(
    kind: str, server: Server, tmp_path: Path
) -> None:
    """With all that was typed at the older one; and back again."""
    store = server.fresh() if kind == "PostgreSQL" else str(tmp_path / "class.sqlite")
    chosen = ("--store", store, "--open")
    with serving(tmp_path, *chosen) as one, serving(tmp_path, *chosen) as two:
        older = Learner(one)
        code = older.join("Ida")
        older.begin()
        older.type("0.2")
        older.sees("› 0.2")
        for room, typed in ((two, "0.25"), (one, "0.251"), (two, "0.2513")):
            older.type(typed[-1])  # as late as can be
            newer = Learner(room)
            newer.join("Ida", back=code)
            newer.sees(f"› {typed}")
            assert older.left() == 0
            assert "You are here in another window now" in older.sent
            older = newer
        older.cut()


def test_a_class_is_held_on_two_hosts_at_once(server: Server, tmp_path: Path) -> None:
    """What happens at one is seen at the other; what was handed in there survives it."""
    store = server.fresh()
    chosen = ("--store", store, "--open")
    with serving(tmp_path, *chosen) as one, serving(tmp_path, *chosen) as two:
        ada, bo = Learner(one), Learner(two)
        codes = {}
        for learner, name in ((ada, "Ada"), (bo, "Bo")):
            codes[name] = learner.join(name)
            learner.begin()
        with closing(connect(store)) as kept:
            room = Classroom(kept, "workshop")
            room.hold(ITEM)
            for learner in (ada, bo):
                learner.sees("answers this together")
            ada.type("0.900\r")
            bo.type("1.20\r")
            for learner in (ada, bo):
                learner.sees("2 of 2 have committed.")
            two.process.kill()
            bo.left()
            again = Learner(one)
            again.join("Bo", back=codes["Bo"])
            again.sees("of 2 have committed.")
            begun = time.monotonic()
            room.reveal()
            again.sees("Right.")
            assert time.monotonic() - begun < 4, "nobody waits for the next look"
            ada.sees("◆ true 1.2")
            assert len(room.votes("1.1")) == 2
        for learner in (ada, again):
            learner.cut()


def test_a_class_goes_on_when_the_server_has_been_away(server: Server, tmp_path: Path) -> None:
    """What looks at the class connects anew."""
    store = server.fresh()
    with serving(tmp_path, "--store", store, "--open") as room:
        ada = there(room, "Ada")
        server.stop()
        until(lambda: "the class cannot be looked at" in room.log, 30)
        server.start()
        with closing(connect(store)) as kept:
            Classroom(kept, "workshop").hold(ITEM)
        ada.sees("answers this together")
        ada.cut()


def test_a_wake_that_is_lost_is_made_good(server: Server, tmp_path: Path) -> None:
    store = server.fresh()
    with serving(tmp_path, "--store", store, "--open") as room:
        ada = there(room, "Ada")
        with closing(connect(store)) as kept:
            held = Memory()
            Classroom(held, "workshop").hold(ITEM)
            for name, text in held.recall("class:workshop").items():
                kept.remember("class:workshop", name, text)  # which wakes nobody
            ada.sees("answers this together")
        ada.cut()
