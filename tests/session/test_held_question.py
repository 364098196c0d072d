"""A question that is answered together, as it stands before all eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import written
from tests.session.test_ground import LESSON as VALLEY
from tests.session.walks import bundled_course
from tutor.course.loader import course_of
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.held_question import asked, projected
from tutor.session.pace import Held

COURSE = bundled_course()
WEIGHT = Item("add-alpha", "smaller-steps", 0)
"""0.46 is right."""


def test_while_it_is_open_it_is_what_a_learner_has_of_it() -> None:
    open_ = projected(COURSE, Held("1.1", WEIGHT), [-3.0, 7.0])
    assert open_.view.question is not None and not open_.view.truth and not open_.view.worked
    assert open_.scene is not None and open_.scene.truth is None
    assert open_.scene == projected(COURSE, Held("1.1", WEIGHT)).scene, "no guess moves it"
    assert [line.value for line in open_.view.listing if line.asked] == ["?"]


def test_shown_it_has_the_truth_and_room_for_the_guesses() -> None:
    shown = Held("1.1", WEIGHT, open=False)
    alone = projected(COURSE, shown)
    assert alone.view.truth == "0.46" and alone.view.worked
    assert alone.scene is not None and alone.scene.truth is not None
    among = projected(COURSE, shown, [0.1, 0.3, 0.5, 1e9]).scene
    assert among is not None
    assert among.frame.x0 < 0.1 < alone.scene.frame.x0
    assert among.frame.x1 == alone.scene.frame.x1, "on that side there is nobody near"
    right = projected(COURSE, shown, [0.6]).scene
    assert right is not None and right.frame.x1 > 0.6
    assert projected(COURSE, shown, [0.45]).scene == alone.scene


def test_without_a_picture_there_is_none() -> None:
    item = Item("compare", "predict", 0)
    assert projected(COURSE, Held("1.1", item)).scene is None
    hidden = projected(COURSE, Held("1.1", Item("beyond-the-bowl", "two-tapes", 0)), [1.0])
    assert hidden.scene is None


def test_a_map_is_that_of_the_step(tmp_path: Path) -> None:
    course = course_of(written(tmp_path, VALLEY, "valley.yaml"))
    among = projected(course, Held("1.1", Item("valley", "both", 0)), [0.3, 5.0])
    assert among.scene is not None and among.scene.ground is not None


def test_a_picture_that_says_why_it_is_none_is_no_wider() -> None:
    """Where its limits mean nothing there are none to widen."""
    apart = Held("1.1", WEIGHT, {"weight": 1e300}, open=False)
    found = projected(COURSE, apart, [0.1]).scene
    assert found is not None and found.sentence


def test_a_question_that_is_not_there() -> None:
    for item in (Item("gone", "x", 0), Item("compare", "gone", 0), Item("compare", "predict", 9)):
        with pytest.raises(TutorError):
            asked(COURSE, Held("1.1", item))
