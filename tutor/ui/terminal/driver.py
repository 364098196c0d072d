"""The terminal that the tutor was started in: what it is asked for, and how it is left."""

from __future__ import annotations

import codecs
import os
import selectors
import signal
import sys
from typing import TYPE_CHECKING, cast

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from tutor.ui.terminal.input_parser import InputParser

if TYPE_CHECKING:
    from tutor.ui.terminal.diff_host import HostApp

CHUNK = 4096
"""Bytes read at once."""


class TerminalDriver(LinuxDriver):
    """Textual's driver with less to ask, a stricter ear, and a thread that sleeps while idle."""

    _wake: tuple[int, int] | None = None
    """A pipe that ends the wait for input."""

    # -- what is asked for --------------------------------------------------------------------

    @property
    def _asked(self) -> str:
        return cast("HostApp", self._app).asks

    def _enable_mouse_support(self) -> None:
        """Clicks and the wheel; every motion of the mouse would cost bytes and mean nothing."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1000l")

    def _query_in_band_window_resize(self) -> None:
        """SIGWINCH tells it, and cannot be typed."""

    def stop_application_mode(self) -> None:
        # A terminal without an alternate screen would keep the last picture: clear it.
        self.write("\x1b[0m\x1b[2J\x1b[H")
        super().stop_application_mode()

    # -- what is heard ------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        # Textual draws on stderr, which may well be sent to a file; that stdout is a terminal was
        # made sure of before.
        assert sys.__stdout__ is not None
        self._file = sys.__stdout__
        self._wake = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's has no types
        self.write(self._asked)
        self.flush()
        # Textual reads the size inside of the signal's handler. One such call can interrupt another
        # and overtake it, and the last size that is heard of is then not the last that there was.
        self._loop.add_signal_handler(signal.SIGWINCH, self._resized)

    def _resized(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def disable_input(self) -> None:
        if self._wake is None:
            return
        self._loop.remove_signal_handler(signal.SIGWINCH)
        os.write(self._wake[1], b".")
        super().disable_input()
        for end in self._wake:
            os.close(end)
        self._wake = None

    def run_input_thread(self) -> None:
        """Read until told to stop, or until the terminal is gone."""
        assert self._wake is not None
        reports = InputParser(self._asked)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self._wake[0], selectors.EVENT_READ)
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = [key.fd for key, _ in selector.select(reports.patience)]
                if not ready:
                    messages = reports.pause()
                elif self.fileno in ready:
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._app.exit)
                        return
                    messages = reports.feed(decode(data))
                else:
                    continue
                for message in messages:
                    self.process_message(message)

    def _read(self) -> bytes:
        """What the terminal has sent; nothing once it is gone."""
        try:
            return os.read(self.fileno, CHUNK)
        except OSError:
            return b""
