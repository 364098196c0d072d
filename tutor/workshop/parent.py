"""The parent: everything imported and read, it listens, and passes each connection to a worker."""

from __future__ import annotations

import asyncio
import gc
import os
import selectors
import signal
import socket
import time
from collections import Counter
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
        """What workers that are gone had not written, and nobody is there to write."""
        self._writing: Counter[str] = Counter()
        """How much of it is being written, by learner."""
        self._where: dict[str, Hand] = {}
        """With which worker each learner is."""
        self._claims: dict[str, list[Hand]] = {}
        """Which workers wait for a learner of theirs to be nowhere else."""

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
        self._write_left()
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
                case "claim":
                    self._claim(hand, str(packet["learner"]))
                case "left":
                    self._has_left(hand, str(packet["learner"]))
                case "wrote":
                    learner = str(packet["of"][0])
                    self._writing[learner] -= 1
                    self._grant(learner)
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
        if hand.open:
            self._log(f"a worker ended, with {hand.open} connections")
        for packet in hand.unwritten.values():
            self._left.append({**packet, "was": packet["is"], "is": "write"})
            self._writing[str(packet["of"][0])] += 1
        if not self._stopping:
            self._write_left()
        for waiting in self._claims.values():
            waiting[:] = [one for one in waiting if one is not hand]
        for learner in [whose for whose, where in self._where.items() if where is hand]:
            self._has_left(hand, learner)

    def _write_left(self) -> None:
        """Have somebody write what nobody has."""
        if self._left and not self._hands:
            self._fork()  # which comes back here
        elif self._hands:
            for packet in self._left:
                self._hands[0].control.send(packet)
            self._left.clear()

    # -- who is where --------------------------------------------------------------------------

    def _claim(self, hand: Hand, learner: str) -> None:
        self._claims.setdefault(learner, []).append(hand)
        where = self._where.get(learner)
        if where is not None:
            where.control.send({"is": "yield", "learner": learner})
        else:
            self._grant(learner)

    def _has_left(self, hand: Hand, learner: str) -> None:
        if self._where.get(learner) is hand:
            del self._where[learner]
            self._grant(learner)

    def _grant(self, learner: str) -> None:
        """Let the newest who waits be that learner, once nothing of them is still to be written."""
        waiting = self._claims.get(learner, [])
        if waiting and learner not in self._where and self._writing[learner] <= 0:
            self._where[learner] = waiting.pop(0)
            self._where[learner].control.send({"is": "yours", "learner": learner})
            if not waiting:
                del self._claims[learner]

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _end(self) -> None:
        """Everybody is told, everything is kept."""
        self._selector.unregister(self._listening)
        self._listening.close()
        self._stop_hands()
        if self._left:  # of one that ended otherwise
            self._fork()
            self._stop_hands()

    def _stop_hands(self) -> None:
        for hand in self._hands:
            hand.control.send({"is": "stop"})
        until = time.monotonic() + WAIT
        while self._hands and time.monotonic() < until:
            for key, _ in self._selector.select(0.5):
                key.data()
            self._reap()
        for hand in list(self._hands):
            self._log("a worker did not end by itself")
            with suppress(ProcessLookupError):
                os.kill(hand.pid, signal.SIGKILL)
            self._drop(hand)
        self._reap()


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
