"""The learner's own wrong rule is followed from where they stood, as far as there is a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.course.lessons import written
from tests.session.walks import right_answer, stopped
from tutor.course.loader import course_of
from tutor.grading.messages import NO_REPLAY
from tutor.history.records import History
from tutor.session.lesson import LessonSession

LESSON = """\
format: 1
id: games
title: Games
mistakes:
  uphill:
    rule: weight = weight + alpha * pred
    say: You added it.
  beyond:
    rule: weight = weight - toes[12]
    say: There is no such toe.
steps:
  - id: step
    title: Step
    code: |
      weight = 0.5
      alpha = 0.1
      games = 3
      toes = [8.5, 9.5, 9.9, 9.1, 8.8, 9.2, 9.4, 8.1, 9.3, 8.9, 9.6, 9.7]

      for game in range(games):
          input = toes[game]
          pred = input * weight
          error = (pred - 1) ** 2
          weight = weight - alpha * pred
    edit: {games: {from: 1, to: 40, by: 1}}
    ask:
      - {predict: weight, hint: Input times weight., tries: 2}
"""


@pytest.fixture
def session(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, LESSON, "games.yaml")), clock=stopped)


def mistaken(session: LessonSession, games: int) -> LessonSession:
    """After a wrong answer of a named mistake, and the right one."""
    session.set("games", games)
    truth = float(right_answer(session.course, session.view()))
    for text in (repr(1.0 - truth), repr(truth)):
        session.type(text)
        session.commit()
    assert session.place().fault == "uphill"
    return session


@pytest.mark.parametrize(("games", "updates"), [(3, 3), (12, 10), (30, 10)])
def test_the_rule_is_followed_for_ten_updates_or_as_far_as_the_listing_goes(
    session: LessonSession, games: int, updates: int
) -> None:
    """Of thirty games only twelve can be played, which is more than are shown."""
    mistaken(session, games).replay()
    assert session.view().note == ("This is where weight = weight + alpha * pred would have led.")
    scene = session.scene()
    assert scene is not None and len(scene.own) == updates
    assert scene.own[0].x == pytest.approx(0.5 + 0.1 * 8.5 * 0.5)


def test_a_rule_that_the_lesson_can_no_longer_run_is_not_replayed(
    session: LessonSession,
) -> None:
    """Its author made the list shorter meanwhile."""
    place = replace(mistaken(session, 3).place(), fault="beyond")
    again = LessonSession(session.course, history=History(place=place), clock=stopped)
    assert not again.view().can_replay
    again.replay()
    assert again.view().note == NO_REPLAY
