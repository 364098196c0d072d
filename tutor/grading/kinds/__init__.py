"""The kinds of question: how each is asked, judged, drawn with fresh numbers, and proved.

What an author writes for a kind is a class of `tutor.course.questions`; how it is asked and judged
stands here, in the module of the kind's name, which gives one `KIND`. It is imported when the first
question of that kind is met. Front ends never ask for a kind: they draw its `input`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tutor.errors import ListingError
from tutor.grading import messages
from tutor.grading.ask import Verdict

if TYPE_CHECKING:
    from tutor.course.questions import Question
    from tutor.grading.ask import Ask
    from tutor.grading.kinds.base import QuestionKind


@cache
def kind_named(name: str) -> QuestionKind[Any]:
    """The kind of that name; without a name, the one that asks nothing."""
    found: QuestionKind[Any] = import_module(f"{__name__}.{name or 'base'}").KIND
    return found


def kind_of(question: Question) -> QuestionKind[Any]:
    """How a question is asked and judged."""
    return kind_named(question.kind)


def judge(ask: Ask[Any], text: str, *, cell: float = 0.0, as_written: bool = False) -> Verdict:
    """What is to be said of an answer. Never raises for what a learner typed or set.

    `cell` is the width of the cell that was aimed at, 0 for a typed answer; `as_written` is for
    one that was handed in before and asked about: it is exactly that number.
    """
    kind = kind_of(ask.question)
    reading = kind.read(text, ask)._replace(cell=cell)
    try:
        return kind.judge(reading.as_written() if as_written else reading, ask)
    except ListingError as error:
        return Verdict.unreadable(messages.cannot_judge(error.what))
