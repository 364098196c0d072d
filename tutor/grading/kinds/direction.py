"""`predict` with `by: direction`: will a variable go up, go down or stay?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.engine.numbers import number
from tutor.grading import messages
from tutor.grading.ask import Kind, Verdict
from tutor.grading.explain import worked
from tutor.grading.kinds.base import Choice, Fault, OptionKind
from tutor.grading.kinds.predict import (
    asked_when,
    document,
    draw,
    once_more,
    prove_asked,
    unfit_to_move,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from tutor.course.model import Step
    from tutor.course.questions import Predict
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

DIRECTIONS = ("up", "down", "stay")
"""What can be answered, in order."""


class DirectionKind(OptionKind["Predict"]):
    name = "direction"
    shortcuts = ("u", "d", "s")

    def prompt(self, ask: Ask[Predict]) -> str:
        told = "" if ask.now is None else f", now {number(ask.now)},"
        when = asked_when(ask) if ask.loops else ""
        text = f"Will {ask.variable}{told} go up, go down or stay{when}?"
        return once_more(text) if ask.again else text

    def choices(self, ask: Ask[Predict]) -> tuple[str, ...]:
        return DIRECTIONS

    def furthest(self, question: Predict, listing: Listing) -> int:
        return question.after

    def judge(self, reading: Reading, ask: Ask[Predict]) -> Verdict:
        if reading.picked is None:
            return Verdict.unreadable("Pick one: up, down or stay.")
        right, given = ask.prediction.direction, DIRECTIONS[reading.picked]
        if not right:
            return Verdict.unreadable(messages.NOT_READABLE_TRUTH)
        if given == right:
            return Verdict(Kind.RIGHT, messages.right())
        if right == "stay":
            return Verdict(Kind.WRONG_WAY, f"{ask.variable} stays where it is here.")
        if given == "stay":
            return Verdict(Kind.WRONG_WAY, messages.moves(ask.variable))
        return Verdict(Kind.WRONG_WAY, messages.wrong_way(ask.variable))

    def truth(self, ask: Ask[Predict]) -> str:
        return ask.prediction.direction

    def worked(self, ask: Ask[Predict]) -> str:
        return worked(ask.code, ask.values, ask.variable, ask.after)

    def drawable(self, question: Predict, step: Step) -> bool:
        return step.quiz is not None

    def numbers(self, ask: Ask[Predict], step: Step, rng: Random) -> Mapping[str, Number] | None:
        return draw(ask, step, rng, self.unfit)

    def unfit(self, ask: Ask[Predict], passed_over: frozenset[str] = frozenset()) -> str:
        return unfit_to_move(ask.prediction)

    def answers(self, ask: Ask[Predict]) -> tuple[Choice, ...]:
        right = ask.prediction.direction
        return tuple(Choice(way, way == right, "") for way in DIRECTIONS)

    def document(self, ask: Ask[Predict]) -> dict[str, Any]:
        return document(ask)

    def prove(self, ask: Ask[Predict], step: Step, number: int) -> Iterator[Fault]:
        place = ("ask", number)
        yield from prove_asked(ask, place)
        if math.isfinite(ask.prediction.truth) and not ask.prediction.direction:
            what = f"`{ask.variable}` has no value before update {ask.after}"
            yield Fault((*place, "predict"), f"{what} to go up or down from; ask `after: 2`")


KIND = DirectionKind()
