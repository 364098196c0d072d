"""A terminal at the other end of a line: an app without a pty, a thread or a signal of its own."""

from __future__ import annotations

import asyncio
import codecs
import gc
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO, cast

from textual import events
from textual.driver import Driver
from textual.geometry import Size

from tutor.ui.terminal.capabilities import SMALLEST
from tutor.ui.terminal.diff_host import forget_drawn
from tutor.ui.terminal.input_parser import InputParser

if TYPE_CHECKING:
    from tutor.ui.terminal.diff_host import HostApp

LARGEST = (300, 120)
"""Columns and rows that are drawn at most: what a terminal says of itself costs memory here."""
DEEP = 32
"""Messages that may wait for an app; while there are more, nothing is read from its line."""
PATIENCE = 0.02
"""Seconds until it is looked at again whether there are fewer."""
ENTER = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?2026$p\x1b[>1u"
"""Another screen, no cursor; mark what is pasted, say whether pictures can be sent whole, and tell
Esc from the beginning of a sequence (kitty's keyboard protocol)."""
LEAVE = "\x1b[0m\x1b[2J\x1b[H\x1b[<u\x1b[?2004l\x1b[?25h\x1b[?1049l"
"""The terminal as it was: also for one that knows no other screen, and would keep the picture."""


def forget_apps() -> None:
    """Let go of apps that have ended: each is full of circles."""
    forget_drawn()
    gc.collect()


class Line(Protocol):
    """What a driver needs of the other end."""

    stalled: bool
    """What was sent is not being read: nothing more is to be sent now."""
    driver: LineDriver | None
    """Whom to tell what comes."""

    def write(self, text: str) -> None:
        """Send it. Never raises, and never waits."""

    def shown(self) -> None:
        """Something was painted."""

    def pause(self) -> None:
        """Take nothing more from the line for now."""

    def resume(self) -> None:
        """Take what comes again."""


def clamped(columns: int, rows: int) -> Size:
    """A size as it is drawn: 80x24 where the terminal does not know, and never beyond `LARGEST`.

    Below the smallest there is a sentence that says so, which needs a few cells itself."""
    if columns <= 0 or rows <= 0:
        return Size(80, 24)
    return Size(min(max(columns, SMALLEST[0] // 4), LARGEST[0]), min(max(rows, 2), LARGEST[1]))


class LineDriver(Driver):
    """Textual's driver for one line. It is told what comes by whoever holds the line."""

    _line: Line
    _reports: InputParser
    _silence: asyncio.TimerHandle | None = None
    _held: asyncio.TimerHandle | None = None

    # -- what an app asks of it ----------------------------------------------------------------

    def start_application_mode(self) -> None:
        app = cast("HostApp", self._app)
        assert app.line is not None
        self._line = app.line
        self._reports = InputParser(app.asks)
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._line.driver = self
        self.write(f"{ENTER}{app.asks}")

    def stop_application_mode(self) -> None:
        self.disable_input()
        self.write(LEAVE)

    def disable_input(self) -> None:
        for timer in (self._silence, self._held):
            if timer is not None:
                timer.cancel()
        self._silence = self._held = None
        self._line.driver = None

    def write(self, data: str) -> None:
        self._line.write(data)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """It would open on the server."""

    def deliver_binary(self, binary: BinaryIO | TextIO | IO[Any], **_: object) -> None:
        """It would be saved on the server."""
        binary.close()

    # -- what the line tells -------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        """The learner's terminal sent this."""
        self._post(self._reports.feed(self._decode(data)))

    def resized(self, columns: int, rows: int) -> None:
        """The learner's terminal has another size."""
        size = clamped(columns, rows)
        self._app.post_message(events.Resize(size, size))

    def gone(self) -> None:
        """The line is cut: the app ends, and nothing of it is sent."""
        self._app.exit()

    def free(self) -> None:
        """What was sent has been read at last: draw all anew."""
        cast("HostApp", self._app).draw_anew()

    def _post(self, messages: Any) -> None:
        for message in messages:
            message.set_sender(self._app)
            self._app.post_message(message)
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        if (patience := self._reports.patience) is not None:
            self._silence = self._loop.call_later(patience, self._paused)
        if self._deep and self._held is None:
            self._line.pause()
            self._held = self._loop.call_later(PATIENCE, self._look_again)

    def _paused(self) -> None:
        self._silence = None
        self._post(self._reports.pause())

    def _look_again(self) -> None:
        if self._deep:
            self._held = self._loop.call_later(PATIENCE, self._look_again)
        else:
            self._held = None
            self._line.resume()

    @property
    def _deep(self) -> bool:
        """More waits for the app than it can do at once."""
        return cast("HostApp", self._app).waiting > DEEP
