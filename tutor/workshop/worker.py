"""A worker: a few learners in one process, each with an app of their own."""

from __future__ import annotations

import asyncio
import hmac
import os
import signal
import socket
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from traceback import format_exception
from typing import TYPE_CHECKING, NamedTuple

from tutor.classroom.classroom import Classroom
from tutor.classroom.members import Members
from tutor.classroom.pace import ClassPace
from tutor.classroom.quiz import TAKES, Progress, progress
from tutor.classroom.state import Here, State, state_of
from tutor.classroom.words import plainly
from tutor.errors import StoreError
from tutor.history.records import Place
from tutor.store import open_store
from tutor.ui.terminal.line_driver import forget_apps
from tutor.workshop import ssh
from tutor.workshop.access import Access
from tutor.workshop.browser import converse
from tutor.workshop.join import LATE, PATIENCE, UNKEPT, Door, House
from tutor.workshop.keeping import KeepingStore, write_left
from tutor.workshop.limits import confine
from tutor.workshop.roll import YIELDING
from tutor.workshop.visit import FAULT, Room, Talk, lead, play

if TYPE_CHECKING:
    import asyncssh

    from tutor.classroom.members import Member
    from tutor.ui.app import Opened
    from tutor.workshop.control import Control, Packet
    from tutor.workshop.terminal import Terminal

BATCH = 1.0
"""Seconds between two writings of what is half done."""
IDLE = 2 * 60 * 60.0
"""Seconds after which somebody who pressed nothing is taken to be gone."""
ASK_AGAIN = 0.1
"""Seconds between two looks whether somebody is still at another machine."""
LOOK_AGAIN = 30.0
"""Seconds between two looks at who is."""
ELSEWHERE = "You are here in another window now, and go on there."
ENDED = "The class ends here. What you did is kept."
TAKEN_OUT = "Whoever runs the class has taken you out of it. Ask them to let you in again."
CLOSED = "This class is closed. What you did in it is kept."
AWAY = "Nothing was pressed here for two hours. What you did is kept: come back when you like."
FULL = "The class is full: all its places are taken. Ask whoever runs it, or try again later."
QUEUE = "Many come at once: you are number {place} in the queue, and your turn comes by itself."
ERASE = "\r\x1b[K"


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
    access: Access = Access()
    per_worker: int = 10
    learners: int = 100
    """At a time."""
    host: str = ""
    """Names this machine among those that serve the class."""

    def admits(self, code: str) -> bool:
        """Whether it is the class's code."""
        return hmac.compare_digest(plainly(code).encode(), plainly(self.code).encode())


class FullError(Exception):
    """There is no place for one more learner."""


class Worker:
    """Serves the connections that its parent passes on, until it is told to stop."""

    def __init__(self, control: Control, setup: Setup) -> None:
        self._control = control
        self._options = ssh.options_of(setup.key)
        self._access = setup.access
        self._behind = open_store(setup.store, tell=self._log)
        self._store = KeepingStore(self._behind, control.send, self._moved, self._quizzed)
        self._classroom = Classroom(self._store, setup.name, lambda: control.send({"is": "wake"}))
        self._host = setup.host
        self._told = (State(), 0, 0)
        """How the class stands, how many have answered what is held, and of how many."""
        self._known = False
        """That was told."""
        self._paces: dict[str, ClassPace] = {}
        """The class as each learner meets it who is here."""
        self._lines: dict[str, Terminal] = {}
        """The terminal of each."""
        self._standing: dict[str, Here] = {}
        """How each of them stands."""
        self._quizzes: dict[str, Progress] = {}
        """How far each is in the class's quiz."""
        self._room = Room(setup.opened, self._store, self._log)
        self._house = House(
            title=setup.opened.contents.title,
            members=Members(self._store, setup.name),
            code=setup.admits if setup.code else None,
            now=self._store.now,
            others=lambda: len(self._visits),
            log=self._log,
            knocked=self._classroom.knocked,
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._terminals: set[Terminal] = set()
        """All that are open, the door's too."""
        self._visits: dict[int, Terminal] = {}
        """The terminals of all who are past the door, by the number of the visit."""
        self._at_the_door: dict[int, socket.socket] = {}
        """The connections of those who are not, by the parent's numbers."""
        self._turns: dict[int, asyncio.Future[None]] = {}
        """Visits that wait until their learner is nowhere else, and it is their turn."""
        self._numbers = count(1)
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Until the parent says stop, or is gone."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._control.fileno(), self._read)
        running = [loop.create_task(self._batches()), loop.create_task(self._idle())]
        await self._stop.wait()
        for task in running:
            task.cancel()
        await self._leave()

    def _log(self, line: str) -> None:
        self._control.send({"is": "log", "line": line})

    async def _batches(self) -> None:
        while True:
            await asyncio.sleep(BATCH)
            try:
                self._access.look()
                self._flush()
                self._control.flush()
            except Exception as error:  # noqa: BLE001 - the next second may be better
                self._log(f"a fault\n{''.join(format_exception(error))}")

    def _flush(self, learner: str = "") -> None:
        """Write what waits, of this learner or of all; not what another writes: this process may
        have stood still for longer than was waited for."""
        self._read()
        self._store.flush(learner)

    async def _idle(self) -> None:
        """Send home who has forgotten a window."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            now = asyncio.get_running_loop().time()
            for terminal in self._visits.values():
                if now - terminal.heard_at > IDLE:
                    terminal.dismiss(AWAY)

    def _read(self) -> None:
        while (got := self._control.receive()) is not None:
            self._obey(*got)
        if self._control.closed:
            self._stop.set()

    def _obey(self, packet: Packet, passed: socket.socket | None) -> None:
        match packet["is"]:
            case "come" if passed is not None:
                passed.setblocking(False)
                self._control.send({"is": "here"})
                self._begin(passed, int(packet["visitor"]), web=bool(packet["web"]))
            case "ask":
                self._control.send({"is": "here"})
            case "shed":
                if (sock := self._at_the_door.get(int(packet["visitor"]))) is not None:
                    with suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)
            case "write":
                write_left(self._behind, packet)
                self._control.send({"is": "wrote", "of": packet["of"]})
            case "yield":  # the newest line of a learner is theirs
                if (terminal := self._visits.get(int(packet["visit"]))) is not None:
                    terminal.dismiss(ELSEWHERE)
                else:
                    self._left(int(packet["visit"]))
            case "take":  # what another process could not write
                self._store.take_up(str(packet["of"][0]))
                write_left(self._store, packet)
            case "given":  # it took this process too long: they are on another line already
                self._store.let_go(str(packet["learner"]))
            case "yours" | "full":
                turn = self._turns.get(int(packet["visit"]))
                if turn is None or turn.done():  # they could not wait
                    self._left(int(packet["visit"]))
                elif packet["is"] == "yours":
                    self._store.take_up(str(packet["learner"]))
                    turn.set_result(None)
                else:
                    turn.set_exception(FullError())
            case "place":
                terminal = self._visits.get(int(packet["visit"]))
                if terminal is not None:
                    terminal.write(f"{ERASE}{QUEUE.format(place=packet['place'])}")
            case "class":
                self._told = state_of(packet["kept"]), packet["committed"], packet["here"]
                self._known = True
                for pace in list(self._paces.values()):
                    pace.told(*self._told)
                for learner in self._told[0].stage.out:
                    if (line := self._lines.get(learner)) is not None:
                        line.dismiss(TAKEN_OUT)
                if self._told[0].closed:
                    for terminal in self._terminals:
                        terminal.dismiss(CLOSED)
            case "stop":
                self._stop.set()

    def _moved(self, learner: str, place: Place) -> None:
        """A learner is somewhere else, or has typed."""
        if learner not in self._paces:
            return
        before = self._standing.get(learner)
        here = Here(place.lesson, place.step, place.question, place.phase, place.tries)
        if before is not None:
            here = replace(here, hand=before.hand, since=before.since)
        if here != before:
            self._standing[learner] = here = replace(here, since=self._store.now())
            self._classroom.stands(learner, here)

    def _quizzed(self, learner: str, name: str, state: str) -> None:
        """A learner is somewhere in a quiz: how far, where it is the class's."""
        far = progress(self._classroom.name, name, state)
        if far is not None and far != self._quizzes.get(learner):
            self._quizzes[learner] = far
            self._classroom.remember(f"{TAKES}{far.number}:", learner, far._asdict())

    def _arrived(self, learner: str) -> None:
        """A learner is here, where they were or at the very beginning."""
        course = self._room.opened.course
        place = self._store.history(learner, course.id).place
        if place is None and (first := course.first) is not None:
            place = Place(first.id, first.steps[0].id)
        if place is not None:
            self._moved(learner, place)

    def _hand(self, learner: str, up: bool) -> None:
        """A learner's hand is up, or down again."""
        if (here := self._standing.get(learner)) is not None:
            self._standing[learner] = here = replace(here, hand=self._store.now() if up else None)
            self._classroom.stands(learner, here)

    def _left(self, visit: int) -> None:
        self._control.send({"is": "left", "visit": visit})

    async def _alone(self, learner: str, terminal: Terminal) -> None:
        """Have a line of theirs at another machine end, which has time to write what they did."""
        self._classroom.came(learner, self._host)
        for _ in range(round(YIELDING / ASK_AGAIN)):
            if terminal.leaving.is_set() or not self._classroom.elsewhere(learner, self._host):
                return
            await asyncio.sleep(ASK_AGAIN)

    async def _turn(self, visit: int, visitor: int, learner: str, terminal: Terminal) -> bool:
        """Wait until nobody else is that learner, what they did elsewhere is written, and there is
        time to make an app; whether they are still there then. Raises FullError."""
        turn = self._turns[visit] = asyncio.get_running_loop().create_future()
        self._inside(visitor)
        self._control.send({"is": "claim", "visit": visit, "learner": learner})
        leaving = asyncio.ensure_future(terminal.leaving.wait())
        try:
            await asyncio.wait((turn, leaving), return_when=asyncio.FIRST_COMPLETED)
            if turn.done():
                turn.result()
            return turn.done() and not leaving.done()
        finally:
            leaving.cancel()
            turn.cancel()
            del self._turns[visit]

    def _inside(self, visitor: int) -> None:
        """That connection is somebody's."""
        if self._at_the_door.pop(visitor, None) is not None:
            self._control.send({"is": "inside", "visitor": visitor})

    async def _painted(self, visit: int, terminal: Terminal) -> None:
        """The next one's turn comes when this one's app stands there."""
        await terminal.painted.wait()
        self._control.send({"is": "started", "visit": visit})

    def _begin(self, sock: socket.socket, visitor: int, *, web: bool) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(sock, visitor, web=web))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, sock: socket.socket, visitor: int, *, web: bool) -> None:
        """One connection, to its end."""
        visits: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()

        def opened(terminal: Terminal, screen: bool) -> None:
            visits.append(loop.create_task(self._visit(terminal, visitor, screen=screen)))

        self._at_the_door[visitor] = sock
        try:
            if web:
                await converse(sock, opened)
            else:
                door = partial(ssh.Door, opened, self._access, self._log)
                await ssh.speak(sock, self._options, door)
            for visit in visits:
                await visit
        finally:
            self._at_the_door.pop(visitor, None)
            self._control.send({"is": "gone", "visitor": visitor})

    async def _visit(self, terminal: Terminal, visitor: int, *, screen: bool) -> None:
        status, visit, member = 1, next(self._numbers), None
        self._terminals.add(terminal)
        try:
            talk = None if screen else Talk(terminal)
            if self._told[0].closed:
                terminal.farewell = CLOSED
                return
            if terminal.known is not None and terminal.known.instructor and screen:
                self._log(f"{terminal.address}: an instructor came in by a key")
                self._inside(visitor)
                if not await lead(self._room, self._classroom, terminal):
                    status = 0
                    return
            member = await self._who(terminal, talk)
            if member is None:
                return
            if member.learner in self._told[0].stage.out:
                terminal.farewell = TAKEN_OUT
                return
            self._visits[visit] = terminal
            await self._alone(member.learner, terminal)
            if not await self._turn(visit, visitor, member.learner, terminal):
                status = 0
                return
            painted = asyncio.ensure_future(self._painted(visit, terminal))
            pace = ClassPace(self._classroom, self._store, member.learner)
            if self._known:
                pace.told(*self._told)
            pace.raised = partial(self._hand, member.learner)
            self._paces[member.learner] = pace
            self._lines[member.learner] = terminal
            self._arrived(member.learner)
            try:
                if talk is not None:
                    terminal.shown()
                    status = await talk.play(self._room, pace)
                else:
                    status = await play(self._room, pace, terminal)
            finally:
                painted.cancel()
                if self._paces.get(member.learner) is pace:
                    del self._paces[member.learner]
                    self._lines.pop(member.learner, None)
                    self._standing.pop(member.learner, None)
                    self._quizzes.pop(member.learner, None)
        except StoreError as error:  # before they were in
            self._log(f"{terminal.address}: refused, {error}")
            terminal.farewell = UNKEPT
        except FullError:
            self._log(f"{terminal.address}: refused a learner more than there are places")
            terminal.farewell = FULL
        except Exception as error:  # noqa: BLE001 - one visit must not end the others
            self._log(f"{terminal.address}: a fault\n{''.join(format_exception(error))}")
            terminal.farewell = FAULT
        finally:
            if self._visits.pop(visit, None) is not None:
                assert member is not None
                self._flush(member.learner)
                self._left(visit)
            self._terminals.discard(terminal)
            terminal.end(status)
            forget_apps()

    async def _who(self, terminal: Terminal, talk: Talk | None) -> Member | None:
        """Who is at the terminal; None where nobody came in."""
        if terminal.known is not None:
            who = "an instructor" if terminal.known.instructor else "a learner"
            self._log(f"{terminal.address}: {who} came in by a key")
            return self._house.members.known(terminal.known.name, self._house.now())
        if talk is None:
            return await Door(self._house, terminal).open()
        patience = asyncio.get_running_loop().call_later(PATIENCE, terminal.dismiss, LATE)
        try:
            return await talk.door(self._house)
        finally:
            patience.cancel()

    async def _leave(self) -> None:
        """Tell everybody, keep everything, and go."""
        for terminal in self._terminals:
            terminal.dismiss(ENDED)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._store.close()
        while self._store.problem and not self._control.closed:  # the parent waits, not for ever
            await asyncio.sleep(BATCH)
            self._store.close()


def begin(control: Control, setup: Setup) -> None:
    """What a forked process does; it ends with it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent tells when to stop
    confine(setup.per_worker)
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
