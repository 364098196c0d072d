"""A terminal in use: resized, pasted into, keys held down, the focus lost, garbage, motion."""

from __future__ import annotations

import re
import shlex
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, environment, tutor

STEP = ("learn", "add-alpha/smaller-steps")
SIZES = [(132, 43), (60, 20), (39, 11), (200, 60), (20, 4), (1, 1), (40, 12), (72, 16), (80, 24)]
GARBAGE = [
    b"\x1b[48;1500;3000;0;0t",
    b"\x1b[48;0;0;0;0t",
    b"\x1b[99999999999;1u",
    b"\x1b[9999999u",
    b"\x1b[97;;55296u",
    b"\xff\xfe\xc3\x28",
    b"\xf0\x9f\x98",
    b"\x00\x01\x02",
    b"\x1b",
    b"\x1b[",
    b"\x1b[?62;22c",
    b"\x1b[12;40R",
    b"\x1b[?2048;2$y",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    b"\x1bP>|tmux 3.3a\x1b\\",
    b"\x1b[M !!",
    b"\x1b[<0;9999;9999M",
    b"\x1b[<99999999999;1;1M",
    b"\x1b[<64;10;5M\x1b[<65;10;5M",
    b"\x9b31m",
]


def ready(terminal: Terminal) -> None:
    terminal.wait("1 of 2")
    terminal.wait("enter commit")


def finishes(terminal: Terminal) -> None:
    """Whatever was typed, the answer can still be given."""
    if "esc answer" in terminal.text:
        terminal.press("esc")
    terminal.wait("esc more keys")
    terminal.press("\x7f" * 40, "0.46", "enter")
    terminal.wait("◆ true 0.46")
    assert b"Traceback" not in terminal.raw


def test_the_window_is_resized_in_the_middle_of_a_question(tmp_path: Path) -> None:
    """Several times, down to next to nothing and back; the half answer stays."""
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        terminal.press("0.4")
        for columns, rows in SIZES:
            terminal.resize(columns, rows)
            if columns >= 40 and rows >= 12:
                terminal.wait("› 0.4 = 0.4")
                terminal.wait("step 2/7")
                assert all(len(line) == columns for line in terminal.lines)
        for columns, rows in SIZES * 4:
            terminal.resize(columns, rows)
        # the last size may be all that the program hears of, and it is the one that it had
        terminal.wait("› 0.4 = 0.4")
        terminal.wait("step 2/7")
        terminal.press("6", "enter")
        terminal.wait("◆ true 0.46")
        assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("bracketed", [True, False], ids=["bracketed", "typed"])
def test_ten_thousand_characters_are_pasted(bracketed: bool, tmp_path: Path) -> None:
    text = "1 + " * 2500
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        terminal.press("0.4")
        began = time.monotonic()
        terminal.paste(text) if bracketed else terminal.press(text)
        terminal.wait("+ 1 +", patience=60)
        terminal.press("enter")
        terminal.wait("esc more keys")
        terminal.press("esc", "x")
        terminal.wait(lambda t: "+ 1" not in t.text and "esc more keys" in t.text)
        finishes(terminal)
        assert time.monotonic() - began < 60


def test_a_paste_is_one_line_and_carries_nothing_that_a_terminal_would_obey(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        before = len(terminal.raw)
        terminal.paste("0.5\x1b[2J\x1b]0;title\x07 -\r\n\t0.04\x00\r")
        terminal.wait("› 0.5[2J]0;title - 0.04")
        assert b"\x1b[2J" not in terminal.raw[before:] and b"title\x07" not in terminal.raw
        assert "✓" not in terminal.lines[0], "its line break commits nothing"
        finishes(terminal)


def test_keys_are_held_down(tmp_path: Path) -> None:
    """Two hundred arrows at once: along the axis, and through the list at home."""
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        terminal.press("\x1b[C" * 200)
        terminal.wait("◇ you 4.")
        terminal.press("\x1b[D" * 400)
        terminal.wait(lambda t: "◇ you -" in t.text)
        terminal.press("\x1b[B" * 200, "\x1b[A" * 200, "\t" * 200)
        finishes(terminal)
        terminal.press("l")
        terminal.wait("› Go on ")
        terminal.press("\x1b[B" * 200)
        terminal.wait("› Help")
        terminal.press("\x1b[A" * 200)
        terminal.wait("› Go on ")


def test_losing_the_focus_changes_nothing(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        terminal.press("0.4")
        terminal.wait("› 0.4 = 0.4")
        before = terminal.text
        terminal.press("\x1b[O", "\x1b[I", "\x1b[O", "6")
        terminal.wait("› 0.46 = 0.46")
        assert terminal.lines[1:15] == before.split("\n")[1:15] or "◇" in terminal.text
        terminal.press("enter")
        terminal.wait("◆ true 0.46")


def test_garbage_neither_ends_it_nor_changes_the_window(tmp_path: Path) -> None:
    with tutor(*STEP, home=tmp_path) as terminal:
        ready(terminal)
        size = len(terminal.raw)
        for garbage in GARBAGE:
            terminal.send(garbage + b"x5")
            terminal.wait(
                lambda t: "esc answer" in t.text or re.search(r"› .*5", t.text) is not None
            )
            finishes(terminal)
            terminal.press("x")
            terminal.wait(lambda t: "◆" not in t.text and "esc more keys" in t.text)
        assert len(terminal.raw) - size < 1_000_000, "no window of 3000 columns was painted"


def test_without_motion_the_end_of_a_run_is_shown_at_once(tmp_path: Path) -> None:
    """With it the updates are counted, and a key stops them."""
    with tutor("--no-motion", *STEP, home=tmp_path) as terminal:
        explore(terminal)
        before = len(terminal.raw)
        terminal.press("a")
        terminal.wait("0.400004")
        terminal.wait("enter next step")
        assert b"update 1" not in terminal.raw[before:]
    with tutor(*STEP, home=tmp_path) as terminal:
        explore(terminal)
        terminal.press("a")
        terminal.wait("space stop")
        terminal.press("space")
        terminal.wait("r run one")
        assert "0.400004" not in terminal.text


def explore(terminal: Terminal) -> None:
    """Answer both questions."""
    ready(terminal)
    terminal.press("0.46", "enter", "enter")
    terminal.wait("2 of 2")
    terminal.press("0.436", "enter")
    terminal.wait("a run all")


def test_what_goes_wrong_can_be_sent_to_a_file(tmp_path: Path) -> None:
    """The screen does not go with it."""
    tutor, errors = shlex.join([sys.executable, "-m", "tutor", *STEP]), tmp_path / "errors"
    command = f"{tutor} 2>{shlex.quote(str(errors))}"
    terminal = Terminal(["sh", "-c", command], env=environment(tmp_path))
    try:
        finishes(terminal)
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
    finally:
        terminal.close()
    assert errors.read_bytes() == b""
