"""What has been learned, as a picture."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.history.test_progress import ENTRIES, TITLES, story
from tutor.commands.progress import picture
from tutor.course.index import Entry
from tutor.history.progress import Progress, progress
from tutor.history.records import Standing


def halfway() -> Progress:
    """Somebody in the middle of the second lesson."""
    return progress(
        story(
            *["compare/does-it/0 right"] * 7,
            "compare/squares/0 right ?",
            "compare/squares/1 mistake raw",
            "compare/squares/1 mistake raw",
            "add-alpha/smaller/1 right",
        ),
        ENTRIES,
        [
            *(Standing("compare", step, "done") for step in ("a", "b", "c", "d")),
            Standing("add-alpha", "smaller", "done"),
            Standing("add-alpha", "jump", "skipped"),
        ],
        TITLES,
    )


def test_the_picture() -> None:
    """Bars for the steps of a lesson, and for what was known in a row."""
    assert (
        "\n".join(picture(halfway()))
        == """\
2 of 4 questions known · 1 in a row, 7 at most

Compare    ████████████  4 of 4 steps · 1 of 3 known
  █████  known · 7 in a row  Does it predict well?
  ░░░░░  right by a hunch    Why squares? · 1
  ░░░░░  missed · raw ×2     Why squares? · 2

Add alpha  █░░░░░░░░░░░  1 of 8 steps · 1 skipped · 1 of 1 known
  █░░░░  known               Smaller steps · 2"""
    )


def test_the_same_in_ascii() -> None:
    """Nothing is lost."""
    drawn = picture(halfway(), charset="ascii")
    assert all(line.isascii() for line in drawn)
    assert drawn[2:4] == (
        "Compare    ############  4 of 4 steps - 1 of 3 known",
        "  #####  known - 7 in a row  Does it predict well?",
    )


def test_before_the_first_answer() -> None:
    """The lessons to come."""
    assert picture(progress([], ENTRIES)) == (
        "Nothing answered yet.",
        "",
        "Compare    ░░░░░░░░░░░░  0 of 4 steps",
        "",
        "Add alpha  ░░░░░░░░░░░░  0 of 8 steps",
    )


@pytest.mark.parametrize("width", [20, 40, 60, 80, 132])
@pytest.mark.parametrize("charset", ["unicode", "ascii"])
def test_no_line_is_too_wide(width: int, charset: str) -> None:
    """Also with titles that are long, or in wide characters."""
    entries = (
        Entry("a", "a", "Fehlerrückführung " * 9, "", (("", ""),) * 300),
        Entry("b", "b", "学習" * 30, "", (("", ""),) * 1),
    )
    found = progress(story("a/step/0 mistake uphill", "b/学習/2 right"), entries)
    lines = picture(found, width, charset=charset)
    assert len(lines) == 7
    assert all(cell_len(line) <= width for line in lines)


def test_a_bar_is_full_only_when_all_is_done_and_empty_only_when_nothing_is() -> None:
    """One step of three hundred shows."""
    entries = [Entry("a", "a", "A", "", (("", ""),) * 300)]
    for done, bar in ((0, "░" * 12), (1, "█" + "░" * 11), (299, "█" * 11 + "░"), (300, "█" * 12)):
        standings = [Standing("a", str(step), "done") for step in range(done)]
        assert picture(progress([], entries, standings))[2].split()[1] == bar


@pytest.mark.parametrize("width", [56, 50])
def test_where_there_is_little_room_the_numbers_stay(width: int) -> None:
    """The bars go first, and then the ends of titles."""
    lesson = [line for line in picture(halfway(), width) if "known" in line and " of " in line][1:]
    assert all(line.endswith("known") and "░" not in line for line in lesson)
