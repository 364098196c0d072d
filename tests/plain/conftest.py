"""A lesson told line by line."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tutor.course.index import bundled
from tutor.course.loader import Course, load_course
from tutor.history.records import ALONE
from tutor.plain.console import Console, Ended
from tutor.plain.lesson_console import LessonConsole
from tutor.session.lesson import LessonSession
from tutor.session.quizzes import Quizzes
from tutor.session.view import Recorder
from tutor.store.sqlite import Memory

Told = Callable[..., str]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(bundled())


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def told(course: Course, store: Memory) -> Told:
    """What is said when these lines are typed, from a place or from where one left off."""

    def told(*lines: str, at: str = "") -> str:
        said = io.StringIO()
        history = store.history(ALONE, course.id)
        session = LessonSession(course, history=history, notify=Recorder(store, course.id))
        talk = Console(io.StringIO("".join(f"{line}\n" for line in lines)), said, echo=True)
        walker = LessonConsole(session, talk, Quizzes(store, course))
        if at:
            lesson, _, step = at.partition("/")
            walker.open(lesson, step)
        try:
            walker.greet(new=history.place is None, chosen=at)
            walker.walk()
        except Ended:
            pass
        return said.getvalue()

    return told
