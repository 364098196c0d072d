"""A quiz from the command line, its terminal closed in the middle, taken up again and finished."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, tutor
from tests.ui.quiz_player import COURSE, UPHILL

THERE = ("--lessons", str(COURSE))
DRAWN = ("--seed", "4", "--questions", "4")
RIGHT = ("0.600", "1", "1.44", "2")
"""The right answers to its four questions: a weight, a choice, a cost, a direction."""


def half_done(terminal: Terminal) -> None:
    """One miss of which the learner is certain, a right answer, and the next half typed."""
    terminal.wait("question 1 of 4")
    terminal.press(f"{UPHILL}!", "enter")
    terminal.wait("question 2 of 4")
    terminal.press(RIGHT[1], "enter")
    terminal.wait("question 3 of 4")
    terminal.press("1.2 *")
    terminal.wait("› 1.2 *")


def left(terminal: Terminal, how: str) -> None:
    if how == "closed":
        terminal.hang_up()
    elif how == "l":
        terminal.press("esc", "l")
        assert terminal.ended() == 3, "a mark that is not reached yet is not passed"
    elif how == "ctrl+c":
        terminal.press("ctrl+c")
        assert terminal.ended() == 3
    else:
        terminal.kill(getattr(signal, how))
        terminal.ended()
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("how", ["closed", "l", "ctrl+c", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_quiz_left_in_the_middle_is_finished_and_its_misses_come_back(
    how: str, tmp_path: Path
) -> None:
    with tutor("quiz", *THERE, *DRAWN, home=tmp_path) as terminal:
        half_done(terminal)
        left(terminal, how)

    report = tmp_path / "result.json"
    with tutor("quiz", *THERE, "--pass", "75%", "--report", str(report), home=tmp_path) as terminal:
        terminal.wait("question 3 of 4")
        terminal.wait("› 1.2 *")
        assert "2 answered" in terminal.lines[1]
        terminal.press("* 2")
        terminal.wait("= 1.44")
        terminal.press("enter")
        terminal.wait("question 4 of 4")
        terminal.press("3", "enter")
        terminal.wait("2 of 4 right, 50%. ✗ not passed: 75% was asked for")
        terminal.press("enter")
        terminal.wait("You added the derivative. Its sign points uphill: subtract it.")
        terminal.wait(f"◇ you {UPHILL}, and certain of it ◆ true 0.6")
        terminal.wait("weight = weight - (alpha * derivative) = 1.4 - (0.2 * 4) = 0.6")
        terminal.wait("Tomorrow 2 questions are due.")
        terminal.press("q")
        assert terminal.ended() == 3
    outcomes = json.loads(report.read_text(encoding="utf-8"))["outcomes"]
    assert [one["right"] for one in outcomes] == [False, True, True, False]
    assert outcomes[0]["mistake"] == "uphill"

    with tutor("learn", *THERE, home=tmp_path) as terminal:
        terminal.wait("nothing due   2 tomorrow")
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
    with tutor("review", *THERE, home=tmp_path) as terminal:
        terminal.wait("Nothing is due now. The next question comes back tomorrow.")
        assert terminal.ended() == 0


def test_a_quiz_that_is_passed_says_so_and_ends_with_0(tmp_path: Path) -> None:
    with tutor("quiz", *THERE, *DRAWN, home=tmp_path, columns=60, rows=20) as terminal:
        for number, answer in enumerate(RIGHT, 1):
            terminal.wait(f"{number} of 4")
            terminal.press(answer, "enter")
        terminal.wait("4 of 4 right, 100%. ✓ passed: 80% was asked for")
        terminal.press("enter")
        assert terminal.ended() == 0
    with tutor("review", *THERE, home=tmp_path) as terminal:
        terminal.wait("Nothing is due: nothing that can be asked again was missed so far.")
        assert terminal.ended() == 0
