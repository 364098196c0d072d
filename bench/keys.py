"""A key in a step at 80x24: how long until its last byte, and how many bytes.

The key is written to a real pty, and what comes back is counted until the program has been quiet
for a while; the time is that of the last byte.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from bench._watch import DRAWN, STEP, Program, paints, started, total
from tests.e2e.terminal import environment

QUIET = 0.06
"""Seconds of silence after which a key has had its answer."""
IDLE = 5.0
"""Seconds for which nothing is pressed."""
PRESSES = 60
HELD = 60
"""Keys that wait at once: a key held down on a slow line."""


def rows() -> list[tuple[str, str, str]]:
    """A guess nudge, a constant's nudge, a burst of them, and nothing at all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        started(
            [sys.executable, "-m", "tutor", "learn", STEP], environment(Path(folder))
        ) as program,
    ):
        program.draw(program.hear(2.0, DRAWN.encode()))  # with what is left for after the start
        guess = _pressed(program, ("right", "left"))
        burst = _burst(program)
        _take(program, "alpha")  # `input`: the whole curve moves with it
        constant = _pressed(program, ("right", "left"))
        idle = total(program.hear(IDLE))
    return [
        ("a guess nudged, key → last byte", guess[0], "≤ 4 ms"),
        ("a guess nudged, sent", guess[1], "≤ 700"),
        ("a constant nudged, key → last byte", constant[0], "≤ 6 ms"),
        ("a constant nudged, sent", constant[1], "≤ 2000"),
        (f"{HELD} nudges of a guess at once", burst, ""),
        (f"nothing pressed for {IDLE:.0f} s, sent", f"{idle} bytes", "0"),
    ]


def _pressed(program: Program, keys: tuple[str, str]) -> tuple[str, str]:
    """How long the two keys took, pressed turn and turn about, and how much came: medians."""
    times, works, sizes = [], [], []
    for turn in range(PRESSES):
        before = program.worked
        program.press(keys[turn % 2])
        heard = program.hear(QUIET)
        works.append(program.worked - before)
        program.draw(heard)
        assert heard, "the key did nothing"
        times.append(heard[-1].after)
        sizes.append(total(heard))
    # the first ones make what all others find
    time, work, size = (statistics.median(found[4:]) for found in (times, works, sizes))
    return f"{time * 1000:.1f} ms ({work * 1000:.1f} of work)", f"{size:.0f} bytes"


def _burst(program: Program) -> str:
    program.press(*["right"] * HELD)
    heard = program.hear(QUIET * 5)
    program.draw(heard)
    return f"{paints(heard)} paints, {total(heard):,} bytes, {heard[-1].after * 1000:.0f} ms"


def _take(program: Program, follower: str) -> None:
    """Go with tab to the constant before `follower`."""
    for _ in range(9):
        program.press("tab")
        program.draw(program.hear(QUIET))
        if any(f"tab {follower}" in line for line in program.screen.display):
            return
    raise AssertionError("it is not there:\n" + "\n".join(program.screen.display))
