"""`tutor serve --check`: all of it is tried, before there is a room."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import asyncssh

from tutor.errors import TutorError
from tutor.store import connect, lasts
from tutor.workshop.access import Access
from tutor.workshop.hostkey import host_key, place
from tutor.workshop.parent import Parent
from tutor.workshop.serve import (
    LOOPBACK,
    Served,
    access_of,
    addresses,
    class_code,
    joined,
    listen,
    opened_course,
    raise_where_none_lasts,
)
from tutor.workshop.warm import warm
from tutor.workshop.worker import Setup

if TYPE_CHECKING:
    from tutor.ui.app import Opened

PATIENCE = 20.0
"""Seconds for the client to see what it waits for."""
CHECKED = "checked"
"""The name of the setting that is written to see whether the store can be."""


def check(wanted: Served, tell: Callable[[str], None]) -> bool:
    """Try everything that serving needs, tell of each part how it is, and whether all is well.
    A class that had no code has one then, and a host that had no key."""
    well, kept = True, wanted.host_key or place()
    with suppress(TutorError):  # which is said of the store
        wanted, _ = joined(wanted)

    def part(name: str, work: Callable[[], str]) -> None:
        nonlocal well
        try:
            tell(f"  ok   {name:<11} {work()}")
        except (TimeoutError, TutorError, OSError, asyncssh.Error) as error:
            well = False
            tell(f"  NO   {name:<11} {error}")

    with ExitStack() as open_things:
        found: list[Opened] = []
        listening: list[socket.socket] = []

        def lessons() -> str:
            found.append(opened_course(wanted.lessons))
            broken = found[0].course.broken
            if broken:
                raise TutorError(f"{', '.join(broken)} cannot be played; see `tutor lint`")
            return f"{len(found[0].course.lessons)} lessons"

        def port() -> str:
            one = open_things.enter_context(closing(listen(wanted.host, wanted.port)))
            listening.append(one)
            alone = ", for this machine alone" if wanted.host in LOOPBACK else ""
            number = wanted.port or "a free one"
            return f"{number} at {', '.join(addresses(wanted.host))}{alone}"

        def browsers() -> str:
            with closing(listen(wanted.web_host, wanted.web or 0, "--web")) as one:
                return f"port {one.getsockname()[1] if wanted.web else 'a free one'}"

        part("lessons", lessons)
        part("store", lambda: _written(wanted))
        part("host key", lambda: f"{host_key(kept).get_fingerprint()}, in {kept}")
        part("who", lambda: _who(wanted))
        part("port", port)
        if wanted.web is not None:
            part("browsers", browsers)
        if well:
            part("a client", lambda: _tried(found[0], host_key(kept), listening[0]))
    return well


def _written(wanted: Served) -> str:
    raise_where_none_lasts(wanted.store)
    wanted, _ = joined(wanted)
    with closing(connect(wanted.store)) as store:
        whose, stamp = f"class:{wanted.name}", secrets.token_hex(4)
        store.remember(whose, CHECKED, stamp)
        if store.recall(whose).get(CHECKED) != stamp:
            raise TutorError("what is written is not what is read")
        store.remember(whose, CHECKED, "")
        return f"written and read ({type(store).__name__})"


def _who(wanted: Served) -> str:
    access = access_of(wanted)
    said = [
        what
        for keys, what in (
            (access.learners, "learners by their keys"),
            (access.instructors, "instructors by theirs"),
        )
        if keys is not None
    ]
    if wanted.open:
        said.append("everybody, without a code")
    elif not access.only_keys:
        kept = not wanted.code and lasts(wanted.store)
        code = class_code(wanted) if kept else wanted.code or "of the class"
        said.append(f"whoever knows the code {code}")
    return ". ".join([", ".join(said), *(line.rstrip(".") for line in access.shared)])


def _tried(opened: Opened, key: asyncssh.SSHKey, listening: socket.socket) -> str:
    """Serve, and come in: with a store and a code of the moment, so that nobody is left of it."""
    with TemporaryDirectory(prefix="tutor-") as folder:
        code = secrets.token_hex(4)
        setup = Setup(opened, key, str(Path(folder) / "store"), "check", code, Access(), 10, 100)
        warm(opened, key)
        pid = os.fork()
        if not pid:
            try:
                Parent(listening, setup, log=lambda line: None).run()
            finally:
                os._exit(0)
        try:
            host, port = listening.getsockname()[:2]
            where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
            asyncio.run(_visit(where, port, key, code))
        finally:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
    return "came in by SSH, and saw the course"


async def _visit(host: str, port: int, key: asyncssh.SSHKey, code: str) -> None:
    """Come in as a learner does. Raises TutorError, and what asyncssh raises."""
    known = asyncssh.import_known_hosts(f"* {key.export_public_key().decode()}")
    async with (
        asyncio.timeout(PATIENCE),
        asyncssh.connect(
            host, port, username="check", known_hosts=known, config=None, client_keys=None,
            agent_path=None, x509_trusted_certs=None,
        ) as connection,
    ):  # fmt: skip
        process = await connection.create_process(term_type="xterm", encoding="utf-8")
        seen = ""
        for wanted, keys in (
            ("Who are you?", f"Check\r{code}\r"),
            ("Your return code", "\r"),
            ("begin", "\x03"),
        ):
            while wanted not in seen:
                more = await process.stdout.read(4096)
                if not more:
                    raise TutorError(f"the line ended before `{wanted}` was seen")
                seen += more
            process.stdin.write(keys)
