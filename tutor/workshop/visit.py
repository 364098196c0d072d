"""One learner at one terminal, from the door to the farewell."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from tutor.plain.console import Console, Ended
from tutor.ui.app import Opened, TutorApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.history.records import Store
    from tutor.workshop.terminal import Terminal

FAULT = (
    "\r\nThe tutor stopped at a fault of its own. Your place is kept: connect again, and you go on"
    " there.\r\n"
)


class Room(NamedTuple):
    """What the visits of a worker share."""

    opened: Opened
    store: Store
    log: Callable[[str], None]


async def play(room: Room, learner: str, terminal: Terminal) -> int:
    """The course on a whole screen, until the learner leaves or the line is cut. Returns the exit
    status."""
    place = room.store.history(learner, room.opened.course.id).place
    there = place is not None and room.opened.course.find(place.lesson) is not None
    app = TutorApp(
        room.opened,
        look=terminal.look,
        store=room.store,
        learner=learner,
        where=place.lesson if place is not None and there else None,
        line=terminal,
    )
    if terminal.leaving.is_set():  # while the app was being made
        return 0
    await app.run_async(mouse=False, size=terminal.size)
    if app.fault:
        room.log(f"{terminal.address}: a fault\n{app.fault}")
        terminal.write(FAULT)
        return 1
    return 0


async def talk(room: Room, learner: str, terminal: Terminal) -> int:
    """The same course line by line, for whoever has no screen to draw on, or listens to it."""
    lines = Lines(terminal)
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def walk() -> None:
        try:
            _walk(room, learner, lines)
        finally:
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=walk, daemon=True, name="lines").start()
    await done.wait()
    return 0


def _walk(room: Room, learner: str, lines: Lines) -> None:
    from tutor.plain.lesson_console import LessonConsole
    from tutor.session.lesson import LessonSession
    from tutor.session.quizzes import Quizzes
    from tutor.session.view import Recorder

    course, store = room.opened.course, room.store
    history = store.history(learner, course.id)
    keeper = Recorder(store, course.id, learner)
    session = LessonSession(course, history=history, notify=keeper)
    spoken = Console(lines, lines, ascii_only=lines.terminal.look.charset == "ascii")  # type: ignore[arg-type]
    walker = LessonConsole(session, spoken, Quizzes(store, course, learner))
    with suppress(Ended):
        walker.greet(new=history.place is None, chosen="")
        walker.walk()
    spoken.say("Your place is kept.")


class Lines:
    """A terminal as a file of lines, for a thread of its own."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._loop = asyncio.get_running_loop()
        self._came: SimpleQueue[str | None] = SimpleQueue()
        self._begun = b""
        terminal.heard = self._heard
        self._loop.create_task(self._end())

    async def _end(self) -> None:
        await self.terminal.leaving.wait()
        self._came.put(None)

    def _heard(self, data: bytes) -> None:
        if not data:
            self._came.put(self._begun.decode("utf-8", "replace") if self._begun else None)
            self._came.put(None)
            self._begun = b""
        *whole, self._begun = (self._begun + data).split(b"\n")
        for line in whole:
            self._came.put(line.decode("utf-8", "replace") + "\n")

    def readline(self, limit: int = -1) -> str:
        """The next line; empty once none will come."""
        line = self._came.get()
        return "" if line is None else line[:limit] if limit >= 0 else line

    def write(self, text: str) -> None:
        """Send it."""
        self._loop.call_soon_threadsafe(self.terminal.write, text)

    def flush(self) -> None:
        """It is on its way."""
