"""What a picture knows of a run: how far it goes, and what it keeps back."""

from __future__ import annotations

import pytest

from tests.core.test_walks import kinds
from tests.core.walks import bundled_course, right_answer
from tutor.core.session import Session
from tutor.core.view import Phase


def at(lesson: str, step: str) -> Session:
    session = Session(kinds() if lesson == "kinds" else bundled_course())
    session.open(lesson, step)
    return session


def explored(lesson: str, step: str) -> Session:
    """A session with all of a step's questions answered right."""
    session = at(lesson, step)
    while session.view().phase is not Phase.EXPLORE:
        session.type(right_answer(session.course, session.view()))
        session.commit()
        if session.view().phase is Phase.REVEALED:
            session.next()
    return session


def trail(session: Session) -> str:
    """The digits along the path."""
    scene = session.scene()
    assert scene is not None
    return "".join(mark.label for mark in scene.trail)


def test_a_long_run_shows_its_last_updates_and_one_that_rests_its_first() -> None:
    session = explored("kinds", "out-of-order")
    session.set("alpha", 0.01)
    session.run(6)
    assert trail(session) == "01234"  # the end of it is where the next update leads
    session.run(6)
    assert trail(session) == "234567890"
    session.set("alpha", 0.1)
    session.run(20)
    assert trail(session) == "012345678"
    scene = session.scene()
    assert scene is not None and scene.now is not None and scene.goal is not None
    assert scene.now.x == pytest.approx(scene.goal.x, rel=1e-4)


def test_a_claim_that_was_checked_draws_no_update_that_is_asked_next() -> None:
    session = at("kinds", "other-constants")
    for _ in range(4):
        session.type(right_answer(session.course, session.view()))
        session.commit()
        session.next()
    question = session.view().question
    assert question is not None and question.kind == "reach"
    session.set("alpha", 0.9)
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right
    assert trail(session) == ""


def test_a_run_that_goes_no_further_has_a_picture_all_the_same() -> None:
    """The list has four games, and five are wanted: what the fifth would make is not asked of the
    picture."""
    session = explored("kinds", "games")
    session.set("games", 9)
    session.run(4)
    view, scene = session.view(), session.scene()
    assert view.updates == 4 and view.can_run
    assert scene is not None and session.described().whole


def test_a_bottom_that_is_the_answer_appears_with_it() -> None:
    """As a label, as a line and in words."""
    session = at("beyond-the-bowl", "where-you-start")
    scene = session.scene()
    assert scene is not None and scene.goal is None and "bottom" not in session.described().whole
    session.type("-1")
    session.commit()
    scene = session.scene()
    assert scene is not None and scene.goal is not None and scene.goal.label == "goal -1.00"
    assert "The bottom is at -1.00" in session.described().whole
