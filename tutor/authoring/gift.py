"""A set of questions in Moodle's GIFT format, each named mistake with its own feedback.

The format: https://docs.moodle.org/en/GIFT_format. Numerical answers with a tolerance, partial
credit 0 for the named mistakes, so that Moodle shows what each of them has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tutor.course.markup import commonmark
from tutor.session.exercise import Exercise
from tutor.session.present import present, whole_prompt
from tutor.session.view import QUIZ

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.engine.numbers import Number
    from tutor.session.drawing import Drawn
    from tutor.session.task import Task
    from tutor.session.view import View

HEAD = "// Made by descent-tutor"
"""By which a set is known as one of ours; a comment to whoever reads GIFT."""

_SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(course: Course, questions: Sequence[Drawn]) -> str:
    """The questions as one GIFT text: a comment, the category, then each question."""
    parts = [f"{HEAD}\n", f"$CATEGORY: {_escaped(course.title)}\n"]
    for number, one in enumerate(questions, 1):
        task = one.task(course)
        assert task is not None  # it was drawn from this course
        asked = _asked(task, present(Exercise(task, QUIZ)))
        title = _escaped(f"{number:03d} {one.item}")
        parts.append(f"::{title}::[markdown]{asked} {{{_answers(task)}}}\n")
    return "\n".join(parts)


def _asked(task: Task, view: View) -> str:
    """The question, and under it the listing as an indented block.

    Not the other way round: Moodle takes the blanks away that a text begins with, and the first
    lines of the block would become a paragraph.
    """
    code = "".join(f"\n    {line.text}" for line in view.listing)
    prompt = commonmark(whole_prompt(task, view.question, digits=True))
    return _escaped(f"{prompt}\n{code}" if code else prompt)


def _answers(task: Task) -> str:
    """What can be picked; without that, the numbers."""
    answers = task.kind.answers(task.ask)
    if not answers:
        return "#" + "".join(_numbers(task))
    return "".join(
        _line("=" if one.right else "~", _escaped(commonmark(one.text)), one.because)
        for one in answers
    )


def _numbers(task: Task) -> Iterable[str]:
    """The right number with its tolerance, then what each distinct mistake gives, for nothing."""
    ask = task.ask
    tolerance = _decimal(ask.rounded_tolerance, 3)
    yield _line("=", f"{_decimal(ask.truth)}:{tolerance}", "")
    for name, value in ask.distinct.items():
        band = _decimal(ask.bands[name], 3)
        yield _line("=%0%", f"{_decimal(value)}:{band}", ask.mistakes[name].say)


def _decimal(value: Number, digits: int = 10) -> str:
    """Without an exponent, which not every reader of the format takes."""
    return format(Decimal(f"{value:.{digits}g}"), "f")


def _line(sign: str, answer: str, feedback: str) -> str:
    told = f"#{_escaped(commonmark(feedback))}" if feedback.strip() else ""
    return f"\n\t{sign}{answer}{told}"


def _escaped(text: str) -> str:
    """Signs with a meaning of their own are told apart; a line break is written out."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
