"""A question that is answered together, an answer to it that was handed in, and what of it stands
before all eyes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from tutor.errors import TutorError
from tutor.session.exercise import Exercise
from tutor.session.task import Task
from tutor.session.view import HELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.course.loader import Course
    from tutor.session.exercise_state import Clock
    from tutor.session.pace import Held, Vote
    from tutor.session.picture.scene import Scene
    from tutor.session.view import View


def asked(course: Course, held: Held) -> Task:
    """The question. Raises TutorError where the course has it no more."""
    lesson = course.lesson(held.item.lesson)
    step = lesson.step(held.item.step)
    if not 0 <= held.item.question < len(step.ask):
        raise TutorError(f"{lesson.id}/{step.id} has no question {held.item.question + 1}")
    task = Task(course, lesson, step, held.item.question)
    return task.once_more(held.values) if held.values else task


def handed_in(task: Task, vote: Vote, clock: Clock = time.monotonic) -> Exercise:
    """The question with this answer, which is withheld."""
    exercise = Exercise(task, HELD, clock=clock)
    exercise.taken(vote.text, vote.aimed, vote.seconds)
    return exercise


class Projected(NamedTuple):
    """A question as all look at it together."""

    view: View
    scene: Scene | None
    """None where there is no picture."""


def projected(course: Course, held: Held, guesses: Sequence[float] = ()) -> Projected:
    """The question as it stands before all eyes: while it is open what every learner has of it,
    then the truth, in a picture with room for the `guesses`. Raises TutorError where the course has
    it no more."""
    from tutor.session.picture.moment import picture_among
    from tutor.session.present import present

    exercise = Exercise(asked(course, held), HELD)
    if not held.open:
        exercise.settle()
    return Projected(present(exercise), picture_among(exercise, () if held.open else guesses))
