"""From the command to the first paint and to the first bowl, beside a bare Textual app.

Everything is started in a real pty with the same environment, turn and turn about. What counts is
how many times as long as the bare app of the same turn it took: seconds are the machine's.
"""

from __future__ import annotations

import compileall
import statistics
import sys
import sysconfig
import tempfile
from pathlib import Path

from bench._watch import DRAWN, STEP, painted, started
from tests.e2e.terminal import ROOT, environment

TURNS = 15
SETTLED = 0.4
"""Seconds of silence after which a screen is all there."""
BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Bare(App):
    def compose(self) -> ComposeResult:
        yield Static("ready")

Bare().run()
"""
COMMANDS = {
    "bare": (["-c", BARE], "ready"),
    "home": (["-m", "tutor"], "enter"),
    "bowl": (["-m", "tutor", "learn", STEP], DRAWN),
    "new": (["-m", "tutor", "learn", STEP], DRAWN),
}
"""What is started, and what stands on the screen when it is there. `new`: nothing is kept yet."""


def rows() -> list[tuple[str, str, str]]:
    """How many times a bare app's start, and what the first paint sends."""
    for folder in (ROOT / "tutor", sysconfig.get_path("purelib")):  # as installed packages are
        compileall.compile_dir(folder, quiet=2)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    sizes: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(-1, TURNS):  # the first is not counted: it fills the caches
            for name in COMMANDS:
                home = Path(folder) / (f"new-{turn}" if name == "new" else "home")
                seconds, size = start(name, home)
                if turn >= 0:
                    times[name].append(seconds)
                    sizes[name] = size
    return [
        ("a bare Textual app, command → first paint", _ms(times["bare"]), ""),
        ("tutor, command → first paint of home", _ratio(times, "home"), "≤ 1.5 x"),
        ("tutor, command → first bowl", _ratio(times, "bowl"), "≤ 2 x"),
        ("the same, of a lesson that was never opened before", _ratio(times, "new"), "≤ 2 x"),
        ("home, sent paint by paint; the last says what is due", _sizes(sizes["home"]), "once"),
        ("a step with its bowl, sent paint by paint", _sizes(sizes["bowl"]), "once, ≤ 22 kB"),
    ]


def start(name: str, home: Path) -> tuple[float, list[int]]:
    """Seconds until it is there, and the bytes that were sent with each paint."""
    arguments, wanted = COMMANDS[name]
    with started([sys.executable, *arguments], environment(home)) as program:
        heard = program.hear(SETTLED, wanted.encode())
        return program.stood(heard, wanted), painted(heard)


def _ratio(times: dict[str, list[float]], name: str) -> str:
    ratios = [own / bare for own, bare in zip(times[name], times["bare"], strict=True)]
    return f"{statistics.median(ratios):.2f} x ({_ms(times[name])})"


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.0f} ms"


def _sizes(sizes: list[int]) -> str:
    return f"{' + '.join(f'{size:,}' for size in sizes)} bytes"
