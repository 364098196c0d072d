"""What version 0.1.0 kept is taken up where it was left.

The two files were written by that version: a quiz (seed 11, five questions, half an hour) left in
its middle, and every place of a walk through add-alpha, each beside what was to be seen there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clock import Calendar
from tests.session.walks import bundled_course, right_answer, settle, stopped
from tutor.errors import TutorError
from tutor.history.records import History, Place, record
from tutor.session.drawing import chosen
from tutor.session.lesson import LessonSession
from tutor.session.quiz import QuizSession, restored
from tutor.session.quiz_state import answered_of
from tutor.session.view import Event, Phase

HERE = Path(__file__).parent
QUIZ = json.loads((HERE / "quiz-0.1.0.json").read_text("utf-8"))
PLACES = json.loads((HERE / "places-0.1.0.json").read_text("utf-8"))


def test_a_quiz_of_version_0_1_0_goes_on() -> None:
    quiz = restored(bundled_course(), QUIZ["state"], clock=stopped, now=Calendar())
    assert quiz is not None
    shown = quiz.view()
    assert [*shown.marks] == QUIZ["marks"] and shown.number == QUIZ["number"]
    assert shown.view.typed == QUIZ["typed"] and shown.left == pytest.approx(QUIZ["left"])
    assert answered_of(QUIZ["state"]) == (QUIZ["marks"].count("answered"), 5, None)
    again = restored(bundled_course(), quiz.state(), clock=stopped, now=Calendar())
    assert again is not None and again.view() == shown


@pytest.mark.parametrize("kept", PLACES, ids=lambda kept: kept[1])
def test_a_place_of_version_0_1_0_is_come_back_to(kept: tuple[str, str, str, str]) -> None:
    text, phase, typed, prompt = kept
    session = LessonSession(
        bundled_course(), history=History(place=record(Place, json.loads(text))), clock=stopped
    )
    view = session.view()
    assert (view.phase, view.typed) == (phase, typed)
    assert (view.question.prompt if view.question else "") == prompt


def test_a_quiz_goes_on_without_a_question_that_the_course_has_lost() -> None:
    """What was answered in the others is not lost with it."""
    course, calendar, events = bundled_course(), Calendar(), list[Event]()
    questions = chosen(course, 4, 4)
    quiz = QuizSession(course, questions, minutes=5, now=calendar)
    quiz.move(3)
    quiz.type("1.00000" if not quiz.view().view.question.options else "1")  # type: ignore[union-attr]
    quiz.enter()
    kept = json.loads(quiz.state())
    kept["questions"][1]["step"] = "gone"
    kept["questions"][2]["values"] = {"no_such_constant": 1}
    again = restored(course, json.dumps(kept), now=calendar, notify=events.append)
    assert again is not None and again.view().count == 2
    assert again.view().marks == ("open", "answered")
    calendar.sleep()
    assert again.finished and len(events) == 1
    gone = questions[0]._replace(item=questions[0].item._replace(step="gone"))
    with pytest.raises(TutorError, match="no longer has the question"):
        QuizSession(course, [gone])
    for question in kept["questions"]:
        question["step"] = "gone"
    assert restored(course, json.dumps(kept)) is None


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"given": 1}', '{"questions": [{}]}'])
def test_a_damaged_quiz_is_none(text: str) -> None:
    assert restored(bundled_course(), text) is None
    assert answered_of(text) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "first"),
        ("left", -1),
        ("left", "soon"),
        ("seed", 1.5),
        ("mode", None),
        ("questions", []),
    ],
)
def test_a_quiz_with_a_field_of_another_type_is_none(field: str, value: object) -> None:
    kept = json.loads(QUIZ["state"])
    assert field in kept or field in ("left", "questions")
    assert restored(bundled_course(), json.dumps({**kept, field: value})) is None


@pytest.mark.parametrize("which", ["questions", "given"])
@pytest.mark.parametrize("change", ["short", "text", "fewer"])
def test_a_question_of_version_0_1_0_that_is_damaged_makes_the_quiz_none(
    which: str, change: str
) -> None:
    kept = json.loads(QUIZ["state"])
    rows = kept[which]
    match change:
        case "short":
            rows[2] = rows[2][:-1]
        case "text":
            rows[2] = "damaged"
        case _ if which == "given":
            rows.pop()
        case _:
            rows[:] = []
    assert restored(bundled_course(), json.dumps(kept)) is None
    assert answered_of(json.dumps(kept)) is None


def test_a_right_answer_kept_with_an_open_question_is_not_told() -> None:
    """It was altered by a hand, or its lesson was: until it is committed, nothing is said of it."""
    session = LessonSession(bundled_course(), clock=stopped)
    session.open("compare", "predict")
    place = session.place()
    truth = right_answer(session.course, session.view())
    kept = replace(place, phase="ask", answer=truth, text=truth, tries=1)
    view = LessonSession(bundled_course(), history=History(place=kept), clock=stopped).view()
    assert view.phase == "ask" and view.verdict is None and not view.truth
    assert view.typed == truth


@pytest.mark.parametrize(
    ("phase", "answer"),
    [
        *((phase, answer) for phase in ("revealed", "explore") for answer in ("fish", "12345", "")),
        *(("withheld", answer) for answer in ("fish", "")),  # a miss is answered there, too
    ],
)
def test_what_was_right_and_no_longer_is_opens_the_question_again(phase: str, answer: str) -> None:
    """The lesson was changed meanwhile: neither a verdict nor the truth is told."""
    session = LessonSession(bundled_course(), clock=stopped)
    session.open("compare", "predict")
    kept = replace(session.place(), phase=phase, answer=answer)
    view = LessonSession(bundled_course(), history=History(place=kept), clock=stopped).view()
    assert view.phase == "ask" and view.verdict is None and not view.truth


def test_a_step_is_explored_on_after_a_return() -> None:
    """Also where nothing can be guessed: what was answered is not asked anew."""
    session = LessonSession(bundled_course())
    session.open("the-slope", "slope-sign")
    settle(session, 3)
    session.set("weight", 3.5)
    assert session.view().phase is Phase.EXPLORE
    again = LessonSession(session.course, history=History(place=session.place()))
    assert again.view().phase is Phase.EXPLORE
    assert again.view().question == session.view().question


def test_what_can_be_guessed_after_a_claim_is_judged() -> None:
    """Also with the constants that the claim was not true of."""
    session = LessonSession(bundled_course())
    session.open("compare", "error")
    settle(session)
    session.enter()
    session.set("weight", 1.6)
    session.enter()
    session.set("weight", 0.5)
    session.type("0.3025")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right


def test_a_constant_that_is_turned_back_is_the_authors_again() -> None:
    session = LessonSession(bundled_course())
    session.open("add-alpha", "smaller-steps")
    for alpha in (0.2, 0.1):
        session.set("alpha", alpha)
    session.type("0.46")
    session.enter()
    assert "only a tenth of the derivative" in session.view().reveal
    assert session.place().values == {}
