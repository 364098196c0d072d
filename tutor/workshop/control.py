"""What the parent and its workers say to each other, over a socket pair: one JSON object a packet,
and with some of them an open socket."""

from __future__ import annotations

import json
import os
import socket
from collections import deque
from contextlib import suppress
from threading import RLock
from typing import Any

LARGEST = 128 * 1024
"""Bytes of one packet at most. Places have some hundred; a quiz has at most what `keeping.LARGE`
lets through."""
Packet = dict[str, Any]
"""`is` says what it is about; the other keys go with that."""


def pair() -> tuple[Control, Control]:
    """Both ends."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    return Control(ends[0]), Control(ends[1])


class Control:
    """One end. Never waits: what cannot be sent now is kept until it can."""

    def __init__(self, end: socket.socket) -> None:
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            end.setsockopt(socket.SOL_SOCKET, option, 2 * LARGEST)
        end.setblocking(False)
        self._end = end
        self._unsent: deque[tuple[bytes, int | None]] = deque()
        self._lock = RLock()
        """Learners who go line by line have a thread each."""
        self.closed = False
        """The other end is gone."""

    def fileno(self) -> int:
        return self._end.fileno()

    @property
    def behind(self) -> bool:
        """Something waits to be sent."""
        return bool(self._unsent)

    def send(self, packet: Packet, passed: socket.socket | None = None) -> None:
        """Send it, with a socket that is this process's no longer. Raises ValueError where it is
        too large."""
        data = json.dumps(packet, ensure_ascii=False).encode("utf-8", "replace")
        if len(data) > LARGEST:
            raise ValueError(f"a packet of {len(data)} bytes")
        with self._lock:
            self._unsent.append((data, passed.detach() if passed is not None else None))
            self.flush()

    def flush(self) -> None:
        """Send what waits, as far as it can be."""
        with self._lock:
            while self._unsent and not self.closed:
                data, descriptor = self._unsent[0]
                try:
                    if descriptor is None:
                        self._end.send(data)
                    else:
                        socket.send_fds(self._end, [data], [descriptor])
                except (BlockingIOError, InterruptedError):
                    return
                except OSError:  # nobody hears it any more
                    self.closed = True
                self._unsent.popleft()
                if descriptor is not None:
                    os.close(descriptor)

    def receive(self) -> tuple[Packet, socket.socket | None] | None:
        """The next packet and the socket that came with it; None where none waits, or none will
        come any more: then `closed` says so."""
        try:
            try:
                data, descriptors, flags, _ = socket.recv_fds(self._end, LARGEST, 1)
            except ConnectionResetError:  # told once, before what was sent until then
                data, descriptors, flags, _ = socket.recv_fds(self._end, LARGEST, 1)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            self.closed = True
            return None
        passed = socket.socket(fileno=descriptors[0]) if descriptors else None
        if not data or flags & socket.MSG_TRUNC:
            self.closed = True
            return None
        return json.loads(data), passed

    def close(self) -> None:
        """Let go of it, and of what could not be sent."""
        for _, descriptor in self._unsent:
            if descriptor is not None:
                with suppress(OSError):
                    os.close(descriptor)
        self._unsent.clear()
        self.closed = True
        self._end.close()
