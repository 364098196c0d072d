"""One terminal at the other end of a real SSH connection: what is kept for it, what it may send."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import asyncssh
import pytest
from asyncssh.constants import MSG_IGNORE
from asyncssh.packet import String

from tutor.classroom.members import Members
from tutor.store.sqlite import Memory
from tutor.workshop import ssh
from tutor.workshop.access import Access
from tutor.workshop.join import Door, House
from tutor.workshop.terminal import BURST, KEPT, LOOK_AGAIN, Terminal

Visit = Callable[[Terminal, asyncssh.SSHClientProcess[bytes]], Awaitable[None]]


def visited(visit: Visit) -> None:
    """Be at both ends of one connection."""

    async def both() -> None:
        opened: asyncio.Future[Terminal] = asyncio.get_running_loop().create_future()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            client = socket.create_connection(listening.getsockname())
            server, _ = listening.accept()
        server.setblocking(False)
        options = ssh.options_of(asyncssh.generate_private_key("ssh-ed25519"))

        def door() -> ssh.Door:
            return ssh.Door(lambda one, screen: opened.set_result(one), Access(), lambda line: None)

        speaking = asyncio.ensure_future(ssh.speak(server, options, door))
        async with asyncssh.connect(
            sock=client, username="x", known_hosts=None, config=None, client_keys=None,
            agent_path=None, compression_algs=["zlib@openssh.com"],
        ) as connection:  # fmt: skip
            process = await connection.create_process(
                term_type="xterm", encoding=None, window=2**16
            )
            await asyncio.wait_for(visit(await opened, process), 30)
            connection.abort()
        await asyncio.wait_for(speaking, 10)

    asyncio.run(both())


def test_what_is_kept_for_a_terminal_that_does_not_read_has_an_end() -> None:
    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        sent = 0
        while not terminal.stalled:
            terminal.write("x" * 1000)
            sent += 1000
            await asyncio.sleep(0)
        assert sent < 4 * KEPT + 2**19, "what the system itself keeps for a connection is in it"
        got = 0
        while got < sent:
            got += len(await process.stdout.read(65536))
        await asyncio.sleep(3 * LOOK_AGAIN)
        assert not terminal.stalled

    visited(visit)


def test_a_flood_is_not_read_before_its_time() -> None:
    """And nothing of it is lost that was read."""

    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        heard = bytearray()
        terminal.listen(heard.extend)
        process.stdin.write(b"y" * 500_000)
        await asyncio.sleep(1)
        assert BURST <= len(heard) < 100_000

    visited(visit)


@pytest.mark.parametrize("text", ["ü" * 50, "0.5", "\ud800"])
def test_what_is_said_arrives_as_it_was(text: str) -> None:
    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        terminal.write(text)
        expected = text.encode("utf-8", "replace")
        assert await process.stdout.readexactly(len(expected)) == expected

    visited(visit)


def test_a_cut_line_is_told_once_and_nothing_is_sent_after_it() -> None:
    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        process.close()
        await asyncio.wait_for(terminal.leaving.wait(), 10)
        terminal.write("nobody reads this")
        terminal.end(0)

    visited(visit)


def test_a_name_that_comes_in_parts_is_read_as_one() -> None:
    """A letter of two bytes may be torn anywhere."""

    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        store = Memory()
        members = Members(store, "x")
        door = Door(House("A course", members, None, store.now, int, print, print), terminal)
        opened = asyncio.ensure_future(door.open())
        for part in (b"Zo\xc3", b"\xab"):
            process.stdin.write(part)
            await asyncio.sleep(0.2)
        assert door.fields[0].text == "Zoë"
        process.stdin.write(b"\x03")
        assert await opened is None

    visited(visit)


def test_a_packet_that_inflates_without_end_ends_its_connection() -> None:
    """Before it is inflated: a megabyte of zeros is a kilobyte on the wire."""

    async def visit(terminal: Terminal, process: asyncssh.SSHClientProcess[bytes]) -> None:
        terminal.write("there")
        assert await process.stdout.readexactly(5) == b"there"
        connection = process.channel.get_connection()
        connection.send_packet(MSG_IGNORE, String(bytes(4 * ssh.INFLATED)))
        await asyncio.wait_for(terminal.leaving.wait(), 10)

    visited(visit)
