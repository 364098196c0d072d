"""A room at real SSH clients: what a learner costs a server, beside a process for each.

`python -m bench workshop` has 20 and 100 learners, `WORKSHOP=20,100,300` in the environment says
others. Clients and server share this machine, as the goals were set.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench._watch import started
from tests.e2e.terminal import environment
from tests.workshop.room import QUIET, Room, serving

CROWDS = tuple(map(int, os.environ.get("WORKSHOP", "20,100").split(",")))
ALONE = 6
"""Processes of one learner each, to compare with."""
SECONDS = 20.0
"""For which everybody presses keys."""
EVERY = {20: 1.0, 100: 1.0, 300: 3.0}
"""Seconds between two keys of one learner."""
IDLE = 5.0
AT_ONCE = 8
"""Learners who connect at the same time, but in the burst."""
VISITS = 500
"""Connections that come and go."""
KEYS = (b"5", b"\x7f")
"""A digit of an answer, and its end."""
PAINTED = b"quit"
"""Stands on home."""
TICKS = os.sysconf("SC_CLK_TCK")


class Client:
    """One `ssh -tt` in a pty."""

    def __init__(self, port: int, *options: str) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            ["ssh", *QUIET, *options, "-p", str(port), "-tt", "x@127.0.0.1"],
            stdin=slave, stdout=slave, stderr=slave, close_fds=True, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        )  # fmt: skip
        os.close(slave)
        os.set_blocking(master, False)
        self._end = master
        self.came = b""
        self.bytes = 0
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._end, 65536)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._end)
        self.came += data
        self.bytes += len(data)
        self._news.set()

    def press(self, keys: bytes) -> None:
        self.came = b""
        os.write(self._end, keys)

    async def until(self, wanted: bytes) -> None:
        async with asyncio.timeout(120):
            while wanted not in self.came:
                self._news.clear()
                await self._news.wait()

    async def answer(self) -> None:
        """Anything."""
        async with asyncio.timeout(30):
            while not self.came:
                self._news.clear()
                await self._news.wait()

    def close(self) -> None:
        with suppress(ValueError, OSError):
            asyncio.get_running_loop().remove_reader(self._end)
        self._process.kill()
        self._process.wait()
        os.close(self._end)


class Relay:
    """Counts what goes over the wire to one client."""

    def __init__(self, port: int) -> None:
        self._to, self.bytes = port, 0

    async def listen(self) -> int:
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Once its client is gone."""
        self._server.close()
        await asyncio.sleep(0.3)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._to)

        async def pump(one: asyncio.StreamReader, other: asyncio.StreamWriter, count: bool) -> None:
            with suppress(OSError):
                while data := await one.read(65536):
                    self.bytes += len(data) * count
                    other.write(data)
            other.close()

        await asyncio.gather(pump(reader, up_writer, False), pump(up_reader, writer, True))


def spent(room: Room) -> float:
    """Seconds of CPU of a server, its workers and those that have ended."""
    ticks = 0
    for pid in (room.process.pid, *room.workers):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11 : 15 if pid == room.process.pid else 13]))
    return ticks / TICKS


async def joined(room: Room, name: str, *options: str, port: int = 0) -> tuple[Client, float]:
    """A learner who sees home, and the seconds from the connection to that: what they themselves
    took is not in it."""
    begun = time.perf_counter()
    client = Client(port or room.port, *options)
    await client.until(b"Who are you?")
    took = time.perf_counter() - begun
    client.press(f"{name}\r".encode())
    await client.until(b"written it down")
    begun = time.perf_counter()
    client.press(b"\r")
    await client.until(PAINTED)
    return client, took + time.perf_counter() - begun


async def asked(client: Client) -> None:
    """From home to the first question of the course."""
    for _ in range(2):
        client.press(b"\r")
        await client.answer()
        await asyncio.sleep(0.2)


async def pressing(clients: list[Client], every: float) -> list[float]:
    """Milliseconds from a key to the picture, everybody pressing one so often."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def one(client: Client, late: float) -> None:
        await asyncio.sleep(late)
        turn = 0
        while time.perf_counter() < end:
            begun = time.perf_counter()
            client.press(KEYS[turn % 2])
            await client.answer()
            times.append(1000 * (time.perf_counter() - begun))
            turn += 1
            await asyncio.sleep(max(0.0, every - (time.perf_counter() - begun)))

    await asyncio.gather(*(one(c, every * n / len(clients)) for n, c in enumerate(clients)))
    return times


Row = tuple[str, str, str]


async def crowd(room: Room, count: int) -> list[Row]:
    """So many learners at once."""
    gate, before = asyncio.Semaphore(AT_ONCE), spent(room)

    async def come(number: int) -> tuple[Client, float]:
        async with gate:
            return await joined(room, f"Learner {number}")

    came = await asyncio.gather(*(come(number) for number in range(count)))
    clients, took = [one for one, _ in came], [1000 * seconds for _, seconds in came]
    connect = 1000 * (spent(room) - before) / count
    await asyncio.gather(*map(asked, clients))
    every = EVERY.get(count, 1.0)
    times = await pressing(clients, every)
    workers = sum(map(room.memory, room.workers)) / count / 1e6
    parent = room.memory(room.process.pid) / 1e6
    await asyncio.sleep(1)
    before, sent = spent(room), sum(client.bytes for client in clients)
    await asyncio.sleep(IDLE)
    idle = spent(room) - before
    quiet = sum(client.bytes for client in clients) - sent
    for client in clients:
        client.close()
    memory = f"{workers:.1f} MB ({parent:.0f} MB)"
    most = "≤ 4.5 MB" if count >= 100 else ""
    who = f"{count} learners"
    return [
        (f"{who}: memory each (the parent's part besides)", memory, most),
        (f"{who}: CPU a connect", f"{connect:.0f} ms", "≤ 60 ms"),
        (f"{who}, {AT_ONCE} at a time: connect → painted, p50 / p95", _spread(took), ""),
        (f"{who}, a key each {every:.0f} s: key → painted", _spread(times), "p95 ≤ 20 ms"),
        (f"{who}, {IDLE:.0f} s without a key", f"{quiet} bytes, {1000 * idle:.0f} ms", "0, 0"),
    ]


async def burst(room: Room, count: int) -> list[Row]:
    """All at once."""
    begun = time.perf_counter()
    came = await asyncio.gather(*(joined(room, f"Burst {number}") for number in range(count)))
    took = time.perf_counter() - begun
    for client, _ in came:
        client.close()
    return [(f"{count} connect at once, the last one painted", f"{took:.1f} s", "≤ 6 s")]


async def wire(room: Room) -> list[Row]:
    """What a picture and a key are, as they are and with what SSH puts around them."""
    found: list[Row] = []
    for options in ((), ("-C",)):
        relay = Relay(room.port)
        port = await relay.listen()
        client, _ = await joined(room, f"Wire {len(options)}", *options, port=port)
        await asyncio.sleep(0.5)
        first = relay.bytes
        client.press(b"?")  # a page, and home again: a whole picture each
        await client.until(b"Help")
        await asyncio.sleep(0.5)
        before, bytes_, keys = relay.bytes, client.bytes, 40
        client.press(b"\x1b")
        await client.until(PAINTED)
        await asyncio.sleep(0.5)
        page, painted = relay.bytes - before, client.bytes - bytes_
        await asked(client)
        await asyncio.sleep(0.3)
        before, bytes_ = relay.bytes, client.bytes
        for number in range(keys):
            client.press(KEYS[number % 2])
            await client.answer()
            await asyncio.sleep(0.02)
        key, raw = (relay.bytes - before) / keys, (client.bytes - bytes_) / keys
        client.close()
        how = " with -C" if options else ""
        whole = f"{painted:,} ({page:,}) bytes"
        found += [
            (f"from the connection to home, on the wire{how}", f"{first:,} bytes", ""),
            (f"home drawn whole (on the wire{how})", whole, "≤ 4.07 kB (7.0)"),
            (f"a key (on the wire{how})", f"{raw:.0f} ({key:.0f}) bytes", "≤ 80 (136)"),
        ]
    return found


async def visits(room: Room, count: int) -> list[Row]:
    """Come and go: what is left of it."""

    def left() -> tuple[float, int, int]:
        pids = [room.process.pid, *room.workers]
        files = sum(len([*Path(f"/proc/{pid}/fd").iterdir()]) for pid in pids)
        return sum(map(room.memory, room.workers)) / 1e6, files, len(pids)

    keeper, _ = await joined(room, "Keeper")
    gate = asyncio.Semaphore(2)

    async def one(number: int) -> None:
        async with gate:
            client, _ = await joined(room, f"Visit {number}")
            client.close()

    await asyncio.gather(*(one(number) for number in range(20)))
    await asyncio.sleep(12)
    before = left()
    await asyncio.gather(*(one(number) for number in range(20, 20 + count)))
    await asyncio.sleep(12)
    after = left()
    keeper.close()
    memory, files, processes = (now - then for now, then in zip(after, before, strict=True))
    grown = f"{memory:+.1f} MB, {files:+.0f} files, {processes:+.0f} processes"
    return [(f"{count} who come and go: left behind", grown, "no file, no process")]


def apart() -> list[Row]:
    """A process for each learner, as a command forced upon an SSH server would start it."""
    sizes, spent_ = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ALONE):
            home = Path(folder) / str(number)
            with started([sys.executable, "-m", "tutor"], environment(home)) as program:
                program.hear(0.5, b"enter")
                pid = program.pid
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
                found = re.search(r"^Pss: +(\d+)", rollup, re.M)
                assert found is not None
                sizes.append(int(found[1]) / 1024)
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                spent_.append(1000 * sum(map(int, fields[11:13])) / TICKS)
    return [
        ("a process for each learner: memory, CPU to its first paint",
         f"{statistics.median(sizes):.1f} MB, {statistics.median(spent_):.0f} ms", ""),
    ]  # fmt: skip


def _spread(times: list[float]) -> str:
    times = sorted(times)
    return f"{times[len(times) // 2]:.1f} / {times[int(0.95 * (len(times) - 1))]:.1f} ms"


def rows() -> list[Row]:
    """Each of it with a server of its own."""
    found = apart()
    works: list[Callable[[Room], Coroutine[None, None, list[Row]]]] = [
        *(partial(crowd, count=count) for count in CROWDS),
        partial(burst, count=100),
        wire,
        partial(visits, count=VISITS),
    ]
    for work in works:
        found += _served(work)
    found += [
        (
            name.replace("learners", "learners in a process each", 1),
            value,
            "≤ 26 MB" if "memory" in name else "",
        )
        for name, value, _ in _served(partial(crowd, count=20), "--per-worker", "1")
    ]
    return found


def _served(work: Callable[[Room], Coroutine[None, None, list[Row]]], *options: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        chosen = ("--open", "--learners", "1000", *options)
        with serving(Path(folder), *chosen) as room:
            return asyncio.run(work(room))
