"""SSH for one connection: a terminal and nothing else. Whatever else is asked for is refused in a
sentence, and written down."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from typing import TYPE_CHECKING, Any

import asyncssh
from asyncssh.compression import Compressor, Decompressor, register_compression_alg
from asyncssh.packet import SSHPacket

from tutor.workshop.terminal import KNOWN, Terminal

if TYPE_CHECKING:
    import socket

    from asyncssh import SSHServerConnection

    from tutor.workshop.access import Access, Known

WINDOW = 32 * 1024
"""Bytes that a client may send before they were read."""
PACKET = 16 * 1024
COMPRESSION = b"zlib@openssh.com"
INFLATED = 256 * 1024
"""Bytes of a packet at most, once it is inflated: a client may send no larger ones either."""
ASKED = 64
"""Requests that a client may make before its terminal is opened: OpenSSH makes a dozen."""
VALUE = 64
"""Characters of a variable's value that are kept."""
LOGIN = 30
"""Seconds until a client has come as far as a terminal."""
KEEPALIVE = 15
"""Seconds between the questions whether a client is still there; after four without an answer it
is not."""
SESSIONS = 16
"""Sessions that a connection may ask for: it gets one."""
WRITTEN = 20
"""Refusals of one connection that are written down."""
CLOSING = 3.0
"""Seconds that a client has to take its leave."""
ONLY = "This is a tutor, and nothing else: {what} is not to be had here.\r\n"
INSTEAD = "This is a tutor, and nothing else: {what} is not to be had here; connect {how}.\r\n"
STRANGER = "This class opens to the keys of its learners: yours is not one of them.\r\n"
ANOTHER = "This connection has its terminal: open another one for another.\r\n"


class Door(asyncssh.SSHServer):
    """One connection from its beginning to its end."""

    def __init__(
        self,
        opened: Callable[[Terminal, bool], None],
        access: Access,
        log: Callable[[str], None],
    ) -> None:
        """`opened`: told of a terminal, and whether it is a whole screen."""
        self._opened, self._access, self._log = opened, access, log
        self.known: Known | None = None
        """Whose key was shown, once it has signed."""
        self._conn: SSHServerConnection
        self._sessions = self._refused = 0
        self.has_terminal = False
        self.asked_for: tuple[str, str] | None = None
        """What was asked for before there was a terminal, and how to connect without it."""
        self.address = ""

    def connection_made(self, conn: SSHServerConnection) -> None:
        self._conn = conn
        # what has no terminal by then wants something else, or nothing
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(LOGIN, self._conn.close)
        self.address = str(conn.get_extra_info("peername", ("?",))[0])

    def connection_lost(self, exc: Exception | None) -> None:
        self._patience.cancel()

    # -- who it is: a user's name is no identity, a key is one where its owner is known ---------

    def begin_auth(self, username: str) -> bool:
        return self._access.by_key

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        # also asked of a key that is only mentioned: nobody is known before `auth_completed`, and
        # whoever gets there by another way has taken back what was mentioned
        self.known = self._access.known(key, self.address)
        return self.known is not None

    def kbdint_auth_supported(self) -> bool:
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> bool:
        # nothing is asked here: who has no key that is known is told so, or asked on the screen
        self.known = None
        return True

    @property
    def shut(self) -> bool:
        """Only keys open this class, and none did."""
        return self._access.only_keys and self.known is None

    # -- what it may have ----------------------------------------------------------------------

    def session_requested(self) -> tuple[Channel, Session]:
        self._sessions += 1
        if self._sessions > SESSIONS:
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, "Too many sessions")
        channel = Channel(
            self._conn, asyncio.get_running_loop(), True, False, False, 0, 0, None, "strict",
            WINDOW, PACKET,
        )  # fmt: skip
        return channel, Session(self)

    def refused(self, what: str) -> None:
        """Write down what was refused: never what was in it, nor without end."""
        self._refused += 1
        if self._refused > WRITTEN:
            return
        self._log(f"{self.address}: refused {what}")

    def connection_requested(self, *_: Any) -> bool:
        self.refused("a forwarded connection")
        raise asyncssh.ChannelOpenError(
            asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, ONLY.format(what="forwarding").strip()
        )

    def unix_connection_requested(self, *_: Any) -> bool:
        return self.connection_requested()

    def server_requested(self, *_: Any) -> bool:
        self.asked_for = ("a forwarded port", "without -R")
        return False

    def unix_server_requested(self, *_: Any) -> bool:
        return self.server_requested()

    def tun_requested(self, *_: Any) -> bool:
        return self.connection_requested()

    def tap_requested(self, *_: Any) -> bool:
        return self.connection_requested()

    def open(self, terminal: Terminal, *, screen: bool) -> None:
        """A terminal is there."""
        self.has_terminal = True
        self._patience.cancel()
        self._opened(terminal, screen)

    def close(self) -> None:
        """The terminal was left: a connection that would stay open for others is closed too."""
        self._conn.close()

    def unsent(self) -> int:
        """Bytes that wait for the network."""
        transport = getattr(self._conn, "_transport", None)
        return transport.get_write_buffer_size() if transport is not None else 0


class Inflating(Decompressor):
    """asyncssh's, with an end to what a packet may become: 64 kB of zeros are 64 MB."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj()

    def decompress(self, data: bytes) -> bytes | None:
        """None ends the connection."""
        try:
            found = self._inflate.decompress(data, INFLATED)
        except zlib.error:
            return None
        return None if self._inflate.unconsumed_tail else found


class Deflating(Compressor):
    """Each packet whole, as RFC 4253, 6.2 wants it."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj()

    def compress(self, data: bytes) -> bytes:
        """Never fails."""
        return self._deflate.compress(data) + self._deflate.flush(zlib.Z_SYNC_FLUSH)


register_compression_alg(COMPRESSION, Deflating, Inflating, after_auth=True, default=False)


class Channel(asyncssh.SSHServerChannel[bytes]):
    """asyncssh's, with an end to what a client may ask for."""

    _asked = 0
    asked_for: tuple[str, str] | None = None
    """What was asked for before there was a terminal, and how to connect without it."""

    def _process_env_request(self, packet: SSHPacket) -> bool:
        # asyncssh keeps whatever is sent, 20 MB of it too
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        self._asked += 1
        if self._asked > ASKED:
            raise asyncssh.ProtocolError("Too many requests")
        if name.decode("ascii", "replace") in KNOWN:
            self._env[name] = value[:VALUE]
        return True

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        self.asked_for = ("a forwarded display", "with -x")
        return False

    def _process_auth_agent_req_at_openssh_dot_com_request(  # type: ignore[override]  # one of theirs
        self, packet: SSHPacket
    ) -> bool:
        self.asked_for = ("a forwarded agent", "with -a")
        return False

    @property
    def waits(self) -> int:
        """Bytes that the client has not made room for."""
        return self._send_buf_len


class Session(asyncssh.SSHServerSession[bytes]):
    """The one channel of a connection that is a terminal."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._channel: Channel
        self._screen = False
        self._refusal = ""
        self.terminal: Terminal | None = None

    # -- what is asked for ---------------------------------------------------------------------

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        assert isinstance(chan, Channel)
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: Any, term_modes: Any) -> bool:
        self._screen = True
        return True

    def shell_requested(self) -> bool:
        if self._door.shut:
            self._refuse("a key that is nobody's", STRANGER)
        elif self._door.has_terminal:
            self._refuse("a second session", ANOTHER)
        elif (found := self._channel.asked_for or self._door.asked_for) is not None:
            what, how = found
            self._refuse(what, INSTEAD.format(what=what, how=how))
        return True

    def exec_requested(self, command: str) -> bool:
        what = "scp" if command.startswith("scp ") else "a command"
        self._refuse(what, ONLY.format(what=what))
        return True

    def subsystem_requested(self, subsystem: str) -> bool:
        what = "sftp" if subsystem == "sftp" else "a subsystem"
        self._refuse(what, ONLY.format(what=what))
        return True

    def _refuse(self, what: str, say: str) -> None:
        self._door.refused(what)
        self._refusal = say

    def session_started(self) -> None:
        if self._refusal:
            self._channel.write(self._refusal.encode(), asyncssh.EXTENDED_DATA_STDERR)
            self._channel.exit(1)
            return
        environ = {
            name: value for name, value in self._channel.get_environment().items() if name in KNOWN
        }
        term = self._channel.get_terminal_type() or ""
        columns, rows = self._channel.get_terminal_size()[:2]
        self.terminal = Terminal(
            self,
            environ={**environ, "TERM": term[:VALUE]},
            size=(columns, rows),
            address=self._door.address,
            known=self._door.known,
            raw=self._screen,
        )
        self._door.open(self.terminal, screen=self._screen and term not in ("", "dumb"))

    # -- what comes ----------------------------------------------------------------------------

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if self.terminal is not None:
            self.terminal.take(data)

    def eof_received(self) -> bool:
        """`ssh -T` without a terminal of its own: the input has an end, the output has not."""
        if self.terminal is not None:
            self.terminal.take(b"")
        return True

    def terminal_size_changed(self, width: int, height: int, *_: int) -> None:
        if self.terminal is not None:
            self.terminal.resize(width, height)

    def break_received(self, msec: int) -> bool:
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        if self.terminal is not None:
            self.terminal.cut()
            self._door.close()

    # -- a terminal's carrier ------------------------------------------------------------------

    def send(self, data: bytes) -> None:
        """As `Carrier.send`."""
        with suppress(OSError):
            self._channel.write(data)

    def unsent(self) -> int:
        """As `Carrier.unsent`."""
        return self._channel.waits + self._door.unsent()

    def hold(self, still: bool) -> None:
        """As `Carrier.hold`."""
        if still:
            self._channel.pause_reading()
        else:
            self._channel.resume_reading()

    def end(self, status: int) -> None:
        """As `Carrier.end`."""
        with suppress(OSError):
            self._channel.exit(status)
        # what was sent must arrive first; and a connection is not kept open for others
        asyncio.get_running_loop().call_later(CLOSING, self._door.close)


def options_of(key: asyncssh.SSHKey) -> asyncssh.SSHServerConnectionOptions:
    """What all connections have in common. Reading it takes asyncssh longer than speaking to a
    client, so it is done once."""
    return asyncssh.SSHServerConnectionOptions(
        server_host_keys=[key],
        server_version="tutor",
        compression_algs=["none", COMPRESSION.decode()],
        login_timeout=LOGIN,
        keepalive_interval=KEEPALIVE,
        keepalive_count_max=4,
        agent_forwarding=False,
        x11_forwarding=False,
        allow_scp=False,
        line_editor=False,
        encoding=None,
        gss_host=None,
        host_based_auth=False,
        password_auth=False,
    )


async def speak(
    sock: socket.socket,
    options: asyncssh.SSHServerConnectionOptions,
    door: Callable[[], Door],
) -> None:
    """Speak SSH on an accepted connection until it ends. Never raises."""
    options = copy(options)
    options.protocol_factory = door
    loop = asyncio.get_running_loop()
    try:
        _, conn = await loop.connect_accepted_socket(
            lambda: asyncssh.SSHServerConnection(loop, options), sock
        )
    except OSError:  # it has gone again
        sock.close()
        return
    await conn.wait_closed()
