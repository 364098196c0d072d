"""Terminals that are too small or none at all, a home that cannot be written, a broken lesson."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import ROOT, environment, tutor

BROKEN = """\
format: 1
id: broken
title: Broken
steps:
  - id: one
    titel: One
    code: |
      weight = 0.5
      import os
    ask:
      - predict: wieght
"""


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Two lessons of the course and, between them, one that cannot be opened."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name in ("compare.yaml", "break-it.yaml"):
        shutil.copy(ROOT / "lessons" / name, folder)
    (folder / "broken.yaml").write_text(BROKEN)
    head, _, rest = (ROOT / "lessons" / "course.yaml").read_text().partition("lessons:\n")
    mistakes = rest[rest.index("mistakes:") :]
    (folder / "course.yaml").write_text(f"{head}lessons: [compare, broken, break-it]\n{mistakes}")
    return folder


def command(
    *arguments: str, home: Path, text: str = "", **env: str | None
) -> subprocess.CompletedProcess[str]:
    """The tutor without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "tutor", *arguments],
        input=text,
        capture_output=True,
        text=True,
        env=environment(home, **env),
        timeout=60,
    )


# -- too small ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), [(39, 11), (20, 30), (100, 5), (1, 1)])
def test_a_window_too_small_says_so_and_goes_on_when_it_grows(
    columns: int, rows: int, tmp_path: Path
) -> None:
    where = ("learn", "add-alpha/smaller-steps")
    with tutor(*where, home=tmp_path, columns=columns, rows=rows) as terminal:
        if columns >= 20:
            terminal.wait("This needs at least 40 columns and 12 rows")
            terminal.wait("Make the window larger")
            assert "alpha" not in terminal.text
        terminal.resize(80, 24)
        terminal.wait("1 of 2")
        terminal.press("0.4")
        terminal.wait("› 0.4 = 0.4")
        terminal.resize(columns, rows)
        terminal.wait(lambda t: "0.4" not in t.text)
        terminal.press("6")
        terminal.resize(60, 20)
        terminal.wait("› 0.46 = 0.46")
        terminal.press("enter")
        terminal.wait("◆ true 0.46")


# -- no screen at all --------------------------------------------------------------------------


def test_without_a_terminal_it_goes_line_by_line(tmp_path: Path) -> None:
    done = command("learn", "add-alpha/smaller-steps", home=tmp_path, text="0.54\n0.46\n")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    said = " ".join(done.stdout.split())
    assert "The step was added" in said
    assert "0.5 - (0.1 * 0.4) = 0.46" in said


@pytest.mark.parametrize("term", ["dumb", "", None])
def test_a_terminal_that_cannot_be_drawn_on_goes_line_by_line(
    term: str | None, tmp_path: Path
) -> None:
    with tutor("learn", "add-alpha/smaller-steps", home=tmp_path, TERM=term) as terminal:
        terminal.wait("What will weight be after this update?")
        terminal.press("0.46", "enter")
        terminal.wait("0.5 - (0.1 * 0.4) = 0.46")
        assert b"\x1b" not in terminal.raw
        terminal.press("\x04")
        assert terminal.ended() == 0


# -- nowhere to write --------------------------------------------------------------------------


def test_a_store_that_cannot_be_written_is_said_once_and_the_lesson_goes_on(tmp_path: Path) -> None:
    """Not even root can make a folder in /proc."""
    with tutor(home=tmp_path, TUTOR_STORE="/proc/tutor/tutor.sqlite") as terminal:
        terminal.wait("Press enter to begin")
        terminal.wait("Until then your answers are held in memory.")
        assert terminal.words().count("/proc/tutor") == 1
        terminal.press("enter")
        terminal.wait("Three verbs")
        terminal.press("enter")
        terminal.wait("What is pred now?")
        terminal.press("1.2", "enter")
        terminal.wait("◆ true 1.2")
        terminal.press("l")
        terminal.wait("✓ 1 of 1 at the first try")
        terminal.wait("Until then your answers are held in memory.")
        terminal.press("enter")
        terminal.wait("◆ true 1.2")
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw


def test_a_step_opened_by_name_says_it_too(tmp_path: Path) -> None:
    where = ("learn", "add-alpha/smaller-steps", "--store", "/proc/tutor/tutor.sqlite")
    with tutor(*where, home=tmp_path) as terminal:
        terminal.wait("Until then your answers are held in memory.")
        terminal.press("0.46", "enter")
        terminal.wait("◆ true 0.46")
        terminal.press("enter")
        terminal.wait("2 of 2")
        assert "held in memory" not in terminal.words()


@pytest.mark.parametrize("home", ["/proc", "a file"])
def test_a_home_that_cannot_be_written_is_said_in_a_sentence(home: str, tmp_path: Path) -> None:
    """Not even root can make a folder in /proc, or in a file."""
    where = tmp_path / "file"
    where.touch()
    named = home if home == "/proc" else str(where)
    with tutor(
        home=tmp_path, HOME=named, XDG_DATA_HOME=None, XDG_CACHE_HOME=None, XDG_CONFIG_HOME=None
    ) as terminal:
        terminal.wait("Until then your answers are held in memory.")
        terminal.press("enter")
        terminal.wait("Three verbs")
        terminal.press("enter")
        terminal.wait("What is pred now?")
        terminal.press("esc", "l")
        terminal.wait("› Go on ")
        terminal.press("q")
        assert terminal.ended() == 0


# -- a broken lesson ---------------------------------------------------------------------------


def test_a_broken_lesson_is_marked_and_the_others_play(lessons: Path, tmp_path: Path) -> None:
    with tutor("--lessons", str(lessons), home=tmp_path) as terminal:
        terminal.wait("enter begin")
        terminal.press("tab")
        terminal.wait("✗ cannot be opened")
        terminal.press("down", "down", "enter")
        terminal.wait("This lesson cannot be opened")
        for place in ("broken.yaml:6:", "broken.yaml:9:", "did you mean"):
            terminal.wait(place)
        terminal.press("enter", "down", "enter")
        terminal.wait("All is well")
        terminal.press("esc", "l")
        terminal.wait("› Go on ")
        terminal.press("down", "enter")
        terminal.wait("Three verbs")
        terminal.press("esc", "j")
        terminal.wait("Jump to a step")
        assert "Broken" not in terminal.text


def test_opening_a_broken_lesson_lists_its_problems(lessons: Path, tmp_path: Path) -> None:
    """On a terminal and without one; exit status 1."""
    where = ("--lessons", str(lessons), "learn", "broken")
    with tutor(*where, home=tmp_path) as terminal:
        assert terminal.ended() == 1
        assert "broken.yaml:6:" in "".join(terminal.lines)
        assert "Traceback" not in terminal.text and "Warning" not in terminal.text
    done = command(*where, home=tmp_path)
    assert done.returncode == 1
    assert "broken.yaml:6:" in done.stderr and not done.stdout


def test_a_lesson_that_does_not_exist_is_met_with_the_nearest(tmp_path: Path) -> None:
    with tutor("learn", "ad-alpha", home=tmp_path) as terminal:
        assert terminal.ended() != 0
        assert "add-alpha" in "".join(terminal.lines) and "Traceback" not in terminal.text
