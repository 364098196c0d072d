"""Those who send without end, read nothing, come in crowds or say nothing: the others go on."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import asyncssh
import paramiko
import pytest

from tests.workshop.room import Learner, Room, serving, until
from tutor.workshop.limits import MANY

BEGIN = "enter begin"
SPARE = 3.0
"""Seconds after which a worker without learners ends here: it takes ten, and nothing else waits."""
PROMPT = 3.0
"""Seconds in which somebody else's key is obeyed, whatever goes on: far more than it takes."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    chosen = ("--open", "--per-worker", "10", "--learners", "200")
    soon = f"from tutor.workshop import parent; parent.SPARE = {SPARE}"
    with serving(tmp_path_factory.mktemp("room"), *chosen, fault=soon) as room:
        yield room


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with serving(tmp_path_factory.mktemp("shut"), "--code", "maple") as room:
        yield room


async def inside(
    connection: asyncssh.SSHClientConnection, name: str
) -> asyncssh.SSHClientProcess[bytes]:
    """A learner of that name, who sees home."""
    process = await connection.create_process(
        term_type="xterm", term_size=(80, 24), encoding=None, env={"LANG": "C.UTF-8"}
    )
    seen = b""
    for wanted, keys in ((b"Who are you?", f"{name}\r".encode()), (b"return code", b"\r")):
        while wanted not in seen:
            seen += await asyncio.wait_for(process.stdout.read(65536), 30)
        process.stdin.write(keys)
    while b"quit" not in seen:
        seen += await asyncio.wait_for(process.stdout.read(65536), 30)
    return process


def obeys(learner: Learner) -> None:
    """A key of theirs is obeyed soon."""
    begun = time.monotonic()
    learner.type("?")
    learner.sees("Help")
    learner.type("\x1b")
    learner.sees(BEGIN)
    assert time.monotonic() - begun < PROMPT


def test_two_million_bytes_of_arrow_keys(room: Room) -> None:
    """The others of the same process do not wait, and it stops when its client goes."""
    other = Learner(room)
    other.join("Patience")
    other.sees(BEGIN)

    async def flood() -> None:
        async with await room.connect() as connection:
            process = await inside(connection, "Flo")
            process.stdin.write(b"\x1b[B\x1b[A" * 350_000)
            await asyncio.to_thread(obeys, other)
            await asyncio.to_thread(obeys, other)

    asyncio.run(flood())
    worker = room.workers[0]
    until(lambda: room.idle(worker))
    obeys(other)
    other.cut()


def test_a_client_that_never_reads(room: Room) -> None:
    """What is kept for it has an end."""
    other = Learner(room)
    other.join("Una")
    other.sees(BEGIN)

    with paramiko.Transport(("127.0.0.1", room.port)) as transport:
        transport.start_client(timeout=20)
        transport.auth_none("x")
        channel = transport.open_session(window_size=2**16, timeout=20)
        channel.settimeout(20)
        channel.get_pty("xterm", 200, 60)
        channel.invoke_shell()
        seen = b""
        for wanted, keys in ((b"Who are you?", b"Nell\r"), (b"return code", b"\r")):
            while wanted not in seen:
                seen += channel.recv(4096)
            channel.sendall(keys)
        while b"quit" not in seen:
            seen += channel.recv(4096)

        def turn(times: int) -> int:
            """Have all of 200x60 drawn anew, so often; the memory after that."""
            for number in range(times):
                channel.resize_pty(200 - number % 2, 60)
                time.sleep(0.02)
            return max(map(room.memory, room.workers))

        first = turn(50)  # what is sent fills the client's window
        assert turn(150) - first < 6_000_000
        obeys(other)
        channel.sendall(b"?")
        seen = b""
        while b"Help" not in seen:  # it reads at last, and sees what there is now
            seen += channel.recv(65536)
    other.cut()


def test_twenty_million_bytes_of_environment(room: Room) -> None:
    other = Learner(room)
    other.join("Enid")
    other.sees(BEGIN)
    before = sum(map(room.memory, room.workers))

    async def flood() -> None:
        async with await room.connect() as connection:
            large = {f"LC_{number}": "x" * 20_000 for number in range(1000)}
            with pytest.raises((asyncssh.Error, OSError)):
                process = await connection.create_process(term_type="xterm", env=large)
                await process.stdout.read()
                raise OSError("it ended without a word")

    asyncio.run(flood())
    assert sum(map(room.memory, room.workers)) - before < 4_000_000
    obeys(other)
    other.cut()


def test_those_who_say_nothing_do_not_keep_others_out(room: Room) -> None:
    """Half-open handshakes, of all kinds: too many of them are turned away, and not the learners
    who are in."""
    other = Learner(room)
    other.join("Hal")
    other.sees(BEGIN)
    with ExitStack() as stack:
        for number in range(300):
            try:
                one = stack.enter_context(
                    socket.create_connection(("127.0.0.1", room.port), timeout=5)
                )
                if number % 3:
                    one.sendall(b"SSH-2.0-nobody\r\n"[: 6 * number % 17])
            except OSError:
                pass
        until(lambda: "others stand at the door" in room.log)
        obeys(other)
        done = subprocess.run(
            room.ssh("-tt"), capture_output=True, text=True, timeout=20, check=False
        )
        assert done.returncode == 255
        assert "Too many people come at once. Try again in a minute." in done.stderr
    until(lambda: len(room.workers) < 25)
    newcomer = Learner(room)
    newcomer.sees("Who are you?")
    newcomer.cut()
    other.cut()


def test_one_address_does_not_keep_others_out(tmp_path: Path) -> None:
    """Where the door is full of those who come from one, they give way to those from others."""
    with serving(tmp_path, "--open", "--learners", "10") as room, ExitStack() as stack:
        flood = [
            stack.enter_context(socket.create_connection(("127.0.0.1", room.port), timeout=5))
            for _ in range(MANY)
        ]
        newcomers = [Learner(room, "-b127.0.0.2") for _ in range(3)]
        for number, newcomer in enumerate(newcomers):
            newcomer.join(f"New {number}")
            newcomer.sees(BEGIN)
            newcomer.cut()
        until(lambda: "was sent away for others" in room.log)
        with suppress(ConnectionError):
            while flood[0].recv(4096):  # the oldest
                pass


def test_what_is_no_ssh_at_all(tmp_path: Path) -> None:
    """Its connection is closed, the very first of a worker too, which was forked for it; the worker
    goes on meanwhile, so it is not its end that closes it."""
    with serving(tmp_path, "--open") as room, ExitStack() as stack:
        keeper = None
        for noise in (
            b"GET / HTTP/1.1\r\n\r\n",
            os.urandom(4096),
            b"\x00" * 70_000,
            b"SSH-1.5-old\r\n",
        ):
            one = stack.enter_context(
                socket.create_connection(("127.0.0.1", room.port), timeout=20)
            )
            if keeper is None:
                until(lambda: room.workers)
                keeper = Learner(room)
                keeper.sees("Who are you?")
                stack.callback(keeper.cut)
            with suppress(ConnectionError):
                one.sendall(noise)
                one.shutdown(socket.SHUT_WR)
                while one.recv(4096):
                    pass


def test_a_hundred_who_come_and_go_leave_nothing_behind(room: Room) -> None:
    """In memory, tasks, descriptors and processes."""
    keeper = Learner(room)
    keeper.join("Kay")
    keeper.sees(BEGIN)

    async def visits(first: int, count: int) -> None:
        for number in range(first, first + count):
            async with await room.connect() as connection:
                await inside(connection, f"Guest {number}")
                if number % 2:
                    connection.abort()

    def left() -> tuple[int, int]:
        """Descriptors and kilobytes, of all processes."""
        all_ = [room.process.pid, *room.workers]
        return (
            sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in all_),  # noqa: PTH208
            sum(map(room.memory, room.workers)) // 1024,
        )

    asyncio.run(visits(0, 20))
    until(lambda: len(room.workers) == 1, 30)
    before = left()
    asyncio.run(visits(20, 100))
    until(lambda: len(room.workers) == 1, 30)
    until(lambda: left()[0] <= before[0])
    assert left()[1] - before[1] < 6_000
    obeys(keeper)
    keeper.cut()


def test_a_hundred_who_come_at_once_are_all_let_in(room: Room) -> None:
    """Those who wait are told their place in the queue."""

    async def burst() -> int:
        connections = await asyncio.gather(*(room.connect() for _ in range(100)))
        ready = asyncio.Event()
        queued = 0

        async def one(number: int, connection: asyncssh.SSHClientConnection) -> None:
            nonlocal queued
            process = await connection.create_process(term_type="xterm", term_size=(80, 24))
            seen = ""
            while "Who are you?" not in seen:
                seen += await process.stdout.read(65536)
            process.stdin.write(f"Burst {number}\r")
            while "return code" not in seen:
                seen += await process.stdout.read(65536)
            await ready.wait()
            process.stdin.write("\r")
            while "quit" not in seen:
                seen += await process.stdout.read(65536)
            queued += "in the queue" in seen

        tasks = [
            asyncio.ensure_future(one(number, connection))
            for number, connection in enumerate(connections)
        ]
        await asyncio.sleep(4)
        ready.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        for connection in connections:
            connection.abort()
        return queued

    assert asyncio.run(burst()) > 10


def test_a_class_that_is_full_says_so_and_lets_its_own_come_back(tmp_path: Path) -> None:
    with serving(tmp_path, "--open", "--learners", "1") as room:
        one = Learner(room)
        code = one.join("One")
        one.sees(BEGIN)
        two = Learner(room)
        two.join("Two")
        assert two.left() == 1
        assert "The class is full" in two.text
        again = Learner(room)
        again.join("One", back=code)
        again.sees(BEGIN)
        assert one.left() == 0
        again.cut()


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


def test_two_at_once_with_one_name(room: Room) -> None:
    """The first who says it has it; the other is told."""
    one, other = Learner(room), Learner(room)
    for learner in (one, other):
        learner.sees("Who are you?")
    for learner in (one, other):
        learner.type("Twin\r")
    until(lambda: any("Your return code" in learner.text for learner in (one, other)))
    until(lambda: any("There is already somebody called" in each.text for each in (one, other)))
    for learner in (one, other):
        learner.cut()


def test_whoever_presses_nothing_for_long_is_sent_home(tmp_path: Path) -> None:
    """Here after two seconds. Who presses keys is not."""
    fault = "from tutor.workshop import worker; worker.IDLE, worker.LOOK_AGAIN = 2.0, 0.2"
    with serving(tmp_path, "--open", fault=fault) as room:
        away, there = Learner(room), Learner(room)
        away.join("Ava")
        there.join("Bea")
        while away.alive:
            there.type("?\x1b")
            time.sleep(0.2)
        assert away.left() == 0 and "Nothing was pressed here" in away.text
        there.sees(BEGIN)
        there.cut()


def test_whoever_opens_no_terminal_is_not_waited_for_long(tmp_path: Path) -> None:
    """Here for two seconds: half-open handshakes, and connections for nothing."""
    with serving(tmp_path, "--open", fault="from tutor.workshop import ssh; ssh.LOGIN = 2") as room:
        with socket.create_connection(("127.0.0.1", room.port), timeout=20) as one:
            while one.recv(4096):
                pass
        with subprocess.Popen([*room.ssh("-N")], stderr=subprocess.DEVNULL) as client:
            assert client.wait(20) != 0
        until(lambda: room.idle(room.workers[0]))


@pytest.mark.parametrize("option", ["-tt", "-T"])
def test_nobody_stands_at_the_door_for_ever(tmp_path: Path, option: str) -> None:
    """Here for two seconds, with a screen and without."""
    fault = "from tutor.workshop import join, worker; join.PATIENCE = worker.PATIENCE = 2"
    with (
        serving(tmp_path, "--code", "maple", fault=fault) as room,
        subprocess.Popen(
            room.ssh(option), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as client,
    ):
        assert client.wait(20) == 1


@pytest.mark.parametrize("typed", ["Ada", "Ada\nmaple", "Ada\nmaple\n\n5", ""])
def test_an_input_that_ends_anywhere_ends_the_line(shut: Room, typed: str) -> None:
    done = subprocess.run(
        shut.ssh("-T"), input=typed, stdout=subprocess.DEVNULL, timeout=20, check=False, text=True
    )
    assert done.returncode in (0, 1)


def test_whoever_is_gone_is_not_answered_any_more(shut: Room) -> None:
    """However much was typed ahead: each wrong code would keep the line for longer."""
    with subprocess.Popen(
        shut.ssh("-T"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as client:
        assert client.stdin is not None
        client.stdin.write("Zed\n" + "no\n" * 200)
        client.stdin.flush()
        until(lambda: "the 2. of this line" in shut.log)
        client.kill()
        client.stdin.close()
    until(lambda: shut.idle(shut.workers[0]))
    lines = shut.log
    time.sleep(3)
    assert shut.log == lines and len(shut.workers) == 1


def test_whoever_sends_a_file_of_lines_takes_no_time_from_the_others(tmp_path: Path) -> None:
    """And nothing of it is left once they are gone, nor a file on the server."""
    with serving(tmp_path, "--open") as room:
        other = Learner(room)
        other.join("Otis")
        other.sees(BEGIN)
        with subprocess.Popen(
            room.ssh("-T"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        ) as client:
            assert client.stdin is not None
            client.stdin.write("Yes\n\n" + "help\nlessons\n5\nback\ncode\n" * 1000)
            client.stdin.flush()
            for _ in range(5):
                obeys(other)
            client.kill()
            with suppress(BrokenPipeError):
                client.stdin.close()
        until(lambda: room.idle(room.workers[0]))
        obeys(other)
        other.cut()
    assert not [*Path().glob("*.py")]


def test_a_code_that_is_shown_is_left_time_to_be_written_down(tmp_path: Path) -> None:
    """More than there is at the door, which is told to whoever is too late."""
    fault = "from tutor.workshop import join; join.PATIENCE = 2.0"
    with serving(tmp_path, "--open", fault=fault) as room:
        late, one = Learner(room), Learner(room)
        one.sees("Who are you?")
        one.type("Wanda\r")
        one.sees("Your return code")
        assert late.left() == 1 and "Nobody came in for two minutes" in late.text
        time.sleep(2)
        one.sees("Your return code")
        one.type("\r")
        one.sees(BEGIN)
        one.cut()
