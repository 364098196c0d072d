"""A browser's terminal, as a worker sees it: frames come over a local socket, bytes go back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor.ui.terminal.capabilities import PAGE
from tutor.workshop.terminal import Terminal

if TYPE_CHECKING:
    import socket

DATA, META = b"D", b"M"
"""Kinds of frames: what was typed, and a JSON object: its `width` and `height`, and with the first
its `address`. A frame is its kind, the length of what follows in four bytes, and that."""
HEAD = 5
LARGEST = 64 * 1024
"""Bytes in a frame."""
PATIENCE = 10.0
"""Seconds until the page has told its size, and until it has read what was sent last."""


def frame(kind: bytes, payload: bytes) -> bytes:
    """A frame as it is sent."""
    return kind + len(payload).to_bytes(4, "big") + payload


class Browser(asyncio.Protocol):
    """One connection from the browser's side; it carries a terminal."""

    def __init__(self, opened: Callable[[Terminal, bool], None]) -> None:
        """`opened`: told of the terminal; it is a whole screen."""
        self._opened = opened
        self._transport: asyncio.Transport
        self._came = b""
        self._terminal: Terminal | None = None
        self._loop = asyncio.get_running_loop()
        self.over: asyncio.Future[None] = self._loop.create_future()
        """Done when the connection has ended."""

    # -- what comes ----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop.call_later(PATIENCE, self._greeted)

    def _greeted(self) -> None:
        if self._terminal is None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._came += data
        while len(self._came) >= HEAD:
            length = int.from_bytes(self._came[1:HEAD], "big")
            if length > LARGEST:
                self._transport.abort()
                return
            if len(self._came) < HEAD + length:
                return
            kind, payload = self._came[:1], self._came[HEAD : HEAD + length]
            self._came = self._came[HEAD + length :]
            if kind == META:
                self._told(json.loads(payload))
            elif self._terminal is not None:
                self._terminal.take(payload)

    def _told(self, said: dict[str, Any]) -> None:
        size = int(said["width"]), int(said["height"])
        if self._terminal is not None:
            self._terminal.resize(*size)
            return
        self._terminal = Terminal(
            self, environ=PAGE, size=size, address=str(said.get("address", "")), raw=True
        )
        self._opened(self._terminal, True)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._terminal is not None:
            self._terminal.cut()
        if not self.over.done():
            self.over.set_result(None)

    # -- a terminal's carrier ------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """As `Carrier.send`."""
        if not self._transport.is_closing():
            self._transport.write(data)

    def unsent(self) -> int:
        """As `Carrier.unsent`."""
        return self._transport.get_write_buffer_size()

    def hold(self, still: bool) -> None:
        """As `Carrier.hold`."""
        if self._transport.is_closing():
            return
        if still:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def end(self, status: int) -> None:
        """As `Carrier.end`."""
        self._transport.close()
        self._loop.call_later(PATIENCE, self._transport.abort)


async def converse(sock: socket.socket, opened: Callable[[Terminal, bool], None]) -> None:
    """Serve one page's terminal until it ends. Never raises."""
    loop = asyncio.get_running_loop()
    _, browser = await loop.connect_accepted_socket(lambda: Browser(opened), sock)
    await browser.over
