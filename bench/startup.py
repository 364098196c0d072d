"""From the command to the first paint and to the first bowl, beside a bare Textual app.

Everything is started in a real pty with the same environment, turn and turn about, and compared by
medians of one run: ratios, not seconds, since seconds are the machine's.
"""

from __future__ import annotations

import compileall
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.terminal import ROOT, Terminal, environment

TURNS = 9
BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Static

class Bare(App):
    def compose(self) -> ComposeResult:
        yield Static("ready")

Bare().run()
"""


def seconds(command: list[str], wanted: str, home: Path) -> float:
    """From the start of the command until `wanted` stands on the screen."""
    began = time.perf_counter()
    terminal = Terminal(command, env=environment(home))
    try:
        terminal.wait(wanted)
        return time.perf_counter() - began
    finally:
        terminal.close()


def rows() -> list[tuple[str, str, str]]:
    """Two ratios, and the seconds that they are made of."""
    compileall.compile_dir(ROOT / "tutor", quiet=1)  # as an installed package is
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        commands = {
            "bare": ([python, "-c", BARE], "ready"),
            "home": ([python, "-m", "tutor"], "enter"),
            "bowl": ([python, "-m", "tutor", "learn", "add-alpha/smaller-steps"], "goal 0.40"),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(TURNS):
            for name, (command, wanted) in commands.items():
                times[name].append(seconds(command, wanted, home))
    middle = {name: statistics.median(found) for name, found in times.items()}
    bare = middle["bare"]
    return [
        ("a bare Textual app, command → first paint", f"{bare * 1000:.0f} ms", ""),
        (
            "tutor, command → first paint",
            f"{middle['home'] / bare:.2f} x ({middle['home'] * 1000:.0f} ms)",
            "≤ 1.5 x",
        ),
        (
            "tutor, command → first bowl",
            f"{middle['bowl'] / bare:.2f} x ({middle['bowl'] * 1000:.0f} ms)",
            "≤ 2 x",
        ),
    ]
