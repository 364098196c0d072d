"""The tutor and a learner on paper, who share no code, come to the same numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.grading import model
from tests.grading.model.course import QUESTIONS
from tests.grading.model.paper import Question
from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.course.questions import Predict
from tutor.engine.numbers import same
from tutor.history.schedule import Item
from tutor.session.drawing import drawn
from tutor.session.task import Task, task_of

DRAWS = 25
"""Draws of each question, beside its author's numbers."""


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(bundled())


def numeric(course: Course) -> Iterator[Item]:
    """Every question that is answered with a number."""
    for lesson in course.lessons:
        for step in lesson.steps:
            for number, question in enumerate(step.ask):
                if isinstance(question, Predict) and question.by == "number":
                    yield Item(lesson.id, step.id, number)


def tasks(course: Course) -> Iterator[tuple[Question, Task]]:
    """Each of them with its author's numbers, and with drawn ones where numbers are drawn."""
    for item in numeric(course):
        question = QUESTIONS[str(item)]
        asked = task_of(course, item)
        assert asked is not None
        yield question, asked
        for turn in range(DRAWS if asked.step.quiz is not None else 0):
            one = drawn(course, item, f"model/{item}/{turn}")
            task = None if one is None else task_of(course, item, one.values)
            if task is not None:
                yield question, task


def test_the_model_shares_no_code_with_the_tutor() -> None:
    folder = Path(model.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str | None] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            assert not [name for name in names if name and name.startswith("tutor")], path.name


def test_the_model_has_every_question_that_is_answered_with_a_number(course: Course) -> None:
    asked = {str(item) for item in numeric(course)}
    assert not asked - QUESTIONS.keys(), "work these out in tests/grading/model/course.py"
    assert not QUESTIONS.keys() - asked, "these are no longer asked"


def test_the_model_asks_after_the_same_update(course: Course) -> None:
    for question, task in tasks(course):
        assert (question.start, question.after) == (task.start, task.after), task.step.id
        assert question.asked.startswith("new_") == (task.ask.old is not None), task.step.id


def test_both_come_to_the_same_truth(course: Course) -> None:
    for question, task in tasks(course):
        here = f"{task.lesson.id}/{task.step.id} {task.constants}"
        assert same(question.truth(task.constants), task.ask.truth), here
        old = question.old(task.constants)
        assert old is None or same(old, task.ask.old or 0), here


def test_each_named_mistake_is_one_that_the_model_makes(course: Course) -> None:
    """A new mistake of the course is a rule on paper too, at its question in the model."""
    without: set[tuple[str, str]] = set()
    other: list[Any] = []
    for question, task in tasks(course):
        answers = {wrong.name: wrong.value for wrong in question.wrong(task.constants)}
        for name, value in task.ask.mistaken.items():
            if name not in answers:
                without.add((f"{task.lesson.id}/{task.step.id}", name))
            elif not same(answers[name], value):
                other.append((task.step.id, dict(task.constants), name, answers[name], value))
    assert not without, (
        "name these in `Rules` of tests/grading/model, where the question has its own"
    )
    assert not other[:5]


def test_the_model_names_no_mistake_that_the_course_does_not(course: Course) -> None:
    named = {name for question in QUESTIONS.values() for name in question.rules.named}
    asked = (task_of(course, item) for item in numeric(course))
    known = {name for task in asked if task is not None for name in task.mistakes}
    assert not named - known, "these are rules without a name: `unnamed`"
