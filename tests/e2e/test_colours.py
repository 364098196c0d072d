"""Light or dark: what the terminal says, what the learner says, and what is kept of it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.e2e.terminal import Terminal, tutor
from tests.e2e.test_leaving import KEPT, left_on

LIGHT, DARK = b"48;2;247;247;250", b"48;2;24;24;34"
"""The backgrounds of the two themes."""
STEP = ("learn", "add-alpha/smaller-steps")


def ground(terminal: Terminal) -> str:
    """Which of them was drawn last."""
    light, dark = (terminal.raw.rfind(one) for one in (LIGHT, DARK))
    return "light" if light > dark else "dark"


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+c")
    assert terminal.ended() == 0


def test_a_terminal_that_tells_its_background_is_believed_and_nobody_waits(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert ground(terminal) == "dark" and b"\x1b]11;?" in terminal.raw
        terminal.press("\x1b]11;rgb:ffff/ffff/dddd\x1b\\")
        terminal.wait(lambda t: ground(t) == "light")
        terminal.press("0.46")
        terminal.wait("› 0.46 = 0.46")
        leave(terminal)


def test_a_key_in_the_help_chooses_and_it_is_remembered(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        terminal.wait("enter commit")
        terminal.press("esc", "?")
        terminal.wait("t light colours")
        terminal.press("t")
        terminal.wait("t dark colours")
        terminal.press("enter")
        terminal.wait("enter commit")
        assert ground(terminal) == "light"
        leave(terminal)
    with tutor(home=tmp_path) as terminal:
        terminal.wait("› Go on ")
        assert ground(terminal) == "light" and DARK not in terminal.raw, "from the first paint on"
        terminal.press("\x1b]11;rgb:0000/0000/0000\x07")  # what the learner said counts more
        terminal.press("q")
        assert terminal.ended() == 0 and DARK not in terminal.raw
    with tutor("quiz", "--theme", "dark", home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert ground(terminal) == "dark"
        terminal.press("ctrl+c")
        assert terminal.ended() == 3, "it is not passed yet"
    with tutor(*STEP, home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert LIGHT not in terminal.raw, "what the command line said is kept as well"
        leave(terminal)


def test_where_marks_take_two_cells_all_is_drawn_in_ascii(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        terminal.wait("enter commit")
        assert not terminal.text.isascii()
        terminal.press("\x1b[1;3R")
        terminal.wait(lambda t: t.text.isascii() and "enter commit" in t.text)
        terminal.press("esc", "?")
        terminal.wait("t light colours")
        assert "curves" not in terminal.text, "and nothing else is offered"
        leave(terminal)


def test_control_z_leaves_the_terminal_in_order_and_it_goes_on_where_it_was(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        terminal.wait("enter commit")
        terminal.press("0.4")
        terminal.wait("› 0.4 = 0.4")
        terminal.press("\x1a")
        pid = terminal.child.pid
        assert pid is not None
        until = time.monotonic() + 20
        while not os.WIFSTOPPED(os.waitpid(pid, os.WNOHANG | os.WUNTRACED)[1]):
            terminal.read()
            assert time.monotonic() < until
        terminal.read()
        assert left_on(terminal.raw) == KEPT
        before = len(terminal.raw)
        terminal.kill(signal.SIGCONT)
        terminal.wait(lambda t: b"enter" in t.raw[before:] and "› 0.4 = 0.4" in t.words())
        terminal.press("6", "enter")
        terminal.wait("◆ true 0.46")
        leave(terminal)
