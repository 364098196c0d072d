"""One learner at one terminal, from the door to the farewell."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeVar, cast

from rich.cells import cell_len

from tutor.classroom.board import BoardScreen
from tutor.classroom.class_app import ClassApp
from tutor.classroom.members import tidy
from tutor.plain.console import MOVED, Console, Ended
from tutor.ui.app import Opened, TutorApp
from tutor.workshop.join import SLOWER, TAKEN, WRONG_CODE, WRONG_RETURN

if TYPE_CHECKING:
    from tutor.classroom.classroom import Classroom
    from tutor.classroom.members import Member
    from tutor.classroom.pace import ClassPace
    from tutor.history.records import Store
    from tutor.workshop.join import House
    from tutor.workshop.terminal import Terminal

Answer = TypeVar("Answer")
AHEAD, AT_EASE = 30, 0.2
"""Lines that may be answered at once, and seconds for each that follows: whoever sends a file takes
no time from the others."""
LONGEST = 4096
"""Bytes of a line that is being typed; more of it is not heard."""
FAULT = (
    "\r\nThe tutor stopped at a fault of its own. Your place is kept: connect again, and you go on"
    " there.\r\n"
)


class Room(NamedTuple):
    """What the visits of a worker share."""

    opened: Opened
    store: Store
    log: Callable[[str], None]


async def play(room: Room, pace: ClassPace, terminal: Terminal) -> int:
    """The course on a whole screen, until the learner leaves or the line is cut. Returns the exit
    status."""
    learner = pace.learner
    place = room.store.history(learner, room.opened.course.id).place
    there = place is not None and room.opened.course.find(place.lesson) is not None
    app = TutorApp(
        room.opened,
        look=terminal.look,
        store=room.store,
        learner=learner,
        where=place.lesson if place is not None and there else None,
        line=terminal,
        pace=pace,
    )
    if terminal.leaving.is_set():  # while the app was being made
        return 0
    await app.run_async(mouse=False, size=terminal.size)
    if app.fault:
        room.log(f"{terminal.address}: a fault\n{app.fault}")
        terminal.write(FAULT)
        return 1
    return 0


async def lead(room: Room, classroom: Classroom, terminal: Terminal) -> bool:
    """The board, for whoever runs the class; whether they would rather learn themselves."""
    course = room.opened.course
    board = BoardScreen(classroom, room.store, course)
    app = ClassApp(board, look=terminal.look, line=terminal)
    await app.run_async(mouse=False, size=terminal.size)
    if app.fault:
        room.log(f"{terminal.address}: a fault\n{app.fault}")
        terminal.write(FAULT)
    return app.learns


class Talk:
    """A conversation in lines with one terminal, each part of it in a thread of its own."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._lines = Lines(terminal)
        lines = cast("TextIO", self._lines)  # as much of one as a console uses
        self._console = Console(
            lines, lines, ascii_only=terminal.look.charset == "ascii", nudged=True
        )

    async def door(self, house: House) -> Member | None:
        """Who came in; None where nobody did."""
        where = self._terminal.address
        return await self._aside(lambda: ask_in(house, self._console, where, self._lines.wait))

    async def play(self, room: Room, pace: ClassPace) -> int:
        """The course line by line, for whoever has no screen to draw on, or listens to it."""
        pace.moved = self._lines.nudge
        await self._aside(lambda: _walk(room, pace, self._console))
        return 0

    async def _aside(self, work: Callable[[], Answer]) -> Answer:
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        loop = asyncio.get_running_loop()

        def run() -> None:
            try:
                answer = work()
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                loop.call_soon_threadsafe(done.set_exception, error)
            else:
                loop.call_soon_threadsafe(done.set_result, answer)

        threading.Thread(target=run, daemon=True, name="lines").start()
        return await done


def ask_in(
    house: House, console: Console, address: str, wait: Callable[[float], object]
) -> Member | None:
    """The door, line by line. `wait` lets so many seconds pass."""
    wrong = 0
    with suppress(Ended):
        console.say(f"{house.title}. Your name and answers stay on this server.")
        name = ""
        while not tidy(name):
            name = console.ask("Your name, as the room knows you: ")
        while house.code is not None and not house.code(console.ask("The class code: ")):
            wrong += 1
            house.wrong(address, "a wrong class code", wrong)
            wait(SLOWER[min(wrong, len(SLOWER) - 1)])
            console.say(WRONG_CODE)
        while True:
            joined = house.members.join(name, house.now())
            if joined is not None:
                member, code = joined
                console.say(f"Welcome, {member.name}. Your return code is {code}")
                console.say("Write it down: it brings you back to the very same place.")
                return member
            console.say(TAKEN.format(name=tidy(name)))
            said = console.ask("The return code, or another name after a comma (`, Bo B`): ")
            if said.strip().startswith(",") and tidy(said.strip(" ,")):
                name = said.strip(" ,")
                continue
            back = house.members.back(name, said)
            if back is not None:
                return back
            wrong += 1
            house.wrong(address, "a wrong return code", wrong)
            wait(SLOWER[min(wrong, len(SLOWER) - 1)])
            console.say(WRONG_RETURN.format(name=tidy(name)))
    return None


def _walk(room: Room, pace: ClassPace, spoken: Console) -> None:
    from tutor.plain.lesson_console import LessonConsole
    from tutor.session.lesson import LessonSession
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import Recorder

    course, store, learner = room.opened.course, room.store, pace.learner
    history = store.history(learner, course.id)
    keeper = Recorder(store, course.id, learner)
    session = LessonSession(course, history=history, notify=keeper, pace=pace)
    pace.follow(session)
    quizzes = Quizzes(store, course, learner)
    # a file would not be written where the learner is
    walker = LessonConsole(session, spoken, quizzes, saves=False, pace=pace)
    with suppress(Ended):
        walker.greet(new=history.place is None, chosen="")
        walker.walk()
    spoken.say("Your place is kept.")


class Lines:
    """A terminal as a file of lines, for a thread of its own."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._loop = asyncio.get_running_loop()
        self._came: SimpleQueue[str] = SimpleQueue()
        """Lines, and an empty text at their end."""
        self._over = threading.Event()
        """Nobody is there any more."""
        self._ended = False
        self._spent = self._spent_at = 0.0
        """Lines that were answered, and when that was so."""
        self._begun = b""
        """Of the line that is being typed."""
        self._returned = False
        """The last that came was a carriage return: a line feed after it is none of its own."""
        terminal.listen(self._typed if terminal.raw else self._heard)
        self._loop.create_task(self._end())

    async def _end(self) -> None:
        await self.terminal.leaving.wait()
        self._over.set()
        self._came.put("")

    def _heard(self, data: bytes) -> None:
        if not data:
            if self._begun:
                self._came.put(self._begun.decode("utf-8", "replace"))
            self._came.put("")
            self._begun = b""
        data = data.replace(b"\0", b"")  # which is no text, and `MOVED`
        *whole, begun = (self._begun + data).split(b"\n")
        self._begun = begun[:LONGEST]
        for line in whole:
            self._came.put(line.decode("utf-8", "replace") + "\n")

    def _typed(self, data: bytes) -> None:
        """What a terminal sends that neither shows nor mends what is typed: the server does."""
        shown = b""
        for one in (data[at : at + 1] for at in range(len(data))):
            feed, self._returned = one == b"\n" and self._returned, one == b"\r"
            if feed:
                continue
            if one in b"\r\n":
                shown += b"\r\n"
                self._heard(b"\n")
            elif one in b"\x7f\b":
                text = self._begun.decode("utf-8", "ignore")
                if text:
                    self._begun = text[:-1].encode()
                    shown += b"\b \b" * cell_len(text[-1])
            elif one in b"\x03\x04":
                self.terminal.dismiss("")
            elif one >= b" ":
                self._heard(one)
                shown += one
        self.terminal.send(shown)

    def readline(self, limit: int = -1) -> str:
        """The next line; empty once none will come."""
        if not (self._ended or self._over.is_set()):
            line = self._came.get()
            if line == f"{MOVED}\n":
                return line
            self._ended = not line
            self.wait(self._due(time.monotonic()))
            if not self._over.is_set():
                return line[:limit] if limit >= 0 else line
        return ""

    def nudge(self) -> None:
        """There may be something to tell."""
        self._came.put(f"{MOVED}\n")

    def _due(self, now: float) -> float:
        """Seconds until it is time for the next line."""
        self._spent = max(0.0, self._spent - (now - self._spent_at) / AT_EASE) + 1
        self._spent_at = now
        return max(0.0, self._spent - AHEAD) * AT_EASE

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass, or fewer where nobody is there any more."""
        self._over.wait(seconds)

    def write(self, text: str) -> None:
        """Send it."""
        text = text.replace("\n", "\r\n") if self.terminal.raw else text
        self._loop.call_soon_threadsafe(self.terminal.write, text)

    def flush(self) -> None:
        """It is on its way."""
