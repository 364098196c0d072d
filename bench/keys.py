"""A key in a step at 80x24: how long until its last byte, and how many bytes.

The key is written to a real pty, and what comes back is counted until the program has been quiet
for a while; the time is that of the last byte.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from tests.e2e.terminal import KEYS, Terminal, environment

QUIET = 0.08
"""Seconds of silence after which a key has had its answer."""
PRESSES = 40


def answered(terminal: Terminal, key: str) -> tuple[float, int]:
    """Seconds to the last byte, and the bytes."""
    began = last = time.perf_counter()
    count = 0
    terminal.press(key)
    while True:
        try:
            data = terminal.child.read_nonblocking(65536, QUIET)
        except pexpect.TIMEOUT:
            return last - began, count
        assert isinstance(data, bytes)
        last = time.perf_counter()
        count += len(data)
        terminal.stream.feed(data)


def pressed(terminal: Terminal, keys: tuple[str, str]) -> tuple[float, float]:
    """Median milliseconds and bytes of the two keys, pressed turn and turn about."""
    found = [answered(terminal, keys[turn % 2]) for turn in range(PRESSES)][4:]
    return (
        statistics.median(seconds for seconds, _ in found) * 1000,
        statistics.median(count for _, count in found),
    )


def rows() -> list[tuple[str, str, str]]:
    """A guess nudge and a parameter nudge."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(
            [sys.executable, "-m", "tutor", "learn", "add-alpha/smaller-steps"],
            env=environment(Path(folder)),
        )
        try:
            terminal.wait("goal 0.40")
            while terminal.read(QUIET) and terminal.child.buffer:
                pass
            guess = pressed(terminal, ("right", "left"))
            terminal.press(*["backspace"] * 12)
            for _ in range(9):  # to alpha, the last of the constants
                terminal.press("tab")
                answered(terminal, KEYS["right"])
                if "alpha" in _focused(terminal):
                    break
            constant = pressed(terminal, ("right", "left"))
        finally:
            terminal.close()
    return [
        ("a guess nudged, key → last byte", f"{guess[0]:.1f} ms", "≤ 4 ms"),
        ("a guess nudged, bytes", f"{guess[1]:.0f}", "≤ 700"),
        ("a constant nudged, key → last byte", f"{constant[0]:.1f} ms", "≤ 6 ms"),
        ("a constant nudged, bytes", f"{constant[1]:.0f}", "≤ 2000"),
    ]


def _focused(terminal: Terminal) -> str:
    """The row of constants, as it stands."""
    return next((line for line in terminal.lines if "alpha 0" in line and "‹" in line), "")
