"""The browser's side: a process that serves the page and passes each terminal on to a worker.

textual-serve has the terminal in the page (xterm.js) and what it says over a websocket. Its child
process for each page is not started, and its page, which asks a font of another site, not used.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urlsplit

from tutor.workshop.browser import DATA, LARGEST, META, frame
from tutor.workshop.limits import Rate, Seldom, origin, room_for

if TYPE_CHECKING:
    from aiohttp import web

    from tutor.workshop.control import Control

PAGE = Path(__file__).parent / "page"
READ = 16 * 1024
FILES = 8192
"""Files that this process may have open: some for each browser."""
PASTE = 2**20
"""Bytes that a page sends at once at most: what is pasted is one message."""
HEADERS = {
    # everything comes from here, and nothing of this page is shown in another's
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
HEARTBEAT = 15.0
"""Seconds between the questions whether a browser is still there."""


class Site(NamedTuple):
    """What the page is of, and where."""

    title: str
    public_url: str = ""
    """What the page is called from outside, where something stands before this server."""
    learners: int = 100
    """For how many it is at a time."""


class Web:
    """The page, its files, and its websocket."""

    def __init__(self, site: Site, control: Control, log: Callable[[str], None]) -> None:
        """`control` leads to who passes terminals on to workers."""
        self._control = control
        self._site, self._refuse = site, Seldom(log)
        self._rate = Rate(site.learners)
        self._page = (PAGE / "index.html").read_text(encoding="utf-8")

    def app(self) -> web.Application:
        """All of it."""
        import textual_serve
        from aiohttp import web

        theirs = Path(textual_serve.__file__).parent / "static"
        app = web.Application(client_max_size=LARGEST)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self._terminal),
                web.static("/static/theirs", theirs),
                web.static("/static", PAGE),
            ]
        )
        app.on_response_prepare.append(_head)
        return app

    async def _index(self, request: web.Request) -> web.Response:
        from html import escape

        from aiohttp import web

        text = self._page.replace("{{ title }}", escape(self._site.title))
        return web.Response(text=text, content_type="text/html")

    def _ours(self, request: web.Request) -> bool:
        """Whether it is our page that asks: another site's could use a learner's browser."""
        try:
            origin = urlsplit(request.headers.get("Origin", ""))
        except ValueError:
            return False
        if self._site.public_url:
            return _place(origin) == _place(urlsplit(self._site.public_url))
        return bool(origin.netloc) and origin.netloc == request.host

    async def _terminal(self, request: web.Request) -> web.StreamResponse:
        """One page's terminal, until one of its ends is gone."""
        from aiohttp import web

        where = request.remote or "?"
        if not self._ours(request):
            self._refuse(f"{where}: refused a page of another site")
            return web.Response(status=403, text="This page is not the tutor's.\n")
        if not self._rate.admits(origin(where), asyncio.get_running_loop().time()):
            self._refuse(f"{where}: refused, it came too often")
            return web.Response(status=429, text="Too many come at once: wait a minute.\n")
        page = web.WebSocketResponse(
            heartbeat=HEARTBEAT, max_msg_size=PASTE, compress=False, autoping=True
        )
        await page.prepare(request)
        mine, its = socket.socketpair()
        self._control.send({"is": "come", "from": where}, its)
        reader, writer = await asyncio.open_unix_connection(sock=mine)
        size = _size(request.query.get("width"), request.query.get("height"))
        writer.write(_meta({**size, "address": where}))
        out = asyncio.ensure_future(_out(reader, page))
        try:
            await _in(page, writer)
        finally:
            out.cancel()
            writer.transport.abort()  # what is still on its way was typed by nobody who is there
        return page


def _place(url: SplitResult) -> tuple[str, str | None, int | None]:
    """Scheme, host and port of an address, however it is written."""
    try:
        port = url.port
    except ValueError:
        port = 0
    return url.scheme, url.hostname, port or {"http": 80, "https": 443}.get(url.scheme)


async def _out(reader: asyncio.StreamReader, page: web.WebSocketResponse) -> None:
    """What the worker sends, to the page; slowly where it reads slowly."""
    with suppress(ConnectionError):
        while data := await reader.read(READ):
            await page.send_bytes(data)
    await page.close()


async def _in(page: web.WebSocketResponse, writer: asyncio.StreamWriter) -> None:
    """What the page sends, to the worker."""
    from aiohttp import WSMsgType

    async for message in page:
        if message.type != WSMsgType.TEXT:
            continue
        match _said(message.data):
            case ["stdin", str(text)]:
                data = text.encode("utf-8", "replace")
                writer.write(b"".join(frame(DATA, part) for part in _parts(data)))
            case ["resize", {"width": width, "height": height}]:
                writer.write(_meta(_size(width, height)))
            case ["ping", str(stamp)]:
                await page.send_json(["pong", stamp])
        try:
            await writer.drain()
        except ConnectionError:
            return


def _said(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _parts(data: bytes) -> list[bytes]:
    return [data[at : at + READ] for at in range(0, len(data), READ)]


def _meta(said: dict[str, object]) -> bytes:
    return frame(META, json.dumps(said).encode())


def _size(width: object, height: object) -> dict[str, object]:
    """80x24 where it is none."""
    try:
        found = int(str(width)), int(str(height))
    except ValueError:
        found = 80, 24
    return {"width": found[0], "height": found[1]}


async def _head(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


class _Lines(logging.Handler):
    """What the library has to say, as one line: its tracebacks could show what was typed."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = Seldom(log)

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        self._tell(f"the browser's side: {kind.__name__ if kind else record.getMessage()}")


def begin(
    listening: socket.socket, site: Site, control: Control, log: Callable[[str], None]
) -> None:
    """What the forked process does; it ends with it, and when its parent does."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    status = 1
    try:
        asyncio.run(_run(listening, Web(site, control, log), control, log))
        status = 0
    finally:
        os._exit(status)


async def _run(
    listening: socket.socket, pages: Web, control: Control, log: Callable[[str], None]
) -> None:
    from aiohttp import web

    logging.getLogger().handlers[:] = [_Lines(log)]
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(control.fileno(), over.set)  # its parent never says anything but farewell
    loop.add_signal_handler(signal.SIGTERM, over.set)
    room_for(FILES)
    runner = web.AppRunner(
        pages.app(), access_log=None, handle_signals=False, shutdown_timeout=3,
        keepalive_timeout=HEARTBEAT,
    )  # fmt: skip
    await runner.setup()
    await web.SockSite(runner, listening).start()
    await over.wait()
    await runner.cleanup()
