"""What home draws and names of a learner beside the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.history.progress import misses_of_late
from tutor.session.scene import Frame, Scene

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Attempt
    from tutor.history.schedule import Agenda
    from tutor.session.lesson import LessonSession

WINDOW = 20
"""First answers among which misses are counted."""
NAMED = 3
"""Steps that are named of those that are due."""


def stopped_at(session: LessonSession) -> Scene | None:
    """The curve where the learner stopped, without what an answer has shown of it; None where
    there is none."""
    scene = session.scene()
    if scene is None or scene.sentence:
        return None
    return scene._replace(truth=None, guess=None, off="", own=())


def falling(attempts: Sequence[Attempt]) -> Scene | None:
    """The learner's own error: misses among the last WINDOW first answers, as answers went by; None
    until there are some more than that."""
    misses = misses_of_late(attempts, WINDOW)
    if len(misses) < 2:
        return None
    first, last = misses[0][0], misses[-1][0]
    most = max(count for _, count in misses)
    frame = Frame(first, last, 0, max(most, 1))
    return Scene(frame, "answers", "misses", tuple((float(at), float(n)) for at, n in misses))


def due_steps(course: Course, agenda: Agenda) -> tuple[str, ...]:
    """The titles of the steps that review asks about first."""
    titles: dict[str, None] = {}
    for item in agenda.due:
        lesson = course.find(item.lesson)
        steps = lesson.steps if lesson is not None else ()
        titles |= {step.title: None for step in steps if step.id == item.step}
    return tuple(titles)[:NAMED]
