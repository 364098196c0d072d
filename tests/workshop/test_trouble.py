"""What may happen to the server: processes that are killed, hang or fail, a store that cannot be
written. Nobody loses anything, and the others notice nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.workshop.room import BEGIN, Learner, obeys, serving, until

WATCHED = "from tutor.workshop import parent as p; p.ASK, p.SLOW, p.HUNG = {}, {}, {}"
"""Seconds between the questions whether a worker is at work, and without an answer."""


def test_the_parent_is_killed(tmp_path: Path) -> None:
    """Its workers keep what was done, tell their learners and end; another server goes on."""
    with serving(tmp_path, "--open") as room:
        one = Learner(room)
        code = one.join("Pia")
        one.begin()
        one.type("0.31")
        one.sees("› 0.31")
        workers = room.workers
        room.process.send_signal(signal.SIGKILL)
        assert one.left() == 0 and "What you did is kept" in one.text
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    with serving(tmp_path, "--open") as room:
        one = Learner(room)
        one.join("Pia", back=code)
        one.sees("› 0.31")
        one.cut()


def test_a_worker_killed_under_load_loses_nothing(tmp_path: Path) -> None:
    """Each of its learners comes back to the last key that they saw; the others notice nothing."""
    with serving(tmp_path, "--open", "--per-worker", "4") as room, ExitStack() as stack:
        learners, codes = [], []
        for number in range(8):
            one = Learner(room)
            stack.callback(one.cut)
            codes.append(one.join(f"Load {number}"))
            one.begin()
            learners.append(one)
        for key in "0123456":
            for one in learners:
                one.type(key)
        for one in learners:
            one.sees("› 0123456")
        victim = room.workers[0]
        os.kill(victim, signal.SIGKILL)
        for one in learners[:4]:
            assert one.left() not in (0, None)
        for one in learners[4:]:
            one.type("7")
            one.sees("› 01234567")
        for number, code in enumerate(codes[:4]):
            again = Learner(room)
            stack.callback(again.cut)
            again.join(f"Load {number}", back=code)
            again.sees("› 0123456")
        assert "a worker ended, with 4 connections" in room.log


def test_a_worker_does_not_end_before_what_it_holds_is_written(tmp_path: Path) -> None:
    """The store is somebody else's for a while, and the learner goes meanwhile."""
    store = tmp_path / "class.sqlite"
    fault = "from tutor.workshop import parent; parent.SPARE = 0.5"
    with serving(tmp_path, "--open", "--store", str(store), fault=fault) as room:
        one = Learner(room)
        code = one.join("Lou")
        one.begin()
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            one.type("0.31\r")
            until(lambda: "held in memory" in room.log)
            (worker,) = room.workers
            one.cut()
            time.sleep(2)
            assert room.workers == [worker]
            other.execute("ROLLBACK")
        until(lambda: not room.workers)
        assert "nothing was lost" in room.log
        again = Learner(room)
        again.join("Lou", back=code)
        again.sees("0.31")
        again.cut()
    ((count,),) = sqlite3.connect(store).execute("SELECT count(*) FROM attempt")
    assert count == 1


def test_a_worker_that_hangs_does_not_write_over_what_is_newer(tmp_path: Path) -> None:
    """Its learner goes on elsewhere meanwhile, from the last key, and it wakes again."""
    with serving(tmp_path, "--open", "--per-worker", "1") as room:
        one = Learner(room)
        code = one.join("Sue")
        one.begin()
        one.type("1")
        one.sees("› 1")
        (worker,) = room.workers
        time.sleep(1.5)  # that is written; the next is not
        one.type("2")
        one.sees("› 12")
        os.kill(worker, signal.SIGSTOP)
        again = Learner(room)
        again.join("Sue", back=code)
        again.sees("› 12")
        again.type("345")
        again.sees("› 12345")
        time.sleep(1.5)
        os.kill(worker, signal.SIGCONT)
        assert one.left() == 0
        again.cut()
        last = Learner(room)
        last.join("Sue", back=code)
        last.sees("› 12345")
        last.cut()


def test_a_worker_that_hangs_gets_nobody_more_and_is_ended(tmp_path: Path) -> None:
    """Its learners come back to the last key; who comes meanwhile is served by another."""
    fault = (
        "from tutor.workshop import parent; parent.ASK, parent.SLOW, parent.HUNG = 1.0, 2.0, 6.0"
    )
    with serving(tmp_path, "--open", fault=fault) as room:
        one = Learner(room)
        code = one.join("Hana")
        one.begin()
        one.type("0.31")
        one.sees("› 0.31")
        (worker,) = room.workers
        os.kill(worker, signal.SIGSTOP)
        time.sleep(3.5)
        other = Learner(room)
        other.join("Ivo")
        other.sees(BEGIN)
        until(lambda: worker not in room.workers)
        assert "did not answer" in room.log and one.left() != 0
        again = Learner(room)
        again.join("Hana", back=code)
        again.sees("› 0.31")
        for learner in (other, again):
            learner.cut()


def test_a_server_that_was_stopped_itself_ends_no_worker(tmp_path: Path) -> None:
    """As with ctrl-z: all its processes stand still."""
    fault = (
        "from tutor.workshop import parent; parent.ASK, parent.SLOW, parent.HUNG = 0.5, 1.0, 2.0"
    )
    with serving(tmp_path, "--open", fault=fault) as room:
        one = Learner(room)
        one.join("Zoe")
        one.sees(BEGIN)
        every = [room.process.pid, *room.workers]
        for process in every:
            os.kill(process, signal.SIGSTOP)
        time.sleep(4)
        for process in every:
            os.kill(process, signal.SIGCONT)
        obeys(one)
        assert [room.process.pid, *room.workers] == every and "did not answer" not in room.log
        one.cut()


def test_a_hang_up_ends_it_but_where_it_is_to_be_ignored(tmp_path: Path) -> None:
    with serving(tmp_path, "--open") as room:
        one = Learner(room)
        one.sees("Who are you?")
        room.process.send_signal(signal.SIGHUP)
        assert room.process.wait(20) == 0
        one.cut()
    nohup = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    with serving(tmp_path, "--open", fault=nohup) as room:
        room.process.send_signal(signal.SIGHUP)
        one = Learner(room)
        one.join("Nora")
        one.sees(BEGIN)
        one.cut()


FULL = """
from pathlib import Path
from tutor.errors import StoreError
from tutor.store.sqlite import Sqlite
run = Sqlite._run
def _run(self, statement, values=()):
    there = Path({flag!r}).exists() and str(self.path) != ":memory:"
    if there and "INTO" in statement and "INTO setting" not in statement:
        raise StoreError("class.sqlite cannot grow: the disk is full.")
    return run(self, statement, values)
Sqlite._run = _run
"""


def test_whoever_changes_workers_while_nothing_can_be_written_goes_on(tmp_path: Path) -> None:
    """What the one holds in memory the other has, and writes nothing older over it later."""
    flag = tmp_path / "full"
    with serving(
        tmp_path, "--open", "--per-worker", "1", fault=FULL.format(flag=str(flag))
    ) as room:
        one = Learner(room)
        code = one.join("Flo")
        one.begin()
        flag.touch()
        one.type("1.2\r")
        one.sees("Right.")
        until(lambda: "the disk is full" in room.log)
        one.type("\r")
        one.sees("step 3/7")
        one.cut()
        again = Learner(room)
        again.join("Flo", back=code)
        again.sees("step 3/7")
        again.type("\x1b")
        again.sees("s skip")
        again.type("s")
        again.sees("step 4/7")
        time.sleep(1.5)
        flag.unlink()
        until(lambda: "nothing was lost" in room.log, 40)
        until(lambda: len(room.workers) == 1, 40)
        again.cut()
        last = Learner(room)
        last.join("Flo", back=code)
        last.sees("step 4/7")
        last.cut()


FAULT = """
from tutor.ui.screens.page import HelpScreen
def break_down(self):
    secret = "0.46 is the answer"
    raise RuntimeError("a fault of the test's")
HelpScreen.on_mount = break_down
"""


def test_a_fault_of_the_tutors_own_ends_one_line_and_no_other(tmp_path: Path) -> None:
    """It says so, keeps the place, and is written down without what was in memory."""
    with serving(tmp_path, "--open", fault=FAULT) as room:
        one, other = Learner(room), Learner(room)
        code = one.join("Fay")
        other.join("Gus")
        for learner in (one, other):
            learner.begin()
        one.type("0.31")
        one.sees("› 0.31")
        one.type("\x1b")
        one.sees("? help")
        one.type("?")
        assert one.left() == 1
        assert "The tutor stopped at a fault of its own. Your place is kept" in one.text
        other.type("7")
        other.sees("› 7")
        again = Learner(room)
        again.join("Fay", back=code)
        again.sees("› 0.31")
        for learner in (other, again):
            learner.cut()
        assert "a fault of the test's" in room.log and "0.46" not in room.log


@pytest.mark.parametrize("moment", ["write", "shown"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_while_it_warms_up(tmp_path: Path, moment: str, number: int) -> None:
    """In the midst of what an event loop runs: it ends without a word, and does end."""
    fault = "import os; from tutor.workshop import warm; "
    fault += f"warm._Nobody.{moment} = lambda *_: os.kill(os.getpid(), {int(number)})"
    done = subprocess.run(
        [sys.executable, "-c", f"{fault}\nfrom tutor.cli import main\nraise SystemExit(main())",
         "serve", "--port", "0", "--open"],
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "")
