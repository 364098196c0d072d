"""One question with the constants in force: what may be named, and how far it can be run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.course.lessons import written
from tests.session.walks import right_answer, stopped
from tutor.course.index import bundled
from tutor.course.loader import course_of, load_course
from tutor.engine.numbers import number
from tutor.errors import ListingError
from tutor.grading.messages import NO_REPLAY
from tutor.history.records import History
from tutor.history.schedule import Item
from tutor.session.lesson import LessonSession
from tutor.session.task import Task, task_of

LESSON = """\
format: 1
id: words
title: Words
steps:
  - id: step
    title: Step
    code: |
      weight = 0.5
      goal = 2

      for iteration in range(5):
          way = "up"
          pred = weight * 3
          weight = weight + 0.1 * pred
    show: [way, pred]
    bowl: {y: pred}
    ask:
      - {predict: weight, hint: Add.}
  - id: page
    title: Page
    text: Read.
"""


@pytest.fixture
def session(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, LESSON, "words.yaml")))


def test_a_shown_number_may_be_named_in_a_working_and_a_shown_word_may_not(
    session: LessonSession,
) -> None:
    beside = {line.text.split(" =")[0].strip(): line.value for line in session.view().listing}
    assert beside["way"] == "up" and beside["pred"] == "1.5"
    session.type("way + 1")
    reading = session.view().reading
    assert reading is not None and reading.value is None and "way is a text" in reading.why_not
    session.type("weight + 0.1 * pred")
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right


def test_a_page_has_no_update_that_could_be_run(session: LessonSession) -> None:
    session.open("words", "page")
    assert not session.view().can_run
    session.run()
    view = session.view()
    assert view.updates == 0 and view.note == "There is no listing here to run."


GAMES = """\
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
def toes(tmp_path: Path) -> LessonSession:
    return LessonSession(course_of(written(tmp_path, GAMES, "games.yaml")), clock=stopped)


def mistaken(toes: LessonSession, games: int) -> LessonSession:
    """After a wrong answer of a named mistake, and the right one."""
    toes.set("games", games)
    truth = float(right_answer(toes.course, toes.view()))
    for text in (repr(1.0 - truth), repr(truth)):
        toes.type(text)
        toes.commit()
    assert toes.place().fault == "uphill"
    return toes


def test_an_update_that_cannot_be_made_keeps_nothing_back(toes: LessonSession) -> None:
    step = toes.course.lesson("games").steps[0]
    task = Task(toes.course, toes.course.lesson("games"), step, 0, {"games": 30})
    with pytest.raises(ListingError, match="past the end"):
        task.ask.run(13)
    assert not task.secrets_free(12).tells(0.5)


@pytest.mark.parametrize(("games", "updates"), [(3, 3), (12, 10), (30, 10)])
def test_the_rule_is_followed_for_ten_updates_or_as_far_as_the_listing_goes(
    toes: LessonSession, games: int, updates: int
) -> None:
    """Of thirty games only twelve can be played, which is more than are shown."""
    mistaken(toes, games).replay()
    scene, rule = toes.scene(), "weight = weight + alpha * pred"
    assert scene is not None and len(scene.own) == updates
    places = ", ".join(number(mark.x) for mark in scene.own[:3])
    more = " …" if updates > 3 else "."
    assert toes.view().note == f"This is where {rule} would have led: {places}{more}"
    assert scene.own[0].x == pytest.approx(0.5 + 0.1 * 8.5 * 0.5)


def test_a_rule_that_the_lesson_can_no_longer_run_is_not_replayed(
    toes: LessonSession,
) -> None:
    """Its author made the list shorter meanwhile."""
    place = replace(mistaken(toes, 3).place(), fault="beyond")
    again = LessonSession(toes.course, history=History(place=place), clock=stopped)
    assert not again.view().can_replay
    again.replay()
    assert again.view().note == NO_REPLAY


def by_chance(place: str, **changed: float) -> tuple[str, ...]:
    """The mistakes of the bundled course for which a question has to be asked once more."""
    lesson, step, number = place.split("/")
    found = load_course(bundled())
    task = task_of(found, Item(lesson, step, int(number)))
    assert task is not None
    return Task(found, task.lesson, task.step, task.number, changed).by_chance


def test_what_a_later_question_tells_apart_is_not_asked_once_more() -> None:
    """At an input of 2 doubling is squaring; the next question has an input of 0.5."""
    assert by_chance("break-it/the-ratio/0") == ()
    assert by_chance("break-it/the-ratio/2", input=2) == ("r-doubled",)
    assert by_chance("reduce-the-error/four-passes/0") == ()
    assert by_chance("the-slope/slope-size/0") == ("weight-delta-by-weight",)
