"""What home draws and names: where the learner stopped, how their misses fall, what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.session.walks import bundled_course
from tutor.course.loader import Course
from tutor.history.records import Attempt
from tutor.history.schedule import Agenda, Item
from tutor.session.lesson import LessonSession
from tutor.session.overview import NAMED, WINDOW, due_steps, falling, stopped_at

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def course() -> Course:
    return bundled_course()


def answers(*right: bool) -> list[Attempt]:
    """One answer to each of so many questions."""
    return [
        Attempt(
            "c", "lesson", "step", at, {}, "1", 1, "right" if one else "wrong",
            at=BEGAN + timedelta(minutes=at),
        )
        for at, one in enumerate(right)
    ]  # fmt: skip


def test_misses_are_counted_among_the_last_twenty() -> None:
    assert falling(answers(*[False] * WINDOW)) is None, "one number is no curve"
    scene = falling(answers(*[False] * 10, *[True] * 15))
    assert scene is not None and scene.curve is not None
    assert scene.curve[0] == (20, 10) and scene.curve[-1] == (25, 5)
    assert (scene.frame.y0, scene.frame.y1) == (0, 10)
    flat = falling(answers(*[True] * 30))
    assert flat is not None and flat.frame.y1 == 1


def test_where_the_learner_stopped_is_drawn_without_what_was_answered(course: Course) -> None:
    session = LessonSession(course)
    session.open("add-alpha", "smaller-steps")
    before = stopped_at(session)
    assert before is not None and before.now is not None and before.truth is None
    session.type("0.46")
    session.commit()
    after = stopped_at(session)
    assert after is not None and after.truth is None and after.guess is None and not after.off
    session.open("compare", "three-verbs")
    assert stopped_at(session) is None, "a page to read has no curve"
    session.open("compare", "error")
    assert stopped_at(session) is None, "nor has a question about its height"


def test_what_is_due_is_named_by_its_steps(course: Course) -> None:
    ids = [("compare", "predict"), ("compare", "predict"), ("gone", "x"), ("compare", "gone")]
    ids += [(lesson.id, lesson.steps[1].id) for lesson in course.lessons]
    agenda = Agenda(tuple(Item(lesson, step, 0) for lesson, step in ids), None)
    titles = due_steps(course, agenda)
    assert titles[0] == "Predict: one multiplication" and len(titles) == NAMED == len(set(titles))
    assert due_steps(course, Agenda((), None)) == ()
