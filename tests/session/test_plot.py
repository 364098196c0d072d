"""What a picture knows of a run: how far it goes, and what it keeps back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.plots import plot
from tests.session.test_walks import kinds
from tests.session.walks import bundled_course, right_answer
from tutor.course.loader import course_of
from tutor.engine.numbers import number
from tutor.history.records import History, Place
from tutor.plain import describe
from tutor.session.lesson import LessonSession
from tutor.session.picture.curve import slope
from tutor.session.picture.plot import plot_of, steepness
from tutor.session.view import Phase

FAILS = """\
format: 1
id: fails
title: Fails
steps:
  - id: only
    title: Only
    text: Look.
    code: |
      weight = 4
      alpha = 0.1
      for update in range(3):
          error = weight ** 2
          weight = weight - alpha * weight
      if weight > 2:
          rest = weight
      rest = rest / 2
    edit:
      alpha: {from: 0.1, to: 1, by: 0.1}
    bowl: {x: weight, y: error}
    ask:
      - {reach: error < 5 within 2, hint: Look.}
    reveal: Done.
"""
"""`rest` has no value in the last line once the weight has come below 2."""


def at(lesson: str, step: str) -> LessonSession:
    session = LessonSession(kinds() if lesson == "kinds" else bundled_course())
    session.open(lesson, step)
    return session


def explored(lesson: str, step: str) -> LessonSession:
    """A session with all of a step's questions answered right."""
    session = at(lesson, step)
    while session.view().phase is not Phase.EXPLORE:
        session.type(right_answer(session.course, session.view()))
        session.commit()
        if session.view().phase is Phase.REVEALED:
            session.next()
    return session


def trail(session: LessonSession) -> str:
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
    assert scene is not None and scene.now is not None and scene.bottom is not None
    assert scene.now.x == pytest.approx(scene.bottom.x, rel=1e-4)


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


def test_a_run_that_fails_after_what_was_checked_has_a_picture_of_its_beginning(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fails.yaml"
    path.write_text(FAILS, encoding="utf-8")
    session = LessonSession(course_of(path))
    session.set("alpha", 0.5)
    session.commit()
    verdict, scene = session.view().verdict, session.scene()
    assert verdict is not None and verdict.right
    assert scene is not None and scene.now is not None and trail(session) == "0"


def test_a_bottom_that_is_the_answer_appears_with_it() -> None:
    """As a label, as a line and in words."""
    session = at("beyond-the-bowl", "where-you-start")
    scene = session.scene()
    assert scene is not None and scene.bottom is None and "bottom" not in session.described().whole
    session.type("-1")
    session.commit()
    scene = session.scene()
    assert scene is not None and scene.bottom is not None and scene.bottom.label == "bottom -1.00"
    assert "A bottom is at -1.00" in session.described().whole


def test_the_truth_is_drawn_once_it_is_told() -> None:
    session = at("add-alpha", "smaller-steps")
    before = session.scene()
    assert before is not None and before.truth is None and before.now is not None
    session.type(right_answer(session.course, session.view()))
    session.commit()
    after, view = session.scene(), session.view()
    assert after is not None and after.truth is not None and after.now == before.now
    assert after.truth.label == f"true {view.truth}" and after.off == "exact"
    assert view.truth in session.described().moved


def test_a_mark_that_moves_with_what_is_asked_waits_for_the_answer() -> None:
    """The first question asks which way: then nothing is marked. The third is about another
    variable, and no longer keeps it back."""
    session = at("kinds", "out-of-order")
    marked = []
    for _ in range(3):
        drawn = plot_of(session._here)  # in this step the curve waits too, and its marks with it
        assert drawn is not None
        marked.append([label for label, _ in drawn.marks])
        session.type(right_answer(session.course, session.view()))
        session.commit()
        session.next()
    assert marked == [[], ["goal"], ["next", "goal"]]


def test_a_guess_widens_the_axis_and_a_zero_that_begins_one_does_not() -> None:
    """Most numbers begin with it."""
    session = at("add-alpha", "smaller-steps")
    start = session.scene()
    assert start is not None and start.frame.x0 > 0.1
    session.type("0")
    begun = session.scene(start.frame)
    assert begun is not None and begun.frame is start.frame
    session.type("0.1")
    guessed = session.scene(start.frame)
    assert guessed is not None and guessed.frame.x0 < 0.1


@pytest.mark.parametrize(
    ("step", "question", "answer", "there", "height"),
    [
        ("and-x", 0, "down", 11, 6.928),
        ("two-rods", 1, "6", 3, 6),
        ("two-rods", 2, "4.2", 2.1, 4.2),
        ("pulling-back", 0, "3.5", 2.5, 3.5),
    ],
)
def test_a_height_that_was_asked_is_drawn_where_it_lies(
    step: str, question: int, answer: str, there: float, height: float
) -> None:
    """Not where the update went on to after it was worked out; and no step along the axis is drawn,
    for none was asked."""
    place = Place("the-slope", step, question=question)
    session = LessonSession(bundled_course(), history=History(place=place))
    session.type(answer)
    session.enter()
    scene = session.scene()
    assert scene is not None and scene.now is not None and scene.truth is None
    assert (scene.now.x, scene.now.y) == pytest.approx((there, height), rel=1e-2)
    assert f"at {there}" in session.described().standing and not session.described().moved


@pytest.mark.parametrize(
    ("lesson", "step", "question", "told"),
    [
        ("compare", "error", 1, False),
        ("the-slope", "which-knob", 1, False),
        ("reduce-the-error", "the-formula", 2, False),
        ("add-alpha", "find-the-edge", 0, True),  # alpha is turned, under a picture over the weight
    ],
)
def test_where_the_bottom_is_to_be_found_nothing_tells_where_it_is(
    lesson: str, step: str, question: int, told: bool
) -> None:
    session = LessonSession(
        bundled_course(), history=History(place=Place(lesson, step, question=question))
    )
    scene, asked = session.scene(), session.view().question
    assert scene is not None and asked is not None and asked.kind == "reach"
    assert (scene.bottom is not None) is told
    assert ("bottom" in session.described().whole) is told


REACHES = [
    (lesson.id, step.id, number)
    for lesson in bundled_course().lessons
    for step in lesson.steps
    for number, asked in enumerate(step.ask)
    if asked.kind == "reach"
]


@pytest.mark.parametrize("place", REACHES, ids=lambda place: "/".join(map(str, place)))
def test_all_that_is_shown_of_a_checked_run_is_of_one_moment(place: tuple[str, str, int]) -> None:
    """Dot, listing, constants, table and verdict, whether the claim was met or not."""
    lesson, step, number_of = place
    course = bundled_course()
    kept = Place(lesson, step, question=number_of)
    session = LessonSession(course, history=History(place=kept))
    asked = course.lesson(lesson).step(step).ask[number_of]
    turned, *_ = asked.editable(course.lesson(lesson).step(step).edit)
    judged = 0
    for steps in (1, 2, -4, 9, -20):
        session.nudge(turned, steps)
        session.enter()
        view = session.view()
        if view.phase is not Phase.ASK or view.verdict is None or not view.verdict.attempt:
            break
        judged += 1
        assert view.table is not None and view.updates == len(view.table.rows) - 1
        last = dict(zip(view.table.names, view.table.rows[-1], strict=True))
        last |= {
            f"{name}[{place}]": value
            for name, several in last.items()
            for place, value in enumerate(several if isinstance(several, list) else ())
        }
        for one in view.parameters:
            assert one.now == last[one.name]
        beside = describe.beside(view)
        assert beside and all(told == number(last[name]) for name, told in beside.items())
        scene = session.scene()
        if scene is not None and scene.now is not None:
            along = [row[view.table.names.index(scene.x)] for row in view.table.rows[-2:]]
            assert scene.now.x in along
    assert judged


def test_a_question_without_a_number_leaves_the_dot_where_the_height_was_measured() -> None:
    """Where x goes by equal steps the listing's height is that of before the last of them."""
    session = at("the-slope", "pulling-back")
    session.type("3.5")
    session.enter()
    answered = session.scene()
    session.enter()
    asked = session.scene()
    assert answered is not None and asked is not None and session.view().phase is Phase.ASK
    assert answered.now is not None and asked.now is not None and answered.now[1:] == (2.5, 3.5)
    assert asked.now == answered.now


def test_what_moves_by_itself_has_no_truth_on_the_axis() -> None:
    """In explore as in the question: what is asked there is the height."""
    session = explored("the-slope", "two-rods")
    for _ in range(3):
        scene = session.scene()
        assert scene is not None and scene.truth is None and scene.now is not None
        beside = {line.text.split()[0]: line.value for line in session.view().listing if line.value}
        assert number(scene.now.y) == beside["red_length"]
        session.run()


def test_a_slope_is_rounded_as_what_it_is_and_not_by_the_noise_of_its_measuring() -> None:
    """On both sides of the bottom alike."""
    assert steepness(1.049999999998737) == steepness(1.05) == f"{1.05:.2g}"
    of = plot(values={"weight": 0.5, "input": 0.5, "goal_pred": 0.8}).source
    for away in (0.5, 2.1, 2.3, 2.5, 2.7, 3.1):
        left, right = (steepness(slope(of, 1.6 + side * away, 6.0)) for side in (-1, 1))
        assert left == f"-{right}", away
