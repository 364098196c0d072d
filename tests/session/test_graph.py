"""Graphs of a run over its updates, and of one variable against another: as far as it is known."""

from __future__ import annotations

import math
from pathlib import Path
from textwrap import dedent

import pytest

from tests.course.lessons import written
from tutor.course.loader import course_of
from tutor.engine.listing import listing
from tutor.session.lesson import LessonSession
from tutor.session.picture.graph import Graph, graph_of, graph_scene, told_of_graph
from tutor.session.picture.scene import Frame, Scene

LESSON = """\
format: 1
id: foxes
title: Foxes
steps:
  - id: over
    title: Over the updates
    code: &code |
      rabbits, foxes = 40.0, 9.0

      for year in range(60):
          born = 0.1 * rabbits
          eaten = 0.01 * rabbits * foxes
          rabbits = rabbits + born - eaten
          foxes = foxes + 0.005 * rabbits * foxes - 0.15 * foxes
    plot: {y: [rabbits, foxes]}
    ask:
      - {predict: rabbits, hint: H.}
      - {predict: foxes, hint: H.}
      - {predict: born, after: 2, hint: H.}
  - id: against
    title: Against each other
    code: *code
    plot: {x: rabbits, y: foxes}
    ask:
      - {predict: foxes, hint: H.}
      - {predict: rabbits, hint: H.}
  - id: later
    title: Made by updates
    code: *code
    plot: {y: eaten}
    ask:
      - {predict: eaten, hint: H.}
  - id: both-later
    title: Both made by updates
    code: *code
    plot: {x: born, y: eaten}
    ask:
      - {predict: eaten, hint: H.}
      - {predict: born, hint: H.}
"""


@pytest.fixture
def session(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, LESSON, "foxes.yaml")))


def value(name: str, update: int) -> float:
    code = dedent(LESSON.partition("&code |\n")[2].partition("    plot:")[0])
    return float(str(listing(code).run().value(name, update)))


def scene(session: LessonSession) -> Scene:
    found = session.scene()
    assert found is not None
    return found


def answer(session: LessonSession, text: str) -> None:
    session.type(text)
    session.commit()


def test_over_the_updates(session: LessonSession) -> None:
    first = scene(session)
    assert [(one.label, one.x, one.y) for one in first.marks] == [
        ("rabbits", 0, 40), ("foxes", 0, 9)
    ]  # fmt: skip
    assert first.x == "update" and first.truth is None and first.frame.x0 == 0
    session.type("41")
    aimed = scene(session)
    assert aimed.guess is not None and (aimed.guess.x, aimed.guess.y) == (1, 41)
    answer(session, "50")
    answer(session, "60")
    told = scene(session)
    assert told.truth is not None and (told.truth.x, told.truth.y) == (1, value("rabbits", 1))
    assert told.off == "off by 19.6" and told.guess is not None and told.guess.y == 60
    assert session.described().moved == (
        "The update led to rabbits 40.4. Your guess for rabbits was 60, off by 19.6."
    )
    session.next()
    assert all(one.x == 0 for one in scene(session).marks), "the foxes of that update are asked"
    answer(session, repr(value("foxes", 1)))
    session.next()
    after = scene(session)
    assert {one.label: one.x for one in after.marks} == {"rabbits": 1, "foxes": 1}
    session.type("4")
    assert scene(session).guess is None, "what is asked is not drawn"


def test_one_against_another(session: LessonSession) -> None:
    session.open("foxes", "against")
    session.type("9.2")
    aimed = scene(session)
    assert aimed.guess is not None and (aimed.guess.x, aimed.guess.y) == (40, 9.2)
    assert aimed.now is not None and (aimed.now.x, aimed.now.y) == (40, 9)
    answer(session, repr(value("foxes", 1)))
    assert scene(session).truth is None, "the rabbits are still asked"
    session.next()
    session.type("41")
    across = scene(session)
    assert across.guess is not None and (across.guess.x, across.guess.y) == (41, 9)
    answer(session, repr(value("rabbits", 1)))
    told = scene(session)
    assert told.truth is not None
    assert (told.truth.x, told.truth.y) == (value("rabbits", 1), value("foxes", 1))
    for _ in range(13):
        session.run(1)
    trail = scene(session)
    assert len(trail.trail) == 9 and trail.now is not None
    assert trail.trail[-1].label == str((session.view().updates - 1) % 10)
    said = session.described().whole
    assert said.startswith("A graph of foxes against rabbits. Its places, the last ones: ")


def test_what_has_no_value_yet_is_not_drawn(session: LessonSession) -> None:
    session.open("foxes", "later")
    assert scene(session).sentence == "Once an update is shown, it is drawn here."
    assert session.described().whole == "A graph of eaten over the updates."


def test_a_guess_has_no_place_while_the_other_coordinate_is_not_known(
    session: LessonSession,
) -> None:
    session.open("foxes", "both-later")
    session.type("3.7")
    assert scene(session).guess is None
    answer(session, repr(value("eaten", 1)))
    session.next()
    session.type("4.1")
    assert scene(session).guess is None
    answer(session, "3.6")
    told = scene(session)
    assert told.sentence == "" or told.truth is None


def test_it_is_told_in_sentences() -> None:
    line = tuple((float(n), float(n * n)) for n in range(9))
    graph = Graph("", ("a", "b"), (line, ((0.0, math.nan), (1.0, 2.0))))
    assert told_of_graph(graph) == [
        "A graph of a and b over the updates.",
        "a in the last updates: 9, 16, 25, 36, 49, 64.",
        "b: 2.",
    ]
    pair = Graph("a", ("b",), (((1.0, 2.0), (3.0, 4.0)),))
    assert told_of_graph(pair) == ["A graph of b against a.", "Its places, 1, 2; 3, 4."]


def test_limits() -> None:
    line = ((0.0, 1.0), (1.0, 2.0))
    graph = Graph("", ("a",), (line,))
    frame = graph_scene(graph).frame
    assert frame.x0 == 0 and frame.x1 == 5 and frame.y0 < 1 < 2 < frame.y1
    assert graph_scene(graph, frame).frame == frame
    assert graph_scene(graph, frame._replace(y1=99)).frame == frame, "far too wide"
    graph.guess, graph.asked = (2.0, 3.0), "a"
    assert graph_scene(graph).frame.y1 > 3 and graph_scene(graph, frame).frame != frame
    graph.guess = (2.0, 1e6)
    assert graph_scene(graph).frame == frame, "it is shown at the edge"
    still = graph_scene(Graph("", ("a",), (((0.0, 0.0), (1.0, 0.0)),))).frame
    assert still.usable and still.holds((1, 0)) and isinstance(still, Frame)


def test_there_is_none_where_the_lines_are_asked(tmp_path: Path) -> None:
    text = LESSON.replace("- {predict: rabbits, hint: H.}", "- {write: rabbits, hint: H.}", 1)
    session = LessonSession(course_of(written(tmp_path, text, "foxes.yaml")))
    assert graph_of(session._here) is None and session.scene() is None
    assert session.described().whole == "" and session.view().plot is None
