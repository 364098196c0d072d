"""What every worker needs is imported and done once before the first of them is forked: then they
share it."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import pkgutil
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import asyncssh

import tutor
from tutor.process import signals
from tutor.store.sqlite import Memory
from tutor.ui.app import Opened, TutorApp
from tutor.ui.terminal.capabilities import Look
from tutor.workshop import ssh
from tutor.workshop.access import Access

if TYPE_CHECKING:
    from tutor.ui.terminal.line_driver import LineDriver
    from tutor.workshop.terminal import Terminal

ROOMS = ("chart", "course", "engine", "grading", "history", "plain", "session", "ui")
"""Whose modules are imported, all but those that nobody here uses."""
UNUSED = ("tutor.ui.preview_app",)
KEYS = (b"12345\r", b"12346\r", b"\x1b[27u", b"\r", b"\t", b"\x1b[C", b"r", b"v", b"v")
"""What a learner presses in a step with a bowl: two misses, on, a constant, a run, the pictures."""
MOMENT = 0.05
"""Seconds until the next of them."""
PATIENCE = 10.0


def warm(opened: Opened, key: asyncssh.SSHKey) -> None:
    """Do it, and keep it out of the way of the collector. A request to end waits until it is done:
    in the middle of what an event loop runs it would be lost, or come with a traceback."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in _modules():
        importlib.import_module(name)
    signals.hold()
    try:
        asyncio.run(_play(opened))
        asyncio.run(_speak(key))
    finally:
        signals.deliver()
    gc.collect()
    gc.freeze()


def _modules() -> Iterator[str]:
    yield from ("numpy", "plotext", "_strptime", "concurrent.futures.thread")
    for one in pkgutil.walk_packages(tutor.__path__, "tutor."):
        if one.name.split(".")[1] in ROOMS and one.name not in UNUSED:
            yield one.name


async def _play(opened: Opened) -> None:
    """Home, and a step with a picture."""
    lessons = opened.course.lessons
    steps = [(one.id, step) for one in lessons for step in one.steps]
    drawn = [(id, step) for id, step in steps if step.ask and step.picture()] or steps
    for where in (None, f"{drawn[0][0]}/{drawn[0][1].id}"):
        line = _Nobody()
        app = TutorApp(opened, look=Look(), store=Memory(), where=where, line=line)
        running = asyncio.ensure_future(app.run_async(mouse=False, size=(80, 24)))
        await asyncio.sleep(4 * MOMENT)
        for keys in KEYS if where else ():
            await asyncio.sleep(MOMENT)
            if line.driver is not None:
                line.driver.heard(keys)
        app.exit()
        await running


async def _speak(key: asyncssh.SSHKey) -> None:
    """One connection, at both of its ends."""
    opened: asyncio.Future[Terminal] = asyncio.get_running_loop().create_future()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        server, _ = listening.accept()
    server.setblocking(False)

    def door() -> ssh.Door:
        return ssh.Door(lambda one, screen: opened.set_result(one), Access(), lambda line: None)

    speaking = asyncio.ensure_future(ssh.speak(server, ssh.options_of(key), door))
    async with (
        asyncio.timeout(PATIENCE),
        asyncssh.connect(
            sock=client, username="x", known_hosts=None, config=None, client_keys=None,
            agent_path=None,
        ) as connection,
    ):  # fmt: skip
        process = await connection.create_process(term_type="xterm")
        (await opened).write(".")
        await process.stdout.read(1)
        connection.abort()
    await speaking


class _Nobody:
    """A line that leads nowhere."""

    stalled = False
    driver: LineDriver | None = None

    def write(self, text: str) -> None:
        """Nobody reads it."""

    def shown(self) -> None:
        """Nobody sees it."""

    def pause(self) -> None:
        """Nothing comes."""

    def resume(self) -> None:
        """Nothing comes."""
