"""A real Chromium without a window, over its debugging protocol, and what its terminal shows."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse

from tests.needs import program

PATIENCE = 30.0
KEYS = {"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "ArrowLeft": 37, "Tab": 9}
"""Keys that are no characters, with their codes."""


class Page:
    """One page, and somebody at the keyboard."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._screen = pyte.Screen(300, 120)
        self._stream = pyte.ByteStream(self._screen)
        self.asked: list[str] = []
        """Each address that it asked something of."""
        self.failed: list[str] = []
        """What went wrong in the page."""
        self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if (waiting := self._answers.pop(said.get("id", 0), None)) is not None:
                waiting.set_result(said.get("result", {}))
            else:
                self._heard(str(said.get("method")), said.get("params", {}))

    def _heard(self, method: str, of: dict[str, Any]) -> None:
        if method == "Network.webSocketFrameReceived" and of["response"]["opcode"] == 2:
            data = base64.b64decode(of["response"]["payloadData"])
            self._stream.feed(re.sub(rb"\x1b\[[<>][0-9]*u", b"", data))
        elif method == "Network.requestWillBeSent":
            self.asked.append(of["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.failed.append(str(of["exceptionDetails"]))
        elif method == "Log.entryAdded" and of["entry"]["level"] == "error":
            self.failed.append(str(of["entry"]["text"]))

    async def call(self, method: str, **of: Any) -> dict[str, Any]:
        """One call of the protocol; what it answers."""
        self._number += 1
        waiting = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": of})
        return await asyncio.wait_for(waiting, PATIENCE)

    async def open(self, url: str) -> None:
        for domain in ("Network", "Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=url)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._screen.display).split())

    async def sees(self, text: str) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while text not in self.text:
            assert asyncio.get_running_loop().time() < end, self.text
            await asyncio.sleep(0.05)

    async def press(self, *keys: str) -> None:
        """Keys by their names, or characters."""
        for key in keys:
            text = "\r" if key == "Enter" else key if key not in KEYS else ""
            of: dict[str, Any] = {"key": key, **({"text": text} if text else {})}
            if key in KEYS:
                of |= {"code": key, "windowsVirtualKeyCode": KEYS[key]}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **of)
            of.pop("text", None)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **of)

    async def click(self) -> None:
        for what in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=what, x=300, y=200, button="left", clickCount=1
            )

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def join(self, name: str, code: str = "") -> None:
        """Say who it is, at the door."""
        await self.sees("Who are you?")
        for text in (name, *([code] if code else [])):
            await self.type(text)
            await self.press("Enter")

    async def value(self, expression: str) -> Any:
        """What JavaScript makes of it."""
        return (await self.call("Runtime.evaluate", expression=expression))["result"].get("value")

    def close(self) -> None:
        self._reading.cancel()


@asynccontextmanager
async def browsing(url: str) -> AsyncIterator[Page]:
    """A page of a browser of its own."""
    chromium = program("chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
                f"--user-data-dir={profile}", "--window-size=1000,700", "about:blank",
            ],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            assert process.stderr is not None
            where = None
            while where is None:
                line = await asyncio.to_thread(process.stderr.readline)
                assert line, "the browser did not start"
                where = re.search(r"ws://127\.0\.0\.1:(\d+)/", line)
            async with ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{where[1]}/json") as answer:
                    pages = [one for one in await answer.json() if one["type"] == "page"]
                async with session.ws_connect(
                    pages[0]["webSocketDebuggerUrl"], max_msg_size=0
                ) as socket:
                    page = Page(socket)
                    await page.open(url)
                    yield page
                    page.close()
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            assert process.stderr is not None
            process.stderr.close()
