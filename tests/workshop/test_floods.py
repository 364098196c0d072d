"""Those who send without end, read nothing, come in crowds or say nothing: the others go on."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import asyncssh
import paramiko
import pytest

from tests.workshop.room import BEGIN, Learner, Room, obeys, serving, until
from tutor.workshop.limits import MANY

SPARE = 3.0
"""Seconds after which a worker without learners ends here: it takes ten, and nothing else waits."""


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
            until(lambda: all(map(room.idle, room.workers)))  # all of it is drawn
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
        until(lambda: all(map(room.idle, room.workers)), told=lambda: room.log)


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
    before = len(shut.log)  # others have been wrong at this door
    with subprocess.Popen(
        shut.ssh("-T"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as client:
        assert client.stdin is not None
        client.stdin.write("Zed\n" + "no\n" * 200)
        client.stdin.flush()
        until(lambda: "the 2. of this line" in shut.log[before:])
        client.kill()
        client.stdin.close()
    # A worker without learners may have ended meanwhile.
    until(lambda: all(map(shut.idle, shut.workers)), told=lambda: shut.log)
    lines = shut.log
    time.sleep(3)
    assert shut.log == lines and len(shut.workers) <= 1


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
        until(lambda: all(map(room.idle, room.workers)), told=lambda: room.log)
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
