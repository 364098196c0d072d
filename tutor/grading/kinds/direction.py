"""`predict` with `by: direction`: will a variable go up, go down or stay?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.course.questions import Fault, Predict
from tutor.engine.numbers import number as format_number
from tutor.grading import messages
from tutor.grading.ask import Judged, Verdict
from tutor.grading.explain import decides
from tutor.grading.kinds.base import Choice, OptionKind
from tutor.grading.kinds.predict import asked_when, once_more, unfit_to_move

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.course.model import Step
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

DIRECTIONS = ("up", "down", "stay")
"""What can be answered, in order."""


class DirectionKind(OptionKind[Predict]):
    name = "direction"
    shortcuts = ("u", "d", "s")

    def prompt(self, ask: Ask[Predict]) -> str:
        told = "" if ask.old is None else f", now {format_number(ask.old)},"
        when = asked_when(ask) if ask.loops else ""
        text = f"Will {ask.variable}{told} go up, go down or stay{when}?"
        return once_more(text) if ask.again else text

    def tries(self, question: Predict) -> int:
        return question.tries

    def answers(self, ask: Ask[Predict]) -> tuple[Choice, ...]:
        return tuple(Choice(way, way == ask.direction, "") for way in DIRECTIONS)

    def judge(self, reading: Reading, ask: Ask[Predict]) -> Verdict:
        if reading.picked is None:
            return Verdict.unreadable("Pick one: up, down or stay.")
        right, given = ask.direction, DIRECTIONS[reading.picked]
        if not right:
            return Verdict.unreadable(messages.NOT_READABLE_TRUTH)
        if given == right:
            return Verdict(Judged.RIGHT, messages.right())
        say = f"{messages.not_that_way(given)} {decides(ask)}"
        return Verdict(Judged.WRONG_WAY, say.strip())

    def missed(self, ask: Ask[Predict]) -> str:
        return "It stays." if ask.direction == "stay" else f"It goes *{ask.direction}*."

    def unfit(self, ask: Ask[Predict], passed_over: frozenset[str] = frozenset()) -> str:
        return unfit_to_move(ask)

    def prove(self, ask: Ask[Predict], step: Step, number: int) -> Iterator[Fault]:
        yield from super().prove(ask, step, number)
        if math.isfinite(ask.truth) and not ask.direction:
            what = f"`{ask.variable}` has no value before update {ask.after}"
            what += " to go up or down from; ask `after: 2`"
            yield Fault(("ask", number, "predict"), what)


KIND = DirectionKind()
