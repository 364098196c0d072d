"""The grader on every prediction of the bundled course."""

from __future__ import annotations

import pytest

from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.course.questions import Predict
from tutor.engine.numbers import number
from tutor.grading.answer import Reading, read
from tutor.grading.ask import Judged
from tutor.grading.explain import worked
from tutor.grading.rules import judge
from tutor.session.task import Task

COURSE = load_course(bundled())

TASKS = {
    f"{lesson.id}/{step.id}#{n + 1}": Task(COURSE, lesson, step, n)
    for lesson in COURSE.lessons
    for step in lesson.steps
    for n, question in enumerate(step.ask)
    if isinstance(question, Predict) and question.by == "number"
}


@pytest.mark.parametrize("where", TASKS)
def test_the_right_value_as_it_is_written_is_right(where: str) -> None:
    """Six digits are always enough, and fewer are either right or asked for more."""
    asked = TASKS[where].ask
    assert judge(asked, read(number(asked.truth))).right
    for digits in (3, 4, 5):
        verdict = judge(asked, read(number(asked.truth, digits)))
        assert verdict.kind in (Judged.RIGHT, Judged.MORE_DIGITS)


@pytest.mark.parametrize("where", TASKS)
def test_every_mistake_is_named_back(where: str) -> None:
    """To twelve digits: a few differ from another only in the seventh."""
    asked = TASKS[where].ask
    for name, wrong in asked.distinct.items():
        verdict = judge(asked, read(number(wrong, 12)).as_written())
        assert verdict.kind in (Judged.MISTAKE, Judged.AMBIGUOUS), name
        assert asked.mistakes[name].say.strip() in [
            asked.mistakes[one].say.strip() for one in verdict.mistakes
        ]


@pytest.mark.parametrize("where", TASKS)
def test_a_miss_is_never_told_the_result(where: str) -> None:
    """The way to the value ends before the value."""
    task = TASKS[where]
    asked = task.ask
    for value in (asked.truth * 1e4 + 999, -asked.truth * 1e4 - 999):
        verdict = judge(asked, Reading("", value))
        assert not verdict.right
        assert f"= {number(asked.truth)}." not in verdict.say
        assert f"= {number(asked.truth)}," not in verdict.say


@pytest.mark.parametrize("where", TASKS)
def test_the_worked_line_ends_in_the_truth(where: str) -> None:
    """What the reveal shows is the listing's own line and its value."""
    task = TASKS[where]
    asked = task.ask
    line = worked(asked.code, asked.values, asked.variable, asked.after)
    assert line.startswith(f"{asked.variable} = ")
    assert line.endswith(f"= {number(asked.truth)}")
