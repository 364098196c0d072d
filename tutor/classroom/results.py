"""What came of a quiz, for whoever leads the class: by person, and by idea."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tutor.ui.screens.sheet_screen import SheetScreen
from tutor.ui.text_layout import Row, fill, spread
from tutor.ui.widgets.footer import Key
from tutor.ui.widgets.line_widget import heading
from tutor.ui.widgets.prose import ScrollingRows

if TYPE_CHECKING:
    from tutor.classroom.quiz import Idea, Score
    from tutor.classroom.state import Quiz
    from tutor.course.loader import Course

GAP: Row = (("", "text"),)
BAR = 20
"""Cells of a whole bar."""
WIDEST = 100
NAME = 30
"""Cells of a name."""


class ResultsScreen(SheetScreen):
    """Both lists, one beneath the other."""

    def __init__(
        self, quiz: Quiz, scores: Sequence[Score], ideas: Sequence[Idea], course: Course
    ) -> None:
        super().__init__("the board")
        self._quiz, self._scores, self._ideas, self._course = quiz, scores, ideas, course

    def parts(self) -> ComposeResult:
        over = "" if self._quiz.over else ", which is still taken"
        self.heading = heading(f"Quiz {self._quiz.number}{over}")
        self.sheet = ScrollingRows(
            lambda width: result_rows(width, self._scores, self._ideas, self._course), id="page"
        )
        yield self.heading
        yield self.sheet

    def own_keys(self) -> Iterator[Key]:
        yield Key("q", "leave", self.close)
        yield Key("escape", "leave")

    def act_leave(self) -> None:
        self.app.pop_screen()


def result_rows(
    width: int, scores: Sequence[Score], ideas: Sequence[Idea], course: Course
) -> list[Row]:
    """What came of it: the least known idea first, then each person."""
    width = min(width, WIDEST)
    rows: list[Row] = [(("By idea", "accent"),)]
    rows += [row for one in ideas for row in idea_rows(one, course, width)]
    rows += [] if ideas else [(("nothing is handed in yet", "muted"),)]
    rows += [GAP, (("By person", "accent"),)]
    for one in scores:
        what = f"{one.answered} of {one.questions} answered"
        if not one.here:
            what = "was not there"
        elif one.right is not None:
            what = f"{one.right} of {one.questions} right"
        elif one.done:
            what = f"handed in, {what}"
        rows.append(spread((*fill(((one.name, "strong"),), NAME), (what, "text")), (), width))
    return rows


def idea_rows(one: Idea, course: Course, width: int) -> list[Row]:
    """How many knew it, and what was mistaken most."""
    full = round(BAR * one.right / max(1, one.asked))
    mistake = one.mistake.replace("-", " ")
    left: Row = (("  ", "text"), (one.title(course), "strong"))
    right: Row = (
        (f"{one.right} of {one.asked} right  ", "text"),
        ("━" * full, "good"), ("─" * (BAR - full), "muted"),
    )  # fmt: skip
    rows = [spread(left, right, width)]
    return [*rows, (("    most: ", "muted"), (mistake, "warm"))] if mistake else rows
