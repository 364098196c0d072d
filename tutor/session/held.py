"""A question that is answered together, and an answer to it that was handed in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tutor.session.exercise import Exercise
from tutor.session.task import Task
from tutor.session.view import HELD

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.exercise_state import Clock
    from tutor.session.pace import Held, Vote


def asked(course: Course, held: Held) -> Task:
    """The question. Raises TutorError where the course has it no more."""
    lesson = course.lesson(held.item.lesson)
    task = Task(course, lesson, lesson.step(held.item.step), held.item.question)
    return task.once_more(held.values) if held.values else task


def handed_in(task: Task, vote: Vote, clock: Clock = time.monotonic) -> Exercise:
    """The question with this answer, which is withheld."""
    exercise = Exercise(task, HELD, clock=clock)
    exercise.taken(vote.text, vote.aimed, vote.seconds)
    return exercise
