"""One question with the constants in force: what may be named, and how far it can be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lessons import written
from tutor.course.loader import course_of
from tutor.session.lesson import LessonSession

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
    assert reading is not None and reading.value is None
    session.type("weight + 0.1 * pred")
    session.commit()
    verdict = session.view().verdict
    assert verdict is not None and verdict.right


def test_a_page_has_no_update_that_could_be_run(session: LessonSession) -> None:
    session.open("words", "page")
    assert not session.view().can_run
    session.run()
    view = session.view()
    assert view.updates == 0 and view.note == "The listing makes no further update."
