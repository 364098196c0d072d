"""Maps: heights over two constants, their lines and lowest place, and what may be shown of them."""

from __future__ import annotations

import math
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from tests.course.lessons import written
from tutor.course.loader import course_of
from tutor.engine.listing import listing
from tutor.grading.explain import worked
from tutor.session.lesson import LessonSession
from tutor.session.picture.ground import Walk, frame_of, map_scene, walk_of
from tutor.session.picture.scene import Scene
from tutor.session.picture.terrain import Terrain, contours, levels, lowest
from tutor.session.picture.terrain import written as label

LESSON = """\
format: 1
id: valley
title: Down the valley
steps:
  - id: both
    title: Two weights
    code: &code |
      w0, w1 = -1.1, 0.7
      alpha = 0.68

      for i in range(20):
          d0 = d1 = error = 0
          for a, b, goal in [(0.7, 1.1, 0.89), (0.2, 0.5, 0.36)]:
              delta = a * w0 + b * w1 - goal
              error += delta ** 2
              d0 += a * delta
              d1 += b * delta
          w0 = w0 - alpha * d0
          w1 = w1 - alpha * d1
    edit: {alpha: {from: 0, to: 2, by: 0.01}}
    map: {x: w0, y: w1}
    ask:
      - {predict: w0, hint: H.}
      - {predict: w1, hint: H.}
      - {predict: w1, after: 2, hint: H.}
  - id: height
    title: The height
    code: *code
    map: {x: w0, y: w1, across: [-2, 2], up: [0, 2]}
    ask:
      - {predict: error, hint: H.}
      - {predict: w0, by: direction, hint: H.}
  - id: written
    title: The lines
    code: *code
    map: {x: w0, y: w1}
    ask:
      - {write: w0, hint: H.}
  - id: turn
    title: Turned
    code: &plane |
      a, b, c, d = 2.0, 0.0, 1.0, 0.5
      w = 0

      for i in range(3):
          error = (a - 1) ** 2 + (b - 0.5) ** 2 + c * d
          w = w + error
          c, d = c * 0.9, d - 0.01
    edit: {a: {from: 0, to: 3, by: 0.25}, b: {from: 0, to: 1, by: 0.25}}
    map: {x: a, y: b}
    ask:
      - {reach: error < 0.6, edit: [a, b], hint: H.}
      - {predict: w, hint: H.}
  - id: close
    title: A bottom that reads as the answer
    code: |
      a, b = 0.0, 0.0
      w = 0.25

      for i in range(3):
          error = (a - 0.304) ** 2 + (b - 0.304) ** 2
          w = w + 0.05
    map: {x: a, y: b, across: [-1, 1], up: [-1, 1]}
    ask:
      - {predict: w, hint: H.}
"""


@pytest.fixture
def session(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, LESSON, "valley.yaml")))


def scene(session: LessonSession) -> Scene:
    found = session.scene()
    assert found is not None
    return found


def walk(session: LessonSession) -> Walk:
    found = walk_of(session._here)
    assert found is not None
    return found


def answer(session: LessonSession, text: str) -> None:
    session.type(text)
    session.commit()


def at(update: int) -> tuple[float, float]:
    trace = listing(CODE).run()
    return float(str(trace.value("w0", update))), float(str(trace.value("w1", update)))


CODE = dedent(LESSON.partition("&code |\n")[2].partition("    edit:")[0])


def error(x: float, y: float) -> float:
    """By hand."""
    return (0.7 * x + 1.1 * y - 0.89) ** 2 + (0.2 * x + 0.5 * y - 0.36) ** 2


OF = Terrain(listing(CODE), (), "w0", "w1", "error")
SOLVED = np.linalg.solve(np.array([[0.7, 1.1], [0.2, 0.5]]), np.array([0.89, 0.36]))


def test_heights_are_those_of_the_listing() -> None:
    xs, ys = np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-1, 3, 7))
    assert OF.at(xs, ys) == pytest.approx(error(xs, ys))  # type: ignore[arg-type]
    assert OF.height(-1.1, 0.7) == pytest.approx(error(-1.1, 0.7))


def test_lines_go_through_places_of_their_height() -> None:
    found = contours(OF, -2.0, 1.0, -0.5, 2.0)
    assert [one.label for one in found] == [".01", ".03", ".1", ".3", "1.0", "3.0"]
    for one in found:
        for line in one.lines:
            heights = [error(x, y) for x, y in line]
            assert heights == pytest.approx([float(one.label)] * len(line), rel=0.2)


def test_the_lowest_place_is_found() -> None:
    found = lowest(OF, (-1.1, 0.7), None)
    assert found == pytest.approx(tuple(SOLVED), abs=1e-5)
    assert lowest(OF, (50.0, -900.0), None) == pytest.approx(tuple(SOLVED), abs=1e-3)
    assert lowest(OF, (-1.1, 0.7), (-2.0, 0.0, 0.0, 2.0)) is None, "it lies outside"
    for limits in ((-2.0, 2.0, 0.0, 2.0), (0.0, 0.5, 0.1, 0.7), (-50.0, 3.0, -1.0, 80.0)):
        assert lowest(OF, (-1.1, 0.7), limits) == pytest.approx(tuple(SOLVED), abs=1e-5)


@pytest.mark.parametrize(
    "line",
    [
        "error = (a + b - 1) ** 2",
        "error = (3.7 * a - 1.3 * b - 1) ** 2",
        "error = (0.65 * a + 8.5 * b - 0.1) ** 2",
        "error = a + b",
        "error = 3",
        "error = log(a - 1e9)",
    ],
)
def test_where_there_is_no_one_lowest_place(line: str) -> None:
    code = f"from math import log\na = 1\nb = 2\nfor i in range(2):\n    {line}\n"
    assert lowest(Terrain(listing(code), (), "a", "b", "error"), (1.0, 2.0), None) is None


def test_heights_that_are_drawn() -> None:
    assert levels(0.0, 5.0) == [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
    assert levels(0.2, 5.0) == [0.3, 1.0, 3.0] and levels(3.0, 3.0) == []
    assert levels(-2.0, 2.0)[0] < 0 < levels(-2.0, 2.0)[-1]
    assert [label(one) for one in (0.03, 1.0, 30.0, -0.5, 1e-7)] == [
        ".03",
        "1.0",
        "30",
        "-0.5",
        "1e-7",
    ]
    nothing = "a = 1\nb = 2\nfor i in range(2):\n    error = 0 / 0\n"
    assert contours(Terrain(listing(nothing), (), "a", "b", "error"), 0, 1, 0, 1) == ()


def test_before_an_answer_only_what_is_known_is_drawn(session: LessonSession) -> None:
    drawn = scene(session)
    assert drawn.now is not None and (drawn.now.x, drawn.now.y) == (-1.1, 0.7)
    assert drawn.trail == () and drawn.truth is None and drawn.guess is None
    assert drawn.bottom is not None and drawn.bottom.x == pytest.approx(SOLVED[0], abs=1e-4)
    assert drawn.ground is not None and (drawn.x, drawn.y, drawn.ground.z) == ("w0", "w1", "error")
    frame = drawn.frame
    assert frame.holds((-1.1, 0.7)) and frame.holds((float(SOLVED[0]), float(SOLVED[1])))


def test_a_guess_moves_along_its_own_axis(session: LessonSession) -> None:
    before = scene(session)
    assert not session.view().upward
    session.type("-0.9")
    aimed = scene(session)
    assert aimed.guess is not None and (aimed.guess.x, aimed.guess.y) == (-0.9, 0.7)
    assert (aimed.frame, aimed.ground) == (before.frame, before.ground), "nothing else moves"
    answer(session, repr(at(1)[0]))
    known = scene(session)
    assert known.truth is None, "the other coordinate is still asked"
    session.next()
    assert session.view().upward
    session.type("1.2")
    upward = scene(session)
    assert upward.guess is not None and (upward.guess.x, upward.guess.y) == (at(1)[0], 1.2)


def test_the_truth_is_drawn_once_both_are_known(session: LessonSession) -> None:
    answer(session, repr(at(1)[0]))
    session.next()
    answer(session, "1.2")
    assert scene(session).truth is None
    answer(session, "1.3")
    told = scene(session)
    assert told.truth is not None and (told.truth.x, told.truth.y) == at(1)
    assert told.now is not None and (told.now.x, told.now.y) == (-1.1, 0.7)
    assert told.off.startswith("off by 0.14")
    moved = session.described().moved
    assert moved.startswith("The update led to w0 -0.64508, w1 1.44392. Your guess for w1 was 1.3")
    session.next()
    later = scene(session)
    assert later.now is not None and (later.now.x, later.now.y) == at(1)
    assert [(one.label, one.x, one.y) for one in later.trail] == [("0", -1.1, 0.7)]


def test_nothing_is_drawn_while_the_height_is_asked(session: LessonSession) -> None:
    session.open("valley", "height")
    assert walk(session).lowest is None
    assert scene(session).sentence.startswith("The curve is not drawn yet")
    assert session.described().whole.startswith("The curve is not drawn yet")
    answer(session, repr(error(-1.1, 0.7)))
    session.next()
    drawn = scene(session)
    assert drawn.sentence == "" and drawn.frame[:4] == (-2, 2, 0, 2)
    assert drawn.bottom is None, "it would say which way w0 goes"


def test_nothing_is_drawn_while_the_lines_are_asked(session: LessonSession) -> None:
    session.open("valley", "written")
    assert session.scene() is None and session.described().whole == ""


def test_other_constants_are_named_and_what_is_turned_has_no_bottom(session: LessonSession) -> None:
    session.open("valley", "turn")
    assert scene(session).bottom is None
    assert "It is a slice, with c at 1 and d at 0.5." in session.described().whole
    for name, value in (("a", 1.25), ("b", 0.5)):
        session.set(name, value)
    session.enter()
    session.next()
    assert scene(session).bottom is not None


def test_a_bottom_that_is_written_as_an_answer_is_not_marked(session: LessonSession) -> None:
    session.open("valley", "close")
    found = walk(session).lowest
    assert found == pytest.approx((0.304, 0.304), abs=1e-6)
    assert scene(session).bottom is None and "bottom" not in session.described().whole


def test_where_all_is_nan_but_one_line_nothing_is_drawn() -> None:
    code = "from math import sqrt\na = 1\nb = 2\nfor i in range(2):\n    error = b + sqrt(a - 1)\n"
    of = Terrain(listing(code), (), "a", "b", "error")
    assert np.isfinite(of.at(np.array([[1.0, 1.0]]), np.array([[1.0, 2.0]]))).all()
    assert contours(of, 0, 1, 0, 10) == ()


def test_a_run_goes_on_over_the_map(session: LessonSession) -> None:
    for value in (at(1)[0], at(1)[1], at(2)[1]):
        answer(session, repr(value))
        session.next()
    session.open("valley", "both")
    for value in (at(1)[0], at(1)[1], at(2)[1]):
        answer(session, repr(value))
        if session.view().question is not None and session.view().question.number < 3:  # type: ignore[union-attr]
            session.next()
    session.run(1)
    drawn = scene(session)
    assert drawn.now is not None and drawn.truth is not None
    assert (drawn.truth.x, drawn.truth.y) == at(3) and (drawn.now.x, drawn.now.y) == at(2)
    assert [one.label for one in drawn.trail] == ["0", "1"]


def test_limits_stay_as_long_as_they_serve(session: LessonSession) -> None:
    here = walk(session)
    frame = frame_of(here)
    assert frame_of(here, frame) == frame
    far = walk(session)
    far.guess = (frame.x1 + 0.4 * (frame.x1 - frame.x0), 0.7)
    assert frame_of(far).x1 > frame.x1 and frame_of(far).x0 == frame.x0
    far.guess = (1e9, 0.7)
    assert frame_of(far) == frame, "it is shown at the edge"
    wide, high = frame.x1 - frame.x0, frame.y1 - frame.y0
    assert max(wide, high) <= 1.51 * min(wide, high)
    assert frame_of(here, frame._replace(x1=frame.x1 + 9)) == frame


def test_the_authors_limits_give_way_to_a_run_that_leaves_them(session: LessonSession) -> None:
    session.open("valley", "height")
    here = walk(session)
    assert frame_of(here)[:4] == (-2, 2, 0, 2)
    here.path = (*here.path, (0.5, 7.0))
    grown = frame_of(here)
    assert grown.holds((0.5, 7.0)) and grown.y1 > 7 and grown.x0 <= -2 and grown.x1 >= 2
    here.path = (*here.path, (math.inf, 1.0))
    assert frame_of(here) == grown


def test_a_place_that_is_no_number_has_no_map(session: LessonSession) -> None:
    here = walk(session)
    here.path = ((math.nan, 1.0),)
    assert map_scene(here).sentence == "Nothing is drawn: w0 or w1 is no number."


def test_a_lowest_place_that_is_an_answer_is_not_told(tmp_path: Path) -> None:
    """It leads right there: neither the mark nor the limits may show it."""
    code = LESSON.replace("w0 = w0 - alpha * d0", "w0 = 0.376923").replace(
        "w1 = w1 - alpha * d1", "w1 = 0.5"
    )
    session = LessonSession(course_of(written(tmp_path, code, "valley.yaml")))
    drawn = scene(session)
    assert drawn.bottom is None and walk(session).lowest is None
    assert "bottom" not in session.described().whole


def test_a_chain_of_targets_is_followed() -> None:
    assert worked(listing(CODE), {}, "w0", 1) == (
        "w0 = w0 - alpha * d0 = -1.1 - 0.68 * (-0.669) = -0.64508"
    )
