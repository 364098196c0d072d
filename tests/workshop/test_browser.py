"""The course in a browser: a real Chromium, its keyboard and all."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

from tests.needs import free_port, program
from tests.workshop.browser import browsing
from tests.workshop.room import CODE, Learner, Room, serving, until
from tutor.workshop.limits import MANY

BROWSERS = "tutor browsers"
NOISE = (
    *("", "{}", "[]", "[1]", '["stdin"]', '["stdin", 5]', '["resize", {}]', "5", "null"),
    *('["resize", {"width": "x", "height": -4}]', '["what", "is", "this"]'),
)
"""Messages that mean nothing."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with serving(tmp_path_factory.mktemp("room"), "--code", "maple", "--web", "0") as room:
        yield room


def knocked(page: str, **headers: str) -> int:
    """The status that a websocket of that page gets."""

    async def asked() -> int:
        async with ClientSession() as session:
            try:
                async with session.ws_connect(f"{page}ws", headers=headers):
                    return 101
            except WSServerHandshakeError as error:
                return error.status

    return asyncio.run(asked())


def test_a_browser_comes_in_plays_loses_its_line_and_comes_back(room: Room) -> None:
    """To its half-typed answer, and takes over from itself at an SSH client."""

    async def visit() -> str:
        async with browsing(room.page) as page:
            await page.join("Web", "maple")
            await page.sees("Your return code")
            found = CODE.search(page.text)
            assert found is not None
            await page.press("Enter")
            await page.sees("enter begin")
            await page.press("Enter")
            await page.sees("Three verbs")
            await page.press("Enter")
            await page.sees("What is pred now?")
            await page.type("0.4")
            await page.press("ArrowLeft")
            await page.type("5")
            await page.sees("› 0.54")
            assert page.failed == []
            assert {url.split("/")[2] for url in page.asked if url.startswith("http")} == {
                room.page.split("/")[2]
            }, "nothing is asked of anybody else"
            assert await page.value("document.fonts.check('16px \"Roboto Mono\"')")
            return found[0]

    code = asyncio.run(visit())  # its end is that of the browser: nobody said farewell
    one = Learner(room)
    one.join("web", "maple", code)
    one.sees("› 0.54")

    async def again() -> None:
        async with browsing(room.page) as page:
            await page.join("Web", "maple")
            await page.sees("Return code")
            await page.type(code)
            await page.press("Enter")
            await page.sees("› 0.54")
            assert one.left() == 0 and "another window" in one.text
            await page.press("Escape", "l")
            await page.sees("q quit")
            await page.press("q")
            await asyncio.sleep(0.5)
            assert "-closed" in await page.value("document.body.className")
            assert await page.value("document.activeElement.id") == "again"
            await page.press("Enter")  # the way back has the keys
            await page.sees("Who are you?")

    asyncio.run(again())


def test_a_page_of_another_site_gets_no_terminal(room: Room) -> None:
    """It could come in with what a learner's browser knows."""

    host = room.page.split("/")[2]
    assert knocked(room.page, Origin=f"http://{host}") == 101
    for headers in (
        {}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://[::1"},
    ):  # fmt: skip
        assert knocked(room.page, **headers) == 403
    until(lambda: "refused a page of another site" in room.log)


def test_what_a_page_sends_that_is_no_message_of_a_terminal_ends_nothing(room: Room) -> None:
    """Nor does a flood reach the app all at once."""
    other = Learner(room)
    other.join("Otto", "maple")
    other.sees("enter begin")

    async def noise() -> None:
        host = room.page.split("/")[2]
        async with (
            ClientSession() as session,
            session.ws_connect(
                f"{room.page}ws?width=a", headers={"Origin": f"http://{host}"}
            ) as ws,
        ):
            for text in NOISE:
                await ws.send_str(text)
            await ws.send_bytes(b"\x00\xff")
            await ws.send_json(["resize", {"width": 10**9, "height": 10**9}])
            await ws.send_json(["ping", "7"])
            seen = ""
            while "pong" not in seen or "Who are you?" not in seen:
                message = await ws.receive(timeout=20)
                assert message.type in (WSMsgType.TEXT, WSMsgType.BINARY), message
                data = message.data
                seen += data.decode() if isinstance(data, bytes) else data
            for _ in range(40):
                await ws.send_json(["stdin", "\x1b[B" * 16_000])
            other.type("?")
            other.sees("Help")

    asyncio.run(noise())
    other.cut()


def test_behind_a_proxy_the_page_is_called_otherwise(tmp_path: Path) -> None:
    public = "https://class.example.org/neural/"
    port = free_port()
    chosen = ("--open", "--web", str(port), "--public-url", public)
    here = f"127.0.0.1:{port}"
    with serving(tmp_path, *chosen) as room:
        assert room.page == public

        assert knocked(f"http://{here}/", Origin="https://class.example.org") == 101
        assert knocked(f"http://{here}/", Origin="http://class.example.org") == 403
        assert knocked(f"http://{here}/", Origin=f"http://{here}") == 403


def test_a_page_that_comes_without_end_is_told_to_wait(tmp_path: Path) -> None:
    with serving(tmp_path, "--open", "--web", "0", "--learners", "1") as room:

        async def flood() -> int:
            async with ClientSession(headers={"Origin": room.page.rstrip("/")}) as session:
                for _ in range(10 * MANY):  # some come in meanwhile
                    try:
                        await (await session.ws_connect(f"{room.page}ws")).close()
                    except WSServerHandshakeError as error:
                        return error.status
            return 101

        assert asyncio.run(flood()) == 429
        until(lambda: "refused, it came too often" in room.log)


def test_browsers_are_listened_to_where_it_is_said(tmp_path: Path) -> None:
    """By a proxy on this machine alone, while SSH is for all."""
    with serving(tmp_path, "--open", "--web", "0", "--web-host", "127.0.0.2") as room:
        assert "//127.0.0.2:" in room.page
        assert knocked(room.page, Origin=room.page.rstrip("/")) == 101


def test_the_browsers_side_ends_with_its_server(tmp_path: Path) -> None:
    with serving(tmp_path, "--open", "--web", "0") as room:
        until(lambda: room.children(BROWSERS))
        (web,) = room.children(BROWSERS)
        room.process.kill()
        until(lambda: not Path(f"/proc/{web}").exists())


def test_the_browsers_side_is_started_again(tmp_path: Path) -> None:
    fault = "from tutor.workshop import parent; parent.AGAIN = 1.0"
    with serving(tmp_path, "--open", "--web", "0", fault=fault) as room:
        until(lambda: room.children(BROWSERS))
        (web,) = room.children(BROWSERS)
        os.kill(web, signal.SIGKILL)
        until(lambda: room.children(BROWSERS) not in ([], [web]))
        origin = room.page.rstrip("/")
        assert knocked(room.page, Origin=origin) == 101
        assert "is started again" in room.log


# -- plain `textual serve` -----------------------------------------------------------------------


def test_textual_serve_shows_the_tutor_as_it_is(tmp_path: Path) -> None:
    """Whoever starts it by Textual's own server gets the screen, and not plain mode."""
    program("chromium")
    port = free_port()
    code = (
        "from textual_serve.server import Server;"
        f"Server('{sys.executable} -m tutor', port={port}, host='127.0.0.1').serve()"
    )
    environ = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "TERM": "dumb"}

    def listens() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        return False

    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, env=environ
    ) as server:
        try:

            async def visit() -> None:
                async with browsing(f"http://127.0.0.1:{port}/") as page:
                    await page.sees("enter begin")
                    await page.click()  # its page gives the keys to the terminal then
                    await page.press("Enter")
                    await page.sees("Three verbs")
                    await page.press("Enter")
                    await page.sees("What is pred now?")
                    await page.type("1.2")
                    await page.press("Enter")
                    await page.sees("Right.")

            until(listens)
            asyncio.run(visit())
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
            until(lambda: not children.read_text().split())  # gone with the page
        finally:
            server.terminate()
