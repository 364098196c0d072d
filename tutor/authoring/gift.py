"""A set of questions in Moodle's GIFT format, each named mistake with its own feedback.

The format: https://docs.moodle.org/en/GIFT_format. Numerical answers with a tolerance, partial
credit 0 for the named mistakes, so that Moodle shows what each of them has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tutor.core.grading import direction_of
from tutor.core.item import stage_of
from tutor.core.showing import exhibit
from tutor.core.view import Phase
from tutor.core.walk import DIRECTIONS, Walk
from tutor.course.markup import commonmark
from tutor.course.questions import Choose, Predict

if TYPE_CHECKING:
    from tutor.core.item import Drawn
    from tutor.core.stage import Stage
    from tutor.core.view import View
    from tutor.course.catalog import Course
    from tutor.course.questions import Option
    from tutor.engine.numbers import Number

_SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(course: Course, questions: Sequence[Drawn]) -> str:
    """The questions as one GIFT text, a category line first."""
    parts = [f"$CATEGORY: {_escaped(course.title)}\n"]
    for number, one in enumerate(questions, 1):
        stage = stage_of(course, one.item, one.values)
        assert stage is not None  # it was drawn from this course
        view = exhibit(Walk(stage, Phase.ASK))
        title = _escaped(f"{number:03d} {one.item}")
        parts.append(f"::{title}::[markdown]{_asked(view)} {{{_answers(stage)}}}\n")
    return "\n".join(parts)


def _asked(view: View) -> str:
    """The question, and under it the listing as an indented block.

    Not the other way round: Moodle takes the blanks away that a text begins with, and the first
    lines of the block would become a paragraph.
    """
    code = "".join(f"\n    {line.text}" for line in view.listing)
    prompt = commonmark(view.question.prompt) if view.question is not None else ""
    return _escaped(f"{prompt}\n{code}" if code else prompt)


def _option(stage: Stage, one: Option) -> tuple[str, str]:
    """An option's text and what is said to whoever chose it, with the numbers in force."""
    said, because = (stage.filled(text, stage.start) for text in (one.say, one.because))
    return _escaped(commonmark(said)), because


def _answers(stage: Stage) -> str:
    match stage.question:
        case Choose(options=options):
            return "".join(
                _line("=" if one.right else "~", *_option(stage, one)) for one in options
            )
        case Predict(by="direction"):
            right = direction_of(stage.asked())
            return "".join(_line("=" if way == right else "~", way, "") for way in DIRECTIONS)
        case _:
            return "#" + "".join(_numbers(stage))


def _numbers(stage: Stage) -> Iterable[str]:
    """The right number with its tolerance, then what each distinct mistake gives, for nothing."""
    asked = stage.asked()
    yield _line("=", f"{_decimal(asked.truth)}:{_decimal(asked.tolerance, 3)}", "")
    for name, value in asked.distinct.items():
        band = _decimal(asked.band(value), 3)
        yield _line("=%0%", f"{_decimal(value)}:{band}", asked.mistakes[name].say)


def _decimal(value: Number, digits: int = 10) -> str:
    """Without an exponent, which not every reader of the format takes."""
    return format(Decimal(f"{value:.{digits}g}"), "f")


def _line(sign: str, answer: str, feedback: str) -> str:
    told = f"#{_escaped(commonmark(feedback))}" if feedback.strip() else ""
    return f"\n\t{sign}{answer}{told}"


def _escaped(text: str) -> str:
    """Signs with a meaning of their own are told apart; a line break is written out."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
