"""`predict`: what will a variable be after some updates? Judged by running the listing.

`direction` asks the same in words, and takes from here when it is asked and where it starts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Fault, Predict
from tutor.engine.numbers import number as format_number
from tutor.engine.numbers import same
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.kinds.base import Input, QuestionKind
from tutor.grading.rules import judge

if TYPE_CHECKING:
    from tutor.course.model import Step
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask, Verdict


class PredictKind(QuestionKind[Predict]):
    name = "predict"
    input = Input.NUMBER

    def prompt(self, ask: Ask[Predict]) -> str:
        if ask.free:
            when = "" if not ask.loops else f" after {_this(ask.start)} update"
            return f"Before you run it: what will {ask.variable} be{when}?"
        when = asked_when(ask)
        if ask.old is not None:
            text = f"What will {ask.variable} be{when}?"
        else:
            text = f"What is {ask.variable}{when or ' now'}?"
        return once_more(text) if ask.again else text

    def tries(self, question: Predict) -> int:
        return question.tries

    def read(self, text: str, ask: Ask[Predict]) -> Reading:
        return read(
            text,
            ask.names,
            asked=ask.variable,
            withheld=ask.code.names,
            numbers_only=ask.numbers_only,
        )

    def judge(self, reading: Reading, ask: Ask[Predict]) -> Verdict:
        return judge(ask, reading)

    def truth(self, ask: Ask[Predict]) -> str:
        value = ask.value(ask.variable, ask.after)
        return "" if value is None else format_number(value)

    def by_chance(self, ask: Ask[Predict]) -> tuple[str, ...]:
        return tuple(name for name in ask.hidden if name not in ask.idle)

    def unfit(self, ask: Ask[Predict], passed_over: frozenset[str] = frozenset()) -> str:
        return unfit_to_move(ask) or next((why for why, _ in _doubts(ask, passed_over)), "")

    def prove(self, ask: Ask[Predict], step: Step, number: int) -> Iterator[Fault]:
        yield from super().prove(ask, step, number)
        if math.isfinite(ask.truth):
            for _, what in _doubts(ask, step.hides):
                yield Fault(("ask", number, "predict"), what, at_key=True)


KIND = PredictKind()


def _doubts(ask: Ask[Predict], passed_over: Collection[str]) -> Iterator[tuple[str, str]]:
    """Why an answer at these numbers would tell little: in short, and with what to do about it.

    The mistakes `passed_over` may give any number.
    """
    for name in ask.hidden:
        if name not in passed_over and not (ask.still and name in ask.idle):
            why = f"the mistake `{name}` gives the right answer"
            yield why, f"{why} at these numbers; choose others, or list it under `hides:`"
    for one, other in ask.coinciding:
        if one not in passed_over and other not in passed_over:
            both = f"the mistakes `{one}` and `{other}`"
            what = f"{both} both give {format_number(ask.mistaken[one])} at these numbers"
            what += "; choose others, or list one under `hides:`"
            yield f"{both} give the same number", what
    if not ask.typeable:
        close = format_number(ask.tolerance)
        what = f"an answer must be within {close} of the right one, too close to type"
        what += "; ask `by: direction` instead, or choose other numbers"
        yield f"{ask.variable} must be typed to more than 6 digits", what


# -- what a direction shares with a number ---------------------------------------------------------


def asked_when(ask: Ask[Predict]) -> str:
    """` after this update`, ` after 3 updates`, ` in update 3`, or nothing."""
    start, after = ask.start, ask.after
    carried = ask.old is not None
    if after == start + 1:
        if not carried:
            return " now" if start == 0 else " in the next update"
        return f" after {_this(start)} update" if ask.loops else " at the end"
    if carried:
        return f" after {messages.updates(after - start, 'more ' if start else '')}"
    return f" in update {after:,}"


def _this(start: int) -> str:
    return "this" if start == 0 else "the next"


def once_more(text: str) -> str:
    """The question, asked again with other constants."""
    return f"And with these constants: {text[0].lower()}{text[1:]}"


def unfit_to_move(ask: Ask[Any]) -> str:
    """Why nothing can be predicted of these numbers; empty where something can."""
    if not math.isfinite(ask.truth):
        return f"{ask.variable} is not a finite number"
    if ask.old is not None and same(ask.truth, ask.old):
        return f"{ask.variable} does not move"
    return ""
