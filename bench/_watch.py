"""A program in a pty of 80x24, and when each of its bytes came."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte

from tests.e2e.terminal import KEYS, PATIENCE

COLUMNS, ROWS = 80, 24
STEP, DRAWN = "add-alpha/smaller-steps", "bottom 0.40"
"""A step, and what stands on the screen once its bowl is drawn."""
QUESTION, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Can the terminal show a paint all at once? Most can."""
PAINT = b"\x1b[?2026h"
"""With this a paint begins."""


@dataclass
class Heard:
    """What came at once."""

    after: float
    """Seconds after the program's start, or after the keys that it answers."""
    data: bytes


class Program:
    """A program that runs, and everything that it has sent."""

    def __init__(self, child: int, file: int, began: float) -> None:
        self._child = child
        self._file = file
        self._began = began
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._child

    def hear(self, quiet: float, wanted: bytes = b"") -> list[Heard]:
        """What comes until `wanted` has come and nothing more for so many seconds."""
        heard: list[Heard] = []
        there = not wanted
        while select.select([self._file], [], [], quiet if there else PATIENCE)[0]:
            try:
                data = os.read(self._file, 65536)
            except OSError:  # Linux: the program has ended
                break
            if QUESTION in data:
                os.write(self._file, ANSWER)
            heard.append(Heard(time.perf_counter() - self._began, data))
            there = there or wanted in b"".join(one.data for one in heard)
        assert there, b"".join(one.data for one in heard).decode(errors="replace")
        return heard

    def press(self, *keys: str) -> None:
        """Send keys all at once; what is heard from now on is their answer."""
        self._began = time.perf_counter()
        os.write(self._file, "".join(KEYS.get(key, key) for key in keys).encode())

    @property
    def worked(self) -> float:
        """Seconds for which it has had a processor: what it takes on a machine with nothing else
        to do. Linux alone says so; elsewhere 0."""
        times = Path(f"/proc/{self._child}/task").glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in times) / 1e9

    def draw(self, heard: Sequence[Heard]) -> None:
        """See on the screen what was heard."""
        for one in heard:
            self._stream.feed(one.data)

    def stood(self, heard: Sequence[Heard], wanted: str) -> float:
        """Seconds until the text stood on the screen."""
        for one in heard:
            self._stream.feed(one.data)
            if any(wanted in line for line in self.screen.display):
                return one.after
        raise AssertionError(f"{wanted!r} never stood there:\n" + "\n".join(self.screen.display))


@contextmanager
def started(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Program]:
    """The program, which is ended when all has been heard."""
    began = time.perf_counter()
    child, file = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execvpe(command[0], list(command), dict(env))
    try:
        yield Program(child, file, began)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(file)


def total(heard: Sequence[Heard]) -> int:
    """Bytes."""
    return sum(len(one.data) for one in heard)


def painted(heard: Sequence[Heard]) -> list[int]:
    """Bytes of each change of the screen; the first with all that was sent before it."""
    before, *each = b"".join(one.data for one in heard).split(PAINT)
    sizes = [len(PAINT) + len(one) for one in each]
    return [len(before) + sizes[0], *sizes[1:]] if sizes else []


def paints(heard: Sequence[Heard]) -> int:
    """How often the screen was changed."""
    return len(painted(heard))
