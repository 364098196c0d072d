"""A worker: a few learners in one process, each with an app of their own."""

from __future__ import annotations

import asyncio
import hmac
import os
import resource
import signal
import socket
from contextlib import suppress
from traceback import format_exception
from typing import TYPE_CHECKING, NamedTuple

from tutor.store import open_store
from tutor.ui.terminal.line_driver import forget_apps
from tutor.workshop import ssh
from tutor.workshop.join import Door, House
from tutor.workshop.keeping import KeepingStore, write_left
from tutor.workshop.members import Members
from tutor.workshop.visit import FAULT, Room, Talk, play
from tutor.workshop.words import plainly

if TYPE_CHECKING:
    import asyncssh

    from tutor.ui.app import Opened
    from tutor.workshop.control import Control, Packet
    from tutor.workshop.terminal import Terminal

BATCH = 1.0
"""Seconds between two writings of what is half done."""
YIELDING = 3.0
"""Seconds that somebody who comes again waits for their other line to end."""
ELSEWHERE = "You are here in another window now, and go on there."
ENDED = "The class ends here. What you did is kept."
AT_ONCE = 4
"""Apps that are being made at the same time; who comes then waits in a line."""


class Setup(NamedTuple):
    """What a class is served with: read and made before the first worker."""

    opened: Opened
    key: asyncssh.SSHKey
    """The host's."""
    store: str | None
    """Its address."""
    name: str
    """The class's."""
    code: str = ""
    """What is asked at the door; empty where nothing is."""
    per_worker: int = 10

    def admits(self, code: str) -> bool:
        """Whether it is the class's code."""
        return hmac.compare_digest(plainly(code).encode(), plainly(self.code).encode())


class Worker:
    """Serves the connections that its parent passes on, until it is told to stop."""

    def __init__(self, control: Control, setup: Setup) -> None:
        self._control, self._key = control, setup.key
        self._behind = open_store(setup.store)
        self._store = KeepingStore(self._behind, control.send)
        self._room = Room(setup.opened, self._store, self._log)
        self._house = House(
            title=setup.opened.contents.title,
            members=Members(self._store, setup.name),
            code=setup.admits if setup.code else None,
            now=self._store.now,
            others=lambda: len(self._terminals),
            log=self._log,
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._terminals: dict[Terminal, str] = {}
        """Who is at each."""
        self._claims: dict[str, list[asyncio.Future[None]]] = {}
        """Learners who wait until nobody else is them, on whatever worker."""
        self._stop = asyncio.Event()
        self._making = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Until the parent says stop, or is gone."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._control.fileno(), self._read)
        batches = loop.create_task(self._batches())
        await self._stop.wait()
        batches.cancel()
        await self._leave()

    def _log(self, line: str) -> None:
        self._control.send({"is": "log", "line": line})

    async def _batches(self) -> None:
        while True:
            await asyncio.sleep(BATCH)
            self._store.flush()
            self._control.flush()

    def _read(self) -> None:
        while (got := self._control.receive()) is not None:
            self._obey(*got)
        if self._control.closed:
            self._stop.set()

    def _obey(self, packet: Packet, passed: socket.socket | None) -> None:
        match packet["is"]:
            case "come" if passed is not None:
                passed.setblocking(False)
                self._begin(passed)
            case "write":
                write_left(self._behind, packet)
                self._control.send({"is": "wrote", "of": packet["of"]})
            case "yield":
                self._yield(str(packet["learner"]))
            case "yours":
                learner = str(packet["learner"])
                if waiting := self._claims.get(learner):
                    waiting.pop(0).set_result(None)
                else:  # they could not wait
                    self._control.send({"is": "left", "learner": learner})
            case "stop":
                self._stop.set()

    def _yield(self, learner: str) -> None:
        """They are somewhere else now: the newest line is theirs."""
        here = [terminal for terminal, whose in self._terminals.items() if whose == learner]
        for terminal in here:
            terminal.dismiss(ELSEWHERE)
        if not here:
            self._control.send({"is": "left", "learner": learner})

    async def _claim(self, learner: str) -> None:
        """Wait until nobody else is that learner, and what they did elsewhere is written."""
        claim = asyncio.get_running_loop().create_future()
        self._claims.setdefault(learner, []).append(claim)
        self._control.send({"is": "claim", "learner": learner})
        try:
            async with asyncio.timeout(YIELDING):
                await claim
        except TimeoutError:
            self._claims[learner].remove(claim)

    def _begin(self, sock: socket.socket) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(sock))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, sock: socket.socket) -> None:
        """One connection, to its end."""
        visits: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()

        def opened(terminal: Terminal, screen: bool) -> None:
            visits.append(loop.create_task(self._visit(terminal, screen=screen)))

        try:
            await ssh.speak(sock, self._key, opened, self._log)
            for visit in visits:
                await visit
        finally:
            self._control.send({"is": "gone"})

    async def _visit(self, terminal: Terminal, *, screen: bool) -> None:
        status, learner = 1, ""
        try:
            talk = None if screen else Talk(terminal)
            member = await (talk.door(self._house) if talk else Door(self._house, terminal).open())
            if member is None:
                return
            await self._claim(member.learner)
            learner = member.learner
            self._terminals[terminal] = learner
            async with self._making:
                pass
            if talk is not None:
                status = await talk.play(self._room, learner)
            else:
                status = await play(self._room, learner, terminal)
        except Exception as error:  # noqa: BLE001 - one visit must not end the others
            self._log(f"{terminal.address}: a fault\n{''.join(format_exception(error))}")
            terminal.farewell = FAULT
        finally:
            self._terminals.pop(terminal, None)
            if learner:
                self._store.flush(learner)
                self._control.send({"is": "left", "learner": learner})
            terminal.end(status)
            forget_apps()

    async def _leave(self) -> None:
        """Tell everybody, keep everything, and go."""
        for terminal in list(self._terminals):
            terminal.dismiss(ENDED)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._store.flush()
        self._behind.close()


def begin(control: Control, setup: Setup) -> None:
    """What a forked process does; it ends with it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent tells when to stop
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = 1
    try:
        asyncio.run(_run(control, setup))
        status = 0
    finally:
        with suppress(OSError):
            control.flush()
        os._exit(status)


async def _run(control: Control, setup: Setup) -> None:
    await Worker(control, setup).run()
