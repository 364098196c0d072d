"""What a set of questions for Moodle holds, in whichever of its formats it is written.

Each question stands alone: it tells where the run is, shows the listing, and says how many digits
it wants. Every named mistake that is another number than the right one comes with what is to be
said of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from tutor.course.markup import commonmark
from tutor.grading.kinds.base import Input
from tutor.session.exercise import Exercise
from tutor.session.present import present, whole_prompt
from tutor.session.view import QUIZ

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.engine.numbers import Number
    from tutor.session.drawing import Drawn
    from tutor.session.task import Task


PASS = "An update is one pass through the loop."
BY_NUMBER = re.compile(r"\bin update [0-9]")
"""How a question names an update; then it says nothing else of it."""
WRITTEN = 1e-3
"""By what share a tolerance is written larger, so that writing it in four digits makes it no
smaller."""


class Answer(NamedTuple):
    """One answer that is known."""

    text: str
    """An option in Markdown; else a number without an exponent, which not every reader takes."""
    right: bool
    said: str
    """What is to be said of it, Markdown; may be empty."""
    tolerance: str = ""
    """How far from the number an answer is still this one; empty for an option."""


class Exported(NamedTuple):
    """One question."""

    name: str
    """Its place in the set and in the course: `001 add-alpha/smaller-steps#1`."""
    text: str
    """What is asked, and beneath it the listing as an indented block; Markdown.

    Not the other way round: Moodle takes the blanks away that a text begins with, and the first
    lines of the block would become a paragraph."""
    answers: tuple[Answer, ...]
    """The right one first, where they are numbers; options as they were laid out."""
    picks: bool
    """The answers are options."""
    several: bool
    """All that are right are to be picked."""
    worked: str
    """The asked line with its numbers put in; empty where there is none."""


def exported(course: Course, questions: Sequence[Drawn]) -> list[Exported]:
    """The questions, which were drawn from this course, as they are to be written."""
    found = []
    for number, one in enumerate(questions, 1):
        task = one.task(course)
        assert task is not None  # it was drawn from this course
        options = task.kind.answers(task.ask)
        picks = tuple(Answer(commonmark(a.text), a.right, commonmark(a.because)) for a in options)
        found.append(
            Exported(
                name=f"{number:03d} {one.item}",
                text=_asked(task),
                answers=picks or _numbers(task),
                picks=bool(picks),
                several=task.kind.input is Input.SEVERAL,
                worked=task.worked,
            )
        )
    return found


def _asked(task: Task) -> str:
    view = present(Exercise(task, QUIZ))
    code = "".join(f"\n    {line.text}" for line in view.listing)
    prompt = commonmark(whole_prompt(task, view.question, digits=True))
    if BY_NUMBER.search(prompt):
        prompt = f"{PASS} {prompt}"
    return f"{prompt}\n{code}" if code else prompt


def _numbers(task: Task) -> tuple[Answer, ...]:
    """The right number with its tolerance; where that is too narrow for it, because another known
    number is near, what is rounded as the question asks; then what each distinct mistake gives."""
    ask = task.ask
    room = ask.rounded_tolerance * (1 + WRITTEN)
    found = [Answer(_decimal(ask.truth), True, "", _decimal(room, 4))]
    if ask.digits and isinstance(ask.truth, float):
        rounded = float(f"{ask.truth:.{ask.digits}g}")
        if abs(rounded - ask.truth) > room:
            found.append(Answer(_decimal(rounded), True, "", _decimal(1e-9 * abs(rounded))))
    for name, value in ask.distinct.items():
        said, band = commonmark(ask.mistakes[name].say), _decimal(ask.bands[name], 3)
        found.append(Answer(_decimal(value), False, said, band))
    return tuple(found)


def _decimal(value: Number, digits: int = 10) -> str:
    return format(Decimal(f"{value:.{digits}g}"), "f")
