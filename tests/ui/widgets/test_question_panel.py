"""What is asked, and what can be put in order beneath it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.grading.kinds.base import Input
from tutor.session.view import QuestionView
from tutor.ui.text_layout import plain
from tutor.ui.widgets.question_panel import question_rows

LINES = ("error = 1", "derivative = 2", "weight = 3", "pred = 4")


def places(typed: str) -> list[str]:
    """What stands before each line."""
    question = QuestionView("order", Input.ORDER, "Put them in order.", lines=LINES)
    return [plain(row)[:3].strip() for row in question_rows(60, question, typed, open=True)[1:]]


@given(st.text("1234", max_size=4, min_size=1).filter(lambda text: len({*text}) == len(text)))
def test_each_line_says_which_place_it_was_given(typed: str) -> None:
    given = {int(number): f"{place}." for place, number in enumerate(typed, 1)}
    assert places(typed) == [given.get(number, "") for number in range(1, len(LINES) + 1)]


@given(st.text("0123456789x ,?", max_size=12))
def test_no_line_gets_a_place_that_there_is_not(typed: str) -> None:
    """Neither one beyond the lines nor one twice: a wrong number ends what can be read."""
    found = sorted(place for place in places(typed) if place)
    assert found == [f"{n}." for n in range(1, len(found) + 1)]
