"""A digit in the answer field is read, and never worked out anew: nothing is run for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.session.test_quiz import odd_questions
from tests.session.test_walks import kinds
from tests.session.walks import bundled_course, right_answer, steps
from tutor.course.loader import Course
from tutor.engine.listing import Listing
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession
from tutor.session.view import Phase


class Runs:
    """How often a listing was run."""

    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    """Every listing runs as always, and it is counted."""
    counted, run = Runs(), Listing.run

    def counting(self: Listing, *args: Any, **options: Any) -> Any:
        counted.count += 1
        return run(self, *args, **options)

    monkeypatch.setattr(Listing, "run", counting)
    yield counted


def shown(session: LessonSession | QuizSession) -> None:
    """All that a front end draws after a key."""
    session.view()
    session.described()
    session.scene()


def runs_for_digits(session: LessonSession | QuizSession, runs: Runs) -> int:
    """How often a listing was run while a number was typed, shown at every digit."""
    before = runs.count
    for typed in ("0", "0.", "0.5", "0.51", "0.513"):
        session.type(typed)
        shown(session)
    return runs.count - before


def test_the_runs_are_counted(runs: Runs) -> None:
    """Otherwise nothing below could fail."""
    session = LessonSession(kinds())
    shown(session)
    assert runs.count > 0


@pytest.mark.parametrize("feedback", [False, True])
def test_a_digit_typed_in_a_quiz_runs_no_listing(runs: Runs, feedback: bool) -> None:
    quiz = QuizSession(bundled_course(), odd_questions(), mode="practice" if feedback else "quiz")
    for _ in odd_questions():
        shown(quiz)
        item = quiz.view().view.step_id, quiz.view().number
        assert runs_for_digits(quiz, runs) == 0, item
        quiz.move(1)


@pytest.mark.parametrize("which", [kinds, bundled_course])
def test_a_digit_typed_in_a_lesson_runs_no_listing(which: Any, runs: Runs) -> None:
    """Once the question was shown: at every question of every step, before and after a miss, and
    at explore's own question."""
    all_of_it: Course = which()
    session = LessonSession(all_of_it)
    for lesson, step in steps(all_of_it):
        session.open(lesson.id, step.id)
        for _ in step.ask:
            shown(session)
            where = lesson.id, step.id, session.place().question
            assert runs_for_digits(session, runs) == 0, where
            view = session.view()
            if view.phase is Phase.ASK and view.question is not None:
                if view.question.kind == "reach":
                    break
                session.type(right_answer(all_of_it, view))
                session.commit()
            if session.view().phase is Phase.EXPLORE:
                session.type("9")
                shown(session)
                assert runs_for_digits(session, runs) == 0, where
                break
            session.next()
