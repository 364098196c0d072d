"""The parent: everything imported and read, it listens, and passes each connection to a worker."""

from __future__ import annotations

import asyncio
import gc
import os
import selectors
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutor.store.sqlite import Memory
from tutor.ui.app import Opened, TutorApp
from tutor.ui.terminal.capabilities import Look
from tutor.workshop import worker
from tutor.workshop.control import Control, Packet, pair

if TYPE_CHECKING:
    from tutor.ui.terminal.line_driver import LineDriver

WAIT = 10.0
"""Seconds that workers have to end."""


@dataclass(eq=False)
class Hand:
    """A worker, as its parent knows it."""

    pid: int
    control: Control
    open: int = 0
    """Connections that it has."""
    unwritten: dict[tuple[str, str], Packet] = field(default_factory=dict)
    """What it has told and not written yet."""


class Parent:
    """Listens until it is told to end."""

    def __init__(
        self,
        listening: socket.socket,
        setup: worker.Setup,
        *,
        log: Callable[[str], None],
    ) -> None:
        self._listening, self._setup, self._log = listening, setup, log
        self._hands: list[Hand] = []
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._left: list[Packet] = []
        """What workers that are gone had not written."""

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        wake, waker = os.pipe()
        os.set_blocking(waker, False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker)
        self._listening.setblocking(False)
        self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        self._selector.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 512))
        while not self._stopping:
            for key, _ in self._selector.select(1.0):
                key.data()
            self._reap()
        self._end()

    def _told(self, *_: object) -> None:
        self._stopping = True

    def _accept(self) -> None:
        with suppress(BlockingIOError, ConnectionError):
            sock, address = self._listening.accept()
            hand = self._roomy()
            hand.open += 1
            hand.control.send({"is": "come", "from": str(address[0])}, sock)

    def _roomy(self) -> Hand:
        """A worker with room for one more: the fullest, so that others can end."""
        able = [one for one in self._hands if one.open < self._setup.per_worker]
        return max(able, key=lambda one: one.open) if able else self._fork()

    def _fork(self) -> Hand:
        mine, its = pair()
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            self._selector.close()
            self._listening.close()
            mine.close()
            for hand in self._hands:
                hand.control.close()
            worker.begin(its, self._setup)
        its.close()
        hand = Hand(pid, mine)
        self._hands.append(hand)
        self._selector.register(mine, selectors.EVENT_READ, lambda: self._hear(hand))
        for packet in self._left:
            mine.send({**packet, "was": packet["is"], "is": "left"})
        self._left.clear()
        return hand

    def _hear(self, hand: Hand) -> None:
        while (got := hand.control.receive()) is not None:
            packet, _ = got
            match packet["is"]:
                case "gone":
                    hand.open -= 1
                case "place" | "setting":
                    hand.unwritten[tuple(packet["of"])] = packet
                case "kept":
                    hand.unwritten.pop(tuple(packet["of"]), None)
                case "log":
                    self._log(str(packet["line"]))
        if hand.control.closed:
            self._drop(hand)

    def _drop(self, hand: Hand) -> None:
        """It is gone: what it had not written, another writes."""
        if hand not in self._hands:
            return
        self._hands.remove(hand)
        self._selector.unregister(hand.control)
        hand.control.close()
        if hand.unwritten:
            self._log(f"a worker ended, with {hand.open} connections")
            self._left += hand.unwritten.values()
            if self._hands and not self._stopping:
                for packet in self._left:
                    self._hands[0].control.send({**packet, "was": packet["is"], "is": "left"})
                self._left.clear()

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _end(self) -> None:
        """Everybody is told, everything is kept."""
        self._listening.close()
        for hand in self._hands:
            hand.control.send({"is": "stop"})
        for hand in list(self._hands):
            with suppress(ChildProcessError):
                os.waitpid(hand.pid, 0)


class _Nobody:
    """A line that leads nowhere."""

    stalled = False
    driver: LineDriver | None = None

    def write(self, text: str) -> None:
        """Nobody reads it."""

    def pause(self) -> None:
        """Nothing comes."""

    def resume(self) -> None:
        """Nothing comes."""


def warm(opened: Opened) -> None:
    """Import and do once what every learner needs, so that workers find it done."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy  # noqa: F401

    lesson = opened.course.lessons[0]

    async def look() -> None:
        app = TutorApp(
            opened,
            look=Look(),
            store=Memory(),
            where=f"{lesson.id}/{lesson.steps[0].id}",
            line=_Nobody(),
        )
        asyncio.get_running_loop().call_later(0.5, app.exit)
        await app.run_async(mouse=False, size=(80, 24))

    asyncio.run(look())
    gc.collect()
    gc.freeze()
