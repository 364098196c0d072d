"""A real pseudo-terminal with a screen that a test can read, and keys that it can press."""

from __future__ import annotations

import os
import re
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pyte

ROOT = Path(__file__).parents[2]

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "esc": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "backspace": "\x7f",
    "space": " ",
    "ctrl+c": "\x03",
}
"""What a terminal sends for each named key."""

PATIENCE = 30.0
"""Seconds to wait for what should be on the screen; a slow machine is not a failure."""

SOON_AFTER = 0.5
"""Seconds within which a key that does something does it."""

SYNC_ASKED, SYNC_KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether pictures can be sent whole, asked and answered."""
KEY_CODES = re.compile(rb"\x1b\[[<>][\d;]*u")
"""How keys are told, asked for and given up; pyte does not know it."""
SOON = 4096
"""Bytes within which that is asked."""


class Terminal:
    """A program in a pty of a given size, drawn on a pyte screen."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        modern: bool = True,
    ) -> None:
        """`modern`: it says that it can show pictures whole when it is asked."""
        self.modern = modern
        """The question about that is still to be answered."""
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self._rows: list[str] | None = None
        """The rows as they were last looked at; None once there is something new."""
        self.raw = bytearray()
        """Every byte that the program sent."""
        self.socket = ""
        """Of the tmux that runs in it, if one does."""
        self.settings: list[Any] = []
        """The line's settings as they were left."""
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            env=dict(env) if env is not None else None,
            cwd=None if cwd is None else str(cwd),
            timeout=PATIENCE,
        )
        # A loaded machine takes its time to end a program.
        vars(self.child)["ptyproc"].delayafterterminate = 2
        self.child.delaybeforesend = None

    def read(self, timeout: float = 0.05) -> bool:
        """Take in what the program has sent; False once it has ended and nothing is left."""
        try:
            data = self.child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        assert isinstance(data, bytes)
        self.raw += data
        if self.modern and SYNC_ASKED in self.raw[:SOON]:
            self.modern = False
            self.child.send(SYNC_KNOWN)
        self.stream.feed(KEY_CODES.sub(b"", data))
        self._rows = None
        return True

    @property
    def whole(self) -> bool:
        """The program is not in the middle of a picture that it wants to be shown at once."""
        return self.raw.rfind(b"\x1b[?2026h") <= self.raw.rfind(b"\x1b[?2026l")

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        if self._rows is None:
            self._rows = list(self.screen.display)
        return self._rows

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(line.rstrip() for line in self.lines)

    def press(self, *keys: str) -> None:
        """Send named keys, or the characters of anything that is not a key's name."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self.child.child_fd is not None
        os.write(self.child.child_fd, data)

    def paste(self, text: str) -> None:
        """Send a text as a terminal does that marks what is pasted."""
        self.press(f"\x1b[200~{text}\x1b[201~")

    def wait(self, wanted: str | Callable[[Terminal], bool], patience: float = PATIENCE) -> None:
        """Until the text stands on the screen, be it over several rows, or the condition holds."""

        def seen(terminal: Terminal) -> bool:
            return str(wanted) in terminal.text or str(wanted) in terminal.words()

        holds = seen if isinstance(wanted, str) else wanted
        until = time.monotonic() + patience
        alive = True
        while not (self.whole and holds(self)):
            assert alive, f"the program ended; waiting for {wanted!r}:\n{self.text}"
            assert time.monotonic() < until, f"waited in vain for {wanted!r}:\n{self.text}"
            alive = self.read()

    def words(self) -> str:
        """The whole screen in one line, its words one space apart."""
        return " ".join(self.text.split())

    def footer(self) -> list[str]:
        """The keys that it says work now, each with what it does."""
        rows = self.text.rstrip().split("\n")
        begins = max(n for n, row in enumerate(rows) if re.match(r" (enter|space) ", row))
        return [key for row in rows[begins:] for key in row.strip().split("   ")]

    def changes(self, before: str) -> bool:
        """Whether the screen becomes another one soon after a key."""
        until = time.monotonic() + SOON_AFTER
        while self.text == before or not self.whole:
            if time.monotonic() > until:
                return False
            self.read()
        return True

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)
        self._rows = None

    def ended(self, patience: float = PATIENCE) -> int:
        """Wait for the program to end; its exit status, or minus the signal that ended it."""
        until = time.monotonic() + patience
        while self.read():
            assert time.monotonic() < until, f"still running:\n{self.text}"
        self.settings = termios.tcgetattr(self.child.child_fd)
        self.child.close()
        signal = self.child.signalstatus
        return -signal if signal is not None else int(self.child.exitstatus or 0)

    def kill(self, signal: int) -> None:
        """Send the program a signal."""
        assert self.child.pid is not None
        os.kill(self.child.pid, signal)

    def hang_up(self) -> None:
        """Close the window, and wait for the program to end for it."""
        process = self.child.ptyproc  # type: ignore[attr-defined]  # not in pexpect's stubs
        process.fileobj.close()
        process.wait()

    def close(self) -> None:
        """End the program if it still runs."""
        self.child.close(force=True)


def environment(home: Path, **changes: str | None) -> dict[str, str]:
    """A clean environment with its own home and store; None removes a variable."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


@contextmanager
def tutor(
    *arguments: str,
    home: Path,
    columns: int = 80,
    rows: int = 24,
    modern: bool = True,
    **env: str | None,
) -> Iterator[Terminal]:
    """The tutor in a terminal of its own."""
    terminal = Terminal(
        [sys.executable, "-m", "tutor", *arguments],
        columns=columns,
        rows=rows,
        env=environment(home, **env),
        modern=modern,
    )
    try:
        yield terminal
    finally:
        terminal.close()
