"""A set of questions in Moodle's GIFT format, each named mistake with its own feedback.

The format: https://docs.moodle.org/en/GIFT_format. Numerical answers with a tolerance, partial
credit 0 for the named mistakes, so that Moodle shows what each of them has to be told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.authoring.export import Answer, Exported, exported

if TYPE_CHECKING:
    from tutor.course.loader import Course
    from tutor.session.drawing import Drawn

HEAD = "// Made by descent-tutor"
"""By which a set is known as one of ours; a comment to whoever reads GIFT."""

_SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(course: Course, questions: Sequence[Drawn]) -> str:
    """The questions as one GIFT text: a comment, the category, then each question."""
    # a category's signs are its own, but that a single slash begins another beneath it
    category = " ".join(course.title.split()).replace("/", "//")
    parts = [f"{HEAD}\n", f"$CATEGORY: {category}\n"]
    for one in exported(course, questions):
        title, asked = _escaped(one.name), _escaped(one.text)
        parts.append(f"::{title}::[markdown]{asked} {{{_answers(one)}}}\n")
    return "\n".join(parts)


def _answers(one: Exported) -> str:
    if one.picks and one.several:
        share = 100 / max(sum(a.right for a in one.answers), 1)
        signs = [f"~%{share:.5g}%" if a.right else "~%-100%" for a in one.answers]
        lines = zip(signs, one.answers, strict=True)
        return "".join(_line(sign, _escaped(a.text), a) for sign, a in lines)
    if one.picks:
        return "".join(_line("=" if a.right else "~", _escaped(a.text), a) for a in one.answers)
    return "#" + "".join(
        _line("=" if a.right else "=%0%", f"{a.text}:{a.tolerance}", a) for a in one.answers
    )


def _line(sign: str, text: str, answer: Answer) -> str:
    told = f"#{_escaped(answer.said)}" if answer.said.strip() else ""
    return f"\n\t{sign}{text}{told}"


def _escaped(text: str) -> str:
    """Signs with a meaning of their own are told apart; a line break is written out."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
