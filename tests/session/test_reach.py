"""Constants are turned until a claim is true: which of them, from where, and what counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import LESSON, written
from tests.session.walks import bundled_course, settle, steps
from tutor.commands.new import new
from tutor.course.loader import course_of, load_course
from tutor.course.questions import Reach
from tutor.engine.claim import claim
from tutor.engine.listing import listing
from tutor.engine.numbers import number
from tutor.grading import messages
from tutor.history.records import History
from tutor.session.lesson import LessonSession
from tutor.session.view import Event, Phase


@pytest.fixture
def asked() -> LessonSession:
    """compare/error at its second question, which lets the weight go and nothing else."""
    session = LessonSession(bundled_course())
    session.open("compare", "error")
    settle(session)
    session.set("goal_pred", 0.3)
    session.set("weight", 0.7)
    session.enter()
    return session


def editable(session: LessonSession) -> list[str]:
    return [one.name for one in session.view().parameters if one.editable]


def constants(session: LessonSession) -> dict[str, float]:
    return session.view().constants


def test_it_begins_with_its_author_s_numbers(asked: LessonSession) -> None:
    """So that the claim is not true at once, and the words speak of what is there."""
    view = asked.view()
    assert view.question is not None and view.question.kind == "reach"
    assert constants(asked) == {"weight": 0.5, "input": 0.5, "goal_pred": 0.8}


def test_only_what_the_question_lets_go_can_be_turned(asked: LessonSession) -> None:
    assert editable(asked) == ["weight"]
    asked.set("goal_pred", 0.25)
    assert constants(asked)["goal_pred"] == 0.8
    assert asked.view().note == "goal_pred stands still while this is asked; weight can be changed."
    asked.set("pred", 1)
    assert asked.view().note == "pred is worked out by the listing. weight can be changed."
    asked.set("wieght", 1)
    assert asked.view().note == "There is no wieght in this listing. Did you mean weight?"
    asked.set("q", 1)
    assert asked.view().note == "There is no q in this listing. weight can be changed."
    asked.set("weight", 1.6)
    asked.enter()
    assert asked.view().phase is Phase.EXPLORE
    assert "turn the weight until" in " ".join(asked.view().reveal.split())
    assert editable(asked) == ["weight", "input", "goal_pred"], "afterwards all of them go"


def test_while_nothing_is_changed_enter_counts_nothing(asked: LessonSession) -> None:
    events: list[Event] = []
    asked._notify = events.append
    before = asked.view().asked
    asked.enter()
    assert asked.view().note == messages.UNTOUCHED
    asked.set("weight", 0.6)
    asked.set("weight", 0.5)
    asked.enter()
    assert asked.view().note == messages.UNTOUCHED, "turned, and turned back"
    assert asked.view().verdict is None and asked.view().asked == before
    assert asked.place().tries == 0 and "Answered" not in {type(one).__name__ for one in events}
    asked.set("weight", 0.6)
    asked.enter()
    view = asked.view()
    assert view.verdict is not None and view.verdict.say.startswith(
        "error is 0.25. `error < 0.001`"
    )
    assert asked.place().tries == 1
    asked.enter()
    assert asked.view().note == messages.SAME_ANSWER and asked.place().tries == 1


def test_who_comes_back_finds_the_constants_that_may_be_turned(asked: LessonSession) -> None:
    asked.set("weight", 0.9)
    place = asked.place()
    again = LessonSession(bundled_course(), history=History(place=place))
    assert constants(again) == constants(asked) and editable(again) == ["weight"]
    earlier = {**place.values, "goal_pred": 0.45}
    altered = LessonSession(
        bundled_course(), history=History(place=type(place)(**{**vars(place), "values": earlier}))
    )
    assert constants(altered)["goal_pred"] == 0.8, "a place of a version that let it go"


SETS_ITS_OWN = """
format: 1
id: own
title: Own
steps:
  - id: walk
    title: A walk
    code: |
      weight = 8
      alpha = 0.5

      for iteration in range(5):
          weight = weight - alpha * weight
    edit:
      alpha: {from: 0, to: 4, by: 0.1}
    ask:
      - reach: diverges
        with: {alpha: 1.5}
        hint: Farther.
"""


def test_numbers_of_the_question_itself_are_no_change(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(SETS_ITS_OWN)
    (tmp_path / "course.yaml").write_text("format: 1\nid: c\ntitle: C\nlessons: [own]\n")
    session = LessonSession(load_course(tmp_path))
    assert constants(session)["alpha"] == 1.5
    session.enter()
    assert session.view().note == messages.UNTOUCHED
    session.set("alpha", 0.5)
    session.enter()
    assert session.view().note != messages.UNTOUCHED, "the listing's own number is a change here"
    session.set("alpha", 3)
    session.enter()
    assert session.view().phase is Phase.EXPLORE


def test_a_checked_claim_shows_the_run_it_was_checked_on() -> None:
    """Its last updates, to where the height was measured that the verdict tells."""
    session = LessonSession(bundled_course())
    session.open("break-it", "make-it-diverge")
    start = session.scene()
    assert start is not None and not start.trail
    session.set("input", 1.8)
    session.enter()
    view = session.view()
    assert view.verdict is not None and view.verdict.right
    scene = session.scene()
    assert scene is not None and len(scene.trail) == 9 and scene.now is not None
    assert f"in update 20 error is {number(scene.now.y)}." in view.verdict.say
    assert f", where error is {number(scene.now.y)}." in session.described().whole


@pytest.mark.parametrize(("step", "met"), [(0.27, 5), (1.09, 2)])
def test_a_bound_that_is_met_early_is_shown_where_it_was_met(step: float, met: int) -> None:
    """Also where more updates than that were shown before."""
    session = LessonSession(bundled_course())
    session.open("hot-and-cold", "step-ten")
    for text in ("10.5", "0.5"):
        session.type(text)
        session.enter()
        session.enter()
    session.set("step_amount", step)
    session.enter()
    verdict, scene = session.view().verdict, session.scene()
    assert verdict is not None and f"first met at update {met}" in verdict.say
    assert scene is not None and scene.now is not None and scene.now.y < 0.001
    assert len(scene.trail) == met - 1 and scene.truth is None


def test_the_last_words_after_a_run_that_was_wanted_have_its_numbers(tmp_path: Path) -> None:
    """That of the constants with which it was met: the scaffold of `tutor new` ends so."""
    new(tmp_path, "halves")
    session = LessonSession(load_course(tmp_path))
    for text in ("5.3", "2"):
        session.type(text)
        session.enter()
        session.enter()
    session.set("alpha", 2.5)
    session.enter()
    view = session.view()
    assert view.verdict is not None and view.verdict.right
    assert view.reveal == "The weight went from 6 to -2.75."


def test_a_mistakes_sentence_has_the_values_of_the_update_that_is_asked(tmp_path: Path) -> None:
    """None that is still to be predicted; a brace that is no placeholder stays."""
    text = LESSON.replace("You added the miss.", "You added {miss}: {weight@0} is not {weight}.")
    session = LessonSession(load_course(written(tmp_path, text).parent))
    session.type("6.7")
    session.enter()
    verdict = session.view().verdict
    assert verdict is not None and verdict.say == "You added 3.5: 6 is not weight."


def test_no_bottom_is_told_that_a_later_question_asks_to_be_reached() -> None:
    """Also by a question before it that has another number for that very constant."""
    given_away, reached = [], 0
    for lesson, step in steps(bundled_course()):
        session, bottoms = LessonSession(bundled_course()), list[tuple[str, float]]()
        session.open(lesson.id, step.id)
        for question in step.ask:
            code = listing(step.code) if step.code else None
            if isinstance(question, Reach) and code is not None:
                names = [name for name in question.editable(step.edit) if not code.assigns(name)]
                reached += len(names)
                given_away += [
                    f"{step.id}: {name} {bottom}"
                    for name, bottom in bottoms
                    if name in names
                    and claim(question.reach).holds(code, {**question.with_, name: bottom})
                ]
            for answered in (False, True):
                if answered:
                    settle(session)
                scene, plot = session.scene(), session.view().plot
                if scene is not None and scene.bottom is not None and plot is not None:
                    if scene.ground is not None:
                        bottoms += [(plot.x, scene.bottom.x), (plot.up, scene.bottom.y)]
                        continue
                    bottoms.append((plot.x, float(scene.bottom.label.removeprefix("bottom "))))
            session.enter()
    assert reached > 5 and not given_away


def test_a_run_without_a_meaning_is_looked_at_like_any_other(tmp_path: Path) -> None:
    """Which lines a question is about is known without running them."""
    text = """
format: 1
id: odd
title: Odd
steps:
  - id: one
    title: One
    text: Look.
    code: |
      weight = 0.5

      for iteration in range(3):
          if iteration > 1:
              error = far
          if iteration < 2:
              error = 3
          if iteration > 7:
              far = 1
          weight = weight + 0.1
    edit: {weight: {from: 0, to: 2, by: 0.1}}
    ask:
      - reach: error < 2
        say: Bring the error below 2.
"""
    session = LessonSession(course_of(written(tmp_path, text, "odd.yaml")))
    about = [line.text.strip() for line in session.view().listing if line.about]
    assert about == ["error = far", "error = 3"]
    session.enter()
    assert session.view().phase is Phase.ASK
