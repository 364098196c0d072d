"""After the answer: where a learner's own wrong rule would have led, and what explore asks."""

from __future__ import annotations

import pytest

from tests.session.test_asked_again import FIRST_UPDATE, at, back
from tests.session.walks import bundled_course, right_answer
from tutor.grading import messages
from tutor.grading.ask import Judged
from tutor.history.records import History, Place
from tutor.session.lesson import LessonSession
from tutor.session.view import Phase


def test_a_mistake_stays_to_be_replayed_where_the_last_miss_was_one_of_several() -> None:
    """Nobody was asked which of these it was."""
    kept = Place("add-alpha", "big-alpha")
    session = LessonSession(bundled_course(), history=History(place=kept))
    for text in ("0.7", "0.1"):
        session.type(text)
        session.enter()
    view = session.view()
    assert view.verdict is not None and view.verdict.kind is Judged.AMBIGUOUS
    assert view.can_replay
    assert back(session).view().can_replay


@pytest.mark.parametrize(
    ("texts", "own"),
    [
        (("0.503", "0.5021"), "the rule of your earlier answer"),
        (("0.503", "0.502"), "the rule of your earlier answer"),
        (("0.51", "0.503"), "your own rule"),
    ],
)
def test_a_rule_that_has_no_name_is_said_to_be_of_the_answer_that_came_of_it(
    texts: tuple[str, str], own: str
) -> None:
    """Also after a return, and where the picture is told in words."""
    place = Place("hot-and-cold", "the-loop", question=1, updates=1)
    session = at(place)
    for text in texts:
        session.type(text)
        session.enter()
    for one in (session, back(session)):
        one.replay()
        told = f"This is where {own} would have led: weight 0.503, 0.505, 0.507 …"
        assert one.view().note == told
        assert own in one.described().replayed


def test_a_replay_is_offered_once_the_question_is_answered() -> None:
    session = at(FIRST_UPDATE)
    session.type("0.1")
    session.enter()
    session.replay()
    assert session.view().note == messages.REPLAY_LATER
    session.type("0.46")
    session.enter()
    session.replay()
    assert "would have led: " in session.view().note
    session.replay()
    assert session.view().note == ""


def test_explore_asks_for_no_value_where_there_is_none() -> None:
    """With these constants the root is of a negative number, wherever beta stands."""
    session = at(Place("the-slope", "any-formula"))
    while session.view().phase is not Phase.EXPLORE:
        if session.view().phase is Phase.ASK:
            session.type(right_answer(bundled_course(), session.view()))
        session.enter()
    session.set("epsilon", 2)
    assert session.view().can_guess
    for name, value in (("gamma", 0), ("epsilon", -5), ("x", 20)):
        session.set(name, value)
    view = session.view()
    assert not view.can_guess and view.question is None
    scene = session.scene()
    assert scene is not None and scene.sentence == "Nothing is drawn: y is not a number here."
