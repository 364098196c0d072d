"""`predict`: what will a variable be after some updates? Judged by running the listing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tutor.course.questions import Predict
from tutor.engine.numbers import Number, same
from tutor.engine.numbers import number as format_number
from tutor.grading import messages
from tutor.grading.answer import read
from tutor.grading.explain import worked
from tutor.grading.kinds.base import Fault, Input, QuestionKind, prove_hint
from tutor.grading.rules import judge

if TYPE_CHECKING:
    from random import Random

    from tutor.course.model import Step
    from tutor.engine.listing import Listing
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask, Q, Verdict
    from tutor.grading.prediction import Prediction

MOST_DRAWS = 50
"""Draws thrown back before a question is given up."""


class PredictKind(QuestionKind[Predict]):
    name = "predict"
    input = Input.NUMBER

    def prompt(self, ask: Ask[Predict]) -> str:
        if ask.free:
            when = "" if not ask.loops else f" after {_this(ask.start)} update"
            return f"Before you run it: what will {ask.variable} be{when}?"
        when = asked_when(ask)
        if ask.now is not None:
            text = f"What will {ask.variable} be{when}?"
        else:
            text = f"What is {ask.variable}{when or ' now'}?"
        return once_more(text) if ask.again else text

    def tries(self, question: Predict) -> int:
        return question.tries

    def furthest(self, question: Predict, listing: Listing) -> int:
        return question.after

    def read(self, text: str, ask: Ask[Predict]) -> Reading:
        return read(text, ask.names, asked=ask.variable, withheld=ask.code.variables)

    def judge(self, reading: Reading, ask: Ask[Predict]) -> Verdict:
        return judge(ask.prediction, reading)

    def truth(self, ask: Ask[Predict]) -> str:
        value = ask.value(ask.variable, ask.after)
        return "" if value is None else format_number(value)

    def by_chance(self, ask: Ask[Predict]) -> tuple[str, ...]:
        return ask.prediction.hidden

    def worked(self, ask: Ask[Predict]) -> str:
        return worked(ask.code, ask.values, ask.variable, ask.after)

    def drawable(self, question: Predict, step: Step) -> bool:
        return step.quiz is not None

    def numbers(self, ask: Ask[Predict], step: Step, rng: Random) -> Mapping[str, Number] | None:
        return draw(ask, step, rng, self.unfit)

    def unfit(self, ask: Ask[Predict], passed_over: frozenset[str] = frozenset()) -> str:
        prediction = ask.prediction
        why = unfit_to_move(prediction)
        if why:
            return why
        hidden = [name for name in prediction.hidden if name not in passed_over]
        if hidden:
            return f"the mistake `{hidden[0]}` gives the right answer"
        pairs = [pair for pair in prediction.coinciding if not passed_over.intersection(pair)]
        if pairs:
            return f"the mistakes `{pairs[0][0]}` and `{pairs[0][1]}` give the same number"
        if prediction.typeable:
            return ""
        return f"{prediction.variable} must be typed to more than 6 digits"

    def document(self, ask: Ask[Predict]) -> dict[str, Any]:
        return document(ask)

    def prove(self, ask: Ask[Predict], step: Step, number: int) -> Iterator[Fault]:
        place = ("ask", number)
        yield from prove_asked(ask, place)
        prediction = ask.prediction
        if not math.isfinite(prediction.truth):
            return
        for name in prediction.hidden:
            if name not in step.hides:
                what = f"the mistake `{name}` gives the right answer at these numbers"
                yield Fault(place, f"{what}; choose others, or list it under `hides:`", "predict")
        for one, other in prediction.coinciding:
            if one not in step.hides and other not in step.hides:
                value = format_number(prediction.mistaken[one])
                what = f"the mistakes `{one}` and `{other}` both give {value} at these numbers"
                yield Fault(place, f"{what}; choose others, or list one under `hides:`", "predict")
        if not prediction.typeable:
            close = format_number(prediction.tolerance)
            what = f"an answer must be within {close} of the right one, too close to type"
            yield Fault(
                place, f"{what}; ask `by: direction` instead, or choose other numbers", "predict"
            )


KIND = PredictKind()


# -- what a direction shares with a number ---------------------------------------------------------


def asked_when(ask: Ask[Predict]) -> str:
    """` after this update`, ` after 3 updates`, ` in update 3`, or nothing."""
    start, after = ask.start, ask.after
    carried = ask.now is not None
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


def unfit_to_move(prediction: Prediction) -> str:
    """Why nothing can be predicted of these numbers; empty where something can."""
    truth, old = prediction.truth, prediction.old
    if not math.isfinite(truth):
        return f"{prediction.variable} is not a finite number"
    if old is not None and same(truth, old):
        return f"{prediction.variable} does not move"
    return ""


def draw(
    ask: Ask[Q],
    step: Step,
    rng: Random,
    unfit: Callable[[Ask[Q], frozenset[str]], str],
) -> Mapping[str, Number] | None:
    """Constants drawn on the grids of the step's `vary`; None where none are good.

    Mistakes that the step declares as hidden count too while other numbers can be found, since
    it is for their sake that numbers are drawn.
    """
    if step.quiz is None:
        return None
    hides = frozenset(step.hides)
    second_best: Mapping[str, Number] | None = None
    for _ in range(MOST_DRAWS):
        values = step.quiz.draw(rng)
        fresh = ask.with_values(values)
        if not unfit(fresh, frozenset()):
            return values
        if hides and second_best is None and not unfit(fresh, hides):
            second_best = values
    return second_best


def document(ask: Ask[Predict]) -> dict[str, Any]:
    """The truth about a prediction, and what each named mistake gives."""
    prediction = ask.prediction
    return {
        "truth": prediction.truth,
        "tolerance": prediction.tolerance,
        "worked": worked(ask.code, ask.values, ask.variable, ask.after),
        "mistaken": {
            name: {
                "value": value,
                "rule": ask.mistakes[name].rule.strip(),
                "hidden": name in prediction.hidden,
            }
            for name, value in prediction.mistaken.items()
        },
    }


def prove_asked(ask: Ask[Predict], place: tuple[str | int, ...]) -> Iterator[Fault]:
    """A prediction can be made."""
    yield from prove_hint(ask, place, "predict")
    prediction = ask.prediction
    if not math.isfinite(prediction.truth):
        updates = messages.updates(ask.after)
        what = f"`{ask.variable}` is no finite number after {updates}"
        yield Fault((*place, "predict"), what)
