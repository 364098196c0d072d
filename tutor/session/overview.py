"""What home draws and names of a learner beside the lessons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.course.markup import unmarked
from tutor.history.progress import misses_of_late
from tutor.history.schedule import first_answers, item_of, known
from tutor.session.picture.scene import Frame, Scene
from tutor.session.task import task_of

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.history.records import Attempt
    from tutor.history.schedule import Agenda
    from tutor.session.lesson import LessonSession
    from tutor.session.task import Task

WINDOW = 20
"""First tries among which misses are counted."""
NAMED = 3
"""Steps that are named of those that are due."""


def stopped_at(session: LessonSession) -> Scene | None:
    """The curve where the learner stopped, without what an answer has shown of it; None where
    there is none."""
    scene = session.scene()
    if scene is None or scene.sentence:
        return None
    return scene._replace(truth=None, guess=None, off="", own=())


class Falling(NamedTuple):
    """How misses fall."""

    scene: Scene
    first: int
    """Misses among the first WINDOW first tries."""
    last: int
    """Among the last."""


def falling(attempts: Sequence[Attempt]) -> Falling | None:
    """The learner's own error: misses among the last WINDOW first tries, as these went by; None
    until there are some more than that."""
    misses = misses_of_late(attempts, WINDOW)
    if len(misses) < 2:
        return None
    (start, first), (end, last) = misses[0], misses[-1]
    frame = Frame(start, end, 0, max(1, *(count for _, count in misses)))
    points = tuple((float(at), float(count)) for at, count in misses)
    return Falling(Scene(frame, "first tries", "misses", points), first, last)


class Due(NamedTuple):
    """A step that review asks about."""

    title: str
    last: str
    """How its question was answered last: known, hunch or missed."""
    say: str
    """What was said of a miss, in a sentence; empty where nothing was."""


def due_steps(course: Course, agenda: Agenda, attempts: Sequence[Attempt]) -> tuple[Due, ...]:
    """The steps that review asks about first."""
    told = first_answers(attempts)
    last = {item_of(one): (one, knew) for one, knew in zip(told, known(told), strict=True)}
    found: dict[str, Due] = {}
    for item in agenda.due:
        attempt, knew = last[item]
        task = task_of(course, item, attempt.values)
        if task is not None and len(found) < NAMED:
            title = task.step.title
            outcome = _outcome(attempt, knew)
            found.setdefault(title, Due(title, outcome, _said(task, attempt, outcome)))
    return tuple(found.values())


def _outcome(attempt: Attempt, knew: bool) -> str:
    if knew:
        return "known"
    return "hunch" if attempt.verdict == "right" else "missed"


def _said(task: Task, attempt: Attempt, outcome: str) -> str:
    """The first sentence about the mistake; else what there is to say."""
    if attempt.mistake not in task.mistakes:
        return {"known": "once more, to keep it", "hunch": "a hunch"}.get(outcome, "")
    said = " ".join(unmarked(task.ask.say(attempt.mistake)).split())
    return re.split(r"(?<=[.!?]) ", said)[0]
