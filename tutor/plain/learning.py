"""A course, line by line: for screen readers, terminals without a screen, and scripts."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.core.session import Session
from tutor.course.loader import load_course
from tutor.plain.talk import Ended, Talk, talk
from tutor.plain.walker import Walker
from tutor.store import open_store
from tutor.store.quizzes import Rounds
from tutor.store.recorder import ALONE, Recorder

if TYPE_CHECKING:
    from tutor.course.catalog import Course
    from tutor.store import ResilientStore


def learn(lessons: Path, where: str | None, store: str | None, *, ascii_only: bool = False) -> None:
    """Walk the course from `where`, or from where the learner left off.

    Raises TutorError for a course that cannot be opened or a place that is not in it.
    """
    course = load_course(lessons)
    for sentence in broken(course):
        warn(sentence)
    with closing(open_store(store, tell=warn)) as kept:
        history = kept.history(ALONE, course.id)
        session = Session(course, history=history, notify=Recorder(kept, course.id))
        spoken = talk(ascii_only=ascii_only)
        walker = Walker(session, spoken, Rounds(kept, course))
        if where:
            lesson, _, step = where.partition("/")
            walker.open(lesson, step)
        try:
            walker.greet(new=history.place is None, chosen=where or "")
            walker.walk()
        except Ended:
            pass
        except KeyboardInterrupt:
            spoken.say()
            _farewell(spoken, kept)
            raise
        _farewell(spoken, kept)


def _farewell(spoken: Talk, kept: ResilientStore) -> None:
    """Write what is left to write, and say whether the place is kept."""
    kept.close()
    spoken.say("Your place could not be kept." if kept.problem else "Your place is kept.")


def broken(course: Course) -> list[str]:
    """A sentence for each lesson that cannot be played."""
    found = []
    for stem, problems in course.broken.items():
        more = len(problems) - 1
        rest = f" (and {more} more; `tutor lint` lists them)" if more else ""
        found.append(f"the lesson {stem} cannot be played: {problems[0]}{rest}")
    return found


def warn(sentence: str) -> None:
    """What goes wrong is told on stderr, never among what is being learned."""
    sys.stdout.flush()
    sys.stderr.write(f"tutor: {sentence}\n")
    sys.stderr.flush()
