"""What version 0.1.0 kept is taken up where it was left.

The two files were written by that version: a quiz (seed 11, five questions, half an hour) left in
its middle, and every place of a walk through add-alpha, each beside what was to be seen there.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.session.walks import bundled_course
from tutor.history.reading import record
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.quiz import answered_of, restored

HERE = Path(__file__).parent
QUIZ = json.loads((HERE / "quiz-0.1.0.json").read_text("utf-8"))
PLACES = json.loads((HERE / "places-0.1.0.json").read_text("utf-8"))


def test_a_quiz_of_version_0_1_0_goes_on() -> None:
    quiz = restored(bundled_course(), QUIZ["state"], clock=lambda: 0.0)
    assert quiz is not None
    shown = quiz.view()
    assert [*shown.marks] == QUIZ["marks"] and shown.number == QUIZ["number"]
    assert shown.view.typed == QUIZ["typed"] and shown.left == pytest.approx(QUIZ["left"])
    assert answered_of(QUIZ["state"]) == (QUIZ["marks"].count("answered"), 5)
    again = restored(bundled_course(), quiz.state(), clock=lambda: 0.0)
    assert again is not None and again.view() == shown


@pytest.mark.parametrize("kept", PLACES, ids=lambda kept: kept[1])
def test_a_place_of_version_0_1_0_is_come_back_to(kept: tuple[str, str, str, str]) -> None:
    text, phase, typed, prompt = kept
    session = LessonSession(
        bundled_course(), history=History(place=record(Place, json.loads(text)))
    )
    view = session.view()
    assert (view.phase, view.typed) == (phase, typed)
    assert (view.question.prompt if view.question else "") == prompt


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"given": 1}', '{"questions": [{}]}'])
def test_a_damaged_quiz_is_none(text: str) -> None:
    assert restored(bundled_course(), text) is None
    assert answered_of(text) is None
