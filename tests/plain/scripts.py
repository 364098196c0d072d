"""What is typed in the kept conversations, and how each is held."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.commands.calls import answered
from tutor.course.index import bundled
from tutor.course.loader import load_course
from tutor.history.records import ALONE, Attempt
from tutor.plain.console import Console
from tutor.plain.quiz_console import hold
from tutor.session.quizzes import Quizzes
from tutor.store.sqlite import Memory

BREAK_IT = """\
0.425
0.5 + 0.5*0.55

1.006

hint
0.9
0.3

1.3
replay

1
3
bowl

0.2

-0.6

1.8

1
2

-3

3
0.75

-0.21

2

help
set input 1
input 1.4

set input 1.5


set input 1



4

0.25
run

quit
"""
"""Lesson 6 to its end, with right and wrong answers."""

QUIZ = """\
1
?
skip
back
2.00
0.300!
finish
no
"""

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def typed(text: str, *arguments: str, expect: int = 0) -> str:
    """What `tutor` says on stdout when this is typed, in a process of its own."""
    done = answered(text, *arguments)
    assert (done.returncode, done.stderr) == (expect, ""), done.stderr
    return done.stdout


def break_it() -> str:
    return typed(BREAK_IT, "learn", "break-it", "--plain", "--store", ":memory:")


def quiz() -> str:
    return typed(QUIZ, "quiz", "--plain", "--seed", "6", "--questions", "4", "--store", ":memory:",
                 expect=3)  # fmt: skip


def review() -> str:
    """Two days ago two questions were missed; one of them is known by now."""
    course = load_course(bundled())
    store = Memory(lambda: NOW)
    for step, text in (("input-two", "0.9"), ("next-jump", "4")):
        missed = Attempt(
            course.id, "break-it", step, 0, {}, text, float(text), "unknown",
            at=NOW - timedelta(days=2),
        )  # fmt: skip
        store.record(ALONE, missed)
    quizzes = Quizzes(store, course)
    quiz = quizzes.review()
    assert quiz is not None
    return conversation("7\n\n0.1\nhint\nskip\n\n", lambda talk: hold(quiz, quizzes, talk))


def conversation(text: str, hold: Callable[[Console], object]) -> str:
    """What is said in a conversation in which this is typed."""
    said = io.StringIO()
    hold(Console(io.StringIO(text), said, echo=True))
    return said.getvalue()


CONVERSATIONS = {"break-it": break_it, "quiz": quiz, "review": review}
"""Every kept conversation."""
