"""What home says of a course: its bars, and where going on leads."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session.walks import bundled_course, steps
from tutor.course.index import Entry, bundled, course_index
from tutor.history.records import History, Place, Standing
from tutor.session.lesson import LessonSession
from tutor.session.overview import Due
from tutor.ui.screens.home_contents import HomeContents, bar, counted, due_rows
from tutor.ui.text_layout import plain

SIGNS = {"done": "━", "skipped": "·", "": "─"}
STATES = st.lists(st.sampled_from(["done", "skipped", ""]), max_size=60)


@cache
def entries() -> tuple[Entry, ...]:
    return course_index(bundled())


@given(STATES, st.integers(-1, 59), st.integers(1, 30))
def test_a_bar_has_one_cell_for_each_step(states: list[str], here: int, most: int) -> None:
    """With more steps than there are cells, a cell is open where one of its steps is."""
    drawn = plain(bar(states, here, most))
    assert len(drawn) == min(len(states), most)
    assert ("●" in drawn) == (0 <= here < len(states))
    if len(states) <= most:
        assert all(
            cell == ("●" if at == here else SIGNS[state])
            for at, (cell, state) in enumerate(zip(drawn, states, strict=True))
        )
    closed = [state for at, state in enumerate(states) if at != here]
    assert ("─" in drawn or "●" in drawn) or "" not in closed
    assert "─" not in drawn or "" in closed


def test_how_far_a_lesson_is_in_numbers() -> None:
    """What was skipped is not done."""
    stands: tuple[list[str], ...] = (
        ["", ""],
        [""],
        ["done", ""],
        ["done", "done"],
        ["done", "skipped"],
        ["skipped"],
        [],
    )
    told = [plain(counted(states)) for states in stands]
    assert told == ["2 steps", "1 step", "1 of 2", "✓", "1 of 2", "0 of 1", ""]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(-1, 65),
    st.sampled_from(["ask", "read", "end"]),
    st.sets(st.integers(0, 65)) | st.sets(st.integers(0, 65), min_size=60),
)
def test_going_on_leads_where_home_says(at: int, phase: str, behind: set[int]) -> None:
    """To the place that was kept; from the end, or without one, to the first step that is open."""
    course = bundled_course()
    every = steps(course)
    kept = (
        Standing(lesson.id, step.id, "done")
        for lesson, step in (every[number] for number in sorted(behind))
    )
    place = None
    if at >= 0:
        lesson, step = every[-1] if phase == "end" else every[at]
        place = Place(lesson.id, step.id, phase=phase)
    history = History(place=place, standings=tuple(kept))
    contents = HomeContents(course.title, "", entries(), history)
    ahead = contents.ahead
    assert (ahead is None) == contents.finished
    if ahead is not None:
        session = LessonSession(course, history=history)
        session.go_on()
        entry, number = ahead
        assert (session.place().lesson, session.place().step) == (entry.id, entry.steps[number][0])


def test_what_is_due_is_told_by_name_with_the_mistake() -> None:
    due = (Due("A step", "missed", "You left alpha out."), Due("B", "hunch", "a hunch"))
    assert [plain(row).rstrip() for row in due_rows((*due, Due("C", "known", "")))] == [
        "✗ A step   You left alpha out.",
        "? B        a hunch",
        "✓ C",
    ]
    assert list(due_rows(())) == []
