"""What home draws and names: where the learner stopped, how their misses fall, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.session.walks import bundled_course
from tutor.course.loader import Course
from tutor.history.records import ALONE, Attempt
from tutor.history.schedule import Agenda, item_of
from tutor.session.lesson import LessonSession
from tutor.session.overview import NAMED, WINDOW, due_steps, falling, stopped_at
from tutor.session.view import Recorder
from tutor.store.sqlite import Memory

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
    fallen = falling(answers(*[False] * 10, *[True] * 15))
    assert fallen is not None and (fallen.first, fallen.last) == (10, 5)
    scene = fallen.scene
    assert scene.curve is not None
    assert scene.curve[0] == (20, 10) and scene.curve[-1] == (25, 5)
    assert (scene.frame.y0, scene.frame.y1) == (0, 10)
    flat = falling(answers(*[True] * 30))
    assert flat is not None and flat.scene.frame.y1 == 1


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


def test_what_is_due_is_named_by_its_steps_and_by_what_was_said(course: Course) -> None:
    """Once each, the most urgent first; what is gone, or was answered otherwise, says less."""
    store = Memory()
    session = LessonSession(course, notify=Recorder(store, course.id))
    for step, answer in (
        ("smaller-steps", "0.1"),
        ("small-alpha", "123"),
        ("the-limit", "0.32?"),
        ("on-your-own", "0.6"),
    ):
        session.open("add-alpha", step)
        session.type(answer)
        session.commit()
    attempts = store.attempts(ALONE, course.id)
    gone = replace(attempts[0], step="gone")
    items = [item_of(one) for one in (gone, *attempts, attempts[0])]
    due = due_steps(course, Agenda(tuple(items), None), [gone, *attempts])
    titles = [course.lesson("add-alpha").step(one.step).title for one in attempts]
    assert [one.title for one in due] == titles[:NAMED]
    assert [one.last for one in due] == ["missed", "missed", "hunch"]
    wrong, odd, lucky = due
    assert attempts[0].mistake
    told = {**course.lesson("add-alpha").mistakes, **course.mistakes}
    assert told[attempts[0].mistake].say.startswith(wrong.say) and wrong.say.endswith(".")
    assert (odd.say, lucky.say) == ("", "a hunch")
    known = replace(attempts[2], confidence="")
    (kept,) = due_steps(course, Agenda((item_of(known),), None), [known])
    assert (kept.last, kept.say) == ("known", "once more, to keep it")
    assert due_steps(course, Agenda((), None), attempts) == ()
