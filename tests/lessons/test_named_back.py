"""Whoever follows a wrong rule of a lesson of several numbers is told which one it is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.model import Lesson
from tutor.grading.ask import Ask, Judged
from tutor.grading.kinds import judge
from tutor.session.task import Task

COURSE = load_course(bundled())


def drawn(lesson: Lesson) -> Iterator[Ask[Any]]:
    """What a quiz asks a number of, with forty draws each."""
    for step in lesson.steps:
        for number in range(len(step.ask)):
            task = Task(COURSE, lesson, step, number)
            if task.target is None or not task.target.exact:
                continue
            if not task.kind.drawable(task.question, step):
                continue
            for seed in range(40):
                values = task.kind.numbers(task.ask, step, Random(seed))
                if values is not None:
                    yield task.with_constants(values).ask


@pytest.mark.parametrize("name", ["several-weights", "many-examples", "flies-apart"])
def test_wrong_rules_are_named_back(name: str) -> None:
    """At 99 of 100 draws of a quiz at least, each mistake that gives a number of its own."""
    tried, named = 0, 0
    for ask in drawn(COURSE.lesson(name)):
        alone = {one for pair in ask.coinciding for one in pair}
        for mistake, value in ask.distinct.items():
            if mistake in alone:
                continue
            verdict = judge(ask, repr(value))
            if verdict.kind is Judged.MORE_DIGITS:  # handed in again, it is that number
                verdict = judge(ask, repr(value), as_written=True)
            tried += 1
            named += verdict.kind is Judged.MISTAKE and verdict.mistakes == (mistake,)
    assert tried > 500 and named >= 0.99 * tried, (named, tried)
