"""Maps of what becomes of runs: each place is what a run there does, and none is shown too soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import written
from tutor.course.loader import course_of
from tutor.engine.listing import listing
from tutor.session.lesson import LessonSession
from tutor.session.picture.fates import APART, FOR_EVER, SETTLES, SWINGS, fate, fates
from tutor.session.picture.scene import Ground
from tutor.session.picture.terrain import ACROSS, UP, Terrain

CODE = """\
weight = 0.5
goal_pred = 0.8
input = 2
alpha = 0.1

for iteration in range(20):
    pred = input * weight
    error = (pred - goal_pred) ** 2
    weight = weight - alpha * input * (pred - goal_pred)
"""
TWO = """\
weights = [0.3, -0.2]
large, alpha = 3.0, 0.1

for iteration in range(20):
    for i in range(2):
        input = [1.0, large][i]
        weights[i] = weights[i] - alpha * input * (input * weights[i] - 0.5)
"""
LESSON = """\
format: 1
id: apart
title: Apart
steps:
  - id: border
    title: The border
    code: |
CODE
    edit: {alpha: {from: 0, to: 1, by: 0.05}, input: {from: 0.5, to: 4, by: 0.5}}
    map: {x: alpha, y: input, ends: true, across: [0, 1], up: [0, 4]}
    ask:
      - {reach: diverges, hint: H.}
      - choose: What is the largest alpha?
        options:
          - {say: 2 / input, because: No.}
          - {say: 2 / input ** 2, right: true, because: Yes.}
""".replace("CODE", "\n".join(f"      {line}" for line in CODE.splitlines()))
ALPHA_INPUT = Terrain(listing(CODE), (), "alpha", "input", "error")


def expected(alpha: float, input: float) -> int:
    """By the factor with which each update multiplies the miss."""
    factor = 1 - alpha * input**2
    return APART if abs(factor) > 1 else SWINGS if factor < 0 else SETTLES


def test_every_place_is_what_the_factor_says() -> None:
    found = fates(ALPHA_INPUT, 0.0, 1.0, 0.0, 4.0)
    assert len(found.grid) == UP and {len(row) for row in found.grid} == {ACROSS}
    wrong = 0
    for row, line in enumerate(found.grid):
        for column, one in enumerate(line):
            alpha, input = column / (ACROSS - 1), 4 * row / (UP - 1)
            near = min(abs(abs(1 - alpha * input**2) - 1), abs(1 - alpha * input**2)) < 0.02
            wrong += one != expected(alpha, input) and not near
    assert wrong == 0


def test_the_border_is_where_it_is() -> None:
    (line, *more) = fates(ALPHA_INPUT, 0.0, 1.0, 0.0, 4.0).border
    assert not more
    for alpha, input in line:
        assert alpha * input**2 == pytest.approx(2, rel=0.15)


def test_the_larger_input_sets_the_border_of_two_weights() -> None:
    of = Terrain(listing(TWO), (), "alpha", "large", "weights[0]")
    found = fates(of, 0.0, 1.0, 1.0, 4.0)
    for row, line in enumerate(found.grid):
        large = 1 + 3 * row / (UP - 1)
        for column, one in enumerate(line):
            alpha = column / (ACROSS - 1)
            if abs(alpha * large**2 - 2) > 0.1:
                assert (one == APART) == (alpha * large**2 > 2), (alpha, large)


def test_a_single_run_is_what_a_claim_says_of_it() -> None:
    code = listing(CODE)
    for alpha, one in (
        (0.1, SETTLES),
        (0.4, SWINGS),
        (0.6, APART),
        (-0.1, APART),
        (0.0, SETTLES),
        (0.5, FOR_EVER),
    ):
        assert fate(code, (("alpha", alpha),)) == one, alpha


@pytest.fixture
def session(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, LESSON, "apart.yaml")))


def ground(session: LessonSession) -> Ground:
    scene = session.scene()
    assert scene is not None and scene.ground is not None
    return scene.ground


def test_before_the_last_answer_only_the_runs_that_were_made_are_shown(
    session: LessonSession,
) -> None:
    assert ground(session) == Ground("", ())
    session.set("alpha", 0.4)
    session.commit()
    assert ground(session) == Ground("", (), tried=((SWINGS, (0.4, 2.0)),))
    session.set("alpha", 0.6)
    session.commit()
    assert ground(session).tried == ((SWINGS, (0.4, 2.0)), (APART, (0.6, 2.0)))
    assert session.view().verdict is not None and session.view().verdict.right  # type: ignore[union-attr]
    assert not ground(session).grid, "a question about it follows"
    said = session.described().whole
    assert said == (
        "A map of what becomes of the run over alpha and input. You are at alpha 0.6, input 2. "
        "With alpha 0.4, input 2 it swings in. With alpha 0.6, input 2 it flies apart."
    )
    session.next()
    assert not ground(session).grid and len(ground(session).tried) == 2
    session.choose(1)
    session.commit()
    told = ground(session)
    assert told.grid and told.lines and told.words == ("settles", "swings in", "flies apart")
    said = session.described().whole
    assert "At input 2 it settles up to about alpha 0.26, it swings in up to about" in said
    assert "and it flies apart beyond that." in said


def test_what_is_on_the_border_swings_for_ever_and_once_all_is_answered_the_map_stays(
    session: LessonSession,
) -> None:
    session.set("alpha", 0.5)
    session.commit()
    assert "With alpha 0.5, input 2 it swings for ever." in session.described().whole
    scene = session.scene()
    assert scene is not None and scene.now is not None and scene.now.label == "swings for ever"
    session.set("alpha", 0.6)
    session.commit()
    session.next()
    session.choose(1)
    session.commit()
    shown = ground(session)
    assert shown.grid
    session.set("input", 0.5)
    assert ground(session).grid == shown.grid, "the map goes on over the same places"
    assert "At input 1 it settles all along" in session.described().whole


def test_where_nothing_is_asked_all_of_it_is_shown(tmp_path: Path) -> None:
    text = LESSON.partition("    ask:")[0]
    session = LessonSession(course_of(written(tmp_path, text, "apart.yaml")))
    assert ground(session).grid and session.view().plot is not None
    assert not session.view().plot.hidden  # type: ignore[union-attr]


def test_where_all_runs_end_alike_there_is_no_border() -> None:
    found = fates(ALPHA_INPUT, 0.0, 0.01, 0.0, 1.0)
    assert found.border == () and {one for row in found.grid for one in row} == {SETTLES}
