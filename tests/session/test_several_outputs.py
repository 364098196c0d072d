"""Lists as books print them: filled by loops, by functions, and before the first update."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import written
from tutor.authoring.lint import lint
from tutor.course.loader import Course, course_of
from tutor.grading import messages
from tutor.session.lesson import LessonSession
from tutor.session.picture.ground import walk_of
from tutor.session.picture.plot import plot_of
from tutor.session.task import Task
from tutor.session.view import Table
from tutor.ui.bindings import pictures

LESSON = """\
format: 1
id: outputs
title: Several outputs
mistakes:
  not-frozen:
    replace: weight_deltas[0] = 0
    by: pass
    say: That one is frozen.
  uphill:
    rule: weights[i] = weights[i] + alpha * weight_deltas[i]
    say: Uphill.
steps:
  - id: above
    title: Above the loop
    code: |
      weights = [0.3, 0.2]
      input = 0.65
      true = [0.1, 1]
      pred = [input * w for w in weights]
      error = [0, 0]
      delta = [0, 0]
      for i in range(len(true)):
          error[i] = (pred[i] - true[i]) ** 2
          delta[i] = pred[i] - true[i]
    edit: {"weights[0]": {from: -1, to: 1, by: 0.05}}
    show: [pred]
    bowl: {x: "weights[0]", y: "error[0]"}
    ask:
      - {predict: "delta[0]", hint: H.}
  - id: frozen
    title: Frozen
    code: |
      weights = [0.3, 0.2]
      input = 0.65
      true = [0.1, 1]
      alpha = 0.1
      for iteration in range(40):
          pred = [input * w for w in weights]
          error = [(p - t) ** 2 for p, t in zip(pred, true)]
          weight_deltas = [input * (p - t) for p, t in zip(pred, true)]
          weight_deltas[0] = 0
          for i in range(2):
              weights[i] = weights[i] - alpha * weight_deltas[i]
    bowl: {x: "weights[1]", y: "error[1]"}
    ask:
      - {predict: "weights[0]", hint: H.}
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return course_of(written(tmp_path, LESSON, "outputs.yaml"))


def test_what_is_worked_out_before_the_loop_is_shown_where_the_author_says(course: Course) -> None:
    session = LessonSession(course)
    session.open("outputs", "above")
    beside = {line.text: line.value for line in session.view().listing}
    assert beside["pred = [input * w for w in weights]"] == "[0.195, 0.13]"
    assert beside["delta = [0, 0]"] == ""


def test_the_bowl_of_a_constant_that_no_update_moves_is_no_level_line(course: Course) -> None:
    session = LessonSession(course)
    session.open("outputs", "above")
    plot = plot_of(session._here)
    assert plot is not None and plot.update == 1
    assert plot.source.at([0.0, 1.0]) == pytest.approx([0.1**2, 0.55**2])


def test_a_rule_that_has_no_part_in_it_is_right_by_no_chance(course: Course) -> None:
    step = course.lesson("outputs").step("frozen")
    ask = Task(course, course.lesson("outputs"), step, 0).ask
    assert "uphill" in ask.hidden and "uphill" in ask.idle and ask.still
    assert ask.idle == {"uphill"}, "the other one is what keeps it there"
    assert [one for one in map(str, lint([course.directory])) if "right answer" in one] == []
    session = LessonSession(course)
    session.open("outputs", "frozen")
    session.type("0.3")
    session.commit()
    assert "Other constants" not in session.view().reveal


def test_a_line_that_is_left_out_is_told_as_one(course: Course) -> None:
    mistakes = Task(
        course, course.lesson("outputs"), course.lesson("outputs").step("frozen"), 0
    ).mistakes
    assert mistakes["not-frozen"].shown == "# no weight_deltas[0] = 0"
    assert mistakes["uphill"].shown == mistakes["uphill"].line


def test_an_error_that_is_a_list_is_no_number(course: Course) -> None:
    session = LessonSession(course)
    session.open("outputs", "frozen")
    assert "error" not in pictures(session.view()), "also before an update has made it"
    session.type("0.3")
    session.commit()
    session.run(10_000)
    view = session.view()
    assert "The run is over." in view.note and "error" not in view.note
    assert "error" not in pictures(view)
    assert not Table((), ()).measures("error") and Table(("error",), ()).measures("error")
    assert messages.run_over(3, {"w": 1}, 0.5).endswith("In update 3 the error was 0.5.")


MAP = """\
format: 1
id: walked
title: Walked
steps:
  - id: one
    title: One
    code: |
      xs = [[1.0, 2.0], [2.0, 0.5]]
      ys = [3.0, 1.0]
      w0, w1 = 0.0, 0.0
      for x, y in zip(xs, ys):
          delta = x[0] * w0 + x[1] * w1 - y
          error = delta ** 2
          w0 = w0 - 0.1 * delta * x[0]
          w1 = w1 - 0.1 * delta * x[1]
    map: {x: w0, y: w1, across: [-1, 2], up: [-1, 2]}
    ask:
      - {predict: w0, hint: H.}
      - {predict: w0, after: 2, hint: H.}
"""


def test_a_map_of_examples_is_that_of_the_next_one(tmp_path: Path) -> None:
    session = LessonSession(course_of(written(tmp_path, MAP, "walked.yaml")))
    walk = walk_of(session._here)
    assert walk is not None and walk.of.height(0.0, 0.0) == pytest.approx(9.0)
    assert "It is that of update 1: each has its own." in session.described().whole
    scene = session.scene()
    assert scene is not None and scene.part == "update 1"
    session.type("0.3")
    session.commit()
    session.next()
    walk = walk_of(session._here)
    assert walk is not None and walk.of.height(0.0, 0.0) == pytest.approx(1.0)
    assert walk.path[-1] == pytest.approx((0.3, 0.6)), "the place where the run stands"
