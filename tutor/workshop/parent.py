"""The parent: everything imported and read, it listens, and passes each connection to a worker."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import struct
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from types import MappingProxyType

from tutor.workshop import worker
from tutor.workshop.control import Control, Packet, pair
from tutor.workshop.limits import MANY, Rate, Seldom, at_the_door, origin, room_for
from tutor.workshop.roll import Claim, Roll

WAIT, LAST = 20.0, 5.0
"""Seconds that workers have to end: one whose store is in trouble tries to write till then. And one
that writes what others have left."""
AT_ONCE = 4
"""Apps that are being made at the same time: more would make each slower, and none sooner."""
SPARE = 10.0
"""Seconds after which a worker without learners ends."""
FILES = 256
"""Files that this process may have open, beside some for each learner."""
BREATH = 0.05
"""Seconds until it is tried again to take a connection, where too many files are open."""
BROWSERS = "the browser's side"
"""The origin of those who come through it: it knows theirs."""
TURNED_AWAY = "Too many people come at once. Try again in a minute."
TURNING = 3.0
"""Seconds that somebody who is turned away has to hear it."""


@dataclass(eq=False)
class Hand:
    """A worker, as its parent knows it."""

    pid: int
    control: Control
    open: int = 0
    """Connections that it has."""
    idle_since: float = 0.0
    """When it lost one last, or was forked for none; 0: it has lost none."""
    ending: bool = False
    """It was told to stop."""
    unwritten: dict[tuple[str, str], Packet] = field(default_factory=dict)
    """What it has told, or was given to write, and not written yet."""


@dataclass(eq=False)
class Visitor:
    """A connection, as the parent knows it."""

    hand: Hand
    origin: str
    at_the_door: bool = True
    """Nobody's yet."""


class Parent:
    """Listens until it is told to end."""

    def __init__(
        self,
        listening: Sequence[socket.socket],
        setup: worker.Setup,
        *,
        log: Callable[[str], None],
        beside: Mapping[int, Control] = MappingProxyType({}),
    ) -> None:
        """`beside`: other processes of this server, by their ids, which end with it: each listens
        whether the other end of its control is still there."""
        self._listening, self._setup, self._log = listening, setup, log
        self._beside = dict(beside)
        self._hands: list[Hand] = []
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._wrong: list[str] = []
        """What was wrong with files of keys when they were looked at last."""
        self._left: list[Packet] = []
        """What workers that are gone had not written, and nobody is there to write."""
        self._roll = Roll[Hand](
            setup.learners,
            AT_ONCE,
            lambda hand, say: hand.control.send(say),
            self._let_in,
            self._take_over,
        )
        self._visitors: dict[int, Visitor] = {}
        """All connections, by a number of each, the oldest first."""
        self._numbers = count(1)
        self._rate = Rate(setup.learners)
        self._refuse = Seldom(log)
        self._coming: socket.socket | None = None
        self._turned: deque[tuple[socket.socket, float]] = deque()
        """Those who were turned away, and until when they may listen."""

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        wake, waker = os.pipe()
        os.set_blocking(waker, False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker)
        room_for(FILES + 4 * self._setup.learners)
        for listening in self._listening:
            listening.setblocking(False)
            self._selector.register(
                listening, selectors.EVENT_READ, partial(self._accept, listening)
            )
        self._selector.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 512))
        while not self._stopping:
            for key, _ in self._selector.select(1.0):
                key.data()
            self._reap()
            now = time.monotonic()
            while self._turned and self._turned[0][1] < now:
                self._turned.popleft()[0].close()
            self._roll.tick(now)
            self._retire(now)
            self._look_at_keys()
            for hand in self._hands:
                hand.control.flush()
        self._end()

    def _told(self, *_: object) -> None:
        self._stopping = True

    # -- connections ---------------------------------------------------------------------------

    def _accept(self, listening: socket.socket) -> None:
        try:
            sock, address = listening.accept()
        except (BlockingIOError, ConnectionError):
            return
        except OSError as error:  # too many files are open: those who wait are taken later
            self._refuse(f"a connection could not be taken: {error.strerror}")
            time.sleep(BREATH)
            return
        web = listening.family == socket.AF_UNIX
        where = BROWSERS if web else origin(str(address[0]))
        if not self._has_room(where):
            self._refuse(f"{where}: refused, too many others stand at the door")
            self._turn_away(sock)
        elif not web and not self._rate.admits(where, time.monotonic()):
            self._refuse(f"{where}: refused, it came too often")
            self._turn_away(sock)
        else:
            self._coming = sock  # a worker that is forked for it must not have it twice
            try:
                hand = self._roomy()
            except OSError as error:  # no process more
                self._refuse(f"{where}: refused, no worker could be started: {error.strerror}")
                self._turn_away(sock)
                return
            finally:
                self._coming = None
            hand.open += 1
            number = next(self._numbers)
            self._visitors[number] = Visitor(hand, where)
            hand.control.send({"is": "come", "web": web, "visitor": number}, sock)

    def _turn_away(self, sock: socket.socket) -> None:
        """Say so. It is closed later: what somebody still sends would take the words back."""
        with suppress(OSError):
            sock.setblocking(False)
            if sock.family != socket.AF_UNIX:  # a browser is told by its page
                sock.send(_goodbye())
            sock.shutdown(socket.SHUT_WR)
        if len(self._turned) == MANY:
            self._turned.popleft()[0].close()
        self._turned.append((sock, time.monotonic() + TURNING))

    def _has_room(self, where: str) -> bool:
        """Whether one more fits at the door. Where it is full, those who are most there from one
        origin give way to all who are fewer."""
        waiting = {number: one.origin for number, one in self._visitors.items() if one.at_the_door}
        if len(waiting) < at_the_door(self._setup.learners):
            return True
        many = Counter(waiting.values())
        (most, number_of_them), *_ = many.most_common(1)
        if number_of_them <= many[where] + 1:
            return False
        number = next(number for number, whence in waiting.items() if whence == most)
        visitor = self._visitors[number]
        visitor.at_the_door = False
        visitor.hand.control.send({"is": "shed", "visitor": number})
        self._refuse(f"{most}: one of {number_of_them} at the door was sent away for others")
        return True

    def _roomy(self) -> Hand:
        """A worker with room for one more: the fullest, so that others can end."""
        most = self._setup.per_worker
        able = [
            one
            for one in self._hands
            if one.open < most and not one.ending and (most > 1 or not one.idle_since)
        ]
        return max(able, key=lambda one: one.open) if able else self._fork()

    def _look_at_keys(self) -> None:
        """Each worker begins with what was right last; and it is said where something is not."""
        wrong = self._setup.access.look()
        for line in wrong:
            if line not in self._wrong:
                self._log(line)
        self._wrong = wrong

    def _retire(self, now: float) -> None:
        """Workers that have had nobody for a while end."""
        spare = SPARE if self._setup.per_worker > 1 else 0.0
        for hand in self._hands:
            idle = hand.idle_since and not hand.open and not hand.ending
            if idle and now - hand.idle_since > spare:
                hand.ending = True
                hand.control.send({"is": "stop"})

    def _fork(self) -> Hand:
        mine, its = pair()
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            self._selector.close()
            coming = (self._coming,) if self._coming else ()
            for one in (*self._listening, *coming, *(one for one, _ in self._turned)):
                one.close()
            mine.close()
            for control in (*(hand.control for hand in self._hands), *self._beside.values()):
                control.close()
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
                    del self._visitors[packet["visitor"]]
                    hand.idle_since = time.monotonic()
                case "place" | "setting" | "kept":
                    for other in self._hands:  # the newest word of it counts
                        other.unwritten.pop(tuple(packet["of"]), None)
                    if packet["is"] != "kept":
                        hand.unwritten[tuple(packet["of"])] = packet
                case "claim":
                    self._visitors[packet["visitor"]].at_the_door = False
                    self._roll.claim(
                        hand, packet["visit"], str(packet["learner"]), time.monotonic()
                    )
                case "started":
                    self._roll.started(hand, packet["visit"])
                case "left":
                    self._roll.left(hand, packet["visit"])
                case "wrote":
                    hand.unwritten.pop(tuple(packet["of"]), None)
                    self._roll.wrote(str(packet["of"][0]))
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
        self._visitors = {
            number: one for number, one in self._visitors.items() if one.hand is not hand
        }
        self._take_over(hand)
        self._roll.lost(hand)

    def _let_in(self, claim: Claim[Hand]) -> None:
        """It is their turn. What another worker, whose store is in trouble, holds of them in memory
        they have with them: there it is older from now on."""
        for hand in self._hands:
            theirs = [whose for whose in hand.unwritten if whose[0] == claim.learner]
            if hand is claim.hand or not theirs:
                continue
            hand.control.send({"is": "given", "learner": claim.learner})
            for packet in map(hand.unwritten.pop, theirs):
                claim.hand.control.send({**packet, "was": packet["is"], "is": "take"})
        claim.hand.control.send({"is": "yours", "visit": claim.visit, "learner": claim.learner})

    def _take_over(self, hand: Hand, learner: str = "") -> None:
        """Have another write what this one has not written: of this learner, or all of it."""
        for whose in [one for one in hand.unwritten if learner in ("", one[0])]:
            packet = hand.unwritten.pop(whose)
            if packet["is"] != "write":  # else it was left by another, and is counted
                packet = {**packet, "was": packet["is"], "is": "write"}
                self._roll.writing[whose[0]] += 1
            self._left.append(packet)
        if not self._stopping:
            self._write_left(hand)

    def _write_left(self, but: Hand | None = None) -> None:
        """Have somebody write what nobody has."""
        if not self._left:
            return
        able = [hand for hand in self._hands if not hand.ending and hand is not but]
        if not able:
            self._fork().idle_since = time.monotonic()  # which comes back here
            return
        for packet in self._left:  # the newest: one that was forked for it
            able[-1].unwritten[tuple(packet["of"])] = packet
            able[-1].control.send(packet)
        self._left.clear()

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                if (control := self._beside.pop(pid, None)) is not None:
                    control.close()
                    self._log("the browser's side has ended: browsers find nobody any more")

    def _end(self) -> None:
        """Everybody is told, everything is kept."""
        for listening in self._listening:
            self._selector.unregister(listening)
            listening.close()
        self._stop_hands(WAIT)
        for control in self._beside.values():
            control.close()
        if self._left:  # of one that ended otherwise
            self._fork()
            self._stop_hands(LAST)

    def _stop_hands(self, patience: float) -> None:
        for hand in self._hands:
            hand.control.send({"is": "stop"})
        until = time.monotonic() + patience
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


def _goodbye() -> bytes:
    """What tells an SSH client why it is not served, before anything is agreed upon (RFC 4253, 4.2,
    6 and 11.1): what this server is, and the message of a disconnect for too many connections."""
    words = TURNED_AWAY.encode()
    said = struct.pack(">BII", 1, 12, len(words)) + words + struct.pack(">I", 0)
    padding = 16 - (5 + len(said)) % 8  # at least four, and a multiple of eight in all
    packet = struct.pack(">IB", 1 + len(said) + padding, padding) + said + bytes(padding)
    return b"SSH-2.0-tutor\r\n" + packet
