"""However it ends, the terminal is as it was and the learner comes back to the same keystroke."""

from __future__ import annotations

import re
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, environment, tutor

KEPT = {b"7", b"25"}
"""Modes that are on in a terminal before and after: wrapping lines and a visible cursor."""


def left_on(raw: bytearray) -> set[bytes]:
    """The private modes that are on once all of this has been sent."""
    on = set(KEPT)
    for modes, switch in re.findall(rb"\x1b\[\?([\d;]+)([hl])", raw):
        for mode in modes.split(b";"):
            (on.add if switch == b"h" else on.discard)(mode)
    return on


def half_done(terminal: Terminal) -> None:
    """A miss, and another answer half typed."""
    terminal.wait("1 of 2")
    terminal.press("0.54", "enter")
    terminal.wait("One more try.")
    terminal.press("weight - 0.0")
    terminal.wait("› weight - 0.0 = 0.5")


def still_there(home: Path) -> None:
    """Home says where it goes on; enter leads to the question, the half answer and the miss."""
    with tutor(home=home) as terminal:
        terminal.wait("› Go on ")
        terminal.wait("enter go on")
        terminal.press("enter")
        terminal.wait("› weight - 0.0")
        assert "Multiply the step by alpha" in terminal.lines[0] and "step 2/7" in terminal.lines[0]
        assert "1 of 2" in terminal.text
        assert "The step was added" in terminal.words()
        assert "One more try." in terminal.words()
        terminal.press("4")
        terminal.wait("= 0.46")
        terminal.press("enter")
        terminal.wait("◆ true 0.46")
        assert "✓ 0 of 1" in terminal.lines[0], "the miss of before counts"
        terminal.press("ctrl+c")
        assert terminal.ended() == 0


def ended_by(terminal: Terminal, how: str) -> int:
    if how == "ctrl+c":
        terminal.press("ctrl+c")
    elif how == "l and q":
        terminal.press("esc", "l")
        terminal.wait("› Go on ")
        terminal.press("q")
    else:
        terminal.kill(getattr(signal, how))
    return terminal.ended()


@pytest.mark.parametrize("how", ["ctrl+c", "l and q", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_the_terminal_is_restored_and_the_place_is_kept(how: str, tmp_path: Path) -> None:
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        before = termios.tcgetattr(terminal.child.child_fd)
        half_done(terminal)
        status = ended_by(terminal, how)
        assert b"Traceback" not in terminal.raw
        if how == "SIGKILL":
            assert status == -signal.SIGKILL
        else:
            assert left_on(terminal.raw) == KEPT
            assert terminal.raw.count(b"\x1b[>") == terminal.raw.count(b"\x1b[<u"), "its key codes"
            assert terminal.settings[3] == before[3], "echo and line editing are back"
            assert status == 0
    still_there(tmp_path)


AT = """
import os, sys
from tutor.cli import main

number, module = int(sys.argv[1]), sys.argv[2]

def interrupt(event, arguments):
    global module
    if event == "import" and arguments[0] == module:
        module = ""
        os.kill(os.getpid(), number)

sys.addaudithook(interrupt)
sys.argv[1:] = ["learn", "add-alpha", "--store", ":memory:"]
sys.exit(main())
"""
"""Sends itself a signal in the middle of an import, where an interruption has to be put off."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "module",
    [
        "textual.app",
        "tutor.ui.app",
        "tutor.ui.terminal.diff_output",
        "textual.drivers.linux_driver",
        "tutor.ui.bindings",
    ],
)
def test_a_request_while_the_screen_is_being_made(number: int, module: str, tmp_path: Path) -> None:
    """Interrupted, or ended as by a key where the screen stands by then; in good order always."""
    terminal = Terminal([sys.executable, "-c", AT, str(number), module], env=environment(tmp_path))
    status = terminal.ended()
    assert status in (0, 130) and b"Traceback" not in terminal.raw, terminal.raw
    assert left_on(terminal.raw) == KEPT


def test_a_closed_terminal_ends_it_and_keeps_the_place(tmp_path: Path) -> None:
    """The window is closed: nobody is left behind to eat a processor."""
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path) as terminal:
        half_done(terminal)
        terminal.hang_up()
    still_there(tmp_path)
