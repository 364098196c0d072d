"""Fresh numbers tell every named mistake from the right answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from tests.course.lessons import LESSON, changed, written
from tutor.course.index import bundled
from tutor.course.loader import Course, course_of, load_course
from tutor.course.model import Lesson, Step
from tutor.course.questions import Predict
from tutor.engine.numbers import Number, same
from tutor.errors import TutorError
from tutor.history.schedule import Item
from tutor.session.quizzes import chosen, drawn, items
from tutor.session.task import Task, task_of


def first(tmp_path: Path, text: str) -> tuple[Course, Lesson, Step]:
    course = course_of(written(tmp_path, text))
    return course, course.lessons[0], course.lessons[0].steps[0]


def draw(
    course: Course, lesson: Lesson, step: Step, number: int, rng: Random
) -> Mapping[str, Number] | None:
    """Fresh numbers for a question of a step."""
    task = Task(course, lesson, step, number)
    return task.kind.numbers(task.ask, step, rng)


def test_a_draw_is_on_the_grid_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    values = draw(course, lesson, step, 0, Random(7))
    assert values is not None and step.quiz is not None
    assert all(values[name] in range_.grid() for name, range_ in step.quiz.vary.items())
    assert draw(course, lesson, step, 0, Random(7)) == values


def test_every_draw_of_the_bundled_course_tells_its_mistakes_apart() -> None:
    course = load_course(bundled())
    questions = [
        (lesson, step, number)
        for lesson in course.lessons
        for step in lesson.steps
        for number, question in enumerate(step.ask)
        if isinstance(question, Predict) and question.by == "number" and step.quiz
    ]
    for lesson, step, number in questions:
        values = draw(course, lesson, step, number, Random(1))
        assert values is not None, f"{lesson.id}/{step.id}"
        asked = Task(course, lesson, step, number).ask.with_values(values)
        wrong = [v for name, v in asked.mistaken.items() if name not in step.hides]
        assert not any(same(value, asked.truth) for value in wrong)
        assert not any(same(one, other) for one, other in combinations(wrong, 2))
        assert abs(float(f"{asked.truth:.6g}") - asked.truth) <= asked.tolerance


def test_where_no_numbers_are_good_there_is_no_draw(tmp_path: Path) -> None:
    text = changed(("weight + alpha * miss", "weight - miss * alpha"))
    course, lesson, step = first(tmp_path, text)
    assert draw(course, lesson, step, 0, Random(1)) is None


def test_a_mistake_that_is_always_hidden_and_known_is_passed_over(tmp_path: Path) -> None:
    text = changed(
        ("weight + alpha * miss", "weight - miss * alpha"),
        ("expect: converges", "expect: converges\n    hides: [uphill]"),
    )
    course, lesson, step = first(tmp_path, text)
    assert draw(course, lesson, step, 0, Random(1)) is not None


def test_a_step_without_numbers_to_vary_has_no_draw(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    plain = step.replaced(quiz=None)
    assert draw(course, lesson, plain, 0, Random(1)) is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"alpha": 0}, "weight does not move"),
        ({"weight": 1e308, "alpha": 1e300}, "weight is not a finite number"),
        ({"alpha": 0.3}, ""),
    ],
)
def test_why_numbers_are_no_good(tmp_path: Path, values: dict[str, float], why: str) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    task = Task(course, lesson, step, 0)
    assert task.kind.unfit(task.ask.with_values(values)) == why


def test_a_question_that_the_course_no_longer_has_is_not_drawn(tmp_path: Path) -> None:
    course, lesson, step = first(tmp_path, LESSON)
    there = Item(lesson.id, step.id, 0)
    assert drawn(course, there, "1") is not None
    for gone in (
        Item("gone", step.id, 0),
        Item(lesson.id, "gone", 0),
        Item(lesson.id, step.id, 99),
        Item(lesson.id, step.id, -1),
    ):
        assert drawn(course, gone, "1") is None and task_of(course, gone) is None


def test_a_course_without_such_questions_says_so(tmp_path: Path) -> None:
    text = "format: 1\nid: prose\ntitle: Prose\nsteps: [{id: page, title: Page, text: Read.}]\n"
    course = course_of(written(tmp_path, text))
    assert items(course) == ()
    with pytest.raises(TutorError, match="hold no question that a quiz can ask"):
        chosen(course, 3, 1)
