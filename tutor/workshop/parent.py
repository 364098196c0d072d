"""The parent: everything imported and read, it listens, and passes each connection to a worker."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import struct
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

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
ASK = 5.0
"""Seconds between the questions whether a worker is still at work."""
SLOW, HUNG = 2.0, 20.0
"""Seconds without an answer after which it gets nobody more, and after which it is ended."""
AGAIN = 5.0
"""Seconds after its start before what has ended beside the workers is started again."""
WORKER = "tutor worker"
"""What a worker is called in lists of processes."""
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
    asked_at: float = 0.0
    """When it was asked something that it has not answered; 0: it has."""


class Beside(NamedTuple):
    """A process beside the workers: the browser's side, which passes on who comes, or the one that
    looks at the class."""

    name: str
    called: str
    """The same in lists of processes."""
    begin: Callable[[Control], None]
    """What that process does; it ends with it, and when the other end of its control is gone."""
    listening: socket.socket | None = None
    """What it listens at."""


@dataclass(eq=False)
class Running:
    """One of them, as its parent knows it."""

    what: Beside
    control: Control | None = None
    """None while it does not run."""
    begun_at: float = -AGAIN


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
        listening: socket.socket,
        setup: worker.Setup,
        *,
        log: Callable[[str], None],
        beside: Sequence[Beside] = (),
    ) -> None:
        self._listening, self._setup, self._log = listening, setup, log
        self._beside = [Running(one) for one in beside]
        self._class: Packet | None = None
        """How the class stands, as it was told last."""
        self._here: list[str] = []
        """The learners who were here when that was told last."""
        self._asked_at = self._ticked_at = time.monotonic()
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
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker)
        room_for(FILES + 4 * self._setup.learners)
        self._listening.setblocking(False)
        self._selector.register(self._listening, selectors.EVENT_READ, self._accept)
        self._selector.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 512))
        self._begin_beside(time.monotonic())
        while not self._stopping:
            for key, _ in self._selector.select(1.0):
                key.data()
            self._reap()
            now = time.monotonic()
            while self._turned and self._turned[0][1] < now:
                self._turned.popleft()[0].close()
            self._roll.tick(now)
            self._retire(now)
            self._watch(now)
            self._look_at_keys()
            self._begin_beside(now)
            self._tell_roll()
            for hand in self._hands:
                hand.control.flush()
        self._end()

    def _told(self, *_: object) -> None:
        self._stopping = True

    # -- connections ---------------------------------------------------------------------------

    def _accept(self) -> None:
        try:
            sock, address = self._listening.accept()
        except (BlockingIOError, ConnectionError):
            return
        except OSError as error:  # too many files are open: those who wait are taken later
            self._refuse(f"a connection could not be taken: {error.strerror}")
            time.sleep(BREATH)
            return
        self._admit(sock, origin(str(address[0])), web=False)

    def _admit(self, sock: socket.socket, where: str, *, web: bool) -> None:
        """Pass a connection on to a worker, or turn it away."""
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
            hand.asked_at = hand.asked_at or time.monotonic()
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
        most, now = self._setup.per_worker, time.monotonic()
        able = [
            one
            for one in self._hands
            if one.open < most
            and not one.ending
            and (most > 1 or not one.idle_since)
            and not (one.asked_at and now - one.asked_at > SLOW)
        ]
        return max(able, key=lambda one: one.open) if able else self._fork()

    def _watch(self, now: float) -> None:
        """Ask each worker now and then whether it is at work; one that is not is ended, and its
        learners come back to where they were."""
        if now - self._ticked_at > SLOW:  # this process itself was stopped, and they with it
            for hand in self._hands:
                hand.asked_at = hand.asked_at and now
        self._ticked_at = now
        for hand in self._hands:
            if hand.asked_at and now - hand.asked_at > HUNG:
                self._log(f"a worker did not answer for {HUNG:.0f} seconds, and is ended")
                hand.asked_at = now
                with suppress(ProcessLookupError):
                    os.kill(hand.pid, signal.SIGKILL)
        if now - self._asked_at >= ASK:
            self._asked_at = now
            for hand in self._hands:
                hand.asked_at = hand.asked_at or now
                hand.control.send({"is": "ask"})

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

    def _spawn(
        self, called: str, begin: Callable[[Control], None], *, keeps: socket.socket | None = None
    ) -> tuple[int, Control]:
        """A process that has nothing of this one's but what it `keeps`; its id, and this end of
        what the two have to say. `called`: its name in lists of processes."""
        mine, its = pair()
        pid = os.fork()
        if not pid:
            with suppress(OSError):  # where the system has no such thing
                Path("/proc/self/comm").write_text(called, encoding="ascii")
            signal.set_wakeup_fd(-1)
            self._selector.close()
            pages = (one.what.listening for one in self._beside)
            turned = (one for one, _ in self._turned)
            for one in (self._listening, *pages, self._coming, *turned):
                if one is not None and one is not keeps:
                    one.close()
            mine.close()
            besides = (one.control for one in self._beside)
            for control in (*(hand.control for hand in self._hands), *besides):
                if control is not None:
                    control.close()
            begin(its)
        its.close()
        return pid, mine

    def _begin_beside(self, now: float) -> None:
        """Start what is to run beside the workers and does not."""
        for one in self._beside:
            if one.control is None and now - one.begun_at >= AGAIN:
                one.begun_at = now
                _, one.control = self._spawn(
                    one.what.called, one.what.begin, keeps=one.what.listening
                )
                hear = partial(self._hear_beside, one, one.control)
                self._selector.register(one.control, selectors.EVENT_READ, hear)
                self._here = []

    def _hear_beside(self, running: Running, control: Control) -> None:
        while (got := control.receive()) is not None:
            packet, passed = got
            if passed is not None:
                self._admit(passed, origin(str(packet["from"])), web=True)
            elif packet["is"] == "class":
                self._class = packet
                for hand in self._hands:
                    hand.control.send(packet)
            elif packet["is"] == "elsewhere":
                for learner in packet["learners"]:
                    self._roll.superseded(str(learner), time.monotonic())
        if control.closed:
            self._selector.unregister(control)
            control.close()
            running.control = None
            if not self._stopping:
                self._log(f"{running.what.name} has ended, and is started again")

    def _tell_beside(self, packet: Packet) -> None:
        """Tell those who look at the class."""
        for one in self._beside:
            if one.control is not None and one.what.listening is None:
                one.control.send(packet)

    def _tell_roll(self) -> None:
        """Who is here, where that has changed."""
        here = sorted(self._roll.here)
        if here != self._here:
            self._here = here
            self._tell_beside({"is": "roll", "here": here})

    def _fork(self) -> Hand:
        pid, mine = self._spawn(WORKER, lambda its: worker.begin(its, self._setup))
        hand = Hand(pid, mine)
        self._hands.append(hand)
        self._selector.register(mine, selectors.EVENT_READ, lambda: self._hear(hand))
        if self._class is not None:
            mine.send(self._class)
        self._write_left()
        return hand

    def _hear(self, hand: Hand) -> None:
        while (got := hand.control.receive()) is not None:
            packet, _ = got
            match packet["is"]:
                case "here":
                    hand.asked_at = 0.0
                case "gone":
                    hand.open -= 1
                    del self._visitors[packet["visitor"]]
                    hand.idle_since = time.monotonic()
                case "place" | "setting" | "kept":
                    for other in self._hands:  # the newest word of it counts
                        other.unwritten.pop(tuple(packet["of"]), None)
                    if packet["is"] != "kept":
                        hand.unwritten[tuple(packet["of"])] = packet
                case "inside":
                    self._visitors[packet["visitor"]].at_the_door = False
                case "claim":
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
                case "wake":
                    self._tell_beside(packet)
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
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _end(self) -> None:
        """Everybody is told, everything is kept."""
        self._selector.unregister(self._listening)
        self._listening.close()
        self._stop_hands(WAIT)
        for one in self._beside:
            if one.control is not None:
                self._selector.unregister(one.control)
                one.control.close()
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
