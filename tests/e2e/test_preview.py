"""An author at the preview, the editor in another window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.terminal import tutor
from tests.ui.quiz_player import COURSE


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A lesson that may be changed."""
    folder = tmp_path / "course"
    shutil.copytree(COURSE, folder)
    return folder / "steps.yaml"


def save(lesson: Path, before: str, after: str) -> None:
    lesson.write_text(lesson.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_what_is_saved_is_seen_and_nothing_is_kept_of_what_is_answered(
    lesson: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with tutor("preview", str(lesson), "cost", home=home) as terminal:
        terminal.wait("No bowl is drawn here.")
        terminal.press("0.5", "enter")
        terminal.wait("✗")
        save(lesson, "No bowl is drawn here.", "A table will do.")
        terminal.wait("A table will do.")
        save(lesson, "bowl: false", "bowls: false")
        terminal.wait("unknown key `bowls`")
        terminal.wait("Saved with a problem; below is the last good version.")
        save(lesson, "bowls: false", "bowl: false")
        terminal.wait(lambda t: "Saved with" not in t.text)
        terminal.press("ctrl+c")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw
    assert not list(home.rglob("*.sqlite"))


def test_a_closed_terminal_ends_the_preview(lesson: Path, tmp_path: Path) -> None:
    with tutor("preview", str(lesson), home=tmp_path) as terminal:
        terminal.wait("Multiply the step by alpha")
        terminal.hang_up()


def test_a_step_that_is_not_there_names_the_nearest(lesson: Path, tmp_path: Path) -> None:
    with tutor("preview", str(lesson), "costs", home=tmp_path) as terminal:
        assert terminal.ended() == 1
        assert "did you mean cost?" in terminal.text


def test_a_file_name_is_not_obeyed(lesson: Path, tmp_path: Path) -> None:
    """Neither on the screen nor in what is said of a lesson that cannot be shown."""
    hostile = lesson.with_name("a\x1b]0;PWNED\x07b.yaml")
    hostile.write_text("format: 1\ntitle: [\n", encoding="utf-8")
    with tutor("preview", str(hostile), home=tmp_path / "home") as terminal:
        terminal.wait("cannot be shown yet")
        assert terminal.screen.title == ""
        terminal.press("q")
        assert terminal.ended() == 0
