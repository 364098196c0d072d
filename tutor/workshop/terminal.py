"""A learner's terminal, as whatever carries it tells of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from tutor.ui.terminal.capabilities import Look, look_of
from tutor.ui.terminal.line_driver import clamped

if TYPE_CHECKING:
    from textual.geometry import Size

    from tutor.ui.terminal.line_driver import LineDriver
    from tutor.workshop.access import Known

KNOWN = ("TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE")
"""What is listened to of a learner's environment."""
KEPT = 32 * 1024
"""Bytes that may wait for a learner's terminal. With more it is stalled: nothing more is sent until
it has read, and then all is drawn anew."""
LOOK_AGAIN = 0.25
"""Seconds until it is looked at again whether a stalled terminal reads."""
RATE, BURST = 400.0, 4000
"""Bytes that a terminal may send a second, and at once beyond that: a paste is one; whoever holds
a key down sends a hundred."""


LATE = 8000
"""Bytes beyond that after which a screen hears nothing of what comes: whoever has pasted a page by
mistake is not deaf for minutes."""
KEYS = 64
"""Bytes that keys make at once, and no page does."""
BREATH = 1.0
"""Seconds in which nothing is read of it then, once for so much as may wait for it, too."""
PASTED = b"\x1b[201~"
"""Ends what is pasted."""


class Carrier(Protocol):
    """What carries the bytes: an SSH channel, or a socket from the browser's side."""

    def send(self, data: bytes) -> None:
        """Send them. Never raises, and never waits."""

    def unsent(self) -> int:
        """How many bytes wait to be sent."""

    def hold(self, still: bool) -> None:
        """Read nothing more, or read on."""

    def end(self, status: int) -> None:
        """Say that it is over, and close."""


class Terminal:
    """One terminal: what it can show, what comes from it and what goes to it."""

    def __init__(
        self,
        carrier: Carrier,
        *,
        environ: Mapping[str, str],
        size: tuple[int, int],
        address: str = "",
        motion: bool = False,
        known: Known | None = None,
        raw: bool = False,
    ) -> None:
        """`raw`: it neither shows nor mends what is typed."""
        self._carrier = carrier
        self.environ = environ
        self.size: Size = clamped(*size)
        self.address = address
        """Where it is, for the log."""
        self.known, self.raw = known, raw
        """Whose key it was opened with."""
        self.look: Look = look_of({**environ, "SSH_CONNECTION": "1"}, motion=motion)
        self.driver: LineDriver | None = None
        """Who is told what comes, while an app runs."""
        self._heard: Callable[[bytes], None] | None = None
        """Who is told otherwise."""
        self._early: list[bytes] = []
        """What came while nobody listened."""
        self.resized: Callable[[], None] = _nothing
        self.leaving = asyncio.Event()
        """Whoever is here is to leave: the line is cut, or they are dismissed."""
        self.painted = asyncio.Event()
        """An app has shown something."""
        self.heard_at = asyncio.get_running_loop().time()
        """When something came from it, by the loop's clock."""
        self.farewell = ""
        """What is said to them then."""
        self._cut = False
        self._deaf = False
        """More was pasted than is taken, and it goes on."""
        self._unheard = 0
        """Bytes of that since it was last paused for."""
        self.stalled = False
        self._holding: set[str] = set()
        self._loop = asyncio.get_running_loop()
        self._spent, self._spent_at = 0.0, self._loop.time()

    # -- out ----------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        """Send it. Never raises, and never waits."""
        self.send(text.encode("utf-8", "replace"))

    def send(self, data: bytes) -> None:
        """As `write`."""
        if self._cut:
            return
        self._carrier.send(data)
        if not self.stalled and self._carrier.unsent() > KEPT:
            self.stalled = True
            self._loop.call_later(LOOK_AGAIN, self._look_again)
        if self.driver is None and self._carrier.unsent() > 8 * KEPT:  # lines, and nobody reads
            self.dismiss("")

    def _look_again(self) -> None:
        if self._cut:
            return
        if self._carrier.unsent():
            self._loop.call_later(LOOK_AGAIN, self._look_again)
            return
        self.stalled = False
        if self.driver is not None:
            self.driver.free()
        else:
            self.resized()

    def end(self, status: int = 0) -> None:
        """Say farewell, and close the line."""
        if self.farewell:
            self.write(f"{self.farewell}\r\n")
        self._carrier.end(status)

    # -- in -----------------------------------------------------------------------------------

    def take(self, data: bytes) -> None:
        """This came. What comes too fast is not read before its time."""
        self.heard_at = now = self._loop.time()
        self._spent = max(0.0, self._spent - (now - self._spent_at) * RATE)
        self._spent_at = now
        patience = 60.0
        if self.raw and data:  # somebody types there
            patience, data = BREATH, self._heard_of(data)
            if not data:
                return
        self._spent += len(data)
        if self._spent > BURST:
            self._hold("rate", True)
            wait = min((self._spent - BURST) / RATE, patience)
            self._loop.call_later(wait, self._hold, "rate", False)
        if self.driver is not None:
            self.driver.heard(data)
        elif self._heard is not None:
            self._heard(data)
        elif sum(map(len, self._early)) < BURST:
            self._early.append(data)

    def _heard_of(self, data: bytes) -> bytes:
        """What is heard of it where more was pasted than is taken: the key that comes after it."""
        room = max(0, BURST + LATE - int(self._spent))
        if not self._deaf and len(data) <= room:
            return data
        if self._deaf and len(data) <= KEYS:
            self._deaf = False
            return data
        begun = b"" if self._deaf else data[:room] + PASTED
        _, end, after = data[room:].rpartition(PASTED)
        self._deaf = not end
        self._unheard += len(data)
        if self._unheard > KEPT:
            self._unheard = 0
            self._hold("rate", True)
            self._loop.call_later(BREATH, self._hold, "rate", False)
        return begun + (after if end else b"")

    def listen(self, heard: Callable[[bytes], None] | None) -> None:
        """Tell this one what comes while no app runs, and what came while nobody listened."""
        self._heard = heard
        while self._early and self._heard is not None:
            self._heard(self._early.pop(0))

    def shown(self) -> None:
        """Something was painted."""
        self.painted.set()

    def resize(self, columns: int, rows: int) -> None:
        """It has another size."""
        self.size = clamped(columns, rows)
        if self.driver is not None:
            self.driver.resized(columns, rows)
        else:
            self.resized()

    def cut(self) -> None:
        """Nothing more will come, and nobody sees what is sent."""
        self._cut = True
        self._leave()

    def dismiss(self, farewell: str) -> None:
        """Whoever is here is to leave, and is told why."""
        self.farewell = self.farewell or farewell
        self._leave()

    def _leave(self) -> None:
        self.leaving.set()
        if self.driver is not None:
            self.driver.gone()

    def pause(self) -> None:
        """Take nothing more from it for now."""
        self._hold("app", True)

    def resume(self) -> None:
        """Take what comes again."""
        self._hold("app", False)

    def _hold(self, why: str, still: bool) -> None:
        before = bool(self._holding)
        (self._holding.add if still else self._holding.discard)(why)
        if bool(self._holding) != before:
            self._carrier.hold(bool(self._holding))


def _nothing() -> None:
    """Nobody wants to know."""
